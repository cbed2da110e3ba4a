//! A running program with the demonstration's data, and somebody who visits it.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::OnceLock;

pub(crate) const PASSWORD: &str = "jalon-demo-2026";
pub(crate) const RIVEMONT: &str = "rivemont-igm-2026";

/// The program under test, on a data folder of its own.
pub(crate) struct House {
    pub(crate) address: String,
    pub(crate) data_dir: PathBuf,
    process: Child,
    folder: Option<tempfile::TempDir>,
}

impl House {
    /// A copy of the demonstration, served.
    pub(crate) fn demo(arguments: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data_dir = folder.path().join("data");
        copy(demonstration(), &data_dir);
        let mut house = Self::start("demo", &data_dir, arguments);
        house.folder = Some(folder);
        house
    }

    /// Starts the program on a folder that somebody else keeps.
    pub(crate) fn start(command: &str, data_dir: &Path, arguments: &[&str]) -> Self {
        let mut process = program()
            .args([command, "--listen", "127.0.0.1:0", "--data-dir"])
            .arg(data_dir)
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let address = lines.map_while(Result::ok).find_map(|line| line.strip_prefix("Listening on ").map(str::to_owned));
        let Some(address) = address else {
            let output = process.wait_with_output().unwrap();
            panic!("the program did not start: {}", String::from_utf8_lossy(&output.stderr));
        };
        Self { address, data_dir: data_dir.to_owned(), process, folder: None }
    }

    pub(crate) fn visitor(&self) -> Visitor {
        Visitor::new(&self.address)
    }

    pub(crate) fn signed_in(&self, email: &str) -> Visitor {
        let mut visitor = self.visitor();
        let answer = visitor.post("/fr/sign-in", &[("email", email), ("password", PASSWORD)]);
        assert_eq!(answer.status, 303, "{email} signs in");
        visitor
    }

    /// As a power cut would end it.
    pub(crate) fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    /// The folder outlives the program; for whoever starts it again.
    pub(crate) fn keep_folder(&mut self) -> tempfile::TempDir {
        self.folder.take().unwrap()
    }
}

impl Drop for House {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The program, told nothing by the environment of whoever runs the tests.
pub(crate) fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jalon"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("JALON_") || name == "DATABASE_URL") {
        command.env_remove(name);
    }
    command
}

/// Runs a command on a data folder and waits for its end.
pub(crate) fn run(data_dir: &Path, arguments: &[&str]) -> Output {
    program().args(arguments).arg("--data-dir").arg(data_dir).output().unwrap()
}

/// The demonstration's data, loaded once for all tests.
pub(crate) fn demonstration() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap().keep();
        let house = House::start("demo", &folder.join("data"), &[]);
        let _ = Command::new("kill").arg("-TERM").arg(house.process.id().to_string()).status();
        let mut house = house;
        house.process.wait().unwrap();
        folder.join("data")
    })
}

pub(crate) fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Somebody with a browser that keeps its cookie and follows nothing by itself.
#[derive(Clone)]
pub(crate) struct Visitor {
    agent: ureq::Agent,
    address: String,
    pub(crate) cookie: String,
    pub(crate) headers: Vec<(String, String)>,
}

#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: ureq::http::HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The value of the form field with this name, as the page gives it.
    pub(crate) fn field(&self, name: &str) -> String {
        let text = self.text();
        let after = text.split_once(&format!("name=\"{name}\" value=\"")).map(|(_, after)| after).unwrap_or_default();
        after.split('"').next().unwrap_or_default().to_owned()
    }
}

impl Visitor {
    fn new(address: &str) -> Self {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_global(Some(std::time::Duration::from_secs(30)))
            .build();
        Self { agent: config.into(), address: address.to_owned(), cookie: String::new(), headers: vec![] }
    }

    /// The whole address of a page.
    pub(crate) fn address_of(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }

    pub(crate) fn get(&mut self, path: &str) -> Answer {
        let mut request = self.agent.get(format!("{}{path}", self.address)).header("cookie", &self.cookie);
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let response = request.call();
        self.take(response)
    }

    pub(crate) fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut body = url::form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(fields);
        self.post_bytes(path, "application/x-www-form-urlencoded", body.finish().as_bytes())
    }

    pub(crate) fn post_bytes(&mut self, path: &str, content_type: &str, body: &[u8]) -> Answer {
        let mut request = self
            .agent
            .post(format!("{}{path}", self.address))
            .header("cookie", &self.cookie)
            .header("content-type", content_type)
            .header("origin", &self.address);
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let response = request.send(body);
        self.take(response)
    }

    fn take(&mut self, response: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Answer {
        let mut response = response.unwrap_or_else(|error| panic!("no answer: {error}"));
        let headers = response.headers().clone();
        if let Some(set) = headers.get("set-cookie").and_then(|value| value.to_str().ok()) {
            self.cookie = set.split(';').next().unwrap_or_default().to_owned();
        }
        let body = response.body_mut().with_config().limit(64 << 20).read_to_vec().unwrap();
        Answer { status: response.status().as_u16(), headers, body }
    }
}
