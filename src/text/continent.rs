//! The continents. In: a code of two capitals, in a separate table from the countries because `NA`
//! is also Namibia and `SA` Saudi Arabia. Out: the [`Place`] with its French and English names.

use super::place::{Place, la, le};

/// The continent with a code: `AF`, `AN`, `AS`, `EU`, `NA`, `OC` or `SA`; `None` for any other.
#[must_use]
pub(crate) fn continent(code: &str) -> Option<&'static Place> {
    CONTINENTS.iter().find(|place| place.code() == code)
}

static CONTINENTS: [Place; 7] = [
    la("AF", "Afrique", "Africa"),
    le("AN", "Antarctique", "Antarctica"),
    la("AS", "Asie", "Asia"),
    la("EU", "Europe", "Europe"),
    la("NA", "Amérique du Nord", "North America"),
    la("OC", "Océanie", "Oceania"),
    la("SA", "Amérique du Sud", "South America"),
];

#[cfg(test)]
mod tests {
    use super::continent;
    use crate::text::Locale::{En, Fr};
    use crate::text::country::country;

    #[test]
    fn every_continent_is_written_with_en() {
        for (code, inside, of_article, english) in [
            ("AF", "en Afrique", "de l’Afrique", "in Africa"),
            ("AN", "en Antarctique", "de l’Antarctique", "in Antarctica"),
            ("AS", "en Asie", "de l’Asie", "in Asia"),
            ("EU", "en Europe", "de l’Europe", "in Europe"),
            (
                "NA",
                "en Amérique du Nord",
                "de l’Amérique du Nord",
                "in North America",
            ),
            ("OC", "en Océanie", "de l’Océanie", "in Oceania"),
            (
                "SA",
                "en Amérique du Sud",
                "de l’Amérique du Sud",
                "in South America",
            ),
        ] {
            let place = continent(code).unwrap();
            assert_eq!(place.in_(Fr), inside);
            assert_eq!(place.of_article(Fr), of_article);
            assert_eq!(place.in_(En), english);
        }
        assert_eq!(continent("FR"), None);
    }

    #[test]
    fn the_same_code_is_a_country_in_the_other_table() {
        assert_eq!(country("SA").unwrap().name(Fr), "Arabie saoudite");
        assert_eq!(continent("SA").unwrap().name(Fr), "Amérique du Sud");
    }
}
