//! Each command calls use cases; none reads or writes the store by itself.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use jalon_app::account::Link;
use jalon_app::mail::MailConfig;
use jalon_app::publication::Format;
use jalon_app::questionnaire::{CellFault, Standing};
use jalon_app::register::{RowFault, SheetFormat};
use jalon_app::registry::SheetFault;
use jalon_app::verification::Verification;
use jalon_app::{App, Caller, Settings, demo};
use jalon_domain::Language;
use jalon_domain::catalogue::{Framework, Severity, load};
use jalon_domain::wording::Wording;

use crate::arguments::*;
use crate::microdata;

pub(crate) async fn run(arguments: Arguments) -> Result<ExitCode> {
    let Arguments { command, place } = arguments;
    match command {
        Command::Serve(listen) => serve(open(&place, Some(&listen), false).await?, &listen).await,
        Command::Demo(listen) => run_demo(&place, &listen).await,
        Command::Setup { email, name, organisation } => {
            setup(open(&place, None, false).await?.as_ref(), email, name, &organisation).await
        }
        Command::Report { dossier, lang, format, output, kind, draft, release } => {
            let app = holding(&place, &dossier).await?;
            let (caller, language, format) = (Caller::operator(), lang.into(), format.into());
            let bytes = match draft {
                true => app
                    .draft_report(&caller, &dossier, kind.as_deref().unwrap_or_default(), language, format)
                    .await
                    .with_context(|| format!("`{dossier}` has no report of this kind"))?,
                false => {
                    let version = match (release, &kind) {
                        (None, Some(kind)) => app.newest_release(&caller, &dossier, kind).await.ok().map(|found| found.version),
                        (release, _) => release,
                    };
                    let found = match (version, &kind) {
                        (None, Some(_)) => Err(jalon_app::AppError::NotFound),
                        _ => app.published_report(&caller, &dossier, version, language, format).await,
                    };
                    found.with_context(|| {
                        format!("`{dossier}` has no such release in this language; --draft gives the watermarked draft")
                    })?
                }
            };
            write(&output, &bytes)
        }
        Command::Check { dossier, lang, explain: Some(code), .. } => {
            explain(holding(&place, &dossier).await?.as_ref(), &dossier, &code, lang.into()).await
        }
        Command::Check { dossier, format, lang, explain: None } => {
            check(holding(&place, &dossier).await?.as_ref(), &dossier, format, lang.into()).await
        }
        Command::Remind { dossier, lang } => {
            let app = match &dossier {
                Some(dossier) => holding(&place, dossier).await?,
                None => existing(&place).await?,
            };
            remind(app.as_ref(), dossier.as_deref(), lang.into()).await
        }
        Command::Tabulate(said) => tokio::task::spawn_blocking(move || crate::tabulate::run(&said)).await?,
        Command::Statistics(said) => crate::statistics::run(existing(&place).await?, said).await,
        Command::Specification(said) => crate::specification::run(&said),
        Command::Protect(said) => tokio::task::spawn_blocking(move || crate::protect::run(&said)).await?,
        Command::Export(Export::Questionnaire { dossier, lang, output }) => {
            let app = holding(&place, &dossier).await?;
            write(&output, &app.export_questionnaire(&Caller::operator(), &dossier, lang.into()).await?)
        }
        Command::Export(Export::Plan { dossier, lang, output }) => {
            export_register(holding(&place, &dossier).await?.as_ref(), PLAN, &dossier, lang.into(), &output).await
        }
        Command::Export(Export::Register { register, dossier, lang, output }) => {
            export_register(holding(&place, &dossier).await?.as_ref(), &register, &dossier, lang.into(), &output).await
        }
        Command::Import(Import::Plan { file, dossier, accept, lang }) => {
            import_register(holding(&place, &dossier).await?.as_ref(), PLAN, &file, &dossier, accept, lang.into()).await
        }
        Command::Import(Import::Register { register, file, dossier, accept, lang }) => {
            import_register(holding(&place, &dossier).await?.as_ref(), &register, &file, &dossier, accept, lang.into()).await
        }
        Command::Import(Import::Questionnaire { file, dossier, accept, lang }) => {
            import_questionnaire(holding(&place, &dossier).await?.as_ref(), &file, &dossier, accept, lang.into()).await
        }
        Command::Import(Import::Microdata { file, schema, output, codebook, key_file, lang }) => {
            microdata::import_file(&file, &schema, &output, codebook.as_deref(), key_file.as_deref(), lang.into())
        }
        Command::Microdata(Microdata::Describe { file, codebook, lang }) => {
            microdata::describe_file(&file, codebook.as_deref(), lang.into())
        }
        Command::Microdata(Microdata::Verify { folder, purpose, who, lang }) => {
            microdata::verify(&folder, &purpose, &who, lang.into())
        }
        Command::Catalog(Catalog::Check { folder }) => check_catalogues(folder.as_deref()),
        Command::Catalog(Catalog::List) => list_catalogues(open(&place, None, false).await?.as_ref()),
        Command::Catalog(Catalog::Checks { framework, lang }) => {
            let library = open(&place, None, false).await?.library();
            let Some(framework) = library.get(&framework) else {
                bail!("no framework `{framework}`; `jalon catalog list` names them")
            };
            print!("{}", jalon_app::register::checks_reference(&framework, lang.into()));
            Ok(ExitCode::SUCCESS)
        }
        Command::Catalog(Catalog::Template { framework, output }) => {
            write(&output, &open(&place, None, false).await?.framework_sheet(&Caller::operator(), &framework)?)
        }
        Command::Catalog(Catalog::Import { source, lang }) => {
            import_catalogue(open(&place, None, false).await?.as_ref(), &source, lang.into()).await
        }
        Command::Audit(Audit::Verify) => verify(existing(&place).await?.as_ref()).await,
        Command::Audit(Audit::Export { output }) => export_ledger(existing(&place).await?.as_ref(), &output).await,
        Command::Backup { output, force } => {
            if output.is_file() && !force {
                bail!("{} exists; choose another name, or add --force to write over it", output.display());
            }
            let summary = existing(&place).await?.backup(&Caller::operator(), &output).await?;
            println!(
                "{}: {} rows, {} files, {} ledger entries",
                output.display(),
                summary.rows,
                summary.files,
                summary.ledger_entries
            );
            Ok(ExitCode::SUCCESS)
        }
        Command::Restore { archive } => {
            let summary = App::restore(&archive, settings(&place, None, false).store).await?;
            println!("restored {} rows, {} files; {} ledger entries verify", summary.rows, summary.files, summary.ledger_entries);
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn settings(place: &Place, listen: Option<&Listen>, demo: bool) -> Settings {
    use jalon_app::{FilesConfig, StoreConfig};
    let files = match &place.s3_endpoint {
        Some(endpoint) => FilesConfig::S3 {
            endpoint: endpoint.clone(),
            bucket: place.s3_bucket.clone(),
            region: place.s3_region.clone(),
            access_key: place.s3_access_key.clone(),
            secret_key: place.s3_secret_key.clone(),
        },
        None => FilesConfig::Local,
    };
    Settings {
        store: StoreConfig { data_dir: place.data_dir.clone(), database_url: place.database_url.clone(), files },
        base_url: place.base_url.clone().or_else(|| listen.map(|listen| format!("http://{}", listen.listen))).unwrap_or_default(),
        mail: place.smtp_url.clone().map(|smtp_url| MailConfig {
            smtp_url,
            user: place.smtp_user.clone(),
            password: place.smtp_password.clone(),
            from: place.mail_from.clone(),
        }),
        trusted_proxies: listen.map(|listen| listen.trusted_proxies.clone()).unwrap_or_default(),
        record_key_file: place.record_key_file.clone(),
        demo,
    }
}

/// What somebody works on who does not make it: a mistyped folder must not pass for an empty installation.
async fn existing(place: &Place) -> Result<Arc<App>> {
    if place.database_url.is_none() && !jalon_app::holds_installation(&place.data_dir) {
        bail!("{} holds no installation; name its folder with --data-dir (`jalon setup` makes one)", place.data_dir.display());
    }
    open(place, None, false).await
}

/// The installation, if it holds a dossier of this name.
async fn holding(place: &Place, dossier: &str) -> Result<Arc<App>> {
    let app = existing(place).await?;
    let known = app.administered_dossiers(&Caller::operator()).await?;
    if known.iter().all(|known| known.slug != dossier) {
        let names: Vec<&str> = known.iter().map(|known| known.slug.as_str()).take(MOST_NAMES).collect();
        let more = if known.len() > names.len() { ", …" } else { "" };
        match names.is_empty() {
            true => bail!("no dossier `{dossier}`; this installation has none yet"),
            false => bail!("no dossier `{dossier}`; there are {}{more}", names.join(", ")),
        }
    }
    Ok(app)
}

/// Dossiers that are named to somebody who named one that is not there.
const MOST_NAMES: usize = 20;

async fn open(place: &Place, listen: Option<&Listen>, demo: bool) -> Result<Arc<App>> {
    Ok(Arc::new(App::open(settings(place, listen, demo)).await?))
}

async fn run_demo(place: &Place, listen: &Listen) -> Result<ExitCode> {
    let app = open(place, Some(listen), true).await?;
    if app.is_empty().await? {
        app.load_demo().await?;
        app.load_demo_statistics().await?;
        return begin_again(app);
    } else if !app.is_demo().await? {
        bail!(
            "{} holds a real installation; give the demonstration a folder of its own with --data-dir",
            place.data_dir.display()
        );
    }
    println!("Jalon demonstration: http://{}", listen.listen);
    println!("Password of every account: {}", demo::PASSWORD);
    for account in demo::ACCOUNTS {
        let role = account.role.map_or(account.instance_role.code(), |role| role.code());
        println!("  {:<26} {role}", account.email);
    }
    serve(app, listen).await
}

/// Starts the program over in its own place. Judging the demonstration's tables takes memory that the server, which may
/// run for months, would keep.
fn begin_again(app: Arc<App>) -> Result<ExitCode> {
    use std::os::unix::process::CommandExt;
    drop(app);
    let error = std::process::Command::new(std::env::current_exe()?).args(std::env::args_os().skip(1)).exec();
    Err(error).context("the demonstration was made, but the program could not be started again; start it once more")
}

async fn serve(app: Arc<App>, listen: &Listen) -> Result<ExitCode> {
    let listener = tokio::net::TcpListener::bind(listen.listen)
        .await
        .with_context(|| format!("cannot listen on {}; choose another address with --listen", listen.listen))?;
    println!("Listening on http://{}", listener.local_addr()?);
    std::io::stdout().flush()?;
    // The people of a demonstration are invented: nobody writes to them unasked.
    let reminding = (!app.settings().demo).then(|| tokio::spawn(keep_reminding(app.clone())));
    let service = jalon_web::router(app).into_make_service_with_connect_info::<std::net::SocketAddr>();
    axum::serve(listener, service).with_graceful_shutdown(stopped()).await?;
    if let Some(reminding) = reminding {
        reminding.abort();
    }
    Ok(ExitCode::SUCCESS)
}

async fn stopped() {
    let mut terminate = match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        Ok(signal) => signal,
        Err(_) => return std::future::pending().await,
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}

async fn setup(app: &App, email: String, name: String, organisation: &str) -> Result<ExitCode> {
    match app.setup(email, name, organisation).await? {
        Link::Sent => println!("The link that sets the password was sent."),
        Link::Shown(link) | Link::NotSent(link) => println!("{link}"),
    }
    Ok(ExitCode::SUCCESS)
}

fn write(output: &Path, bytes: &[u8]) -> Result<ExitCode> {
    std::fs::write(output, bytes).with_context(|| format!("cannot write {}", output.display()))?;
    Ok(ExitCode::SUCCESS)
}

async fn check(app: &App, dossier: &str, format: CheckFormat, language: Language) -> Result<ExitCode> {
    let (opened, diagnostics) = app.run_checks(&Caller::operator(), dossier).await?;
    let wording = Wording::of(language);
    match format {
        CheckFormat::Json => println!("{}", serde_json::to_string_pretty(&*diagnostics)?),
        CheckFormat::Text => {
            for diagnostic in diagnostics.iter() {
                let severity = wording.t(&format!("severity-{}", diagnostic.severity.code()));
                println!(
                    "{severity}[{}]: {}",
                    diagnostic.code,
                    jalon_app::dossier::diagnostic_text(wording, &opened.framework, diagnostic)
                );
                println!("  --> {dossier}/{}/{}", diagnostic.noun, diagnostic.key);
                if let Some(check) = opened.framework.check(&diagnostic.code) {
                    for text in [&check.why, &check.remedy].into_iter().filter(|text| !text.is_empty()) {
                        println!("   = {}", text.get(language));
                    }
                }
                println!("   = {}\n", wording.source(&diagnostic.source));
            }
            let count = |severity| diagnostics.iter().filter(|d| d.severity == severity).count().to_string();
            let (errors, warnings, notes) = (count(Severity::Error), count(Severity::Warning), count(Severity::Note));
            println!("{}", wording.fill("cli-check-summary", &[("errors", &errors), ("warnings", &warnings), ("notes", &notes)]));
        }
    }
    let stands = diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error);
    Ok(ExitCode::from(u8::from(stands)))
}

async fn remind(app: &App, dossier: Option<&str>, language: Language) -> Result<ExitCode> {
    let done = app.remind(&operator(language), dossier).await?;
    let wording = Wording::of(language);
    match done.no_mail {
        true => println!("{}", wording.t("cli-remind-no-mail")),
        false => println!("{}", wording.count("reporting-reminded", done.sent)),
    }
    if done.failed > 0 {
        println!("{}", wording.count("reporting-remind-failed", done.failed));
    }
    Ok(ExitCode::from(u8::from(done.failed > 0)))
}

/// How often a running server looks whether somebody is to be reminded. Each is told once, however often it looks.
const REMINDERS_EVERY: std::time::Duration = std::time::Duration::from_secs(3_600);

/// Reminds while the server runs.
async fn keep_reminding(app: Arc<App>) {
    loop {
        match app.remind(&Caller::operator(), None).await {
            Ok(done) if done.sent + done.failed > 0 => tracing::info!("Sent {} reminders, {} failed", done.sent, done.failed),
            Ok(_) => {}
            Err(error) => tracing::warn!("Nobody could be reminded: {error}"),
        }
        tokio::time::sleep(REMINDERS_EVERY).await;
    }
}

/// The register that holds a plan.
const PLAN: &str = "measure";

fn operator(language: Language) -> Caller {
    Caller { language, ..Caller::operator() }
}

async fn explain(app: &App, dossier: &str, code: &str, language: Language) -> Result<ExitCode> {
    let (opened, found) = app.run_checks(&operator(language), dossier).await?;
    let Some(check) = opened.framework.check(code) else {
        bail!("{} has no check `{code}`; `jalon check {dossier}` lists those that stand", opened.framework.reference());
    };
    let wording = Wording::of(language);
    println!("{} {}", check.code, check.title.get(language));
    println!("  {}", jalon_app::register::rule_words(&opened.framework, check, language));
    for text in [&check.why, &check.remedy].into_iter().filter(|text| !text.is_empty()) {
        println!("  {}", text.get(language));
    }
    println!("  {} · {}", wording.t(&format!("severity-{}", check.severity.code())), wording.source(&check.source));
    for diagnostic in found.iter().filter(|diagnostic| diagnostic.code == check.code) {
        println!("  {}", jalon_app::dossier::diagnostic_words(wording, &opened.framework, diagnostic, false));
    }
    Ok(ExitCode::SUCCESS)
}

async fn export_register(app: &App, register: &str, dossier: &str, language: Language, output: &Path) -> Result<ExitCode> {
    let format = match output.extension().and_then(|extension| extension.to_str()) {
        Some("xlsx") => SheetFormat::Spreadsheet,
        Some("csv") => SheetFormat::Lines,
        _ => bail!("{} names no form; end it in .xlsx or .csv", output.display()),
    };
    write(output, &app.export_register(&operator(language), dossier, register, format).await?)
}

async fn import_register(
    app: &App,
    register: &str,
    file: &Path,
    dossier: &str,
    accept: bool,
    language: Language,
) -> Result<ExitCode> {
    let bytes = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let (caller, wording) = (operator(language), Wording::of(language));
    let preview = app.preview_register(&caller, dossier, register, bytes).await?;
    for fault in &preview.faults {
        match fault {
            RowFault::Cell(fault) => print_cell_fault(file, fault, wording),
            RowFault::Field { sheet, cell, value, problem } => {
                let text = wording.problem(problem);
                println!("{}:{sheet}!{cell}: {value:?}: {text}", file.display());
            }
        }
    }
    for change in &preview.changes {
        println!("{} {}: {:?} -> {:?}", change.entry, change.field, change.before, change.after);
    }
    if !preview.faults.is_empty() {
        return Ok(ExitCode::from(1));
    }
    if accept && preview.count() > 0 {
        let count = app.apply_register(&caller, dossier, register, &preview.file, preview.revision).await?;
        println!("{}", wording.count("cli-register-applied", count));
    } else {
        println!("{}", wording.count("register-import-changes", preview.count()));
    }
    Ok(ExitCode::SUCCESS)
}

async fn import_questionnaire(app: &App, file: &Path, dossier: &str, accept: bool, language: Language) -> Result<ExitCode> {
    let bytes = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let caller = Caller::operator();
    let wording = Wording::of(language);
    let preview = app.preview_questionnaire(&caller, dossier, bytes).await?;
    for fault in &preview.faults {
        print_cell_fault(file, fault, wording);
    }
    for stray in &preview.unplaced {
        println!("{}:{}!{}: {:?}", file.display(), stray.sheet, stray.cell, stray.value);
    }
    for change in &preview.changes {
        let mark = if change.standing == Standing::Plain { "" } else { "! " };
        println!("{mark}{} {}: {:?} -> {:?}", change.item, change.field, change.before, change.after);
    }
    if !preview.faults.is_empty() {
        return Ok(ExitCode::from(1));
    }
    let plain = preview.changes.iter().filter(|change| change.standing == Standing::Plain);
    let accepted: Vec<String> = plain.map(jalon_app::questionnaire::Change::key).collect();
    let held = preview.changes.len() - accepted.len();
    if held > 0 {
        println!("{}", wording.count("cli-import-held", held));
    }
    if accept && !accepted.is_empty() {
        let count = app.apply_questionnaire(&caller, dossier, &preview.file, preview.revision, &accepted).await?;
        println!("{}", wording.count("cli-import-applied", count));
    } else {
        println!("{}", wording.count("cli-import-preview", preview.changes.len()));
    }
    Ok(ExitCode::SUCCESS)
}

fn check_catalogues(folder: Option<&Path>) -> Result<ExitCode> {
    let (library, faults) = match folder {
        Some(folder) => load::load(&read_folder(folder)?),
        None => jalon_app::embedded_catalogues(),
    };
    for fault in &faults {
        print_fault(&format!("{}:{}", fault.file, fault.line), fault, Language::English);
    }
    let models = library.all_models().count();
    println!(
        "{} frameworks, {} crosswalks, {models} sets of models, {} faults",
        library.frameworks().count(),
        library.crosswalks().count(),
        faults.len()
    );
    Ok(ExitCode::from(u8::from(!faults.is_empty())))
}

fn read_folder(folder: &Path) -> Result<Vec<load::File>> {
    let mut files = vec![];
    let mut waiting = vec![folder.to_owned()];
    while let Some(next) = waiting.pop() {
        for entry in std::fs::read_dir(&next).with_context(|| format!("cannot read {}", next.display()))? {
            let path = entry?.path();
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|extension| extension == "toml") {
                let content = std::fs::read_to_string(&path).with_context(|| format!("{} is not UTF-8 text", path.display()))?;
                files.push(load::File { path: path.strip_prefix(folder)?.to_string_lossy().into_owned(), content });
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

fn list_catalogues(app: &App) -> Result<ExitCode> {
    for framework in app.library().frameworks() {
        println!("{:<28} {:>4} items  {}", framework.reference(), framework.items.len(), framework.name.get(Language::English));
    }
    Ok(ExitCode::SUCCESS)
}

async fn import_catalogue(app: &App, source: &Path, language: Language) -> Result<ExitCode> {
    let frameworks = if source.is_dir() { frameworks_of_folder(source)? } else { framework_of_sheet(app, source, language)? };
    let Some(frameworks) = frameworks else { return Ok(ExitCode::from(1)) };
    for framework in frameworks {
        let reference = framework.reference();
        app.import_framework(&Caller::operator(), framework).await?;
        println!("imported {reference}");
    }
    Ok(ExitCode::SUCCESS)
}

/// Nothing when there are faults, which are printed.
fn frameworks_of_folder(folder: &Path) -> Result<Option<Vec<Framework>>> {
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut files = read_folder(folder)?;
    for file in &mut files {
        file.path = format!("{name}/{}", file.path);
    }
    let (library, faults) = load::load(&files);
    for fault in &faults {
        print_fault(&format!("{}:{}", fault.file, fault.line), fault, Language::English);
    }
    Ok(faults.is_empty().then(|| library.frameworks().map(|framework| (**framework).clone()).collect()))
}

fn framework_of_sheet(app: &App, file: &Path, language: Language) -> Result<Option<Vec<Framework>>> {
    let bytes = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    match app.read_framework_sheet(&Caller::operator(), &bytes)? {
        Ok(framework) => Ok(Some(vec![framework])),
        Err(faults) => {
            let wording = Wording::of(language);
            for fault in faults {
                match fault {
                    SheetFault::Cell(fault) => print_cell_fault(file, &fault, wording),
                    SheetFault::Content { sheet, row, fault } => {
                        print_fault(&format!("{}:{sheet}!{row}", file.display()), &fault, language);
                    }
                }
            }
            Ok(None)
        }
    }
}

fn print_fault(place: &str, fault: &load::Fault, language: Language) {
    let wording = Wording::of(language);
    let args: Vec<(&str, &str)> = fault.args.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let message = wording.fill(&format!("catalogue-{}", fault.code), &args);
    let remedy = wording.fill(&format!("catalogue-{}-remedy", fault.code), &args);
    println!("{place}: {}: {message}\n  = {remedy}", fault.code);
}

fn print_cell_fault(file: &Path, fault: &CellFault, wording: &Wording) {
    let (text, remedy) =
        (wording.t(&format!("cell-fault-{}", fault.rule)), wording.t(&format!("cell-fault-{}-remedy", fault.rule)));
    println!("{}:{}!{}: {:?}: {text} {remedy}", file.display(), fault.sheet, fault.cell, fault.value);
}

async fn verify(app: &App) -> Result<ExitCode> {
    match app.verify_ledger(&Caller::operator()).await? {
        Ok((count, hash)) => println!("the ledger verifies: {count} entries, last hash {hash}"),
        Err(broken) => {
            println!("the ledger is broken: {broken}");
            return Ok(ExitCode::from(1));
        }
    }
    let found = app.verify_stored(&Caller::operator()).await?;
    let Verification { records, untold, releases, files, differences } = &found;
    println!("{records} records are what it says, {untold} came with a demonstration or a new round and were not touched since");
    println!("{releases} releases and signed tables and {files} attached files have their digests");
    for difference in differences {
        println!("{difference}");
    }
    Ok(if differences.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

async fn export_ledger(app: &App, output: &Path) -> Result<ExitCode> {
    let mut file =
        std::io::BufWriter::new(std::fs::File::create(output).with_context(|| format!("cannot write {}", output.display()))?);
    let mut after = 0;
    loop {
        let entries = app.ledger_entries(&Caller::operator(), after).await?;
        let Some(last) = entries.last() else { break };
        after = last.sequence;
        for entry in &entries {
            serde_json::to_writer(&mut file, entry)?;
            file.write_all(b"\n")?;
        }
    }
    file.flush()?;
    Ok(ExitCode::SUCCESS)
}

impl From<ReportLanguage> for Language {
    fn from(language: ReportLanguage) -> Self {
        match language {
            ReportLanguage::Fr => Self::French,
            ReportLanguage::En => Self::English,
            ReportLanguage::Es => Self::Spanish,
        }
    }
}

impl From<ReportFormat> for Format {
    fn from(format: ReportFormat) -> Self {
        match format {
            ReportFormat::Pdf => Self::Pdf,
            ReportFormat::Xlsx => Self::Spreadsheet,
            ReportFormat::Html => Self::Page,
            ReportFormat::Json => Self::Json,
        }
    }
}
