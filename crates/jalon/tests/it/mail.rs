//! Invitations and forgotten passwords, through a mail server.

use std::io::{self, BufRead, BufReader};
use std::net::{IpAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use mailin::{Action, Handler, Response, SessionBuilder, response};

use crate::house::{House, PASSWORD, RIVEMONT};

#[derive(Clone, Default)]
pub(crate) struct Post {
    open: Vec<u8>,
    /// Recipient and text of every message that arrived.
    pub(crate) delivered: Arc<Mutex<Vec<(String, String)>>>,
    to: String,
}

impl Handler for Post {
    fn rcpt(&mut self, to: &str) -> Response {
        self.to = to.to_owned();
        response::OK
    }
    fn data_start(&mut self, _domain: &str, _from: &str, _is8bit: bool, _to: &[String]) -> Response {
        self.open.clear();
        response::OK
    }
    fn data(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.open.extend_from_slice(bytes);
        Ok(())
    }
    fn data_end(&mut self) -> Response {
        self.delivered.lock().unwrap().push((self.to.clone(), String::from_utf8_lossy(&self.open).into_owned()));
        response::OK
    }
    fn helo(&mut self, _ip: IpAddr, _domain: &str) -> Response {
        response::OK
    }
}

impl Post {
    /// A mail server that keeps what it is given, and its address.
    pub(crate) fn office() -> (Self, String) {
        let post = Self::default();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let kept = post.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let post = kept.clone();
                std::thread::spawn(move || post.receive(stream));
            }
        });
        (post, format!("smtp://{address}"))
    }

    fn receive(self, mut stream: TcpStream) -> io::Result<()> {
        let mut session = SessionBuilder::new("localhost").build(stream.peer_addr()?.ip(), self);
        session.greeting().write_to(&mut stream)?;
        let mut lines = BufReader::new(stream.try_clone()?);
        let mut line = Vec::new();
        while lines.read_until(b'\n', &mut line)? > 0 {
            let answer = session.process(&line);
            line.clear();
            if !matches!(answer.action, Action::NoReply) {
                answer.write_to(&mut stream)?;
            }
            if matches!(answer.action, Action::Close) {
                break;
            }
        }
        Ok(())
    }

    pub(crate) fn last_to(&self, recipient: &str) -> Option<String> {
        let until = Instant::now() + Duration::from_secs(10);
        while Instant::now() < until {
            if let Some((_, text)) = self.delivered.lock().unwrap().iter().rev().find(|(to, _)| to == recipient) {
                return Some(text.clone());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        None
    }
}

/// The link in a message.
fn link(message: &str) -> String {
    let text = decoded(message);
    let start = text.find("/set-password/").unwrap_or_else(|| panic!("no link in: {text}"));
    text[start..].split_whitespace().next().unwrap_or_default().to_owned()
}

/// A message, whatever its encoding for the way did to it.
pub(crate) fn decoded(message: &str) -> String {
    let plain = message.replace("=\r\n", "").replace("=3D", "=");
    match plain.split_once("\r\n\r\n") {
        Some((head, body)) if head.to_lowercase().contains("base64") => {
            use base64::Engine;
            let body: String = body.split_whitespace().collect();
            String::from_utf8(base64::engine::general_purpose::STANDARD.decode(body).unwrap()).unwrap()
        }
        _ => plain,
    }
}

#[test]
fn an_invitation_arrives_and_its_link_opens_the_account() {
    let (post, address) = Post::office();
    let house = House::demo(&["--smtp-url", &address]);
    let mut admin = house.signed_in("admin@demo.example");
    let csrf = admin.get("/fr/admin/users").field("csrf");
    let fields = [
        ("csrf", csrf.as_str()),
        ("email", "nouvelle@ville.example"),
        ("name", "Élodie Nouvelle"),
        ("language", "fr"),
        ("instance_role", "none"),
        ("organisation", "gouvernement-du-canada"),
    ];
    let answer = admin.post("/fr/admin/users", &fields);
    assert!(matches!(answer.status, 200 | 303), "{}", answer.text());
    assert!(!answer.text().contains("/set-password/"), "with a mail server the administrator does not see the link");

    let message = post.last_to("nouvelle@ville.example").expect("the invitation arrives");
    let mut newcomer = house.visitor();
    let path = link(&message);
    let page = newcomer.get(&path);
    let path = if page.status == 303 || page.status == 307 { page.header("location").to_owned() } else { path };
    let password = "une phrase assez longue 7";
    for weak in ["motdepasse2026", "Élodie Nouvelle", "nouvelle@ville.example"] {
        let answer = newcomer.post(&path, &[("password", weak), ("repeated", weak)]);
        assert!(answer.status == 422 && answer.text().contains("id=\"password-error\""), "{weak}: {}", answer.text());
    }
    let answer = newcomer.post(&path, &[("password", password), ("repeated", password)]);
    assert_eq!(answer.status, 303, "{}", answer.text());
    let mut newcomer = house.visitor();
    let answer = newcomer.post("/fr/sign-in", &[("email", "nouvelle@ville.example"), ("password", password)]);
    assert_eq!(answer.status, 303);
    let again = house.visitor().get(&path);
    assert!(again.status == 410 && again.text().contains("ne sert plus"), "the link serves once: {}", again.text());
    let never = house.visitor().get("/fr/set-password/0123456789");
    let told = |answer: &crate::house::Answer| {
        (answer.status, answer.text().replace(path.trim_start_matches("/fr"), "/set-password/0123456789"))
    };
    assert_eq!(told(&never), told(&again), "nothing tells which links there were");
}

#[test]
fn a_forgotten_password_is_renewed_by_mail_and_nothing_tells_who_has_an_account() {
    let (post, address) = Post::office();
    let house = House::demo(&["--smtp-url", &address]);
    let known = house.visitor().post("/fr/forgotten-password", &[("email", "reader@demo.example")]);
    let unknown = house.visitor().post("/fr/forgotten-password", &[("email", "nobody@demo.example")]);
    assert_eq!((known.status, known.text()), (unknown.status, unknown.text()));
    let message = post.last_to("reader@demo.example").expect("the message arrives");
    assert!(link(&message).len() > 30);
    assert!(!message.contains(PASSWORD));
    assert!(post.delivered.lock().unwrap().iter().all(|(to, _)| to != "nobody@demo.example"));
}

#[test]
fn an_absent_mail_server_is_said_and_the_account_is_there() {
    let house = House::demo(&["--smtp-url", "smtp://127.0.0.1:9"]);
    let mut admin = house.signed_in("admin@demo.example");
    let csrf = admin.get("/fr/admin/users").field("csrf");
    let fields = [
        ("csrf", csrf.as_str()),
        ("email", "autre@ville.example"),
        ("name", "Autre"),
        ("language", "fr"),
        ("instance_role", "none"),
        ("organisation", "gouvernement-du-canada"),
    ];
    let answer = admin.post("/fr/admin/users", &fields);
    assert!(answer.status < 500, "{}", answer.text());
    let text = admin.get("/fr/admin/users?q=autre").text();
    assert!(text.contains("autre@ville.example"), "{}", answer.text());
}

#[test]
fn an_answer_that_is_opened_again_is_told_to_those_who_write() {
    let (post, address) = Post::office();
    let house = House::demo(&["--smtp-url", &address, "--base-url", "https://jalon.example"]);
    let mut lead = house.signed_in("lead@demo.example");
    let topic = format!("/fr/work/dossiers/{RIVEMONT}/questionnaire/L1.01");
    let csrf = lead.get(&topic).field("csrf");
    let answer = lead.post(&format!("{topic}/reopen"), &[("csrf", &csrf), ("reason", "Une loi a changé")]);
    assert_eq!(answer.status, 303, "{}", answer.text());
    let message = post.last_to("contributor@demo.example").expect("the contributor is told");
    let text = decoded(&message);
    assert!(text.contains("Une loi a chang") && text.contains("https://jalon.example/fr/work/dossiers"), "{text}");
    assert!(post.delivered.lock().unwrap().iter().all(|(to, _)| to == "contributor@demo.example"), "nobody else is disturbed");
}

#[test]
fn somebody_without_an_account_is_told_that_the_discussion_is_over() {
    let (post, address) = Post::office();
    let house = House::demo(&["--smtp-url", &address, "--base-url", "https://jalon.example"]);
    let dossier = format!("/fr/work/dossiers/{RIVEMONT}");
    let discussion = format!("{dossier}/discussion");
    let mut lead = house.signed_in("lead@demo.example");
    let csrf = lead.get(&discussion).field("csrf");
    let mut add = |name: &str, email: &str| {
        let organisation = "ministere-migrations-norvalie";
        let fields =
            [("csrf", csrf.as_str()), ("name", name), ("position", ""), ("email", email), ("organisation", organisation)];
        lead.post(&format!("{discussion}/participants"), &fields).status
    };
    assert_eq!(add("Yvon Invité", "yvon@example.org"), 303);
    assert_eq!(add("Yvon Invité, encore", "yvon@example.org"), 303);
    assert_eq!(add("Xénia Partie", "xenia@example.org"), 303);
    assert_eq!(add("Sans arobase", "sans arobase"), 422);
    assert!(lead.get(&discussion).text().contains("yvon@example.org"));
    let seen = house.signed_in("reviewer@demo.example").get(&discussion).text();
    assert!(seen.contains("Yvon Invité") && !seen.contains("yvon@example.org"), "addresses are for those who keep the list");

    let page = lead.get(&discussion).text();
    let (_, row) = page.split_once("xenia@example.org").unwrap();
    let (_, action) = row.split_once("/participants/").unwrap();
    let id = action.split('/').next().unwrap();
    assert_eq!(lead.post(&format!("{discussion}/participants/{id}/erase"), &[("csrf", &csrf)]).status, 303);
    assert!(!lead.get(&discussion).text().contains("Xénia"));

    for comment in ["C06", "C08", "C09", "C11", "C12"] {
        let fields = [("csrf", csrf.as_str()), ("disposition", "accepted"), ("reason", "Repris"), ("revision", "1")];
        let answer = lead.post(&format!("{discussion}/comments/{comment}/close"), &fields);
        assert_eq!(answer.status, 303, "{comment}: {}", answer.text());
    }
    let answer = lead.post(&format!("{dossier}/stage"), &[("csrf", &csrf), ("target", "final"), ("reason", "")]);
    assert_eq!(answer.status, 303, "{}", answer.text());
    let text = decoded(&post.last_to("yvon@example.org").expect("the guest is told"));
    assert!(text.contains("Yvon Invit") && text.contains("https://jalon.example/fr/sign-in"), "{text}");
    assert!(post.last_to("reviewer@demo.example").is_some(), "and so are those with an account");
    let delivered = post.delivered.lock().unwrap();
    assert_eq!(delivered.iter().filter(|(to, _)| to == "yvon@example.org").count(), 1, "once");
    assert!(delivered.iter().all(|(to, _)| to != "xenia@example.org"), "nobody writes to whom was erased");
}

#[test]
fn a_link_opens_no_account_that_was_suspended_meanwhile() {
    let (post, address) = Post::office();
    let house = House::demo(&["--smtp-url", &address]);
    let mut admin = house.signed_in("admin@demo.example");
    house.visitor().post("/fr/forgotten-password", &[("email", "reader@demo.example")]);
    let path = link(&post.last_to("reader@demo.example").expect("the message arrives"));
    let list = admin.get("/fr/admin/users?q=reader").text();
    let (before, _) = list.split_once("reader@demo.example").unwrap();
    let id = before.rsplit_once("/admin/users/").unwrap().1.split('"').next().unwrap().to_owned();
    let page = admin.get(&format!("/fr/admin/users/{id}"));
    let fields = [
        ("csrf", page.field("csrf")),
        ("organisation", "universite-rivemont".to_owned()),
        ("instance_role", "none".to_owned()),
        ("suspended", "1".to_owned()),
    ];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(admin.post(&format!("/fr/admin/users/{id}"), &fields).status, 303);
    let path = if path.starts_with("/fr/") { path } else { format!("/fr{path}") };
    let password = "une phrase assez longue 7";
    let answer = house.visitor().post(&path, &[("password", password), ("repeated", password)]);
    assert_eq!(answer.status, 410, "{}", answer.text());
}
