//! Indicators as everybody sees them: what was signed, and the approved values that the newest public report froze.
//!
//! Nothing here reads the registers of a dossier as they are today.

use std::sync::Arc;

use jalon_domain::Text;
use jalon_domain::assessment::DossierContent;
use jalon_domain::register::RegisterEntry;
use jalon_domain::statistics::IndicatorNote;

use super::indicator::{self, Entered, Point, VALUES, note};
use super::table::Signed;
use crate::publication::Summary;
use crate::{App, Caller, Result};

/// A public report that tells the approved values of indicators, with what it froze.
#[derive(Debug, Clone)]
pub struct Reported {
    pub summary: Summary,
    pub(super) content: Arc<DossierContent>,
}

impl Reported {
    /// The values that were entered by hand. Those of signed tables stand in the tables, and leave with them.
    pub(super) fn values(&self) -> impl Iterator<Item = &RegisterEntry> {
        // What does not count was left out when the report was frozen.
        self.content.entries(VALUES).filter(|entry| !entry.is_filled("table"))
    }

    fn has(&self, indicator: &str) -> bool {
        self.values().any(|entry| entry.chosen("indicator").iter().any(|id| id == indicator))
    }
}

/// Everything that is public of the indicators of a dossier.
#[derive(Debug)]
pub struct PublicIndicators {
    pub signed: Vec<Signed>,
    reported: Option<Reported>,
}

impl PublicIndicators {
    pub fn is_empty(&self) -> bool {
        self.signed.is_empty() && self.reported.is_none()
    }

    /// The dossier, its territory, and whether what is told is invented.
    pub fn dossier(&self) -> (Text, Text, bool) {
        let signed = self.signed.last().map(|table| table.note.clone());
        let signed = signed.map(|note| (note.dossier_title, note.territory, note.synthetic));
        let reported = self.reported.as_ref().map(|reported| reported.summary.clone());
        let reported = reported.map(|summary| (summary.title, summary.territory_name, summary.synthetic));
        signed.or(reported).unwrap_or_default()
    }

    /// The indicators that have a signed table or a published value, each as the newer of the two says it.
    pub fn indicators(&self) -> Vec<IndicatorNote> {
        let mut notes = indicator::of(&self.signed);
        let Some(reported) = &self.reported else { return notes };
        for entry in reported.content.entries("indicator").filter(|entry| reported.has(entry.id.as_str())) {
            match notes.iter_mut().find(|known| known.id == entry.id) {
                Some(known) => {
                    let newest = self.signed.iter().rfind(|table| table.note.indicator.as_ref() == Some(known));
                    if newest.is_some_and(|table| table.note.signed_on < reported.summary.published_on) {
                        *known = IndicatorNote { calculation: known.calculation.take(), ..note(entry) };
                    }
                }
                None => notes.push(note(entry)),
            }
        }
        notes
    }

    pub fn indicator(&self, id: &str) -> Option<IndicatorNote> {
        self.indicators().into_iter().find(|note| note.id.as_str() == id)
    }

    /// The report that published values of the indicator which were entered by hand.
    pub fn report(&self, indicator: &str) -> Option<&Summary> {
        self.reported.as_ref().filter(|reported| reported.has(indicator)).map(|reported| &reported.summary)
    }

    /// Where those values are.
    pub fn entered(&self) -> Entered<'_> {
        self.reported.as_ref().map_or(Entered::Nowhere, Entered::Report)
    }

    pub fn points(&self, indicator: &str) -> Vec<Point> {
        indicator::points(self.entered(), &self.signed, indicator)
    }
}

impl App {
    /// What everybody sees of the indicators of a dossier.
    pub async fn public_indicators(&self, caller: &Caller, slug: &str) -> Result<PublicIndicators> {
        let signed = self.signed_tables(caller, slug).await?;
        let reported = self.reported_values(caller, slug).await?;
        Ok(PublicIndicators { signed, reported })
    }

    /// The newest public report of a dossier that tells the values of indicators, if any of them was entered by hand.
    pub async fn reported_values(&self, caller: &Caller, slug: &str) -> Result<Option<Reported>> {
        let Some((summary, content)) = self.values_report(caller, slug).await? else { return Ok(None) };
        let reported = Reported { summary, content };
        let has_any = reported.values().next().is_some();
        Ok(has_any.then_some(reported))
    }
}
