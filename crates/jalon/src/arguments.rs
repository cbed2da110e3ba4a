//! What can be said on the command line. `docs/reference/` is made from this.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use ipnet::IpNet;

/// Warnings; of the solver errors only, since it warns of every program that has no solution, which is an answer here.
pub(crate) const LOG: &str = "warn,highs=error";

/// Jalon: how migration is governed, from questionnaire and evidence to a published report.
#[derive(Debug, Parser)]
#[command(name = "jalon", version, propagate_version = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
    #[command(flatten)]
    pub(crate) place: Place,
}

/// Where everything is kept, and how it is reached.
#[derive(Debug, Clone, Args)]
pub(crate) struct Place {
    /// Folder of the embedded database and the attached files; created when absent
    #[arg(long, global = true, env = "JALON_DATA_DIR", default_value = "var/jalon", value_name = "DIR")]
    pub(crate) data_dir: PathBuf,
    /// PostgreSQL instead of the embedded database: postgres://user:password@host/name
    #[arg(long, global = true, env = "DATABASE_URL", hide_env_values = true, value_name = "URL")]
    pub(crate) database_url: Option<String>,
    /// Address under which people reach the program, for links in mail
    #[arg(long, global = true, env = "JALON_BASE_URL", value_name = "URL")]
    pub(crate) base_url: Option<String>,
    /// Mail server: smtps://host:465 or smtp://host:587?tls=required; without one, links are shown to the administrator
    #[arg(long, global = true, env = "JALON_SMTP_URL", hide_env_values = true, value_name = "URL")]
    pub(crate) smtp_url: Option<String>,
    /// Name under which the program signs in to the mail server
    #[arg(long, global = true, env = "JALON_SMTP_USER", default_value = "", hide_env_values = true, value_name = "NAME")]
    pub(crate) smtp_user: String,
    /// Its password; better in the environment than on the command line, which others on the machine can read
    #[arg(long, global = true, env = "JALON_SMTP_PASSWORD", default_value = "", hide_env_values = true, value_name = "SECRET")]
    pub(crate) smtp_password: String,
    /// Sender of mail
    #[arg(long, global = true, env = "JALON_MAIL_FROM", default_value = "Jalon <jalon@localhost>", value_name = "ADDRESS")]
    pub(crate) mail_from: String,
    /// Files in an S3-compatible store instead of the data folder: its address
    #[arg(long, global = true, env = "JALON_S3_ENDPOINT", value_name = "URL")]
    pub(crate) s3_endpoint: Option<String>,
    /// Bucket of that store; it must exist
    #[arg(long, global = true, env = "JALON_S3_BUCKET", default_value = "jalon", value_name = "NAME")]
    pub(crate) s3_bucket: String,
    /// Region of that store, which takes part in signing requests
    #[arg(long, global = true, env = "JALON_S3_REGION", default_value = "us-east-1", value_name = "NAME")]
    pub(crate) s3_region: String,
    /// Name of the key that signs requests to that store
    #[arg(long, global = true, env = "JALON_S3_ACCESS_KEY", default_value = "", hide_env_values = true, value_name = "KEY")]
    pub(crate) s3_access_key: String,
    /// The key itself; better in the environment than on the command line
    #[arg(long, global = true, env = "JALON_S3_SECRET_KEY", default_value = "", hide_env_values = true, value_name = "SECRET")]
    pub(crate) s3_secret_key: String,
    /// File with the secret for record keys, readable by its owner alone; made once beside the records when absent
    #[arg(long, global = true, env = "JALON_RECORD_KEY_FILE", value_name = "FILE")]
    pub(crate) record_key_file: Option<PathBuf>,
    /// What goes to standard error: a level (error, warn, info, debug) or one per part, like warn,jalon_app=info
    #[arg(long, global = true, env = "JALON_LOG", default_value = LOG, value_name = "FILTER")]
    pub(crate) log: String,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serve the portal and the workspace
    Serve(Listen),
    /// Serve a demonstration: Montréal's published profile and a fictional city in discussion, with one sign-in per role
    Demo(Listen),
    /// Create the first administrator and print the link that sets the password
    Setup {
        /// Address of the first administrator
        #[arg(long)]
        email: String,
        /// Name of the first administrator
        #[arg(long)]
        name: String,
        /// Name of the administrator's organisation
        #[arg(long)]
        organisation: String,
    },
    /// Write a report: the newest release, or the draft with --draft
    Report {
        /// Dossier, as in its address
        dossier: String,
        /// Language of the report
        #[arg(long, default_value = "fr")]
        lang: ReportLanguage,
        /// Format of the file
        #[arg(long, default_value = "pdf")]
        format: ReportFormat,
        /// File to write
        #[arg(long, value_name = "FILE")]
        output: PathBuf,
        /// Which report of a cycle: plan, quarterly, national-review, regional-review or imrf; the plan when absent
        #[arg(long, value_name = "KIND")]
        kind: Option<String>,
        /// The watermarked draft instead of the release
        #[arg(long)]
        draft: bool,
        /// An earlier release
        #[arg(long, value_name = "NUMBER")]
        release: Option<i64>,
    },
    /// Records, tables and signatures of a dossier, acting as the person who signs in
    #[command(subcommand)]
    Statistics(Statistics),
    /// Run the framework's checks on a dossier; exit status 1 if an error stands
    Check {
        /// Dossier, as in its address
        dossier: String,
        /// Lines to read, or JSON for another program
        #[arg(long, default_value = "text")]
        format: CheckFormat,
        /// Language of the messages
        #[arg(long, default_value = "fr")]
        lang: ReportLanguage,
        /// Tell what one check requires, how it is decided, where it comes from, and the remedy
        #[arg(long, value_name = "CODE")]
        explain: Option<String>,
    },
    /// Remind by mail those whose reports are missing, as the reporting calendar says; the server does so by itself
    Remind {
        /// Dossier, as in its address; all when absent
        dossier: Option<String>,
        /// Language of labels and messages
        #[arg(long, default_value = "fr")]
        lang: ReportLanguage,
    },
    /// Make a table out of microdata: a specification and a Parquet file in, CSV, Parquet or XLSX out
    Tabulate(Tabulate),
    /// Write the specification of the table that an indicator asks for, of one dataset: a ready definition in, TOML out
    Specification(Specification),
    /// Judge and protect a table that was already counted: CSV or XLSX and its description in, CSV, Parquet or XLSX out
    Protect(Protect),
    /// Export data
    #[command(subcommand)]
    Export(Export),
    /// Import data
    #[command(subcommand)]
    Import(Import),
    /// Frameworks: check the files, list what is known
    #[command(subcommand)]
    Catalog(Catalog),
    /// Microdata: describe a file, verify a dataset
    #[command(subcommand)]
    Microdata(Microdata),
    /// The ledger: verify the chain, export it for a third party
    #[command(subcommand)]
    Audit(Audit),
    /// Write a backup while the program runs
    Backup {
        /// Archive to write; it holds every secret of the house, and only its owner may read it
        #[arg(value_name = "FILE")]
        output: PathBuf,
        /// Write over a file that exists
        #[arg(long)]
        force: bool,
    },
    /// Restore a backup into an empty data folder or database
    Restore {
        /// Archive that `jalon backup` of this version or an earlier one wrote
        #[arg(value_name = "FILE")]
        archive: PathBuf,
    },
}

#[derive(Debug, Clone, Args)]
pub(crate) struct Listen {
    /// Address to listen on
    #[arg(long, env = "JALON_LISTEN", default_value = "127.0.0.1:8080", value_name = "ADDR")]
    pub(crate) listen: SocketAddr,
    /// Proxy in front of the program, as an address or a network; it alone may say in X-Forwarded-For for whom it asks; several are separated by commas
    #[arg(long = "trusted-proxy", env = "JALON_TRUSTED_PROXIES", value_delimiter = ',', value_parser = network, value_name = "ADDR")]
    pub(crate) trusted_proxies: Vec<IpNet>,
}

fn network(text: &str) -> Result<IpNet, String> {
    let address = text.parse::<IpAddr>().map(IpNet::from);
    address.or_else(|_| text.parse()).map_err(|_| "write an address like 10.0.0.5 or a network like 10.0.0.0/24".to_owned())
}

#[derive(Debug, Clone, Args)]
pub(crate) struct Tabulate {
    /// Specification of the table (TOML); docs/statistics.md describes it
    #[arg(value_name = "SPEC")]
    pub(crate) specification: PathBuf,
    /// Records, as Parquet, or the folder of a dataset; a manifest.json beside them gives code lists
    #[arg(long, value_name = "DATA")]
    pub(crate) input: PathBuf,
    /// Purpose of the reading: a code of the dataset's purposes; needed for datasets that `jalon import microdata` wrote
    #[arg(long, value_name = "CODE")]
    pub(crate) purpose: Option<String>,
    /// Who reads, as the access log of the dataset names them; needed where the variable USER is not set
    #[arg(long, env = "USER", value_name = "NAME")]
    pub(crate) who: Option<String>,
    /// File to write, in the format that its name ends with: .csv, .parquet or .xlsx
    #[arg(long, value_name = "FILE")]
    pub(crate) output: PathBuf,
    /// Protection of the numbers, instead of what the specification says
    #[arg(long, value_name = "METHOD")]
    pub(crate) protect: Option<ProtectionMethod>,
    #[command(flatten)]
    pub(crate) judging: Judging,
    /// Write the table without protection or audit, for the office's own eyes; every row says so
    #[arg(long, conflicts_with_all = ["protect", "released", "release", "audit"])]
    pub(crate) draft: bool,
    /// Who counts the records; the table is the same
    #[arg(long, default_value = "local", value_name = "ENGINE")]
    pub(crate) engine: Engine,
    /// Scheduler of the cluster, as host and port
    #[arg(long, default_value = "127.0.0.1:50050", value_name = "HOST:PORT")]
    pub(crate) scheduler: String,
    /// Threads; as many as the machine has processors when absent
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<usize>,
    /// Megabytes that the table may take while it is made; a larger one is refused
    #[arg(long, default_value_t = 2048, value_name = "MEGABYTES", value_parser = clap::value_parser!(u64).range(16..=1_048_576))]
    pub(crate) memory: u64,
    /// Language of messages and labels
    #[arg(long, default_value = "fr")]
    pub(crate) lang: ReportLanguage,
}

/// What a table is judged with, and what is written of the judgement.
#[derive(Debug, Clone, Args)]
pub(crate) struct Judging {
    /// Earlier releases of the same data, as --release wrote them; the table is judged together with them
    #[arg(long, value_name = "FILE")]
    pub(crate) released: Vec<PathBuf>,
    /// File for the release itself (JSON), written when the table passes the audit
    #[arg(long, value_name = "FILE")]
    pub(crate) release: Option<PathBuf>,
    /// File for what the audit found, .json or .txt; for the office only
    #[arg(long, value_name = "FILE")]
    pub(crate) audit: Option<PathBuf>,
    /// Say what each method would withhold and risk, also when the table passes
    #[arg(long)]
    pub(crate) compare: bool,
    /// Whom the data are about, beside what their description says: stricter rules apply
    #[arg(long, value_name = "GROUP")]
    pub(crate) about: Vec<AboutGroup>,
}

#[derive(Debug, Clone, Args)]
pub(crate) struct Specification {
    /// A ready definition, such as integration/employment_gap, or a file with a calculation (TOML); docs/statistics.md tells of it
    #[arg(value_name = "DEFINITION")]
    pub(crate) definition: String,
    /// Folder of a dataset that jalon import microdata wrote, of which only the manifest is read; or a description (.toml) of data to come
    #[arg(long, value_name = "DATA")]
    pub(crate) input: PathBuf,
    /// What the values are about, such as 2026: of a file of several years the one that is counted
    #[arg(long, value_name = "PERIOD")]
    pub(crate) period: Option<String>,
    /// How the numbers are to be protected
    #[arg(long, default_value = "suppression", value_name = "METHOD")]
    pub(crate) protect: ProtectionMethod,
    /// Language of titles and messages
    #[arg(long, default_value = "fr")]
    pub(crate) lang: ReportLanguage,
}

#[derive(Debug, Clone, Args)]
pub(crate) struct Protect {
    /// Table, as CSV or XLSX: a column per characteristic, one of numbers, perhaps one of states
    #[arg(value_name = "TABLE")]
    pub(crate) table: PathBuf,
    /// Description of the table (TOML); docs/statistics.md tells of it
    #[arg(long, value_name = "FILE")]
    pub(crate) description: PathBuf,
    /// File to write, in the format that its name ends with: .csv, .parquet or .xlsx
    #[arg(long, value_name = "FILE")]
    pub(crate) output: PathBuf,
    /// How the numbers are protected; what the holder withheld stays withheld whichever it is
    #[arg(long, default_value = "suppression", value_name = "METHOD")]
    pub(crate) protect: ProtectionMethod,
    #[command(flatten)]
    pub(crate) judging: Judging,
    /// Threads; as many as the machine has processors when absent
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<usize>,
    /// Language of messages and labels
    #[arg(long, default_value = "fr")]
    pub(crate) lang: ReportLanguage,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Engine {
    /// This machine
    Local,
    /// The executors of a scheduler, which see the same file; needs the program jalon-cluster
    Cluster,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ProtectionMethod {
    /// As it is: written only if the audit finds nothing
    None,
    /// Noise by cell keys, as [protection] of the specification says
    CellKey,
    /// Small cells are withheld, and others with them
    Suppression,
    /// All counts are rounded so that sums stay true
    Rounding,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum AboutGroup {
    Children,
    /// Residence status, or the lack of one
    Status,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Export {
    /// The questionnaire as XLSX, with the answers given so far
    Questionnaire {
        /// Dossier, as in its address
        dossier: String,
        /// Language of the sheet
        #[arg(long, default_value = "fr")]
        lang: ReportLanguage,
        /// File to write
        #[arg(long, value_name = "FILE")]
        output: PathBuf,
    },
    /// The measures of a plan, as XLSX or CSV by the file's name
    Plan {
        /// Dossier, as in its address
        dossier: String,
        /// Language of labels and messages
        #[arg(long, default_value = "fr")]
        lang: ReportLanguage,
        /// File to write
        #[arg(long, value_name = "FILE")]
        output: PathBuf,
    },
    /// Any register of a dossier, as XLSX or CSV by the file's name
    Register {
        /// Code of the register, as in its address
        register: String,
        /// Dossier, as in its address
        dossier: String,
        /// Language of labels and messages
        #[arg(long, default_value = "fr")]
        lang: ReportLanguage,
        /// File to write
        #[arg(long, value_name = "FILE")]
        output: PathBuf,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Import {
    /// A questionnaire that came back: shows the difference, and applies it with --accept
    Questionnaire {
        /// Sheet that `jalon export questionnaire` wrote and people filled in
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// Dossier, as in its address
        /// Dossier, as in its address
        #[arg(long)]
        dossier: String,
        /// Take over what differs, instead of only showing it
        #[arg(long)]
        accept: bool,
        /// Language of the messages
        #[arg(long, default_value = "fr")]
        lang: ReportLanguage,
    },
    /// The measures of a plan, from XLSX or CSV: shows the difference, and applies it with --accept
    Plan {
        /// File to read
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// Dossier, as in its address
        #[arg(long)]
        dossier: String,
        /// Take over what differs, instead of only showing it
        #[arg(long)]
        accept: bool,
        /// Language of labels and messages
        #[arg(long, default_value = "fr")]
        lang: ReportLanguage,
    },
    /// Any register, from XLSX or CSV: shows the difference, and applies it with --accept
    Register {
        /// Code of the register, as in its address
        register: String,
        /// File to read
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// Dossier, as in its address
        #[arg(long)]
        dossier: String,
        /// Take over what differs, instead of only showing it
        #[arg(long)]
        accept: bool,
        /// Language of labels and messages
        #[arg(long, default_value = "fr")]
        lang: ReportLanguage,
    },
    /// Microdata: an extract and its description become a dataset, with a report of every fault
    Microdata {
        /// Extract: CSV, Parquet, XLSX, Stata, or lines of fixed width with their codebook; text may be compressed by gzip
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// Description of the extract, as docs/microdata.md tells; `jalon microdata describe` derives a first one
        #[arg(long, value_name = "FILE")]
        schema: PathBuf,
        /// Folder of the dataset; must not exist
        #[arg(long, value_name = "DIR")]
        output: PathBuf,
        /// Codebook in the format DDI, which says where the cells of fixed-width lines stand
        #[arg(long, value_name = "FILE")]
        codebook: Option<PathBuf>,
        /// File of the office's secret for record keys, which only its owner can read
        #[arg(long, value_name = "FILE")]
        key_file: Option<PathBuf>,
        /// Language of the report and of messages
        #[arg(long, default_value = "fr")]
        lang: ReportLanguage,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Microdata {
    /// Derive a first description of a file, as TOML on standard output, to correct and complete by hand
    Describe {
        /// Extract: CSV, Parquet, XLSX, Stata, or lines of fixed width with their codebook
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// Codebook in the format DDI, which says where the cells of fixed-width lines stand
        #[arg(long, value_name = "FILE")]
        codebook: Option<PathBuf>,
        /// Language of remarks and messages
        #[arg(long, default_value = "fr")]
        lang: ReportLanguage,
    },
    /// Prove that a dataset is what its manifest says; the reading is written down beside it
    Verify {
        /// Folder that `jalon import microdata` wrote
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        /// Purpose of the reading: a code of the dataset's purposes
        #[arg(long, value_name = "CODE")]
        purpose: String,
        /// Who reads, as the access log names them; needed where the variable USER is not set
        #[arg(long, env = "USER", default_value = "", hide_default_value = true, value_name = "NAME")]
        who: String,
        /// Language of the messages
        #[arg(long, default_value = "fr")]
        lang: ReportLanguage,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Catalog {
    /// Report every fault in the catalogue files; exit status 1 if there is one
    Check {
        /// A folder of catalogues; those inside the program when absent
        #[arg(value_name = "DIR")]
        folder: Option<PathBuf>,
    },
    /// The frameworks that the program knows
    List,
    /// The requirements of a framework as a Markdown table: how each is decided, and by which rule
    Checks {
        /// Framework and version, as in `gcm-cycle@2020.1`
        framework: String,
        /// Language of labels and messages
        #[arg(long, default_value = "fr")]
        lang: ReportLanguage,
    },
    /// Write a framework as a spreadsheet: the template for a version of one's own
    Template {
        /// Framework and version, as in `mgi-local@2019.1`
        framework: String,
        /// Spreadsheet to write
        #[arg(long, value_name = "FILE")]
        output: PathBuf,
    },
    /// Import a framework version from a spreadsheet, or from a folder holding framework.toml and text/
    Import {
        /// Spreadsheet or folder to read
        #[arg(value_name = "FILE_OR_DIR")]
        source: PathBuf,
        /// Language of the messages
        #[arg(long, default_value = "fr")]
        lang: ReportLanguage,
    },
}

/// As whom a command acts, and where.
#[derive(Debug, Clone, Args)]
pub(crate) struct Acting {
    /// Dossier, as in its address
    #[arg(long)]
    pub(crate) dossier: String,
    /// Address of the account that acts, with the rights that it has in the browser; the ledger names it
    #[arg(long, env = "JALON_USER", value_name = "EMAIL")]
    pub(crate) user: String,
    /// Its password; in the environment, since others on the machine can read command lines
    #[arg(long, env = "JALON_PASSWORD", hide_env_values = true, value_name = "SECRET")]
    pub(crate) password: String,
    /// Language of the messages
    #[arg(long, default_value = "fr")]
    pub(crate) lang: ReportLanguage,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Statistics {
    /// List datasets and tables with their identifiers and states, one per line
    List {
        #[command(flatten)]
        acting: Acting,
    },
    /// Take an extract into the dossier and import it under its description; prints the identifier of the dataset
    Import {
        /// Extract: CSV, Parquet, XLSX, Stata, or lines of fixed width with --codebook
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// Entry of the register of data sources that it comes from: its identifier
        #[arg(long, value_name = "ID")]
        source: String,
        /// Description of the extract; `jalon microdata describe` writes a first one
        #[arg(long, value_name = "FILE")]
        schema: PathBuf,
        /// DDI codebook
        #[arg(long, value_name = "FILE")]
        codebook: Option<PathBuf>,
        #[command(flatten)]
        acting: Acting,
    },
    /// Let a statistics officer read the records of a dataset for a purpose; for the lead of the dossier
    Grant {
        /// Dataset
        #[arg(value_name = "ID")]
        dataset: String,
        /// Purpose: a code of its description
        #[arg(long, value_name = "CODE")]
        purpose: String,
        /// Address of the statistics officer
        #[arg(long, value_name = "EMAIL")]
        to: String,
        #[command(flatten)]
        acting: Acting,
    },
    /// Specify a table, protect and judge it; prints its identifier, and what the audit found; exit status 1 where it is refused
    Table {
        /// Specification of the table
        #[arg(value_name = "FILE")]
        specification: PathBuf,
        /// Dataset
        #[arg(long, value_name = "ID")]
        dataset: String,
        /// What the table is called
        #[arg(long, value_name = "TEXT")]
        title: String,
        /// Period, like 2026, 2026-Q1 or 2026-S1
        #[arg(long, value_name = "PERIOD")]
        period: String,
        /// Purpose for which the records are read
        #[arg(long, value_name = "CODE")]
        purpose: String,
        /// Indicator whose values it gives: the identifier of its entry
        #[arg(long, value_name = "ID")]
        indicator: Option<String>,
        /// A table that is there, to be changed instead of made
        #[arg(long, value_name = "ID")]
        table: Option<String>,
        /// Say what each method of protection would cost, for a table that passes too
        #[arg(long)]
        compare: bool,
        #[command(flatten)]
        acting: Acting,
    },
    /// Sign a table that passed the audit: it is public from then on; prints its address
    Sign {
        /// Table
        #[arg(value_name = "ID")]
        table: String,
        #[command(flatten)]
        acting: Acting,
    },
}

impl Statistics {
    pub(crate) fn acting(&self) -> &Acting {
        match self {
            Self::List { acting }
            | Self::Import { acting, .. }
            | Self::Grant { acting, .. }
            | Self::Table { acting, .. }
            | Self::Sign { acting, .. } => acting,
        }
    }
}

#[derive(Debug, Subcommand)]
pub(crate) enum Audit {
    /// Prove the chain and that what is stored is what it tells, or name what is not (exit status 1)
    Verify,
    /// Write all entries as JSON Lines; the format is described in docs/ledger.md
    Export {
        /// File to write
        #[arg(long, value_name = "FILE")]
        output: PathBuf,
    },
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum ReportLanguage {
    Fr,
    En,
    Es,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum ReportFormat {
    Pdf,
    Xlsx,
    Html,
    Json,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum CheckFormat {
    Text,
    Json,
}
