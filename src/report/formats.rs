//! The kinds of files that a run writes besides the manifest, under their names in `--format`.

/// Where a spec chooses a kind of files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormatGroup {
    /// `outputs.formats`.
    Documents,
    /// `outputs.charts`.
    Pictures,
    /// `outputs.tables`.
    Tables,
}

/// The table of formats: each with its group, and whether a spec gets it that does not choose in that group.
macro_rules! formats {
    ($($(#[$about:meta])* $name:ident: $group:ident $usual:literal,)*) => {
        /// The kinds of files to write.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub struct Formats {
            $($(#[$about])* pub $name: bool,)*
        }

        impl Formats {
            /// Every name.
            pub(crate) const NAMES: [&'static str; [$(stringify!($name)),*].len()] =
                [$(stringify!($name)),*];

            /// The kinds for a spec that asks for none.
            pub(crate) const DEFAULT: Self = Self { $($name: $usual,)* };

            /// Those among `Formats::NAMES` for which `asked` holds.
            #[must_use]
            pub fn those(asked: impl Fn(&str) -> bool) -> Self {
                Self { $($name: asked(stringify!($name)),)* }
            }

            /// With those of a group that a spec names, and no others of it.
            #[must_use]
            pub(crate) fn with(self, group: FormatGroup, named: &[&str]) -> Self {
                Self {
                    $($name: match FormatGroup::$group {
                        own if own == group => named.contains(&stringify!($name)),
                        _ => self.$name,
                    },)*
                }
            }
        }
    };
}

formats! {
    /// `index.html`, and `index.<locale>.html` for each further locale.
    html: Documents true,
    /// `report.md`, and `report.<locale>.md` for each further locale.
    markdown: Documents true,
    /// A post and a page for each chart below `jekyll/`.
    jekyll: Documents false,
    /// `report.pdf`, and `report.<locale>.pdf` for each further locale.
    pdf: Documents false,
    /// `report.json`.
    json: Documents true,
    /// `charts/<id>.<locale>.svg`.
    svg: Pictures true,
    /// `charts/<id>.<locale>.png`.
    png: Pictures false,
    /// `tables/<id>.csv`.
    csv: Tables true,
    /// `report.xlsx`, if there is a table.
    xlsx: Tables true,
}

impl Formats {
    /// Adds pictures for a Markdown file that would have none: bitmaps, which can be shown
    /// everywhere.
    #[must_use]
    pub(crate) fn with_pictures(self) -> Self {
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
