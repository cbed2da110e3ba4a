//! Who reports when: the calendar that a dossier declares in its register `reporting_calendar`, and what the register
//! `progress` makes of it. Days are days in the calendar's time zone; the caller says which one today is.

use std::collections::HashMap;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::RegisterEntry;
use super::period::Period;
use crate::assessment::DossierContent;

/// A dossier is not reckoned with beyond so many periods: a hundred years of months.
const PERIODS_LIMIT: usize = 1_200;

/// Measures in one of these states have nothing left to report.
const CLOSED: [&str; 2] = ["done", "dropped"];

/// From which period on is reported, how often, and when reports are due.
#[derive(Debug, Clone)]
pub struct Calendar {
    /// Its form says how often: a quarter for a quarterly calendar.
    pub first: Period,
    /// Days after a period's end until which a report is on time.
    pub due_days: i32,
    pub time_zone: TimeZone,
    /// Days before the due date on which whoever has not reported is reminded; never where absent.
    pub remind_before: Option<i32>,
    /// Days after the due date on which they are reminded again; never where absent.
    pub remind_after: Option<i32>,
    /// So many periods in a row without news of a measure raise the alarm; none does where absent.
    pub stale_after: Option<usize>,
}

impl Calendar {
    /// The calendar that an entry of `reporting_calendar` declares; none while something in it cannot be read.
    pub fn of(entry: &RegisterEntry) -> Option<Self> {
        let whole = |field: &str| entry.line(field).parse::<u16>().ok();
        Some(Self {
            first: entry.line("first_period").parse().ok()?,
            due_days: whole("due_days")?.into(),
            time_zone: TimeZone::get(entry.line("time_zone")).ok()?,
            remind_before: whole("remind_before").map(i32::from),
            remind_after: whole("remind_after").map(i32::from),
            stale_after: whole("stale_after").filter(|periods| *periods > 0).map(usize::from),
        })
    }

    fn due(&self, period: Period) -> Date {
        period.end().saturating_add(jiff::Span::new().days(self.due_days))
    }
}

/// One period of a calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    pub period: Period,
    /// The last day on which a report is on time.
    pub due: Date,
}

/// All calendars of a dossier; each holds until the next one's first period begins.
#[derive(Debug, Clone, Default)]
pub struct Schedule {
    calendars: Vec<Calendar>,
}

impl Schedule {
    pub fn of(content: &DossierContent) -> Self {
        let mut calendars: Vec<Calendar> = content.entries("reporting_calendar").filter_map(Calendar::of).collect();
        calendars.sort_by_key(|calendar| calendar.first);
        calendars.dedup_by_key(|calendar| calendar.first);
        Self { calendars }
    }

    pub fn is_empty(&self) -> bool {
        self.calendars.is_empty()
    }

    /// The calendar in force on a day: the last that has begun, or the first of all.
    pub fn in_force(&self, day: Date) -> Option<&Calendar> {
        let begun = self.calendars.iter().rev().find(|calendar| calendar.first.start() <= day);
        begun.or(self.calendars.first())
    }

    /// Which day it is where the dossier reports; in UTC where no calendar says.
    pub fn today(&self, now: Timestamp) -> Date {
        let utc = now.to_zoned(TimeZone::UTC).date();
        self.in_force(utc).map_or(utc, |calendar| now.to_zoned(calendar.time_zone.clone()).date())
    }

    /// The periods that have begun on a day, oldest first.
    pub fn slots(&self, day: Date) -> Vec<Slot> {
        let mut slots = vec![];
        for (n, calendar) in self.calendars.iter().enumerate() {
            let until = self.calendars.get(n + 1).map(|next| next.first.start());
            let mut next = Some(calendar.first);
            while let Some(period) = next.filter(|period| period.start() <= day && until.is_none_or(|end| period.start() < end)) {
                slots.push(Slot { period, due: calendar.due(period) });
                next = period.next();
            }
        }
        slots.drain(..slots.len().saturating_sub(PERIODS_LIMIT));
        slots
    }
}

/// What a measure's report for a period is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportState {
    Reported,
    /// Reported, and nothing has changed.
    Unchanged,
    /// Not reported, and still on time.
    Awaited,
    /// Not reported, and past the due date.
    Late,
    /// Not under way in this period.
    NotExpected,
}

impl ReportState {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Reported => "reported",
            Self::Unchanged => "unchanged",
            Self::Awaited => "awaited",
            Self::Late => "late",
            Self::NotExpected => "not-expected",
        }
    }

    pub const fn is_missing(self) -> bool {
        matches!(self, Self::Awaited | Self::Late)
    }
}

/// Whether a report says that nothing has changed since the one before.
pub fn is_unchanged(report: &RegisterEntry) -> bool {
    report.chosen("unchanged").iter().any(|code| code == "yes")
}

/// The reports of a dossier by measure and period, on a day.
#[derive(Debug)]
pub struct Reporting<'a> {
    content: &'a DossierContent,
    pub schedule: Schedule,
    pub today: Date,
    /// The periods that have begun, oldest first.
    pub slots: Vec<Slot>,
    /// Of each measure, by period.
    reports: HashMap<&'a str, Vec<(Period, &'a RegisterEntry)>>,
}

impl<'a> Reporting<'a> {
    pub fn of(content: &'a DossierContent, today: Date) -> Self {
        Self::on(Schedule::of(content), content, today)
    }

    /// The same by a schedule that the content itself may lack: whoever may not read the calendars still sees the dates.
    pub fn on(schedule: Schedule, content: &'a DossierContent, today: Date) -> Self {
        let mut reports: HashMap<&str, Vec<(Period, &RegisterEntry)>> = HashMap::new();
        for report in content.entries("progress") {
            // What was entered before periods had a form is of no period.
            let Ok(period) = report.line("period").parse::<Period>() else { continue };
            for measure in report.chosen("measure") {
                reports.entry(measure).or_default().push((period, report));
            }
        }
        for of_measure in reports.values_mut() {
            of_measure.sort_by(|(a, x), (b, y)| (a, &x.changed_at).cmp(&(b, &y.changed_at)));
        }
        Self { content, slots: schedule.slots(today), schedule, today, reports }
    }

    /// The period that runs today.
    pub fn running(&self) -> Option<Slot> {
        self.slots.iter().rev().find(|slot| slot.period.end() >= self.today).copied()
    }

    /// The last period that has ended.
    pub fn ended(&self) -> Option<Slot> {
        self.slots.iter().rev().find(|slot| slot.period.end() < self.today).copied()
    }

    pub fn slot(&self, period: Period) -> Option<Slot> {
        self.slots.iter().find(|slot| slot.period == period).copied()
    }

    /// The period that these measures are asked about now: the one that ended, while a report for it is missing; otherwise
    /// the one that runs.
    pub fn asked<'m>(&self, measures: impl IntoIterator<Item = &'m RegisterEntry>) -> Option<Slot> {
        let ended = self.ended().filter(|slot| measures.into_iter().any(|measure| self.state(measure, slot).is_missing()));
        ended.or_else(|| self.running()).or_else(|| self.ended())
    }

    /// What was reported for a measure in a period.
    pub fn report(&self, measure: &str, period: Period) -> Option<&'a RegisterEntry> {
        self.reports.get(measure)?.iter().rev().find(|(other, _)| *other == period).map(|(_, report)| *report)
    }

    /// What was last reported for a measure before a period, and for which.
    pub fn last_before(&self, measure: &str, period: Period) -> Option<(Period, &'a RegisterEntry)> {
        let before = self.reports.get(measure)?.iter().rev().find(|(other, _)| other.start() < period.start());
        before.copied()
    }

    /// What became of the report of a measure for a period.
    pub fn state(&self, measure: &RegisterEntry, slot: &Slot) -> ReportState {
        match self.report(measure.id.as_str(), slot.period) {
            Some(report) if is_unchanged(report) => ReportState::Unchanged,
            Some(_) => ReportState::Reported,
            None if !self.is_expected(measure, slot.period) => ReportState::NotExpected,
            None if self.today > slot.due => ReportState::Late,
            None => ReportState::Awaited,
        }
    }

    /// Whether a measure is to be reported on: it has begun, and was neither done nor dropped before.
    fn is_expected(&self, measure: &RegisterEntry, period: Period) -> bool {
        let start = measure.line("start").parse::<Date>();
        if start.is_ok_and(|start| start > period.end()) {
            return false;
        }
        let closed = |entry: &RegisterEntry| entry.chosen("state").iter().any(|state| CLOSED.contains(&state.as_str()));
        match self.last_before(measure.id.as_str(), period) {
            Some((_, report)) => !closed(report),
            // Nothing was ever reported: the measure itself says how it stands.
            None => !closed(measure),
        }
    }

    /// For how many periods in a row there was no news of a measure: no report although it was due, or one that says that
    /// nothing has changed.
    pub fn silence(&self, measure: &RegisterEntry) -> usize {
        let mut periods = 0;
        for slot in self.slots.iter().rev() {
            match self.state(measure, slot) {
                ReportState::Reported => break,
                ReportState::Unchanged | ReportState::Late => periods += 1,
                // Still on time, or not under way then: neither news nor silence.
                ReportState::Awaited | ReportState::NotExpected => {}
            }
        }
        periods
    }

    /// The measures without news for as many periods as the calendar in force allows, each with for how many.
    pub fn stale(&self) -> Vec<(&'a RegisterEntry, usize)> {
        let Some(limit) = self.schedule.in_force(self.today).and_then(|calendar| calendar.stale_after) else { return vec![] };
        let measures = self.content.entries("measure").map(|measure| (measure, self.silence(measure)));
        measures.filter(|(_, periods)| *periods >= limit).collect()
    }

    /// The measures whose report for the last ended period is missing although it was due.
    pub fn late(&self) -> Vec<&'a RegisterEntry> {
        let Some(slot) = self.ended() else { return vec![] };
        self.content.entries("measure").filter(|measure| self.state(measure, &slot) == ReportState::Late).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;
    use crate::register::{Value, fixture};

    fn entry(register: &str, id: &str, lines: &[(&str, &str)], chosen: &[(&str, &str)]) -> RegisterEntry {
        let lines = lines.iter().map(|(field, line)| ((*field).to_owned(), Value::Line((*line).to_owned())));
        let chosen = chosen.iter().map(|(field, code)| ((*field).to_owned(), Value::Chosen(vec![(*code).to_owned()])));
        let values: BTreeMap<String, Value> = lines.chain(chosen).collect();
        RegisterEntry { id: id.into(), register: register.to_owned(), values, ..RegisterEntry::default() }
    }

    fn calendar(first: &str, due: &str, zone: &str) -> RegisterEntry {
        let lines = [("first_period", first), ("due_days", due), ("time_zone", zone), ("stale_after", "2")];
        entry("reporting_calendar", first, &lines, &[])
    }

    fn report(measure: &str, period: &str, unchanged: bool) -> RegisterEntry {
        let chosen = [("measure", measure), ("state", "under_way"), ("unchanged", "yes")];
        entry("progress", &format!("{measure}-{period}"), &[("period", period)], &chosen[..2 + usize::from(unchanged)])
    }

    fn content(entries: Vec<RegisterEntry>) -> DossierContent {
        let mut content = fixture::empty();
        for entry in entries {
            content.entries.entry(entry.register.clone()).or_default().push(entry);
        }
        content
    }

    fn day(text: &str) -> Date {
        text.parse().expect("a day")
    }

    #[test]
    fn today_is_a_day_where_the_dossier_reports() {
        let schedule = |zone: &str| Schedule::of(&content(vec![calendar("2026-Q1", "20", zone)]));
        let now: Timestamp = "2026-04-20T23:30:00Z".parse().expect("an instant");
        assert_eq!(schedule("Europe/Lisbon").today(now), day("2026-04-21"));
        assert_eq!(schedule("America/Toronto").today(now), day("2026-04-20"));
        assert_eq!(schedule("Nowhere/At_All").today(now), day("2026-04-20"), "a calendar that cannot be read is none");
    }

    #[test]
    fn a_report_is_awaited_until_the_due_date_and_late_after_it() {
        let measure = entry("measure", "m", &[("start", "2026-04-01")], &[("state", "under_way")]);
        let content = content(vec![calendar("2026-Q1", "20", "UTC"), measure.clone(), report("m", "2026-Q3", true)]);
        let state = |today: &str, period: &str| {
            let reporting = Reporting::of(&content, day(today));
            let slot = reporting.slot(period.parse().expect("a period")).expect("a slot");
            reporting.state(&measure, &slot)
        };
        assert_eq!(state("2026-07-20", "2026-Q2"), ReportState::Awaited);
        assert_eq!(state("2026-07-21", "2026-Q2"), ReportState::Late);
        assert_eq!(state("2026-07-21", "2026-Q1"), ReportState::NotExpected, "it had not begun");
        assert_eq!(state("2026-10-01", "2026-Q3"), ReportState::Unchanged);
    }

    #[test]
    fn what_is_done_or_dropped_needs_no_report() {
        let mut done = report("m", "2026-Q1", false);
        done.values.insert("state".to_owned(), Value::Chosen(vec!["done".to_owned()]));
        let measure = entry("measure", "m", &[], &[("state", "under_way")]);
        let dropped = entry("measure", "n", &[], &[("state", "dropped")]);
        let content = content(vec![calendar("2026-Q1", "20", "UTC"), measure.clone(), dropped.clone(), done]);
        let reporting = Reporting::of(&content, day("2026-12-01"));
        let last = reporting.ended().expect("a period");
        assert_eq!(reporting.state(&measure, &last), ReportState::NotExpected);
        assert_eq!(reporting.state(&dropped, &last), ReportState::NotExpected);
        assert!(reporting.late().is_empty() && reporting.stale().is_empty());
    }

    #[test]
    fn a_later_calendar_takes_over_where_it_begins() {
        let content = content(vec![calendar("2027-S1", "30", "UTC"), calendar("2026-Q3", "10", "UTC")]);
        let slots = Schedule::of(&content).slots(day("2027-08-01"));
        let words: Vec<String> = slots.iter().map(|slot| format!("{} {}", slot.period, slot.due)).collect();
        assert_eq!(words, ["2026-Q3 2026-10-10", "2026-Q4 2027-01-10", "2027-S1 2027-07-30", "2027-S2 2028-01-30"]);
    }

    #[test]
    fn silence_and_no_change_raise_the_alarm_and_news_ends_it() {
        let measure = entry("measure", "m", &[("start", "2026-01-01")], &[]);
        let stale = |reports: &[(&str, bool)], today: &str| {
            let mut entries = vec![calendar("2026-Q1", "20", "UTC"), measure.clone()];
            entries.extend(reports.iter().map(|(period, unchanged)| report("m", period, *unchanged)));
            let content = content(entries);
            Reporting::of(&content, day(today)).stale().iter().map(|(_, periods)| *periods).next()
        };
        assert_eq!(stale(&[], "2026-07-20"), None, "the second period is still on time");
        assert_eq!(stale(&[], "2026-07-21"), Some(2));
        assert_eq!(stale(&[("2026-Q1", false), ("2026-Q2", true)], "2026-07-21"), None);
        assert_eq!(stale(&[("2026-Q1", true), ("2026-Q2", true)], "2026-07-21"), Some(2), "no change twice is no news");
        assert_eq!(stale(&[("2026-Q2", false)], "2026-07-21"), None, "what was missed before the news is past");
    }

    #[test]
    fn what_ended_is_asked_for_until_it_is_reported() {
        let measure = entry("measure", "m", &[("start", "2026-01-01")], &[]);
        let asked = |entries: Vec<RegisterEntry>| {
            let content = content(entries);
            let reporting = Reporting::of(&content, day("2026-05-10"));
            reporting.asked(content.entries("measure")).map(|slot| slot.period.to_string())
        };
        let calendar = calendar("2026-Q1", "20", "UTC");
        assert_eq!(asked(vec![measure.clone()]), None);
        assert_eq!(asked(vec![calendar.clone(), measure.clone()]).as_deref(), Some("2026-Q1"));
        assert_eq!(asked(vec![calendar, measure, report("m", "2026-Q1", false)]).as_deref(), Some("2026-Q2"));
    }

    proptest! {
        #[test]
        fn every_day_of_a_calendar_lies_in_one_period(days in 0i32..4_000, first in 0usize..4, second in 0usize..4) {
            let forms = ["2026", "2026-S2", "2026-Q2", "2026-05"];
            let later = ["2029", "2028-S1", "2028-Q4", "2027-11"];
            let content = content(vec![calendar(forms[first], "20", "UTC"), calendar(later[second], "5", "UTC")]);
            let schedule = Schedule::of(&content);
            let start = schedule.calendars[0].first.start();
            let day = start.saturating_add(jiff::Span::new().days(days));
            let slots = schedule.slots(day);
            let around = slots.iter().filter(|slot| slot.period.start() <= day && day <= slot.period.end()).count();
            // Where the rhythm changes in the middle of a period, the one that had begun is still reported.
            prop_assert!((1..=2).contains(&around), "{day}: {slots:?}");
            prop_assert!(slots.windows(2).all(|pair| pair[0].period.start() < pair[1].period.start()));
        }
    }
}
