//! All files of a bundle. In: a [`Bundle`] and the wanted [`Formats`]. Out: [`OutputFile`]s in a
//! fixed order; `manifest.json` comes last and lists the others.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::csv::write_csv;
use super::drawing::standalone_svg;
use super::error::PublishError;
use super::figures::{chart_path, figures};
use super::html::page;
use super::jekyll::jekyll;
use super::json::write_json;
use super::markdown::{markdown, markdown_name};
use super::names::file_names;
#[cfg(feature = "pdf")]
use super::pdf::{pdf, pdf_name};
use super::preview::{has_preview, preview};
use super::workbook::workbook;
use crate::document::{Bundle, Document, Figure, MANIFEST, Sheet, page_name, preview_name};
use crate::report::Formats;
use crate::text::Locale;
use crate::world::{Content, OutputFile};
use std::io::{self, Write};
use std::sync::Arc;

/// Some files of the bundle; parts are made in parallel, but keep their order.
type FileMaker<'a> = Box<dyn Fn() -> Result<Vec<OutputFile>, PublishError> + Send + Sync + 'a>;

/// How long some files take, the shortest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Weight {
    /// A table, a picture.
    Small,
    /// A page, a text with its charts.
    Page,
    /// All numbers of the report in one file.
    Document,
}

/// Makes the files of a bundle. Fails if a table exceeds the limits of a workbook, or a chart's
/// page those of a frame.
pub fn files(bundle: &Bundle, formats: &Formats) -> Result<Vec<OutputFile>, PublishError> {
    let charts = &file_names(bundle.documents.iter().flat_map(figures).map(chart_id));
    let locales: &Vec<Locale> = &bundle.documents.iter().map(|it| it.locale).collect();
    let mut parts: Vec<(Weight, FileMaker<'_>)> = Vec::new();
    let mut add = |weight, make| parts.push((weight, make));
    for (index, document) in bundle.documents.iter().enumerate() {
        if formats.html {
            add(
                Weight::Page,
                Box::new(move || {
                    let page = page(document, index, locales)?;
                    let name = page_name(index, document.locale);
                    Ok(vec![OutputFile::new(name, page.html)])
                }),
            );
        }
        if formats.html && has_preview(document) {
            add(
                Weight::Small,
                Box::new(move || {
                    let name = preview_name(index, document.locale);
                    Ok(vec![OutputFile::new(name, preview(document, index)?)])
                }),
            );
        }
        #[cfg(feature = "pdf")]
        if formats.pdf {
            add(
                Weight::Document,
                Box::new(move || {
                    let name = pdf_name(index, document.locale);
                    Ok(vec![OutputFile::new(name, pdf(document)?)])
                }),
            );
        }
        add(
            Weight::Page,
            Box::new(move || texts(bundle, (index, document), charts, *formats)),
        );
    }
    if formats.csv {
        let names = file_names(bundle.sheets.iter().map(|sheet| sheet.id.as_str()));
        for sheet in &bundle.sheets {
            let path = format!("tables/{}.csv", names[sheet.id.as_str()]);
            add(Weight::Small, Box::new(move || table(sheet, &path)));
        }
    }
    if formats.xlsx && !bundle.sheets.is_empty() {
        add(
            Weight::Document,
            Box::new(|| {
                let bytes = workbook(&bundle.sheets)?;
                Ok(vec![OutputFile::new("report.xlsx", bytes)])
            }),
        );
    }
    if let Some(report) = bundle.report.as_ref().filter(|_| formats.json) {
        add(
            Weight::Document,
            Box::new(move || {
                let report = Arc::clone(report);
                written("report.json", move |out| write_json(&*report, out))
            }),
        );
    }
    // What takes longest is begun first, so that no thread is left with it at the end.
    let mut made: Vec<Option<Result<Vec<OutputFile>, PublishError>>> =
        parts.iter().map(|_| None).collect();
    rayon::scope_fifo(|scope| {
        let mut places: Vec<_> = parts.iter().zip(&mut made).collect();
        places.sort_by_key(|((weight, _), _)| Reverse(*weight));
        for ((_, make), place) in places {
            scope.spawn_fifo(move |_| *place = Some(make()));
        }
    });
    let mut files = Vec::new();
    for part in made.into_iter().flatten() {
        files.extend(part?);
    }
    let manifest = bundle.manifest.with_outputs(&files);
    files.extend(written(MANIFEST, move |out| write_json(&manifest, out))?);
    Ok(files)
}

/// A file that may be large: it is written row by row, and never held as a whole.
fn written(
    path: &str,
    writes: impl Fn(&mut dyn Write) -> io::Result<()> + Send + Sync + 'static,
) -> Result<Vec<OutputFile>, PublishError> {
    let path = path.to_owned();
    match Content::written(writes) {
        Ok(content) => Ok(vec![OutputFile { path, content }]),
        Err(error) => Err(PublishError::File {
            path,
            detail: error.to_string(),
        }),
    }
}

/// Text and charts of a document.
fn texts(
    bundle: &Bundle,
    (index, document): (usize, &Document),
    charts: &BTreeMap<&str, String>,
    formats: Formats,
) -> Result<Vec<OutputFile>, PublishError> {
    let mut files = Vec::new();
    if formats.markdown {
        let text = markdown(document, index, &pictures(document, charts, formats));
        let name = markdown_name(index, document.locale);
        files.push(OutputFile::new(name, text));
    }
    if let Some(post) = bundle.post.as_ref().filter(|_| formats.jekyll) {
        files.extend(jekyll(document, index, post, charts)?);
    }
    // A chart may be in several sections; its file is written once.
    let unique: BTreeMap<&str, &Figure> = figures(document)
        .map(|figure| (chart_id(figure), figure))
        .collect();
    for (id, figure) in unique {
        if formats.svg {
            let path = chart_path(&charts[id], document.locale, "svg");
            files.push(OutputFile::new(path, standalone_svg(&figure.svg)));
        }
        if let Some(png) = figure.png.as_ref().filter(|_| formats.png) {
            let path = chart_path(&charts[id], document.locale, "png");
            files.push(OutputFile::new(path, png.clone()));
        }
    }
    Ok(files)
}

/// The CSV file of a sheet.
fn table(sheet: &Sheet, path: &str) -> Result<Vec<OutputFile>, PublishError> {
    let sheet = sheet.clone();
    written(path, move |out| write_csv(&sheet, out))
}

fn chart_id(figure: &Figure) -> &str {
    &figure.id
}

/// The picture that the Markdown file shows for each chart: the PNG, which every viewer can show,
/// else the SVG.
fn pictures<'a>(
    document: &'a Document,
    charts: &BTreeMap<&str, String>,
    formats: Formats,
) -> BTreeMap<&'a str, String> {
    figures(document)
        .filter_map(|figure| {
            let extension = if formats.png && figure.png.is_some() {
                "png"
            } else if formats.svg {
                "svg"
            } else {
                return None;
            };
            let path = chart_path(&charts[chart_id(figure)], document.locale, extension);
            Some((chart_id(figure), path))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::files;
    use crate::document::ReportJson;
    use crate::document::report_json::Definitions;
    use crate::document::{Block, Bundle, Document, Figure, Manifest, Sheet, Table};
    use crate::report::Formats;
    use crate::text::Locale;
    use indexmap::IndexMap;
    use std::sync::Arc;

    fn figure(id: &str, png: Option<Vec<u8>>) -> Block {
        Block::Figure(Figure {
            id: id.to_owned(),
            number: 1,
            title: "T".to_owned(),
            subtitle: String::new(),
            caption: String::new(),
            variant: None,
            alternative: "A".to_owned(),
            svg: "<svg/>".to_owned(),
            drawing: String::new(),
            printed: String::new(),
            png,
            table: Table {
                id: "t".to_owned(),
                title: String::new(),
                columns: Vec::new(),
                rows: Vec::new(),
                groups: 0,
                looks: crate::document::Looks::default(),
                total: None,
                remark: String::new(),
            },
            reading: None,
        })
    }

    fn bundle() -> Bundle {
        let document = |locale| Document {
            locale,
            title: "T".to_owned(),
            blocks: vec![
                figure("../a", Some(vec![1])),
                figure("size", None),
                figure("size", None),
            ],
            citation: String::new(),
            credit: String::new(),
            theme: crate::document::PageTheme::default(),
            opening: crate::document::Opening::default(),
            address: String::new(),
            index: None,
            foot: String::new(),
            origins: crate::document::Origins::default(),
            front_matter: serde_json::Map::new(),
        };
        Bundle {
            documents: vec![document(Locale::Fr), document(Locale::En)],
            sheets: vec![Sheet {
                id: "by_size".to_owned(),
                columns: vec![crate::document::SheetColumn::plain("size")],
                rows: Vec::new().into(),
                total: None,
            }],
            post: None,
            report: Some(Arc::new(nothing())),
            manifest: Manifest::default(),
        }
    }

    fn nothing() -> ReportJson {
        ReportJson {
            version: 1,
            title: IndexMap::new(),
            index: None,
            definitions: Definitions {
                sources: IndexMap::new(),
                scope: None,
                measures: IndexMap::new(),
                dimensions: IndexMap::new(),
                filters: IndexMap::new(),
            },
            metrics: IndexMap::new(),
            breakdowns: IndexMap::new(),
            claims: IndexMap::new(),
            charts: IndexMap::new(),
            unmatched: Vec::new(),
            coverage: IndexMap::new(),
            corrections: None,
            previous: None,
            published: Vec::new(),
        }
    }

    fn all() -> Formats {
        Formats::those(|name| !matches!(name, "jekyll" | "pdf"))
    }

    #[test]
    fn a_bundle_has_each_file_once_under_a_safe_name() {
        let files = files(&bundle(), &all()).unwrap();
        let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(
            paths,
            [
                "index.html",
                "preview.png",
                "report.md",
                "charts/-a.fr.svg",
                "charts/-a.fr.png",
                "charts/size.fr.svg",
                "index.en.html",
                "preview.en.png",
                "report.en.md",
                "charts/-a.en.svg",
                "charts/-a.en.png",
                "charts/size.en.svg",
                "tables/by_size.csv",
                "report.xlsx",
                "report.json",
                "manifest.json",
            ]
        );
    }

    #[test]
    fn the_markdown_shows_the_bitmap_where_there_is_one() {
        let files = files(&bundle(), &all()).unwrap();
        let markdown = files.iter().find(|file| file.path == "report.md").unwrap();
        let text = String::from_utf8(markdown.content.bytes().unwrap().to_vec()).unwrap();
        assert!(text.contains("![A](charts/-a.fr.png)"));
        assert!(text.contains("![A](charts/size.fr.svg)"));
    }

    #[test]
    fn the_manifest_is_always_there_and_lists_the_others() {
        let alone = files(&bundle(), &Formats::those(|_| false)).unwrap();
        assert_eq!(alone.len(), 1);
        assert_eq!(
            Manifest::read(&alone[0].content.bytes().unwrap()),
            Some(Manifest::default())
        );
    }

    #[test]
    fn the_same_bundle_gives_the_same_bytes() {
        assert_eq!(files(&bundle(), &all()), files(&bundle(), &all()));
    }
}
