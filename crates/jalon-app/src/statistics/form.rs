//! The specification that a form says: what most tables need, without writing TOML.
//!
//! Whatever the form cannot say is written in the specification itself (`docs/statistics.md`).

use std::collections::BTreeMap;
use std::fmt::Write as _;

use jalon_domain::Problem;
use jalon_stats::microdata::dataset::{Manifest, ManifestVariable};

/// How many dimensions and conditions the form offers.
pub const DIMENSIONS: usize = 4;
pub const CONDITIONS: usize = 6;
/// How many conditions the part of a share, and its whole, may have.
pub const PARTS: usize = 2;
/// What the form counts or computes: what can be released.
pub const MEASURES: &[&str] = &["count", "weighted-count", "share", "mean", "sum"];
/// Of those what a table gives that was already counted.
pub const TABLE_MEASURES: &[&str] = &["count", "share"];
/// Methods of protection, as the specification names them.
pub const METHODS: &[&str] = &["suppression", "cell-key", "rounding", "none"];

/// Whether sampling errors are estimated: as the description says (or not at all where it says nothing), by the weights alone,
/// or not. Empty comes first. What the description does not say is said in the specification itself.
pub fn samplings(manifest: &Manifest) -> &'static [&'static str] {
    let has_numbers = manifest.variables.iter().any(|variable| matches!(variable.kind.as_str(), "decimal" | "integer"));
    match (&manifest.sampling, has_numbers) {
        (Some(_), _) => &["", "kish", "none"],
        (None, true) => &["", "kish"],
        (None, false) => &[],
    }
}

/// What the form offers for a dataset.
pub fn measures(manifest: &Manifest) -> &'static [&'static str] {
    if manifest.aggregate.is_some() { TABLE_MEASURES } else { MEASURES }
}

/// How its tables can be protected: keys need records, and rounding needs every number.
pub fn methods(manifest: &Manifest) -> Vec<&'static str> {
    let table = manifest.aggregate.as_ref();
    let fits = |method: &&str| match *method {
        "cell-key" => table.is_none(),
        "rounding" => table.is_none_or(|table| !table.has_unknown),
        _ => true,
    };
    METHODS.iter().copied().filter(fits).collect()
}

/// What was filled in, by field; codes and numbers are separated by commas.
pub type Form = BTreeMap<String, String>;

/// Whether the form has a field of this name.
pub fn is_field(name: &str) -> bool {
    const SINGLE: &[&str] =
        &["measure", "measure_variable", "weight", "weight_missing", "sampling", "method", "threshold", "base"];
    let numbered = |prefix: &str, most: usize, ends: &[&str]| {
        (1..=most).any(|n| ends.iter().any(|end| name == format!("{prefix}_{n}{end}")))
    };
    SINGLE.contains(&name)
        || numbered("dimension", DIMENSIONS, &[""])
        || numbered("bands", DIMENSIONS, &[""])
        || numbered("where", CONDITIONS, &["", "_codes"])
        || (1..=PARTS)
            .flat_map(|n| [part_name("part", n), part_name("whole", n)])
            .any(|part| name == part || name.strip_suffix("_codes") == Some(part.as_str()))
}

/// The field of the nth condition of a part: `part`, `part_2`.
pub fn part_name(part: &str, n: usize) -> String {
    if n == 1 { part.to_owned() } else { format!("{part}_{n}") }
}

/// The specification, or everything that is missing or does not fit the data.
pub fn specification(form: &Form, title: &str, manifest: &Manifest) -> Result<String, Vec<Problem>> {
    let mut writer = Writer { form, manifest, text: String::new(), faults: vec![] };
    writer.line(&format!("[table]\ntitle = {}\nmargins = \"all\"\nlabels = true\n", quoted(title)));
    writer.population();
    writer.dimensions();
    writer.measure();
    writer.sampling();
    writer.protection();
    if writer.faults.is_empty() { Ok(writer.text) } else { Err(writer.faults) }
}

struct Writer<'a> {
    form: &'a Form,
    manifest: &'a Manifest,
    text: String,
    faults: Vec<Problem>,
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

impl Writer<'_> {
    fn line(&mut self, text: &str) {
        // Writing to a string does not fail.
        let _ = writeln!(self.text, "{text}");
    }

    fn get(&self, field: &str) -> String {
        self.form.get(field).map(|text| text.trim().to_owned()).unwrap_or_default()
    }

    fn variable(&mut self, field: &str) -> Option<ManifestVariable> {
        let name = self.get(field);
        if name.is_empty() {
            return None;
        }
        let known = self.manifest.variables.iter().find(|variable| variable.name == name).cloned();
        if known.is_none() {
            self.faults.push(Problem::on("choice-unknown", field));
        }
        known
    }

    /// `where = …` of one condition: codes of a category, or a range `15-64` of numbers. `!DE, !FR` are all codes but these,
    /// `15-` is open.
    fn condition(&mut self, variable: &ManifestVariable, field: &str) -> Option<String> {
        let said = self.get(field);
        if said.is_empty() {
            self.faults.push(Problem::on("required", field));
            return None;
        }
        if variable.kind == "category" {
            let codes: Vec<&str> = said.split(',').map(str::trim).filter(|code| !code.is_empty()).collect();
            let excluded: Option<Vec<&str>> = codes.iter().map(|code| code.strip_prefix('!').map(str::trim)).collect();
            let key = if excluded.is_some() { "not" } else { "codes" };
            let codes = excluded.unwrap_or(codes);
            self.known_codes(variable, &codes, field);
            let codes: Vec<String> = codes.iter().map(|code| quoted(code)).collect();
            return Some(format!("{{ variable = {}, {key} = [{}] }}", quoted(&variable.name), codes.join(", ")));
        }
        let (from, to) = said.split_once(['-', '–']).unwrap_or((said.as_str(), said.as_str()));
        let end = |text: &str| if text.trim().is_empty() { Ok(None) } else { text.trim().parse::<i64>().map(Some) };
        let (name, key) = (quoted(&variable.name), |key: &str, end: i64| format!("{key} = {end}"));
        match (end(from), end(to)) {
            (Ok(Some(from)), Ok(Some(to))) if from <= to => Some(format!("{{ variable = {name}, from = {from}, to = {to} }}")),
            (Ok(Some(from)), Ok(None)) => Some(format!("{{ variable = {name}, {} }}", key("from", from))),
            (Ok(None), Ok(Some(to))) => Some(format!("{{ variable = {name}, {} }}", key("to", to))),
            _ => {
                self.faults.push(Problem::on("table-range", field));
                None
            }
        }
    }

    fn known_codes(&mut self, variable: &ManifestVariable, codes: &[&str], field: &str) {
        let is_known = |code: &&&str| variable.codes.iter().any(|known| known.code == **code);
        let unknown: Vec<&str> = codes.iter().filter(|code| !is_known(code)).copied().collect();
        if !unknown.is_empty() {
            self.faults.push(Problem::on("table-code-unknown", field).with("codes", unknown.join(", ")));
        }
    }

    fn population(&mut self) {
        let mut conditions = vec![];
        for n in 1..=CONDITIONS {
            if let Some(variable) = self.variable(&format!("where_{n}")) {
                conditions.extend(self.condition(&variable, &format!("where_{n}_codes")));
            }
        }
        if !conditions.is_empty() {
            self.line(&format!("[population]\nwhere = [{}]\n", conditions.join(", ")));
        }
    }

    fn dimensions(&mut self) {
        let mut seen: Vec<String> = vec![];
        for n in 1..=DIMENSIONS {
            let field = format!("dimension_{n}");
            let Some(variable) = self.variable(&field) else { continue };
            if seen.contains(&variable.name) {
                self.faults.push(Problem::on("table-dimension-twice", &field));
                continue;
            }
            seen.push(variable.name.clone());
            self.line(&format!("[[dimension]]\nvariable = {}", quoted(&variable.name)));
            let is_tree = variable.codes.iter().any(|code| !code.parent.is_empty());
            let bands = format!("bands_{n}");
            let has_groups = variable.kind == "category" && !self.get(&bands).is_empty();
            if is_tree && self.manifest.aggregate.is_some() && !has_groups {
                self.line("levels = \"all\"");
            }
            if variable.kind != "category" {
                self.bands(&variable, &bands);
            } else if has_groups {
                self.groups(&variable, &bands);
            }
            self.line("");
        }
        if seen.is_empty() {
            self.faults.push(Problem::on("required", "dimension_1"));
        }
    }

    fn bands(&mut self, variable: &ManifestVariable, field: &str) {
        let said = self.get(field);
        let bounds: Result<Vec<i64>, _> = said.split(',').map(|bound| bound.trim().parse::<i64>()).collect();
        match bounds {
            Ok(bounds) if variable.kind == "integer" && bounds.windows(2).all(|pair| pair[0] < pair[1]) => {
                let bounds: Vec<String> = bounds.iter().map(i64::to_string).collect();
                self.line(&format!("level = [{{ name = \"band\", bands = [{}] }}]", bounds.join(", ")));
            }
            _ => self.faults.push(Problem::on("table-bands", field)),
        }
    }

    /// Groups of codes: `native (born here) = XN; foreign (born abroad) = *`, where the star is every code that no other group
    /// names. What stands before the parenthesis is the group's code, and its label where there is none.
    fn groups(&mut self, variable: &ManifestVariable, field: &str) {
        let said = self.get(field);
        let mut groups: Vec<(String, String, Vec<&str>)> = vec![];
        for group in said.split(';').filter(|group| !group.trim().is_empty()) {
            let Some((name, members)) = group.split_once('=') else {
                // Lower bounds, as of a number: what is a category has none.
                let is_bands = said.split([',', ';']).all(|bound| bound.trim().parse::<i64>().is_ok());
                let code = if is_bands { "table-bands-category" } else { "table-groups" };
                self.faults.push(Problem::on(code, field).with("variable", &variable.name));
                return;
            };
            let labelled = name.trim().strip_suffix(')').and_then(|name| name.split_once('('));
            let (code, label) = labelled.unwrap_or((name, name));
            let members: Vec<&str> = members.split(',').map(str::trim).filter(|code| !code.is_empty()).collect();
            if code.trim().is_empty() || members.is_empty() {
                self.faults.push(Problem::on("table-groups", field));
                return;
            }
            groups.push((code.trim().to_owned(), label.trim().to_owned(), members));
        }
        let named: Vec<&str> =
            groups.iter().flat_map(|(_, _, members)| members.iter().copied()).filter(|code| *code != "*").collect();
        let stars = groups.iter().filter(|(_, _, members)| members.contains(&"*")).count();
        let is_twice = named.iter().enumerate().any(|(n, code)| named[..n].contains(code));
        let same_code = groups.iter().enumerate().any(|(n, (code, _, _))| groups[..n].iter().any(|(other, _, _)| other == code));
        if stars > 1 || is_twice || same_code {
            self.faults.push(Problem::on("table-groups-overlap", field));
            return;
        }
        self.known_codes(variable, &named, field);
        let group = |(code, label, members): &(String, String, Vec<&str>)| {
            let rest = variable.codes.iter().map(|code| code.code.as_str()).filter(|code| !named.contains(code));
            let members: Vec<&str> = if members.contains(&"*") {
                rest.chain(members.iter().copied().filter(|code| *code != "*")).collect()
            } else {
                members.clone()
            };
            let members: Vec<String> = members.iter().map(|code| quoted(code)).collect();
            format!("  {{ code = {}, label = {}, members = [{}] }},\n", quoted(code), quoted(label), members.join(", "))
        };
        let groups: String = groups.iter().map(group).collect();
        self.line(&format!("level = [{{ name = \"group\", others = \"category\", group = [\n{groups}] }}]"));
    }

    fn measure(&mut self) {
        let kind = self.get("measure");
        let weight = self.variable("weight");
        let weighted = weight.is_some();
        let is_table = self.manifest.aggregate.is_some();
        if let Some(weight) = &weight {
            let missing = if self.get("weight_missing") == "zero" { "missing = \"zero\"\n" } else { "" };
            self.line(&format!("[weight]\nvariable = {}\n{missing}", quoted(&weight.name)));
        }
        match kind.as_str() {
            _ if is_table && (weighted || !TABLE_MEASURES.contains(&kind.as_str())) => {
                self.faults.push(Problem::on("aggregate-measure", "measure"));
            }
            "count" => self.line(&format!("[[measure]]\nname = \"{}\"\nkind = \"count\"\n", self.manifest.count_name())),
            "weighted-count" if weighted => self.line("[[measure]]\nname = \"persons\"\nkind = \"weighted-count\"\n"),
            "weighted-count" => self.faults.push(Problem::on("required", "weight")),
            "mean" | "sum" => {
                let variable = self.variable("measure_variable");
                match variable.filter(|variable| matches!(variable.kind.as_str(), "decimal" | "integer")) {
                    Some(variable) => self.line(&format!(
                        "[[measure]]\nname = \"{kind}\"\nkind = \"{kind}\"\nvariable = {}\nweighted = {weighted}\n",
                        quoted(&variable.name)
                    )),
                    None => self.faults.push(Problem::on("choice-required", "measure_variable")),
                }
            }
            "share" => self.share(if weighted { "weighted-count" } else { "count" }),
            _ => self.faults.push(Problem::on("choice-required", "measure")),
        }
    }

    /// A share first, so that it is the table's headline; what it divides stands behind it.
    fn share(&mut self, counted: &str) {
        if self.get("part").is_empty() {
            self.faults.push(Problem::on("choice-required", "part"));
        }
        let (part, whole) = (self.part("part"), self.part("whole"));
        let both: Vec<String> = whole.iter().chain(&part).cloned().collect();
        let whole = if whole.is_empty() { String::new() } else { format!("\nwhere = [{}]", whole.join(", ")) };
        self.line("[[measure]]\nname = \"share\"\nkind = \"ratio\"\nnumerator = \"part\"\ndenominator = \"whole\"\n");
        self.line(&format!("[[measure]]\nname = \"part\"\nkind = \"{counted}\"\nwhere = [{}]\n", both.join(", ")));
        self.line(&format!("[[measure]]\nname = \"whole\"\nkind = \"{counted}\"{whole}\n"));
    }

    /// The conditions of a part.
    fn part(&mut self, part: &str) -> Vec<String> {
        let mut conditions = vec![];
        for n in 1..=PARTS {
            let field = part_name(part, n);
            if let Some(variable) = self.variable(&field) {
                conditions.extend(self.condition(&variable, &format!("{field}_codes")));
            }
        }
        conditions
    }

    fn sampling(&mut self) {
        match self.get("sampling").as_str() {
            "" => {}
            "kish" if self.get("weight").is_empty() => self.faults.push(Problem::on("required", "weight")),
            design @ ("kish" | "none") => self.line(&format!("[sampling]\ndesign = \"{design}\"\n")),
            _ => self.faults.push(Problem::on("choice-unknown", "sampling")),
        }
    }

    fn protection(&mut self) {
        let method = self.get("method");
        if !METHODS.contains(&method.as_str()) {
            self.faults.push(Problem::on("choice-required", "method"));
            return;
        }
        self.line(&format!("[protection]\nmethod = \"{method}\""));
        match method.as_str() {
            "cell-key" => match &self.manifest.record_key {
                Some(key) => {
                    let (column, keys) = (quoted(&key.column), key.keys);
                    self.line(&format!("record_key = {column}\nkeys = {keys}"));
                    self.number("threshold", "threshold", 1, 1000);
                }
                None => self.faults.push(Problem::on("table-no-record-key", "method")),
            },
            "rounding" => self.number("base", "base", 2, 1000),
            "suppression" => self.number("threshold", "minimum", 3, 1000),
            _ => {}
        }
    }

    /// A whole number of the form under its key of the specification; its default where nothing was typed.
    fn number(&mut self, field: &str, key: &str, least: i64, most: i64) {
        let said = self.get(field);
        if said.is_empty() {
            return;
        }
        match said.parse::<i64>() {
            Ok(number) if (least..=most).contains(&number) => self.line(&format!("{key} = {number}")),
            _ => self.faults.push(Problem::on("number-between", field).with("least", least).with("most", most)),
        }
    }
}
