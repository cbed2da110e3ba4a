//! A dossier with everything in it, read by one statement: what is shown, checked and signed is one moment's state,
//! whoever saves meanwhile.

use std::collections::BTreeMap;

use jalon_domain::DossierId;
use jalon_domain::assessment::{Dossier, DossierContent, Record};
use jalon_domain::identity::{Membership, Organisation, Role, Territory};
use jalon_domain::register::RegisterEntry;
use sea_orm::ConnectionTrait;

use crate::{Result, StoreError, all, column, from_json};

/// Rows of every kind in one shape; `extra` and `name` serve memberships alone.
const EVERYTHING: &str = "
SELECT 'dossier' AS noun, id AS key, revision, body, '' AS extra, '' AS name FROM dossier WHERE id = $1
UNION ALL SELECT 'territory', t.id, 0, t.body, '', '' FROM territory t JOIN dossier d ON d.territory_id = t.id WHERE d.id = $1
UNION ALL SELECT 'organisation', id, 0, body, '', '' FROM organisation
UNION ALL SELECT 'membership', m.user_id, 0, m.role, COALESCE(u.organisation_id, ''), u.name FROM membership m JOIN user_account u ON u.id = m.user_id WHERE m.dossier_id = $1
UNION ALL SELECT 'answer', key, revision, body, '', '' FROM answer WHERE dossier_id = $1
UNION ALL SELECT 'finding', key, revision, body, '', '' FROM finding WHERE dossier_id = $1
UNION ALL SELECT 'evidence', key, revision, body, '', '' FROM evidence WHERE dossier_id = $1
UNION ALL SELECT 'paragraph', key, revision, body, '', '' FROM paragraph WHERE dossier_id = $1
UNION ALL SELECT 'figure', key, revision, body, '', '' FROM figure WHERE dossier_id = $1
UNION ALL SELECT 'participant', key, revision, body, '', '' FROM participant WHERE dossier_id = $1
UNION ALL SELECT 'comment', key, revision, body, '', '' FROM comment WHERE dossier_id = $1
UNION ALL SELECT 'validation', key, revision, body, '', '' FROM validation WHERE dossier_id = $1
UNION ALL SELECT 'register_entry', key, revision, body, '', '' FROM register_entry WHERE dossier_id = $1
UNION ALL SELECT 'dataset', key, revision, body, '', '' FROM dataset WHERE dossier_id = $1
UNION ALL SELECT 'statistical_table', key, revision, body, '', '' FROM statistical_table WHERE dossier_id = $1
UNION ALL SELECT 'boundary_set', key, revision, body, '', '' FROM boundary_set WHERE dossier_id = $1";

/// The dossier with all its records, and how many bytes these have as stored. Answers are by item code; the caller, who has the framework, puts them in its order.
pub async fn load(connection: &impl ConnectionTrait, id: &DossierId) -> Result<Option<(DossierContent, u64)>> {
    let mut rows = Rows::default();
    let mut bytes = 0;
    for row in all(connection, EVERYTHING, [id.as_str().into()]).await? {
        let (noun, body, revision) = (column(&row, "noun")?, column(&row, "body")?, row.try_get("", "revision")?);
        bytes += body.len() as u64;
        match noun.as_str() {
            "dossier" => {
                let mut dossier: Dossier = from_json("dossier", &body)?;
                dossier.revision = revision;
                rows.dossier = Some(dossier);
            }
            "territory" => rows.territory = Some(from_json("territory", &body)?),
            "organisation" => rows.organisations.push(from_json("organisation", &body)?),
            "membership" => {
                let Some(role) = Role::from_code(&body) else { continue };
                let user = column(&row, "key")?;
                rows.memberships.push((role, column(&row, "name")?, user, column(&row, "extra")?));
            }
            _ => rows.records.push((noun, revision, body)),
        }
    }
    let Some(dossier) = rows.dossier.take() else { return Ok(None) };
    let missing = || StoreError::Reference(format!("the territory of dossier {id}"));
    rows.memberships.sort();
    let member = |(role, _, user, organisation): (Role, String, String, String)| {
        let organisation = Some(organisation).filter(|o| !o.is_empty()).map(Into::into);
        (Membership { dossier: id.clone(), user: user.into(), role }, organisation)
    };
    let mut content = DossierContent {
        dossier,
        territory: rows.territory.take().ok_or_else(missing)?,
        organisations: std::mem::take(&mut rows.organisations).into_iter().map(|o| (o.id.clone(), o)).collect(),
        memberships: std::mem::take(&mut rows.memberships).into_iter().map(member).collect(),
        answers: rows.take()?,
        findings: rows.take()?,
        evidence: rows.take()?,
        paragraphs: rows.take()?,
        figures: rows.take()?,
        participants: rows.take()?,
        comments: rows.take()?,
        validations: rows.take()?,
        entries: BTreeMap::new(),
        datasets: rows.take()?,
        tables: rows.take()?,
        boundary_sets: rows.take()?,
        published: vec![],
        counted: BTreeMap::new(),
    };
    for entry in rows.take::<RegisterEntry>()? {
        content.entries.entry(entry.register.clone()).or_default().push(entry);
    }
    content.sort();
    Ok(Some((content, bytes)))
}

#[derive(Default)]
struct Rows {
    dossier: Option<Dossier>,
    territory: Option<Territory>,
    organisations: Vec<Organisation>,
    memberships: Vec<(Role, String, String, String)>,
    records: Vec<(String, i64, String)>,
}

impl Rows {
    /// The records of one noun by key, in the order of bytes: engines and locales sort text differently, and a signature covers the order.
    fn take<R: Record>(&self) -> Result<Vec<R>> {
        let of_noun = self.records.iter().filter(|(noun, _, _)| noun == R::NOUN);
        let records = of_noun.map(|(_, revision, body)| {
            let mut record: R = from_json(R::NOUN, body)?;
            record.set_revision(*revision);
            Ok(record)
        });
        let mut records = records.collect::<Result<Vec<R>>>()?;
        records.sort_by(|a, b| a.key().cmp(b.key()));
        Ok(records)
    }
}
