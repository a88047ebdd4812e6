//! The regions and departments of France. In: the code of one, or its name as a file writes it, with or without article, accents
//! and hyphens. Out: the [`Place`] with its French and English names.
//!
//! Codes and names: INSEE, Code officiel géographique 2025, 18 regions and 101 departments, in separate tables, since `44` is
//! both the Grand Est and the Loire-Atlantique. Articles and prepositions follow usage (`en Gironde`, `dans la Drôme`): departments that
//! this code joins to `de` or `d’` alone have one as the subject of a sentence (`la Seine-et-Marne`); regions of which nobody says one
//! have none (`en Provence-Alpes-Côte d’Azur`); the Réunion has its article beside its name.

use super::place::{Inside, Place, bare, la, le, les};

/// The region with a code of two digits or a name.
#[must_use]
pub(crate) fn region(text: &str) -> Option<&'static Place> {
    found(&REGIONS, text)
}

/// The department with a code of two or three characters or a name.
#[must_use]
pub(crate) fn department(text: &str) -> Option<&'static Place> {
    found(&DEPARTMENTS, text)
}

fn found(table: &'static [Place], text: &str) -> Option<&'static Place> {
    let code = text.trim();
    let by_code = table
        .iter()
        .find(|place| place.code().eq_ignore_ascii_case(code));
    by_code.or_else(|| {
        let wanted = plain(text);
        table.iter().find(|place| plain(place.french) == wanted)
    })
}

/// A name without its article, and of its letters the case and the accents: `La Réunion` is `reunion`.
fn plain(name: &str) -> String {
    let lower = name.trim().to_lowercase();
    let articles = ["les ", "le ", "la ", "l’", "l'"];
    let mut without = articles.iter().filter_map(|it| lower.strip_prefix(it));
    let letters = without.next().unwrap_or(&lower).chars();
    let letters = letters.map(|letter| match letter {
        'à' | 'â' => 'a',
        'ç' => 'c',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' => 'i',
        'ô' => 'o',
        other => other,
    });
    letters.filter(|letter| letter.is_alphanumeric()).collect()
}

#[rustfmt::skip]
static REGIONS: [Place; 18] = [
    la("01", "Guadeloupe", "Guadeloupe"),
    la("02", "Martinique", "Martinique"),
    la("03", "Guyane", "French Guiana"),
    la("04", "Réunion", "Réunion").inside(Inside::At),
    bare("06", "Mayotte", "Mayotte"),
    la("11", "Île-de-France", "Île-de-France"),
    le("24", "Centre-Val de Loire", "Centre-Val de Loire").inside(Inside::En),
    la("27", "Bourgogne-Franche-Comté", "Bourgogne-Franche-Comté"),
    la("28", "Normandie", "Normandy"),
    les("32", "Hauts-de-France", "Hauts-de-France").inside(Inside::Within),
    le("44", "Grand Est", "Grand Est").inside(Inside::Within),
    les("52", "Pays de la Loire", "Pays de la Loire").inside(Inside::Within),
    la("53", "Bretagne", "Brittany"),
    la("75", "Nouvelle-Aquitaine", "Nouvelle-Aquitaine"),
    la("76", "Occitanie", "Occitanie"),
    bare("84", "Auvergne-Rhône-Alpes", "Auvergne-Rhône-Alpes").inside(Inside::En),
    bare("93", "Provence-Alpes-Côte d’Azur", "Provence-Alpes-Côte d’Azur").inside(Inside::En),
    la("94", "Corse", "Corsica"),
];

#[rustfmt::skip]
static DEPARTMENTS: [Place; 101] = [
    le("01", "Ain", "Ain").inside(Inside::Within),
    la("02", "Aisne", "Aisne").inside(Inside::Within),
    le("03", "Allier", "Allier").inside(Inside::Within),
    les("04", "Alpes-de-Haute-Provence", "Alpes-de-Haute-Provence").inside(Inside::Within),
    les("05", "Hautes-Alpes", "Hautes-Alpes").inside(Inside::Within),
    les("06", "Alpes-Maritimes", "Alpes-Maritimes").inside(Inside::Within),
    la("07", "Ardèche", "Ardèche"),
    les("08", "Ardennes", "Ardennes").inside(Inside::Within),
    la("09", "Ariège", "Ariège"),
    la("10", "Aube", "Aube").inside(Inside::Within),
    la("11", "Aude", "Aude").inside(Inside::Within),
    le("12", "Aveyron", "Aveyron").inside(Inside::Within),
    les("13", "Bouches-du-Rhône", "Bouches-du-Rhône").inside(Inside::Within),
    le("14", "Calvados", "Calvados").inside(Inside::Within),
    le("15", "Cantal", "Cantal").inside(Inside::Within),
    la("16", "Charente", "Charente"),
    la("17", "Charente-Maritime", "Charente-Maritime"),
    le("18", "Cher", "Cher").inside(Inside::Within),
    la("19", "Corrèze", "Corrèze"),
    la("21", "Côte-d’Or", "Côte-d’Or"),
    les("22", "Côtes-d’Armor", "Côtes-d’Armor").inside(Inside::Within),
    la("23", "Creuse", "Creuse").inside(Inside::Within),
    la("24", "Dordogne", "Dordogne"),
    le("25", "Doubs", "Doubs").inside(Inside::Within),
    la("26", "Drôme", "Drôme").inside(Inside::Within),
    la("27", "Eure", "Eure").inside(Inside::Within),
    le("28", "Eure-et-Loir", "Eure-et-Loir").inside(Inside::En),
    le("29", "Finistère", "Finistère").inside(Inside::Within),
    la("2A", "Corse-du-Sud", "Corse-du-Sud"),
    la("2B", "Haute-Corse", "Haute-Corse"),
    le("30", "Gard", "Gard").inside(Inside::Within),
    la("31", "Haute-Garonne", "Haute-Garonne"),
    le("32", "Gers", "Gers").inside(Inside::Within),
    la("33", "Gironde", "Gironde"),
    le("34", "Hérault", "Hérault").inside(Inside::Within),
    la("35", "Ille-et-Vilaine", "Ille-et-Vilaine"),
    la("36", "Indre", "Indre").inside(Inside::Within),
    la("37", "Indre-et-Loire", "Indre-et-Loire"),
    la("38", "Isère", "Isère"),
    le("39", "Jura", "Jura").inside(Inside::Within),
    les("40", "Landes", "Landes").inside(Inside::Within),
    le("41", "Loir-et-Cher", "Loir-et-Cher").inside(Inside::En),
    la("42", "Loire", "Loire").inside(Inside::Within),
    la("43", "Haute-Loire", "Haute-Loire"),
    la("44", "Loire-Atlantique", "Loire-Atlantique"),
    le("45", "Loiret", "Loiret").inside(Inside::Within),
    le("46", "Lot", "Lot").inside(Inside::Within),
    le("47", "Lot-et-Garonne", "Lot-et-Garonne").inside(Inside::En),
    la("48", "Lozère", "Lozère"),
    le("49", "Maine-et-Loire", "Maine-et-Loire").inside(Inside::En),
    la("50", "Manche", "Manche").inside(Inside::Within),
    la("51", "Marne", "Marne").inside(Inside::Within),
    la("52", "Haute-Marne", "Haute-Marne"),
    la("53", "Mayenne", "Mayenne"),
    la("54", "Meurthe-et-Moselle", "Meurthe-et-Moselle"),
    la("55", "Meuse", "Meuse").inside(Inside::Within),
    le("56", "Morbihan", "Morbihan").inside(Inside::Within),
    la("57", "Moselle", "Moselle"),
    la("58", "Nièvre", "Nièvre").inside(Inside::Within),
    le("59", "Nord", "Nord").inside(Inside::Within),
    la("60", "Oise", "Oise").inside(Inside::Within),
    la("61", "Orne", "Orne").inside(Inside::Within),
    le("62", "Pas-de-Calais", "Pas-de-Calais").inside(Inside::Within),
    le("63", "Puy-de-Dôme", "Puy-de-Dôme").inside(Inside::Within),
    les("64", "Pyrénées-Atlantiques", "Pyrénées-Atlantiques").inside(Inside::Within),
    les("65", "Hautes-Pyrénées", "Hautes-Pyrénées").inside(Inside::Within),
    les("66", "Pyrénées-Orientales", "Pyrénées-Orientales").inside(Inside::Within),
    le("67", "Bas-Rhin", "Bas-Rhin").inside(Inside::Within),
    le("68", "Haut-Rhin", "Haut-Rhin").inside(Inside::Within),
    le("69", "Rhône", "Rhône").inside(Inside::Within),
    la("70", "Haute-Saône", "Haute-Saône"),
    la("71", "Saône-et-Loire", "Saône-et-Loire"),
    la("72", "Sarthe", "Sarthe").inside(Inside::Within),
    la("73", "Savoie", "Savoie"),
    la("74", "Haute-Savoie", "Haute-Savoie"),
    bare("75", "Paris", "Paris"),
    la("76", "Seine-Maritime", "Seine-Maritime"),
    la("77", "Seine-et-Marne", "Seine-et-Marne"),
    les("78", "Yvelines", "Yvelines").inside(Inside::Within),
    les("79", "Deux-Sèvres", "Deux-Sèvres").inside(Inside::Within),
    la("80", "Somme", "Somme").inside(Inside::Within),
    le("81", "Tarn", "Tarn").inside(Inside::Within),
    le("82", "Tarn-et-Garonne", "Tarn-et-Garonne").inside(Inside::En),
    le("83", "Var", "Var").inside(Inside::Within),
    le("84", "Vaucluse", "Vaucluse").inside(Inside::Within),
    la("85", "Vendée", "Vendée"),
    la("86", "Vienne", "Vienne").inside(Inside::Within),
    la("87", "Haute-Vienne", "Haute-Vienne"),
    les("88", "Vosges", "Vosges").inside(Inside::Within),
    la("89", "Yonne", "Yonne").inside(Inside::Within),
    le("90", "Territoire de Belfort", "Territoire de Belfort").inside(Inside::Within),
    la("91", "Essonne", "Essonne").inside(Inside::Within),
    les("92", "Hauts-de-Seine", "Hauts-de-Seine").inside(Inside::Within),
    la("93", "Seine-Saint-Denis", "Seine-Saint-Denis"),
    le("94", "Val-de-Marne", "Val-de-Marne").inside(Inside::Within),
    le("95", "Val-d’Oise", "Val-d’Oise").inside(Inside::Within),
    la("971", "Guadeloupe", "Guadeloupe"),
    la("972", "Martinique", "Martinique"),
    la("973", "Guyane", "French Guiana"),
    la("974", "Réunion", "Réunion").inside(Inside::At),
    bare("976", "Mayotte", "Mayotte"),
];

#[cfg(test)]
mod tests {
    use super::{DEPARTMENTS, REGIONS, department, region};
    use crate::text::Locale::{En, Fr};
    use crate::text::Place;

    /// The subject, being there, after a noun, about the place itself.
    fn forms(place: &Place) -> String {
        let forms = [
            place.with_article(Fr),
            place.in_(Fr),
            place.of(Fr),
            place.of_article(Fr),
        ];
        forms.join(" | ")
    }

    #[test]
    fn regions_have_the_articles_and_prepositions_of_usage() {
        for (name, expected) in [
            (
                "Hauts-de-France",
                "les Hauts-de-France | dans les Hauts-de-France | des Hauts-de-France | des Hauts-de-France",
            ),
            (
                "Bretagne",
                "la Bretagne | en Bretagne | de Bretagne | de la Bretagne",
            ),
            (
                "Île-de-France",
                "l’Île-de-France | en Île-de-France | d’Île-de-France | de l’Île-de-France",
            ),
            (
                "Grand Est",
                "le Grand Est | dans le Grand Est | du Grand Est | du Grand Est",
            ),
            (
                "Pays de la Loire",
                "les Pays de la Loire | dans les Pays de la Loire | des Pays de la Loire | des Pays de la Loire",
            ),
            (
                "La Réunion",
                "la Réunion | à la Réunion | de la Réunion | de la Réunion",
            ),
            (
                "Centre-Val de Loire",
                "le Centre-Val de Loire | en Centre-Val de Loire | du Centre-Val de Loire | du Centre-Val de Loire",
            ),
            (
                "Occitanie",
                "l’Occitanie | en Occitanie | d’Occitanie | de l’Occitanie",
            ),
            (
                "Provence-Alpes-Côte d’Azur",
                "Provence-Alpes-Côte d’Azur | en Provence-Alpes-Côte d’Azur | de Provence-Alpes-Côte d’Azur | de Provence-Alpes-Côte d’Azur",
            ),
            (
                "Auvergne-Rhône-Alpes",
                "Auvergne-Rhône-Alpes | en Auvergne-Rhône-Alpes | d’Auvergne-Rhône-Alpes | d’Auvergne-Rhône-Alpes",
            ),
            ("Mayotte", "Mayotte | à Mayotte | de Mayotte | de Mayotte"),
        ] {
            assert_eq!(forms(region(name).unwrap()), expected);
        }
        assert_eq!(region("Bretagne").unwrap().in_(En), "in Brittany");
    }

    #[test]
    fn departments_have_theirs() {
        for (name, expected) in [
            ("Ain", "l’Ain | dans l’Ain | de l’Ain | de l’Ain"),
            ("Rhône", "le Rhône | dans le Rhône | du Rhône | du Rhône"),
            (
                "Gironde",
                "la Gironde | en Gironde | de Gironde | de la Gironde",
            ),
            (
                "Hérault",
                "l’Hérault | dans l’Hérault | de l’Hérault | de l’Hérault",
            ),
            (
                "Ille-et-Vilaine",
                "l’Ille-et-Vilaine | en Ille-et-Vilaine | d’Ille-et-Vilaine | de l’Ille-et-Vilaine",
            ),
            (
                "Loir-et-Cher",
                "le Loir-et-Cher | en Loir-et-Cher | du Loir-et-Cher | du Loir-et-Cher",
            ),
            ("Yonne", "l’Yonne | dans l’Yonne | de l’Yonne | de l’Yonne"),
            (
                "Yvelines",
                "les Yvelines | dans les Yvelines | des Yvelines | des Yvelines",
            ),
            (
                "Haut-Rhin",
                "le Haut-Rhin | dans le Haut-Rhin | du Haut-Rhin | du Haut-Rhin",
            ),
            (
                "Seine-et-Marne",
                "la Seine-et-Marne | en Seine-et-Marne | de Seine-et-Marne | de la Seine-et-Marne",
            ),
            ("Paris", "Paris | à Paris | de Paris | de Paris"),
        ] {
            assert_eq!(forms(department(name).unwrap()), expected);
        }
    }

    #[test]
    fn a_name_is_found_however_a_file_writes_it_and_a_code_too() {
        for (table, text, name) in [
            (
                region as fn(&str) -> Option<&'static Place>,
                "32",
                "Hauts-de-France",
            ),
            (region, "HAUTS DE FRANCE", "Hauts-de-France"),
            (region, "Ile-de-France", "Île-de-France"),
            (region, "l'Île-de-France", "Île-de-France"),
            (region, "Réunion", "Réunion"),
            (
                region,
                "Provence-Alpes-Cote d'Azur",
                "Provence-Alpes-Côte d’Azur",
            ),
            (department, "2A", "Corse-du-Sud"),
            (department, " 2b", "Haute-Corse"),
            (department, "44", "Loire-Atlantique"),
            (department, "cotes d'armor", "Côtes-d’Armor"),
            (department, "Territoire de Belfort", "Territoire de Belfort"),
        ] {
            assert_eq!(
                table(text).map(|it| it.name(Fr)).as_deref(),
                Some(name),
                "{text}"
            );
        }
        assert_eq!(region("Lyon"), None);
        assert_eq!(region(""), None);
        assert_eq!(department("20"), None);
    }

    #[test]
    fn every_code_and_name_stands_once() {
        for table in [&REGIONS[..], &DEPARTMENTS[..]] {
            assert!(table.is_sorted_by(|one, other| one.code() < other.code()));
            for place in table {
                let found = if table.len() == 18 {
                    region
                } else {
                    department
                };
                assert_eq!(found(place.code()), Some(place));
                assert_eq!(found(place.french), Some(place));
                assert!(!place.french.contains('\''), "{}", place.french);
            }
        }
    }

    #[test]
    fn they_agree_in_gender_and_number() {
        for (place, pronoun) in [
            (region("Hauts-de-France"), "ils"),
            (region("Bretagne"), "elle"),
            (region("Auvergne-Rhône-Alpes"), "elle"),
            (region("Grand Est"), "il"),
            (department("Alpes-Maritimes"), "elles"),
            (department("Hauts-de-Seine"), "ils"),
            (department("Yvelines"), "elles"),
            (department("Saône-et-Loire"), "elle"),
            (department("Loir-et-Cher"), "il"),
        ] {
            let place = place.unwrap();
            assert_eq!(place.agreement().pronoun(Fr), pronoun, "{}", place.french);
        }
    }
}
