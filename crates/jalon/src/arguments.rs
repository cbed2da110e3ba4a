//! What can be said on the command line. The reference in `docs/reference/cli.md` is made from this.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use ipnet::IpNet;

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
    #[arg(long, global = true, env = "JALON_SMTP_USER", default_value = "", hide_env_values = true, value_name = "NAME")]
    pub(crate) smtp_user: String,
    #[arg(long, global = true, env = "JALON_SMTP_PASSWORD", default_value = "", hide_env_values = true, value_name = "SECRET")]
    pub(crate) smtp_password: String,
    /// Sender of mail
    #[arg(long, global = true, env = "JALON_MAIL_FROM", default_value = "Jalon <jalon@localhost>", value_name = "ADDRESS")]
    pub(crate) mail_from: String,
    /// Files in an S3-compatible store instead of the data folder: its address
    #[arg(long, global = true, env = "JALON_S3_ENDPOINT", value_name = "URL")]
    pub(crate) s3_endpoint: Option<String>,
    #[arg(long, global = true, env = "JALON_S3_BUCKET", default_value = "jalon", value_name = "NAME")]
    pub(crate) s3_bucket: String,
    #[arg(long, global = true, env = "JALON_S3_REGION", default_value = "us-east-1", value_name = "NAME")]
    pub(crate) s3_region: String,
    #[arg(long, global = true, env = "JALON_S3_ACCESS_KEY", default_value = "", hide_env_values = true, value_name = "KEY")]
    pub(crate) s3_access_key: String,
    #[arg(long, global = true, env = "JALON_S3_SECRET_KEY", default_value = "", hide_env_values = true, value_name = "SECRET")]
    pub(crate) s3_secret_key: String,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serve the portal and the workspace
    Serve(Listen),
    /// Serve a demonstration: Montréal's published profile and a fictional city in discussion, with one sign-in per role
    Demo(Listen),
    /// Create the first administrator and print the link that sets the password
    Setup {
        #[arg(long)]
        email: String,
        #[arg(long)]
        name: String,
        /// Name of the administrator's organisation
        #[arg(long)]
        organisation: String,
    },
    /// Write a report: the newest release, or the draft with --draft
    Report {
        dossier: String,
        #[arg(long, default_value = "fr")]
        lang: ReportLanguage,
        #[arg(long, default_value = "pdf")]
        format: ReportFormat,
        #[arg(long, value_name = "FILE")]
        output: PathBuf,
        /// The watermarked draft instead of the release
        #[arg(long)]
        draft: bool,
        /// An earlier release
        #[arg(long, value_name = "NUMBER")]
        release: Option<i64>,
    },
    /// Run the framework's checks on a dossier; exit status 1 if an error stands
    Check {
        dossier: String,
        #[arg(long, default_value = "text")]
        format: CheckFormat,
        #[arg(long, default_value = "fr")]
        lang: ReportLanguage,
    },
    /// Export data
    #[command(subcommand)]
    Export(Export),
    /// Import data
    #[command(subcommand)]
    Import(Import),
    /// Frameworks: check the files, list what is known
    #[command(subcommand)]
    Catalog(Catalog),
    /// The ledger: verify the chain, export it for a third party
    #[command(subcommand)]
    Audit(Audit),
    /// Write a backup while the program runs
    Backup {
        #[arg(value_name = "FILE")]
        output: PathBuf,
    },
    /// Restore a backup into an empty data folder or database
    Restore {
        #[arg(value_name = "FILE")]
        archive: PathBuf,
    },
}

#[derive(Debug, Clone, Args)]
pub(crate) struct Listen {
    /// Address to listen on
    #[arg(long, env = "JALON_LISTEN", default_value = "127.0.0.1:8080", value_name = "ADDR")]
    pub(crate) listen: SocketAddr,
    /// Proxy in front of the program, as an address or a network; it alone may say in X-Forwarded-For for whom it asks
    #[arg(long = "trusted-proxy", env = "JALON_TRUSTED_PROXIES", value_delimiter = ',', value_parser = network, value_name = "ADDR")]
    pub(crate) trusted_proxies: Vec<IpNet>,
}

fn network(text: &str) -> Result<IpNet, String> {
    let address = text.parse::<IpAddr>().map(IpNet::from);
    address.or_else(|_| text.parse()).map_err(|_| "write an address like 10.0.0.5 or a network like 10.0.0.0/24".to_owned())
}

#[derive(Debug, Subcommand)]
pub(crate) enum Export {
    /// The questionnaire as XLSX, with the answers given so far
    Questionnaire {
        dossier: String,
        #[arg(long, default_value = "fr")]
        lang: ReportLanguage,
        #[arg(long, value_name = "FILE")]
        output: PathBuf,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Import {
    /// A questionnaire that came back: shows the difference, and applies it with --accept
    Questionnaire {
        #[arg(value_name = "FILE")]
        file: PathBuf,
        #[arg(long)]
        dossier: String,
        #[arg(long)]
        accept: bool,
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
    /// Write a framework as a spreadsheet: the template for a version of one's own
    Template {
        /// Framework and version, as in `mgi-local@2019.1`
        framework: String,
        #[arg(long, value_name = "FILE")]
        output: PathBuf,
    },
    /// Import a framework version from a spreadsheet, or from a folder holding framework.toml and text/
    Import {
        #[arg(value_name = "FILE_OR_DIR")]
        source: PathBuf,
        #[arg(long, default_value = "fr")]
        lang: ReportLanguage,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Audit {
    /// Prove the chain, or name the first broken entry (exit status 1)
    Verify,
    /// Write all entries as JSON Lines; the format is described in docs/ledger.md
    Export {
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
