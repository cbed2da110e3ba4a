//! Persons who are alone in a withheld cell: what they know of it must not tell them of others.

use super::{Method, Options, Suppression, Task, search};
use crate::audit;
use crate::fault::Fault;
use crate::primary::Sensitive;
use crate::system::{CellIndex, System};

/// What is withheld against one person may let another work something out.
const ROUNDS: usize = 12;

/// Withholds more where a person who is alone in a cell could work out others from the own value.
///
/// Each of them is an outsider to whom the own cell is no secret; what is withheld already stays so.
///
/// # Errors
/// [`Fault::NotProtectable`] for each cell that whoever is alone in another can work out whatever is withheld;
/// [`Fault::Stopped`].
pub fn against_singles(
    system: &System,
    sensitive: &Sensitive,
    found: Suppression,
    options: &Options,
) -> Result<Suppression, Vec<Fault>> {
    let options = Options { method: Method::Heuristic, rounds: 0, ..options.clone() };
    let task = Task::new(system, sensitive, &options)?;
    let Suppression { mut withheld, mut proofs, proved_cheapest, .. } = found;
    let known = proofs.len();
    for _ in 0..ROUNDS {
        let singles = audit::singletons(system, sensitive, &withheld, &options.stop)?;
        if singles.is_empty() {
            break;
        }
        for (single, learned) in singles {
            let more = search(&seen_by(&task, single, &learned, &withheld))?;
            withheld.iter_mut().zip(more.withheld).for_each(|(withheld, more)| *withheld |= more);
            proofs.extend(more.proofs);
        }
    }
    let proved_cheapest = proved_cheapest && proofs.len() == known;
    Ok(task.suppression(withheld, proofs, proved_cheapest))
}

/// What is left to search for when the own cell of a person is no secret: what keeps the person from the cells that it tells of.
fn seen_by<'a>(task: &Task<'a>, single: CellIndex, learned: &[CellIndex], withheld: &[bool]) -> Task<'a> {
    let mut seen = Task { forced: withheld.to_vec(), ..task.clone() };
    seen.needs.retain(|need| learned.binary_search(&need.cell).is_ok());
    (seen.forced[single as usize], seen.free[single as usize]) = (false, false);
    seen
}
