//! The kinds of files that a run writes beside the manifest, under the names of `--format`.

/// Which kinds of files are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Formats {
    /// `index.html`, and `index.<locale>.html` for each further locale.
    pub html: bool,
    /// `report.md`, and `report.<locale>.md` for each further locale.
    pub markdown: bool,
    /// A post and a page for each chart below `jekyll/`.
    pub jekyll: bool,
    /// `report.json`.
    pub json: bool,
    /// `charts/<id>.<locale>.svg`.
    pub svg: bool,
    /// `charts/<id>.<locale>.png`.
    pub png: bool,
    /// `tables/<id>.csv`.
    pub csv: bool,
    /// `report.xlsx`, when there is a table.
    pub xlsx: bool,
}

impl Formats {
    /// Every name.
    pub const NAMES: [&'static str; 8] = [
        "html", "markdown", "jekyll", "json", "svg", "png", "csv", "xlsx",
    ];

    /// What a spec gets that asks for nothing.
    pub const DEFAULT: Self = Self {
        html: true,
        markdown: true,
        jekyll: false,
        json: true,
        svg: true,
        png: false,
        csv: true,
        xlsx: true,
    };

    /// Those among [`Formats::NAMES`] for which `asked` holds.
    #[must_use]
    pub fn those(asked: impl Fn(&str) -> bool) -> Self {
        Self {
            html: asked("html"),
            markdown: asked("markdown"),
            jekyll: asked("jekyll"),
            json: asked("json"),
            svg: asked("svg"),
            png: asked("png"),
            csv: asked("csv"),
            xlsx: asked("xlsx"),
        }
    }

    /// With pictures for a Markdown file that would have none: bitmaps, which every place can show.
    #[must_use]
    pub fn with_pictures(self) -> Self {
        Self {
            png: self.png || self.markdown && !self.svg,
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Formats;

    #[test]
    fn every_name_switches_one_kind_on() {
        let none = Formats::those(|_| false);
        let mut seen = vec![none];
        for name in Formats::NAMES {
            let one = Formats::those(|asked| asked == name);
            assert!(!seen.contains(&one), "{name}");
            seen.push(one);
        }
    }

    #[test]
    fn a_markdown_file_is_never_without_pictures() {
        let formats = |names: &[&str]| Formats::those(|name| names.contains(&name)).with_pictures();
        assert!(formats(&["markdown"]).png);
        assert!(!formats(&["markdown", "svg"]).png);
        assert!(!formats(&["html"]).png);
    }
}
