//! The note on resources: what the plan costs and what is secured, what still needs a source, the partners with the topics of
//! tool 13, and what the thematic areas of the migration trust fund could carry
//! (004_093357de5793184c.txt L1353-1404).
//!
//! Amounts are added up exactly and per currency; nothing is converted.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use crate::format;
use crate::register::{FieldDefinition, FieldKind, RegisterEntry};
use crate::report::compile::{Compiler, cell, column, plain};
use crate::report::*;

/// States of a source of money, in the order in which it becomes sure; what was refused is not counted.
const STATES: [&str; 3] = ["committed", "negotiating", "identified"];

/// Amounts by currency.
type Amounts<'a> = BTreeMap<&'a str, Decimal>;

impl Compiler<'_> {
    /// Per currency: what the budget lines ask for, what sources bring by their state, and what is missing when only what is
    /// committed counts.
    pub(super) fn funding_balance(&self) -> Vec<Block> {
        let content = self.input.content;
        let needed = amounts(content.entries("budget_line"));
        let by_state = STATES.map(|state| {
            let of_state = content.entries("funding").filter(move |entry| entry.chosen("state").iter().any(|code| code == state));
            amounts(of_state)
        });
        let currencies: BTreeSet<&str> = needed.keys().chain(by_state.iter().flat_map(BTreeMap::keys)).copied().collect();
        if currencies.is_empty() {
            return self.empty();
        }
        let mut columns = vec![column(self.wording.t("resources-currency"))];
        let heads = ["needed", "committed", "negotiating", "identified", "missing"];
        columns.extend(heads.map(|head| Column { title: self.wording.t(&format!("resources-{head}")), numeric: true }));
        let rows = currencies.into_iter().map(|currency| {
            let of = |amounts: &Amounts<'_>| amounts.get(currency).copied().unwrap_or_default();
            let (needed, secured) = (of(&needed), of(&by_state[0]));
            let missing = (needed - secured).max(Decimal::ZERO);
            let mut cells = vec![cell(currency), self.amount(needed)];
            cells.extend(by_state.iter().map(|amounts| self.amount(of(amounts))));
            cells.push(self.amount(missing));
            cells
        });
        vec![Block::Table(TableBlock {
            id: "funding-balance".to_owned(),
            caption: self.wording.t("resources-balance"),
            columns,
            rows: rows.collect(),
            note: self.wording.t("resources-balance-note"),
            notes: vec![],
        })]
    }

    /// Budget lines that no committed source stands behind.
    pub(super) fn unfunded(&self) -> Vec<Block> {
        let Some(register) = self.input.framework.register("budget_line") else { return vec![] };
        let lines: Vec<&RegisterEntry> = self.input.content.entries("budget_line").filter(|line| !self.is_funded(line)).collect();
        if lines.is_empty() {
            return vec![plain(self.wording.t("resources-all-funded"))];
        }
        vec![Block::Table(self.table(register, &lines))]
    }

    /// Whether a committed source stands behind a budget line.
    fn is_funded(&self, line: &RegisterEntry) -> bool {
        let sources = line.chosen("funding").iter().filter_map(|id| self.input.content.entry("funding", id));
        sources.into_iter().any(|source| source.chosen("state").iter().any(|code| code == "committed"))
    }

    /// Every entry of a register with all that it holds.
    pub(super) fn entries_in_full(&self, code: &str) -> Vec<Block> {
        let Some(register) = self.input.framework.register(code) else { return vec![] };
        let entries: Vec<&RegisterEntry> = self.input.content.entries(code).filter(|entry| register.counts(entry)).collect();
        if entries.is_empty() {
            return self.empty();
        }
        entries.into_iter().flat_map(|entry| self.in_full(register, entry, &[register.name()])).collect()
    }

    /// By thematic area of the trust fund: the measures whose objectives belong to it and whose budget is not covered, with
    /// what they lack, and the requests already begun.
    pub(super) fn trust_fund(&self) -> Vec<Block> {
        let Some(funding) = self.input.framework.register("funding") else { return vec![] };
        let Some(field) = funding.field("mptf_area") else { return vec![] };
        let names = self.names();
        let mut blocks = vec![plain(self.wording.t("resources-trust-fund-note"))];
        for area in names.items(field) {
            let measures: Vec<(&RegisterEntry, Amounts<'_>)> = self
                .input
                .content
                .entries("measure")
                .filter(|measure| self.belongs(measure, &area.code, field))
                .map(|measure| (measure, self.uncovered(measure)))
                .filter(|(_, uncovered)| !uncovered.is_empty())
                .collect();
            let requests: Vec<&RegisterEntry> =
                self.input.content.entries("funding").filter(|entry| entry.chosen("mptf_area").contains(&area.code)).collect();
            let title = area.title.get(self.input.language).to_owned();
            blocks.push(Block::Heading { level: 2, id: format!("area-{}", area.code.to_lowercase()), text: title });
            let mut items: Vec<Vec<Inline>> = vec![];
            for (measure, uncovered) in &measures {
                let words = self.amounts_in_words(uncovered);
                items.push(vec![Inline::text(self.wording.labelled(&names.entry(measure), &words))]);
            }
            for request in requests {
                let state = funding.field("state").map(|state| names.words(state, request)).unwrap_or_default();
                let request = self.wording.fill("resources-request", &[("title", &names.entry(request)), ("state", &state)]);
                items.push(vec![Inline::text(request)]);
            }
            match items.is_empty() {
                true => blocks.push(plain(self.wording.t("resources-area-empty"))),
                false => blocks.push(Block::List { ordered: false, items }),
            }
        }
        blocks
    }

    /// Whether an objective of a measure is linked to an area of the fund.
    fn belongs(&self, measure: &RegisterEntry, area: &str, field: &FieldDefinition) -> bool {
        let objectives = self.input.framework.register("measure").and_then(|register| register.field("objectives"));
        let Some(objectives) = objectives.filter(|objectives| objectives.kind == FieldKind::Item) else { return false };
        measure.chosen(&objectives.code).iter().any(|objective| {
            let mut links = self.input.library.links_of(&objectives.framework, objective);
            links.any(|(framework, code, _)| framework == field.framework && code == area)
        })
    }

    /// What the budget lines of a measure ask for without a committed source.
    fn uncovered(&self, measure: &RegisterEntry) -> Amounts<'_> {
        let lines = self.input.content.entries("budget_line");
        let of_this = lines.filter(|line| line.chosen("measure").iter().any(|id| *id == measure.id.to_string()));
        amounts(of_this.filter(|line| !self.is_funded(line)))
    }

    fn amounts_in_words(&self, amounts: &Amounts<'_>) -> String {
        let words = |(currency, amount): (&&str, &Decimal)| {
            format!("{} {currency}", format::amount(self.input.language, &amount.to_string()))
        };
        amounts.iter().map(words).collect::<Vec<_>>().join("; ")
    }

    fn amount(&self, amount: Decimal) -> TableCell {
        let text = amount.to_string();
        TableCell::Number { value: text.parse().unwrap_or_default(), shown: format::amount(self.input.language, &text) }
    }
}

fn amounts<'a>(entries: impl Iterator<Item = &'a RegisterEntry>) -> Amounts<'a> {
    let mut amounts = Amounts::new();
    for entry in entries {
        if let Some(amount) = entry.number("amount") {
            *amounts.entry(entry.line("currency")).or_default() += amount;
        }
    }
    amounts
}
