//! The office's own boundaries: the outlines of the areas that a variable tells apart, which maps are drawn on.
//!
//! Codes and outlines lie in the file store under their digest. Nothing is ever removed from there and every backup has all
//! of it, so what a table was signed with is readable as long as the table is, whatever becomes of the set.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jalon_domain::Problem;
use jalon_domain::statistics::{BoundaryNote, BoundarySet, DatasetState};
use jalon_publish::drawing::statistics::Boundaries;
use jalon_stats::release::{Code, Dimension, Release};

use super::table::Signed;
use crate::authorisation::{Action, Facts};
use crate::publication::blocking;
use crate::{App, AppError, Caller, LINE_LIMIT, Opened, Result, clean, too_long};

/// The largest file that is taken.
pub const BOUNDARIES_LIMIT_BYTES: usize = jalon_publish::drawing::statistics::MOST_BYTES;
/// Outlines kept in memory once read; one takes 8 MB at most.
const MOST_READ: usize = 8;
/// The property of the codes in what is kept.
const CODE: &str = "code";

/// Outlines as they are handed in.
#[derive(Debug, Clone, Default)]
pub struct BoundariesInput {
    /// Empty for new ones.
    pub id: String,
    pub title: String,
    pub source: String,
    pub variable: String,
    /// The property of the file that holds the codes.
    pub property: String,
    pub file_name: String,
    /// GeoJSON; empty where the outlines that are there stay.
    pub file: Vec<u8>,
    pub revision: i64,
}

/// A variable whose codes areas may have, as the imported datasets and the signed tables of a dossier know it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AreaVariable {
    pub name: String,
    pub label: String,
    /// Codes with the code that each stands under; empty at the top.
    pub codes: BTreeMap<String, String>,
}

/// Outlines with what stands below their maps.
#[derive(Debug, Clone)]
pub struct Outline {
    pub note: BoundaryNote,
    pub boundaries: Arc<Boundaries>,
}

/// Outlines, and whether some that should be there cannot be read.
#[derive(Debug, Clone, Default)]
pub struct Outlines {
    pub found: Vec<Outline>,
    pub is_incomplete: bool,
}

/// A set in the list of a dossier.
#[derive(Debug, Clone)]
pub struct BoundariesRow {
    pub set: BoundarySet,
    /// Areas of the signed tables, of the same level, that have no outline: code and label.
    pub without: Vec<(String, String)>,
    /// Whether a signed table tells the set's areas apart.
    pub is_used: bool,
    /// The file store has lost the outlines.
    pub is_lost: bool,
}

/// Outlines that were read lately, by digest.
pub(crate) type Read = quick_cache::sync::Cache<String, Arc<Boundaries>>;

pub(crate) fn read() -> Read {
    Read::new(MOST_READ)
}

impl App {
    /// The variables that outlines may belong to.
    pub async fn area_variables(&self, caller: &Caller, opened: &Opened) -> Result<Vec<AreaVariable>> {
        let mut found: BTreeMap<String, AreaVariable> = BTreeMap::new();
        let mut add = |name: &str, label: &str, code: &str, parent: &str| {
            let variable = found.entry(name.to_owned()).or_default();
            if variable.name.is_empty() {
                (variable.name, variable.label) = (name.to_owned(), label.to_owned());
            }
            variable.codes.entry(code.to_owned()).or_insert_with(|| parent.to_owned());
        };
        for dataset in opened.content.datasets.iter().filter(|dataset| dataset.state == DatasetState::Imported) {
            // Records that are not on this disk (a restored backup has none) say nothing; signed tables still do.
            let Ok(manifest) = self.manifest(dataset.id.as_str()) else { continue };
            for variable in &manifest.variables {
                variable.codes.iter().for_each(|code| add(&variable.name, &variable.label, &code.code, &code.parent));
            }
        }
        for table in self.signed_tables(caller, &opened.dossier().slug).await? {
            for dimension in table.release.dimensions() {
                for code in dimension.codes.iter().filter(|code| is_area(code)) {
                    let parent = code.parent.map_or("", |at| dimension.codes[at as usize].code.as_str());
                    add(&dimension.variable, &dimension.title, &code.code, parent);
                }
            }
        }
        Ok(found.into_values().collect())
    }

    /// Keeps outlines, new ones or in place of those of the same set. Everything that is wrong with form and file is told at
    /// once, and nothing of a faulty file is kept. What was signed with earlier outlines keeps them.
    pub async fn save_boundaries(&self, caller: &Caller, slug: &str, input: BoundariesInput) -> Result<BoundarySet> {
        let opened = self.opened(caller, slug, Action::BoundariesSave, &Facts::default()).await?;
        let stored = opened.content.boundary_set(&input.id).cloned();
        if stored.is_none() && !input.id.is_empty() {
            return Err(AppError::NotFound);
        }
        if stored.as_ref().is_some_and(|stored| stored.revision != input.revision) {
            return Err(changed_meanwhile());
        }
        let (title, source) = (clean(&input.title), clean(&input.source));
        let mut problems = too_long([("title", title.as_str(), LINE_LIMIT), ("source", source.as_str(), LINE_LIMIT)]);
        problems.extend(title.is_empty().then(|| Problem::on("required", "title")));
        problems.extend(source.is_empty().then(|| Problem::on("required", "source")));
        let variables = self.area_variables(caller, &opened).await?;
        let variable = variables.into_iter().find(|variable| variable.name == input.variable);
        problems.extend(variable.is_none().then(|| Problem::on("choice-required", "variable")));
        let read = match (self.file_of(&input, stored.as_ref()).await, variable) {
            (Ok((bytes, property)), Some(variable)) => blocking(move || read_file(&bytes, &property, &variable)).await,
            (Err(error), _) => Err(error),
            // Without the variable nobody knows which codes there are.
            (Ok(_), None) => Err(AppError::Invalid(vec![])),
        };
        let (kept, areas) = match read {
            Ok(read) => {
                crate::error::check(problems)?;
                read
            }
            Err(AppError::Invalid(found)) => {
                problems.extend(found);
                return Err(AppError::Invalid(problems));
            }
            Err(error) => return Err(error),
        };
        let known = stored.unwrap_or_else(|| BoundarySet { id: self.new_id().into(), ..BoundarySet::default() });
        let file_name: String = clean(&input.file_name).replace(['/', '\\'], "-").chars().take(200).collect();
        let set = BoundarySet {
            title,
            source,
            variable: input.variable,
            file: if input.file.is_empty() { known.file.clone() } else { file_name },
            digest: self.store.files().put(kept).await?,
            areas,
            changed_at: self.now(),
            ..known
        };
        // A file is not merged: whoever saves second looks at what is there and hands in again.
        self.save(caller, &opened, "boundaries.save", &set, "").await.map_err(|error| match error {
            AppError::Conflict(_) => changed_meanwhile(),
            error => error,
        })
    }

    /// The file to read and the property of its codes: what was handed in, otherwise what is kept.
    async fn file_of(&self, input: &BoundariesInput, stored: Option<&BoundarySet>) -> Result<(Vec<u8>, String)> {
        if input.file.is_empty() {
            let stored = stored.ok_or_else(|| AppError::invalid(Problem::on("file-empty", "file")))?;
            let kept = self.store.files().get(&stored.digest).await?;
            let lost = || AppError::invalid(Problem::on("boundaries-lost", "file"));
            return Ok((kept.ok_or_else(lost)?, CODE.to_owned()));
        }
        let property = clean(&input.property);
        let missing = || AppError::invalid(Problem::on("required", "property"));
        if property.is_empty() { Err(missing()) } else { Ok((input.file.clone(), property)) }
    }

    /// Takes outlines out of the dossier. What was signed with them keeps them.
    pub async fn delete_boundaries(&self, caller: &Caller, slug: &str, id: &str, revision: i64) -> Result<()> {
        let opened = self.opened(caller, slug, Action::BoundariesDelete, &Facts::default()).await?;
        self.delete::<BoundarySet>(caller, &opened, "boundaries.delete", id, revision).await.map_err(|error| match error {
            AppError::Conflict(_) => changed_meanwhile(),
            error => error,
        })
    }

    /// The sets of a dossier, each with the areas of signed tables that it leaves without an outline.
    pub async fn boundaries_rows(&self, opened: &Opened, signed: &[Signed]) -> Result<Vec<BoundariesRow>> {
        let mut rows = vec![];
        for set in &opened.content.boundary_sets {
            let boundaries = self.boundaries(&set.digest).await?;
            let mut without: BTreeMap<String, String> = BTreeMap::new();
            let mut is_used = false;
            for dimension in signed.iter().flat_map(|table| table.release.dimensions()) {
                let Some(outlines) = boundaries.as_deref().filter(|_| dimension.variable == set.variable) else { continue };
                let drawn: BTreeSet<&str> = outlines.codes().collect();
                let areas = areas(dimension, outlines);
                is_used |= !areas.is_empty();
                let bare = areas.into_iter().map(|(_, code)| code).filter(|code| !drawn.contains(code.code.as_str()));
                without.extend(bare.filter(|code| is_area(code)).map(|code| (code.code.clone(), code.label.clone())));
            }
            let without = without.into_iter().collect();
            rows.push(BoundariesRow { set: set.clone(), without, is_used, is_lost: boundaries.is_none() });
        }
        Ok(rows)
    }

    /// What a table that is signed now will be drawn on: the sets with an area that it has.
    pub async fn boundaries_for(&self, opened: &Opened, release: &Release) -> Result<Vec<BoundaryNote>> {
        let today = self.outlines(opened.content.boundary_sets.iter().map(BoundarySet::note)).await?;
        let is_drawn = |outline: &Outline| {
            let of_variable = |dimension: &&Dimension| dimension.variable == outline.note.variable;
            release.dimensions().iter().filter(of_variable).any(|dimension| !areas(dimension, &outline.boundaries).is_empty())
        };
        Ok(today.found.into_iter().filter(is_drawn).map(|outline| outline.note).collect())
    }

    /// The outlines that were there when a table was signed.
    pub async fn signed_outlines(&self, signed: &Signed) -> Result<Outlines> {
        self.outlines(signed.note.boundaries.iter().cloned()).await
    }

    /// The outlines that are there today, for the workspace alone.
    pub async fn todays_outlines(&self, opened: &Opened) -> Result<Outlines> {
        self.outlines(opened.content.boundary_sets.iter().map(BoundarySet::note)).await
    }

    async fn outlines(&self, notes: impl Iterator<Item = BoundaryNote>) -> Result<Outlines> {
        let mut outlines = Outlines::default();
        for note in notes {
            match self.boundaries(&note.digest).await? {
                Some(boundaries) => outlines.found.push(Outline { note, boundaries }),
                None => outlines.is_incomplete = true,
            }
        }
        Ok(outlines)
    }

    /// Outlines by digest; nothing where the file store has lost them, which the operator is told.
    async fn boundaries(&self, digest: &str) -> Result<Option<Arc<Boundaries>>> {
        if let Some(known) = self.boundaries.get(digest) {
            return Ok(Some(known));
        }
        let Some(bytes) = self.store.files().get(digest).await? else {
            tracing::error!("The outlines {digest} of a map are missing from the file store, or damaged");
            return Ok(None);
        };
        let read = blocking(move || Boundaries::reopen(&bytes).map_err(AppError::Invalid)).await;
        let Ok(read) = read.map(Arc::new) else {
            tracing::error!("The outlines {digest} of a map cannot be read");
            return Ok(None);
        };
        self.boundaries.insert(digest.to_owned(), read.clone());
        Ok(Some(read))
    }
}

/// Whether a code stands for a place, and not for all of them, for others or for nobody knows where.
fn is_area(code: &Code) -> bool {
    !code.total && !code.code.starts_with('_')
}

/// The codes of the levels that have an outline, with their places; none where no code has one. Those of such a level
/// without an outline belong to it: they stand in the table.
pub(crate) fn areas<'a>(dimension: &'a Dimension, boundaries: &Boundaries) -> Vec<(usize, &'a Code)> {
    let drawn: BTreeSet<&str> = boundaries.codes().collect();
    let codes = || dimension.codes.iter().enumerate().filter(|(_, code)| !code.total);
    let levels: BTreeSet<Option<u32>> =
        codes().filter(|(_, code)| drawn.contains(code.code.as_str())).map(|(_, code)| code.level).collect();
    codes().filter(|(_, code)| levels.contains(&code.level)).collect()
}

fn changed_meanwhile() -> AppError {
    AppError::invalid(Problem::new("boundaries-changed"))
}

/// What is kept of a file, and how many areas it has. Faults of the file carry its field; their place stands among their
/// arguments.
fn read_file(bytes: &[u8], property: &str, variable: &AreaVariable) -> Result<(Vec<u8>, u64)> {
    let of_file = |problem: Problem| match problem.field.as_deref() {
        Some("property") => problem,
        _ => Problem { field: Some("file".to_owned()), ..problem },
    };
    let told = |problems: Vec<Problem>| AppError::Invalid(problems.into_iter().map(of_file).collect());
    let known: Vec<String> = variable.codes.keys().cloned().collect();
    let given = Boundaries::read(bytes, property, &known).map_err(told)?;
    let codes: BTreeSet<&str> = given.codes().collect();
    if let Some((code, within)) = codes.iter().find_map(|code| Some((*code, within(code, &codes, &variable.codes)?))) {
        let problem = Problem::on("boundaries-two-levels", "file").with("code", code).with("within", within);
        return Err(AppError::invalid(problem));
    }
    let areas = codes.len() as u64;
    let kept = Boundaries::kept(bytes, property).map_err(told)?;
    Boundaries::reopen(&kept).map_err(told)?;
    Ok((kept, areas))
}

/// Another area of the file that this one lies in. Parents may go round in a circle: nobody has checked a description yet.
fn within<'a>(code: &str, codes: &BTreeSet<&'a str>, parents: &BTreeMap<String, String>) -> Option<&'a str> {
    let mut above = parents.get(code)?;
    for _ in 0..parents.len() {
        if let Some(found) = codes.get(above.as_str()).filter(|found| **found != code) {
            return Some(found);
        }
        above = parents.get(above)?;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_area_within_another_of_its_file_is_found_however_deep_and_a_circle_ends() {
        let parents: BTreeMap<String, String> =
            [("c", "b"), ("b", "a"), ("a", ""), ("x", "y"), ("y", "x")].map(|(code, above)| (code.into(), above.into())).into();
        for (code, codes, expected) in [
            ("c", &["c", "a"][..], Some("a")),
            ("c", &["c", "b", "a"], Some("b")),
            ("a", &["c", "a"], None),
            ("x", &["x"], None),
            ("x", &["x", "y"], Some("y")),
            ("z", &["z", "a"], None),
        ] {
            let codes: BTreeSet<&str> = codes.iter().copied().collect();
            assert_eq!(within(code, &codes, &parents), expected, "{code} in {codes:?}");
        }
    }
}
