//! Files in a store that speaks S3, over HTTP, with signed requests.

use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use jalon_storage::{Files, FilesConfig, Store, StoreConfig};
use s3s::auth::SimpleAuth;
use s3s::service::S3ServiceBuilder;
use s3s_fs::FileSystem;

use crate::bench::{Bench, Engine};

/// A store of its own with one bucket, and its address.
async fn s3(folder: &std::path::Path) -> String {
    std::fs::create_dir_all(folder.join("jalon")).unwrap();
    let mut builder = S3ServiceBuilder::new(FileSystem::new(folder).unwrap());
    builder.set_auth(SimpleAuth::from_single("key", "secret"));
    let service = builder.build();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            let service = service.clone();
            tokio::spawn(async move {
                let _ = auto::Builder::new(TokioExecutor::new()).serve_connection(TokioIo::new(socket), service).await;
            });
        }
    });
    format!("http://{address}")
}

fn config(bench: &Bench, endpoint: &str, secret: &str) -> StoreConfig {
    let files = FilesConfig::S3 {
        endpoint: endpoint.to_owned(),
        bucket: "jalon".to_owned(),
        region: "us-east-1".to_owned(),
        access_key: "key".to_owned(),
        secret_key: secret.to_owned(),
    };
    StoreConfig { files, ..bench.config.clone() }
}

async fn stored(files: &Files) -> String {
    files.put(b"a by-law".to_vec()).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_are_kept_found_and_listed() {
    let bench = Bench::new(Engine::Sqlite).await.unwrap();
    let endpoint = s3(&bench.folder.path().join("s3")).await;
    let store = Store::open(config(&bench, &endpoint, "secret")).await.unwrap();
    let digest = stored(store.files()).await;
    assert_eq!(stored(store.files()).await, digest, "the same file is stored once");
    assert_eq!(store.files().get(&digest).await.unwrap().as_deref(), Some(&b"a by-law"[..]));
    assert!(store.files().exists(&digest).await.unwrap());
    assert_eq!(store.files().digests().await.unwrap(), std::slice::from_ref(&digest));
    let absent = "0".repeat(64);
    assert!(!store.files().exists(&absent).await.unwrap());
    assert_eq!(store.files().get(&absent).await.unwrap(), None);
    // An object that was altered behind our back is not handed out as what it was.
    let object = bench.folder.path().join("s3/jalon").join(&digest[..2]).join(&digest[2..4]).join(&digest[4..]);
    std::fs::write(object, b"another by-law").unwrap();
    assert_eq!(store.files().get(&digest).await.unwrap(), None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_key_is_told_without_the_key() {
    let bench = Bench::new(Engine::Sqlite).await.unwrap();
    let endpoint = s3(&bench.folder.path().join("s3")).await;
    let store = Store::open(config(&bench, &endpoint, "wrong-secret")).await.unwrap();
    let error = store.files().put(b"a by-law".to_vec()).await.unwrap_err().to_string();
    assert!(!error.contains("wrong-secret"), "{error}");
}
