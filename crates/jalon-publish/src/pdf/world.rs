//! What Typst may see: the template, the data and drawings of one report, the embedded fonts. No disk, network or clock.

use std::collections::HashMap;
use std::sync::LazyLock;

use include_dir::{Dir, include_dir};
use serde_json::Value;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};

use crate::PublishError;

/// Built by `make assets` from the npm packages of the type foundry's fonts.
static ASSETS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../assets/dist/fonts");
static TEMPLATE: &str = include_str!("report.typ");
static FONTS: LazyLock<Fonts> = LazyLock::new(Fonts::load);
/// Row headers of tables are still behind a feature of Typst.
static LIBRARY: LazyLock<LazyHash<Library>> =
    LazyLock::new(|| LazyHash::new(Library::builder().with_features([Feature::A11yExtras].into_iter().collect()).build()));

struct Fonts {
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
}

impl Fonts {
    fn load() -> Self {
        let mut files: Vec<_> =
            ASSETS.files().filter(|file| file.path().extension().is_some_and(|kind| kind == "ttf" || kind == "otf")).collect();
        // The order of the book decides ties between fonts, so it must not depend on the file system.
        files.sort_by_key(|file| file.path());
        let ours = files.into_iter().map(|file| file.contents());
        let fonts: Vec<Font> = ours.chain(typst_assets::fonts()).flat_map(|data| Font::iter(Bytes::new(data))).collect();
        Self { book: LazyHash::new(FontBook::from_fonts(&fonts)), fonts }
    }

    fn covers(&self, character: char) -> bool {
        self.fonts.iter().any(|font| font.info().coverage.contains(character as u32))
    }
}

/// One report, as the typesetter sees it.
pub(super) struct ReportWorld {
    main: Source,
    files: HashMap<FileId, Bytes>,
}

impl ReportWorld {
    pub(super) fn new() -> Result<Self, PublishError> {
        let main = Source::new(file_id("/report.typ")?, TEMPLATE.to_string());
        Ok(Self { main, files: HashMap::new() })
    }

    pub(super) fn add_data(&mut self, path: &str, mut data: Value) -> Result<(), PublishError> {
        settable(&mut data);
        self.files.insert(file_id(path)?, Bytes::new(serde_json::to_vec(&data)?));
        Ok(())
    }

    pub(super) fn add_drawing(&mut self, path: &str, svg: &str) -> Result<(), PublishError> {
        self.files.insert(file_id(path)?, Bytes::new(settable_text(svg).into_bytes()));
        Ok(())
    }
}

impl World for ReportWorld {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &FONTS.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() { Ok(self.main.clone()) } else { Err(missing(id)) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.get(&id).cloned().ok_or_else(|| missing(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn file_id(path: &str) -> Result<FileId, PublishError> {
    let path = VirtualPath::new(path).map_err(|_| PublishError::Typesetting(vec![path.to_string()]))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

fn missing(id: FileId) -> FileError {
    FileError::NotFound(id.get().vpath().get_with_slash().into())
}

/// Replaces what no font can show, in every string of the data.
///
/// PDF/UA forbids a glyph that stands for nothing, so one emoji would otherwise refuse the whole report.
fn settable(data: &mut Value) {
    match data {
        Value::String(text) => *text = settable_text(text),
        Value::Array(values) => values.iter_mut().for_each(settable),
        Value::Object(map) => map.values_mut().for_each(settable),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn settable_text(text: &str) -> String {
    let shown =
        |character: char| if character.is_ascii() || FONTS.covers(character) { Some(character) } else { substitute(character) };
    text.chars().filter_map(shown).collect()
}

/// Joiners, variation selectors and tags have no shape of their own; anything else shows that something is missing.
fn substitute(character: char) -> Option<char> {
    let invisible = matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}');
    (!invisible).then_some('\u{fffd}')
}
