//! The demonstration's statistics: an invented survey goes the whole way, from the extract to a signed indicator, through the
//! same use cases as any other; and one table is left refused, to be mended.

use std::fmt::Write as _;
use std::sync::Arc;

use jalon_domain::Language;
use jalon_domain::identity::User;
use jalon_storage::{organisation, user};

use super::boundaries::BoundariesInput;
use super::dataset::HandedIn;
use super::form::Form;
use super::table::TableInput;
use super::work::Standing;
use crate::authorisation::Principal;
use crate::{App, AppError, Caller, Result};

const SLUG: &str = "norvalie-plan-2026";
const SOURCE: &str = "enquete";
const INDICATOR: &str = "i3";
const PURPOSE: &str = "indicateurs-du-plan";
const PERSONS: u32 = 3_000;
/// A register of its own, told by place for a map.
const REGISTER: &str = "hebergement";
const SHELTERED: &str = "i4";
const SHELTERED_TITLE: &str = "Personnes hébergées par commune, 2026";
const SHELTERED_PERSONS: u32 = 1_900;
/// Communes with how many of a thousand persons are sheltered in them and in those before. On the island there is a handful:
/// what a table says of them is withheld.
const PLACES: [(&str, u32); 9] =
    [("N1", 300), ("N2", 410), ("N3", 412), ("C1", 540), ("C2", 610), ("C3", 665), ("S1", 845), ("S2", 935), ("S3", 1_000)];
/// Levels are beyond the form.
const BY_PLACE: &str = r#"[table]
title = "Personnes hébergées par commune, 2026"
margins = "all"
labels = true

[[dimension]]
variable = "place"
levels = ["Région", "Commune"]

[[dimension]]
variable = "sex"

[[measure]]
name = "persons"
kind = "count"

[protection]
method = "suppression"
"#;

/// The office's officer, and whoever grants the purpose.
const OFFICER: &str = "statistics@demo.example";
const LEAD: &str = "national@demo.example";

impl App {
    /// To be called once, on the demonstration's dossiers.
    pub async fn load_demo_statistics(self: &Arc<Self>) -> Result<()> {
        let (officer, lead) = (self.demo_caller(OFFICER).await?, self.demo_caller(LEAD).await?);
        let id = self.demo_dataset(&officer, &lead, "Enquête Intégration", SOURCE, &survey(), "description").await?;
        for year in ["2025", "2026"] {
            let mut form = form(year, "15-64", "suppression");
            form.extend(fields(&[("measure", "share"), ("weight", "weight"), ("part", "activity"), ("part_codes", "1")]));
            form.extend(fields(&[("dimension_1", "birth_country"), ("dimension_2", "sex")]));
            let title = format!("Taux d’emploi des 15 à 64 ans, {year}");
            let table = self.demo_table(&officer, &id, year, &title, INDICATOR, form).await?;
            let english = format!("Employment rate of those aged 15 to 64, {year}");
            self.demo_title(&officer, &table, &title, &english, &format!("Tasa de empleo de 15 a 64 años, {year}")).await?;
            self.demo_sign(&officer, &table).await?;
        }
        // To be judged by whoever tries the demonstration: it is refused, and says what would help.
        let mut form = form("2026", "0-14", "none");
        form.extend(fields(&[
            ("measure", "count"),
            ("where_3", "place"),
            ("where_3_codes", "S2,S3"),
            ("dimension_1", "birth_country"),
        ]));
        let title = "Enfants de moins de 15 ans par pays de naissance, sans protection";
        self.demo_table(&officer, &id, "2026", title, "", form).await?;
        self.load_demo_map(&officer, &lead).await
    }

    /// A second source, so that its table is judged by itself, with the outlines that its map is drawn on.
    async fn load_demo_map(self: &Arc<Self>, officer: &Caller, lead: &Caller) -> Result<()> {
        let title = "Registre de l’hébergement";
        let id = self.demo_dataset(officer, lead, title, REGISTER, &sheltered(), "accommodation").await?;
        for (title, file) in [("Régions de Norvalie, 2026", "regions"), ("Communes de Norvalie, 2026", "communes")] {
            let input = BoundariesInput {
                title: title.to_owned(),
                source: "Office de la statistique de Norvalie (fictif), domaine public".to_owned(),
                variable: "place".to_owned(),
                property: "code".to_owned(),
                file_name: format!("{file}.geojson"),
                file: Self::demo_survey_file(&format!("{file}.geojson")).as_bytes().to_vec(),
                ..BoundariesInput::default()
            };
            self.save_boundaries(officer, SLUG, input).await?;
        }
        let input = TableInput {
            dataset: id,
            title: SHELTERED_TITLE.to_owned(),
            indicator: SHELTERED.to_owned(),
            period: "2026".to_owned(),
            purpose: PURPOSE.to_owned(),
            specification: BY_PLACE.to_owned(),
            ..TableInput::default()
        };
        let table = self.save_table(officer, SLUG, input).await?.id.to_string();
        let english = "Persons accommodated by municipality, 2026";
        self.demo_title(officer, &table, SHELTERED_TITLE, english, "Personas alojadas por municipio, 2026").await?;
        self.demo_sign(officer, &table).await
    }

    /// Hands an extract in, imports it as the demonstration describes it, and has its purpose granted.
    async fn demo_dataset(
        self: &Arc<Self>,
        officer: &Caller,
        lead: &Caller,
        title: &str,
        source: &str,
        records: &str,
        description: &str,
    ) -> Result<String> {
        let file = self.incoming_folder()?.join(self.new_name());
        std::fs::write(&file, records).map_err(|error| AppError::Fault(error.to_string()))?;
        let handed = HandedIn {
            counted: false,
            title: title.to_owned(),
            source: source.to_owned(),
            purpose: "Indicateurs du plan".to_owned(),
            file_name: format!("{source}.csv"),
            file,
            codebook: None,
        };
        let dataset = self.hand_in_dataset(officer, SLUG, handed).await?;
        let id = dataset.id.to_string();
        let description = Self::demo_survey_file(&format!("{description}.toml"));
        self.save_description(officer, SLUG, &id, description, dataset.revision).await?;
        self.import_dataset(officer, SLUG, &id).await?;
        self.finished(&id).await?;
        let person = officer.principal.user.clone().ok_or(AppError::NotFound)?;
        self.grant_purpose(lead, SLUG, &id, PURPOSE, &person, true).await?;
        Ok(id)
    }

    /// What a table is called in English and Spanish.
    async fn demo_title(&self, officer: &Caller, table: &str, title: &str, english: &str, spanish: &str) -> Result<()> {
        let words = [(Language::English, english), (Language::Spanish, spanish)];
        let said = words.map(|(language, words)| (title.to_owned(), language, words.to_owned()));
        let revision = self.table(officer, SLUG, table).await?.table.revision;
        self.translate_table(officer, SLUG, table, &said, revision).await.map(|_| ())
    }

    async fn demo_sign(self: &Arc<Self>, officer: &Caller, table: &str) -> Result<()> {
        self.judge_table(officer, SLUG, table, false).await?;
        self.finished(table).await?;
        self.sign_table(officer, SLUG, table).await.map(|_| ())
    }

    async fn demo_table(
        self: &Arc<Self>,
        officer: &Caller,
        dataset: &str,
        period: &str,
        title: &str,
        indicator: &str,
        form: Form,
    ) -> Result<String> {
        let input = TableInput {
            dataset: dataset.to_owned(),
            title: title.to_owned(),
            indicator: indicator.to_owned(),
            period: period.to_owned(),
            purpose: PURPOSE.to_owned(),
            form,
            ..TableInput::default()
        };
        Ok(self.save_table(officer, SLUG, input).await?.id.to_string())
    }

    /// Waits for the work on a record.
    pub async fn finished(&self, key: &str) -> Result<()> {
        loop {
            match self.work_on(key) {
                None => return Ok(()),
                Some(Standing::Running(_)) => tokio::time::sleep(std::time::Duration::from_millis(20)).await,
                Some(Standing::Failed(problems)) => return Err(AppError::Invalid(problems)),
                Some(Standing::Broken | Standing::Interrupted) => {
                    return Err(AppError::Fault(format!("the work on {key} ended with a fault")));
                }
            }
        }
    }

    async fn demo_caller(&self, email: &str) -> Result<Caller> {
        let found: User = user::by_email(self.store.reader(), email).await?.ok_or(AppError::NotFound)?;
        let organisations = organisation::list(self.store.reader()).await?;
        let level = organisations.iter().find(|o| Some(&o.id) == found.organisation.as_ref()).map(|o| o.level);
        let principal = Principal::person(&found, level);
        Ok(Caller { principal, user: Some(Arc::new(found)), language: Language::French })
    }
}

fn form(year: &str, ages: &str, method: &str) -> Form {
    let population = [("where_1", "survey_year"), ("where_1_codes", year), ("where_2", "age"), ("where_2_codes", ages)];
    fields(&population).chain(fields(&[("method", method)])).collect()
}

fn fields(fields: &[(&str, &str)]) -> impl Iterator<Item = (String, String)> {
    fields.iter().map(|(field, value)| ((*field).to_owned(), (*value).to_owned())).collect::<Vec<_>>().into_iter()
}

/// Draws numbers below a bound, always the same ones.
fn draws(seed: u64) -> impl FnMut(u32) -> u32 {
    let mut state = seed;
    move |below: u32| {
        // Knuth's multiplier for 64 bits; the high bits are the good ones.
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((state >> 33) % u64::from(below)) as u32
    }
}

/// Every run makes the same persons up. Nobody of them exists.
fn sheltered() -> String {
    let mut draw = draws(20_261_004);
    let mut text = "PERSON,PLACE,SEX\n".to_owned();
    for person in 1..=SHELTERED_PERSONS {
        let drawn = draw(1_000);
        let place = PLACES.iter().find(|(_, below)| drawn < *below).map_or("S3", |(code, _)| *code);
        let sex = draw(2) + 1;
        // Writing to a string does not fail.
        let _ = writeln!(text, "{person:05},{place},{sex}");
    }
    text
}

/// Every run makes the same persons up. Nobody of them exists.
fn survey() -> String {
    let mut draw = draws(20_260_711);
    let mut text = "PERSON,YEAR,PLACE,SEX,AGE,BIRTH,SINCE,ACTIVITY,WEIGHT\n".to_owned();
    for year in [2025_u32, 2026] {
        for person in 1..=PERSONS {
            let place = ["N1", "N1", "N1", "N2", "S1", "S1", "S2", "S3"][draw(8) as usize];
            let sex = draw(2) + 1;
            let age = draw(40) + draw(41);
            let birth = ["XN", "XN", "XN", "XN", "XN", "XN", "MA", "SN", "SY", "UA", "UA", "CO", "VN"][draw(13) as usize];
            let since = if birth == "XN" { String::new() } else { draw(age + 1).to_string() };
            let chance = if birth == "XN" { 72 } else { 52 + if year == 2026 { 5 } else { 0 } } - if sex == 1 { 6 } else { 0 };
            let activity = match draw(100) {
                drawn if drawn < chance && (15..70).contains(&age) => 1,
                drawn if drawn < chance + 8 => 2,
                _ => 3,
            };
            let weight = 280 + draw(240);
            // Writing to a string does not fail.
            let _ = writeln!(
                text,
                "{year}-{person:05},{year},{place},{sex},{age},{birth},{since},{activity},{}.{:02}",
                weight / 100,
                weight % 100
            );
        }
    }
    text
}
