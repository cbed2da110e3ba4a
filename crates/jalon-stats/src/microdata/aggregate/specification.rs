//! The table of everything that was handed in, as a specification.

use std::fmt::Write as _;

use crate::microdata::dataset::Manifest;
use crate::microdata::describe::quoted;

/// The specification (`docs/statistics.md`) of a table with every variable at every level of its codes, and every total.
/// `method` is one of the methods of protection by its name.
pub fn whole_table(manifest: &Manifest, method: &str) -> String {
    let mut text = format!("[table]\ntitle = {}\nmargins = \"all\"\nlabels = true\n", quoted(&manifest.title));
    for variable in &manifest.variables {
        let levels = if variable.codes.iter().any(|code| !code.parent.is_empty()) { "levels = \"all\"\n" } else { "" };
        // Writing to a string does not fail.
        let _ = write!(text, "\n[[dimension]]\nvariable = {}\n{levels}", quoted(&variable.name));
    }
    text + &measure(manifest) + &format!("\n[protection]\nmethod = {}\n", quoted(method))
}

fn measure(manifest: &Manifest) -> String {
    let name = manifest.count_name();
    format!("\n[[measure]]\nname = \"{name}\"\nkind = \"count\"\n")
}
