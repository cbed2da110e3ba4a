//! Mail by SMTP, where a server is configured; otherwise the caller shows the link to the administrator.

use lettre::message::Mailbox;
use lettre::transport::smtp::authentication::Credentials;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

use crate::{AppError, Result};

/// How to reach the mail server.
#[derive(Debug, Clone)]
pub struct MailConfig {
    /// `smtps://host:465`, `smtp://host:587?tls=required`, or `smtp://127.0.0.1:2525` for a relay on this machine.
    pub smtp_url: String,
    pub user: String,
    pub password: String,
    /// The sender: `Jalon <jalon@example.org>`.
    pub from: String,
}

/// Sends one message.
pub(crate) async fn send(config: &MailConfig, to: &str, subject: &str, body: &str) -> Result<()> {
    // Neither the address nor the text may reach a log, so errors are told by kind.
    let failed = |what: &str| AppError::Fault(format!("mail could not be sent: {what}"));
    let message = Message::builder()
        .from(config.from.parse::<Mailbox>().map_err(|_| failed("the configured sender is not an address"))?)
        .to(to.parse::<Mailbox>().map_err(|_| failed("the recipient's address is not valid"))?)
        .subject(subject)
        .body(body.to_owned())
        .map_err(|_| failed("the message could not be built"))?;
    let mut transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(&config.smtp_url)
        .map_err(|_| failed("the configured server address is not valid"))?;
    if !config.user.is_empty() {
        transport = transport.credentials(Credentials::new(config.user.clone(), config.password.clone()));
    }
    transport.build().send(message).await.map_err(|_| failed("the server refused it or could not be reached"))?;
    Ok(())
}
