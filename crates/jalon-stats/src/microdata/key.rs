//! The record key: the same person has the same key in every dataset of an office, and nobody can tell the person from the key.
//!
//! The key is a small number (0–255 or 0–4095) from HMAC-SHA256 over what identifies the person, under a secret that the office keeps.
//! Perturbation by cell keys needs it. Many persons share each key, so that it identifies nobody, even to who knows the secret.

use std::path::Path;

use hmac::{Hmac, Mac};
use jalon_domain::Problem;
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

/// Fewest bytes of a secret: those of 128 random bits, written in hexadecimal.
const SHORTEST_SECRET: usize = 32;

/// The office's secret, ready to make record keys.
#[derive(Clone)]
pub struct Identifier {
    hmac: Hmac<Sha256>,
}

impl std::fmt::Debug for Identifier {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Identifier(…)")
    }
}

impl Identifier {
    /// From the secret itself; blanks and line ends around it do not count.
    ///
    /// # Errors
    /// When it is too short to be one.
    pub fn new(secret: &[u8]) -> Result<Self, Problem> {
        let secret = secret.trim_ascii();
        let short = || Problem::new("microdata-secret-short").with("limit", SHORTEST_SECRET);
        if secret.len() < SHORTEST_SECRET {
            return Err(short());
        }
        let mut hmac = Hmac::<Sha256>::new_from_slice(secret).map_err(|_| short())?;
        hmac.update(b"jalon record key 1\0");
        Ok(Self { hmac })
    }

    /// Reads the secret from a file that only its owner can read.
    ///
    /// # Errors
    /// When the file cannot be read, others can read it, or it is too short.
    pub fn from_file(path: &Path) -> Result<Self, Problem> {
        let unreadable = |error: std::io::Error| {
            Problem::new("microdata-secret-unreadable").with("file", path.display()).with("detail", error.kind())
        };
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(path).map_err(unreadable)?.permissions().mode();
            if mode & 0o077 != 0 {
                return Err(Problem::new("microdata-secret-open")
                    .with("file", path.display())
                    .with("mode", format!("{:o}", mode & 0o777)));
            }
        }
        Self::new(&std::fs::read(path).map_err(unreadable)?)
    }

    /// The key of a person, from the identifying values in canonical form; `keys` is a power of two, so that all are equally frequent.
    pub(crate) fn key(&self, canonical: &[u8], keys: u16) -> u16 {
        let mut hmac = self.hmac.clone();
        hmac.update(canonical);
        let code = hmac.finalize().into_bytes();
        u16::from_be_bytes([code[0], code[1]]) % keys
    }

    /// A value that two datasets share when their keys come from the same secret. It tells nothing of the secret.
    pub fn check(&self) -> String {
        let mut hmac = self.hmac.clone();
        hmac.update(b"\0check");
        hex::encode(&hmac.finalize().into_bytes()[..8])
    }
}

/// A text without case, accents, blanks and signs: `Núñez-Ibarra` and `NUNEZ IBARRA` are the same. Letters of every script stay.
pub(crate) fn normalise(text: &[u8], into: &mut Vec<u8>) {
    if text.is_ascii() {
        into.extend(text.iter().filter(|sign| sign.is_ascii_alphanumeric()).map(u8::to_ascii_uppercase));
        return;
    }
    let text = String::from_utf8_lossy(text);
    let letters = text.nfkd().flat_map(char::to_uppercase).nfkd().filter(|letter| letter.is_alphanumeric());
    let mut buffer = [0; 4];
    letters.for_each(|letter| into.extend_from_slice(letter.encode_utf8(&mut buffer).as_bytes()));
}

/// 128 bits of SHA-256: enough that two different rows never share them by accident or by design.
pub(crate) fn digest(canonical: &[u8]) -> u128 {
    let digest = Sha256::digest(canonical);
    digest.iter().take(16).fold(0, |value, byte| (value << 8) | u128::from(*byte))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SECRET: &[u8] = b"0123456789abcdef0123456789abcdef";

    fn normalised(text: &str) -> String {
        let mut into = vec![];
        normalise(text.as_bytes(), &mut into);
        String::from_utf8(into).unwrap()
    }

    #[test]
    fn one_person_written_in_several_ways_has_one_key() {
        for other in ["nunez ibarra", "Núñez-Ibarra", "NÚÑEZ  IBARRA", "Nu\u{301}n\u{303}ez Ibarra"] {
            assert_eq!(normalised(other), "NUNEZIBARRA", "{other}");
        }
        assert_eq!(normalised("ab-12 3"), "AB123");
        assert_ne!(normalised("محمد"), "");
    }

    #[test]
    fn keys_depend_on_the_secret_and_use_the_whole_range() {
        let (one, other) = (Identifier::new(SECRET).unwrap(), Identifier::new(b"another-secret-of-enough-length-..").unwrap());
        let keys =
            |identifier: &Identifier| (0..4000).map(|n: u32| identifier.key(n.to_string().as_bytes(), 256)).collect::<Vec<_>>();
        assert_ne!(keys(&one), keys(&other));
        assert_ne!(one.check(), other.check());
        let distinct: std::collections::BTreeSet<u16> = keys(&one).into_iter().collect();
        assert_eq!(distinct.len(), 256);
        assert!(Identifier::new(b"short").is_err());
    }

    #[test]
    #[cfg(unix)]
    fn a_secret_that_others_can_read_is_refused() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("secret");
        std::fs::write(&file, SECRET).unwrap();
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
        assert_eq!(Identifier::from_file(&file).unwrap_err().code, "microdata-secret-open");
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
        assert_eq!(Identifier::from_file(&file).unwrap().check(), Identifier::new(SECRET).unwrap().check());
    }

    proptest! {
        #[test]
        fn ascii_and_other_text_are_normalised_alike(text in "[a-zA-Z0-9 .,'-]{0,30}") {
            let with_accent = normalised(&format!("{text}\u{301}"));
            prop_assert_eq!(normalised(&text), with_accent);
        }
    }
}
