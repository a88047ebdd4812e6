//! What Typst may see while it sets a PDF: the template, the files of the report, the fonts of the program; no disk, no
//! network, no clock. In: files by their names. Out: the PDF.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::LazyLock;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

const TEMPLATE: &str = include_str!("../../../assets/report.typ");

/// The file with the tree that the template sets.
pub(super) const CONTENT: &str = "content.json";

const MAIN: &str = "report.typ";

/// The fonts of charts, of texts, of headings, of code.
static FONTS: LazyLock<Vec<Font>> = LazyLock::new(|| {
    let files = [
        dejavu::sans::regular(),
        dejavu::sans::bold(),
        dejavu::sans_condensed::regular(),
        dejavu::sans_condensed::bold(),
        dejavu::sans_condensed::oblique(),
        dejavu::sans_condensed::bold_oblique(),
        dejavu::serif_condensed::bold(),
        dejavu::sans_mono::regular(),
    ];
    files
        .into_iter()
        .filter_map(|file| Font::new(Bytes::new(file), 0))
        .collect()
});

static BOOK: LazyLock<LazyHash<FontBook>> =
    LazyLock::new(|| LazyHash::new(FontBook::from_fonts(FONTS.iter())));

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));

/// Sets the report.
///
/// # Errors
/// What Typst says.
pub(super) fn typeset(files: Vec<(String, Vec<u8>)>) -> Result<Vec<u8>, String> {
    let main = file_id(MAIN)?;
    let sheet = Sheet {
        main: Source::new(main, TEMPLATE.to_owned()),
        files: files
            .into_iter()
            .map(|(name, bytes)| (name, Bytes::new(bytes)))
            .collect(),
    };
    let result = sheet.pdf();
    // What was kept for a next time would stay in the memory of `serve`.
    typst::comemo::evict(0);
    result
}

fn file_id(name: &str) -> Result<FileId, String> {
    let path = VirtualPath::new(name).map_err(|error| error.to_string())?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

struct Sheet {
    main: Source,
    files: BTreeMap<String, Bytes>,
}

impl Sheet {
    fn pdf(&self) -> Result<Vec<u8>, String> {
        let document: PagedDocument = typst::compile(self).output.map_err(|it| said(&it))?;
        let standards = PdfStandards::new(&[PdfStandard::Ua_1]);
        let options = PdfOptions {
            creator: Smart::Custom(Some(format!("hfreport {}", env!("CARGO_PKG_VERSION")))),
            standards: standards.map_err(|error| error.message().to_string())?,
            ..PdfOptions::default()
        };
        typst_pdf::pdf(&document, &options).map_err(|it| said(&it))
    }
}

/// The messages of Typst in one line, each with what it advises.
fn said(problems: &[SourceDiagnostic]) -> String {
    let messages = problems.iter().flat_map(|it| {
        let hints = it.hints.iter().map(|hint| hint.v.as_str());
        std::iter::once(it.message.as_str()).chain(hints)
    });
    messages.collect::<Vec<_>>().join("; ")
}

impl World for Sheet {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &BOOK
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() {
            return Ok(self.main.clone());
        }
        Err(FileError::NotSource)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let name = id.vpath().get_without_slash();
        let file = self.files.get(name).cloned();
        file.ok_or_else(|| FileError::NotFound(PathBuf::from(name)))
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
