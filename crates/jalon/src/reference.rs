//! Makes `docs/reference/` from what the program can be told, so that the pages cannot say anything else.
//!
//! `WRITE_REFERENCE=1 cargo test -p jalon reference` writes them; without the variable a stale page is a failure.

use std::fmt::Write;
use std::path::Path;

use clap::{Arg, CommandFactory};

const WRITTEN: &str =
    "<!-- Written by `WRITE_REFERENCE=1 cargo test -p jalon reference` from crates/jalon/src/arguments.rs. -->\n";

#[test]
fn the_reference_pages_are_current() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference");
    let program = program();
    let pages = [
        ("command-line.md", command_line(&program)),
        ("configuration.md", configuration(&program)),
        ("checks.md", checks()),
        ("openapi.json", jalon_web::interface_description()),
    ];
    for (name, page) in pages {
        let path = folder.join(name);
        if std::env::var_os("WRITE_REFERENCE").is_some() {
            std::fs::create_dir_all(&folder).expect("the folder of the reference");
            std::fs::write(&path, page).expect("a page of the reference");
        } else {
            let present = std::fs::read_to_string(&path).unwrap_or_default();
            assert!(present == page, "{name} is stale; run WRITE_REFERENCE=1 cargo test -p jalon reference");
        }
    }
}

#[test]
fn everything_that_can_be_said_is_explained() {
    let program = program();
    for (path, command) in commands(&program) {
        assert!(command.get_about().is_some(), "{path} has no explanation");
        for argument in own(command) {
            assert!(argument.get_help().is_some(), "{path}: {} has no explanation", argument.get_id());
        }
    }
}

/// Every requirement of the implementation cycle. That each derived one is open in an empty dossier and met in a full one is
/// tested in crates/jalon-app/src/register.rs.
fn checks() -> String {
    let (library, _) = jalon_app::embedded_catalogues();
    let framework = library.get("gcm-cycle@2020.1").expect("the cycle is built in");
    let written = WRITTEN.replace("crates/jalon/src/arguments.rs", "catalogues/gcm-cycle");
    format!("{written}\n{}", jalon_app::register::checks_reference(&framework, jalon_domain::Language::English))
}

fn program() -> clap::Command {
    let mut program = crate::arguments::Arguments::command();
    program.build();
    program
}

fn command_line(program: &clap::Command) -> String {
    let mut page = format!(
        "{WRITTEN}\n# Command line\n\n\
         {}.\n\
         `jalon COMMAND --help` says the same in the terminal.\n\
         Exit status: 0 done, 1 the check found something, 2 it could not be done; data go to standard output, messages to standard error.\n\n\
         ## Options of every command\n\n\
         They may also stand in the environment: [configuration](configuration.md).\n\n",
        program.get_about().map(ToString::to_string).unwrap_or_default()
    );
    page += &table(program.get_arguments().filter(|argument| argument.is_global_set()));
    for (path, command) in commands(program) {
        let _ = write!(page, "\n## {path}\n\n{}.\n\n", command.get_about().map(ToString::to_string).unwrap_or_default());
        let _ = write!(page, "```sh\n{}\n```\n", usage(&path, command));
        if own(command).next().is_some() {
            page.push('\n');
            page += &table(own(command));
        }
    }
    page
}

fn configuration(program: &clap::Command) -> String {
    let mut page = format!(
        "{WRITTEN}\n# Configuration\n\n\
         Every setting is an option of the command line or a variable of the environment; the option wins when both are given.\n\
         There is no configuration file: [`deploy/`](../../deploy/) shows where an installation keeps its variables.\n\
         A secret belongs into the environment, not on the command line.\n\n\
         | variable | option | default | meaning |\n|---|---|---|---|\n"
    );
    let all = program.get_arguments().map(|argument| (argument, ""));
    let of_commands = commands(program)
        .into_iter()
        .flat_map(|(path, command)| own(command).map(move |argument| (argument, path.clone())).collect::<Vec<_>>());
    let mut known: Vec<(String, String)> = vec![];
    let rows = all.map(|(argument, path)| (argument, path.to_owned())).chain(of_commands);
    for (argument, path) in rows {
        let Some(variable) = argument.get_env().map(|name| name.to_string_lossy().into_owned()) else { continue };
        // One that several commands have stands once, with all of them.
        if let Some((_, commands)) = known.iter_mut().find(|(name, _)| *name == variable) {
            let _ = write!(commands, " and `{path}`");
            continue;
        }
        let row = format!("| `{variable}` | {} | {} | {}", name(argument), default(argument), meaning(argument));
        let commands = if path.is_empty() { String::new() } else { format!("`{path}`") };
        known.push((variable, commands));
        let _ = writeln!(page, "{row} |");
    }
    page.push('\n');
    let only = known.iter().filter(|(_, commands)| !commands.is_empty());
    for (variable, commands) in only {
        let _ = writeln!(page, "`{variable}` is read by {commands} only.");
    }
    page
}

/// Every command that does something, with its full name, in the order of the help.
fn commands(program: &clap::Command) -> Vec<(String, &clap::Command)> {
    let mut found = vec![];
    for command in program.get_subcommands().filter(|command| command.get_name() != "help") {
        let path = format!("jalon {}", command.get_name());
        let below: Vec<_> = command.get_subcommands().filter(|command| command.get_name() != "help").collect();
        match below.is_empty() {
            true => found.push((path, command)),
            false => found.extend(below.into_iter().map(|command| (format!("{path} {}", command.get_name()), command))),
        }
    }
    found
}

/// The arguments of a command that not every command has.
fn own(command: &clap::Command) -> impl Iterator<Item = &Arg> {
    command
        .get_arguments()
        .filter(|argument| !argument.is_global_set() && !["help", "version"].contains(&argument.get_id().as_str()))
}

fn usage(path: &str, command: &clap::Command) -> String {
    let mut parts = vec![path.to_owned()];
    for argument in own(command) {
        let said = match (argument.get_long(), argument.get_action().takes_values()) {
            (Some(long), true) => format!("--{long} {}", value(argument)),
            (Some(long), false) => format!("--{long}"),
            (None, _) => value(argument),
        };
        parts.push(if argument.is_required_set() { said } else { format!("[{said}]") });
    }
    parts.join(" ")
}

fn table<'a>(arguments: impl Iterator<Item = &'a Arg>) -> String {
    let mut table = "| option | default | meaning |\n|---|---|---|\n".to_owned();
    for argument in arguments {
        let _ = writeln!(table, "| {} | {} | {} |", name(argument), default(argument), meaning(argument));
    }
    table
}

fn name(argument: &Arg) -> String {
    match (argument.get_long(), argument.get_action().takes_values()) {
        (Some(long), true) => format!("`--{long} {}`", value(argument)),
        (Some(long), false) => format!("`--{long}`"),
        (None, _) => format!("`{}`", value(argument)),
    }
}

fn value(argument: &Arg) -> String {
    let names = argument.get_value_names().unwrap_or_default();
    names.first().map_or_else(|| argument.get_id().as_str().to_uppercase(), ToString::to_string)
}

fn default(argument: &Arg) -> String {
    if !argument.get_action().takes_values() {
        return "off".to_owned();
    }
    let values: Vec<_> = argument.get_default_values().iter().filter(|value| !value.is_empty()).collect();
    match (values.is_empty(), argument.is_required_set()) {
        (false, _) => values.iter().map(|value| format!("`{}`", value.to_string_lossy())).collect::<Vec<_>>().join(", "),
        (true, true) => "must be given".to_owned(),
        (true, false) => "none".to_owned(),
    }
}

fn meaning(argument: &Arg) -> String {
    let help = argument.get_help().map(ToString::to_string).unwrap_or_default().replace('|', "\\|");
    let choices = argument.get_possible_values();
    let choices: Vec<String> = choices.iter().map(|choice| format!("`{}`", choice.get_name())).collect();
    match argument.get_action().takes_values() && !choices.is_empty() {
        true => format!("{help}: {}", choices.join(", ")),
        false => help,
    }
}
