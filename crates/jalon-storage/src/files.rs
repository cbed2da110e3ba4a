//! Attached files, kept by the digest of their content: the same file is stored once, and an altered one is noticed.

use std::sync::Arc;

use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt};
use sha2::{Digest, Sha256};

use crate::{Result, StoreConfig, StoreError, create_private_folder};

/// Where files are kept.
#[derive(Debug, Clone)]
pub enum FilesConfig {
    /// In the data folder.
    Local,
    /// In a store that speaks S3.
    S3 { endpoint: String, bucket: String, region: String, access_key: String, secret_key: String },
}

/// The content-addressed store.
#[derive(Debug, Clone)]
pub struct Files {
    store: Arc<dyn ObjectStore>,
}

impl Files {
    pub(crate) fn open(config: &StoreConfig) -> Result<Self> {
        let store: Arc<dyn ObjectStore> = match &config.files {
            FilesConfig::Local => {
                let folder = config.data_dir.join("files");
                create_private_folder(&folder)?;
                Arc::new(LocalFileSystem::new_with_prefix(folder)?.with_fsync(true))
            }
            FilesConfig::S3 { endpoint, bucket, region, access_key, secret_key } => {
                // The store's client brings no cryptography of its own. That another part chose it already is no fault.
                let _ = rustls::crypto::ring::default_provider().install_default();
                Arc::new(
                    AmazonS3Builder::new()
                        .with_endpoint(endpoint)
                        .with_bucket_name(bucket)
                        .with_region(region)
                        .with_access_key_id(access_key)
                        .with_secret_access_key(secret_key)
                        // A store on the same machine or network is often plain http; the address says which.
                        .with_allow_http(endpoint.starts_with("http://"))
                        .build()?,
                )
            }
        };
        Ok(Self { store })
    }

    /// Stores the bytes and returns their SHA-256 in hexadecimal.
    pub async fn put(&self, bytes: Vec<u8>) -> Result<String> {
        let digest = hex::encode(Sha256::digest(&bytes));
        self.store.put(&location(&digest), bytes.into()).await?;
        Ok(digest)
    }

    /// The bytes under this digest; nothing when they are absent or no longer have that digest.
    pub async fn get(&self, digest: &str) -> Result<Option<Vec<u8>>> {
        if !is_digest(digest) {
            return Ok(None);
        }
        match self.store.get(&location(digest)).await {
            Ok(found) => {
                let bytes = found.bytes().await?.to_vec();
                Ok(Some(bytes).filter(|bytes| hex::encode(Sha256::digest(bytes)) == digest))
            }
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Whether something is stored under this digest; its content is not read.
    pub async fn exists(&self, digest: &str) -> Result<bool> {
        if !is_digest(digest) {
            return Ok(false);
        }
        match self.store.head(&location(digest)).await {
            Ok(_) => Ok(true),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// The digests of everything stored, sorted.
    pub async fn digests(&self) -> Result<Vec<String>> {
        use futures::TryStreamExt;
        let mut found: Vec<String> = self
            .store
            .list(None)
            .map_ok(|meta| meta.location.as_ref().replace('/', ""))
            .try_collect()
            .await
            .map_err(StoreError::Files)?;
        found.retain(|digest| is_digest(digest));
        found.sort();
        Ok(found)
    }
}

/// Whether this can be a digest; what cannot never becomes part of a path.
fn is_digest(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// Two levels of folders, so that none grows too large to list.
fn location(digest: &str) -> Path {
    Path::from(format!("{}/{}/{}", &digest[..2], &digest[2..4], &digest[4..]))
}
