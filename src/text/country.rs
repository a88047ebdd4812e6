//! The countries. In: a code of ISO 3166-1 (alpha-2), or one of two others that reports need: `EU`
//! (European Union) and `XK` (Kosovo). Out: the [`Place`] with its French and English names.
//!
//! Codes: ISO 3166-1, 249 of them. Names are the short everyday ones; the French article and
//! preposition follow usage (`en Iran`, `au Japon`, `à Cuba`, `en Israël`).

use super::french::Article;
use super::place::{Inside, Place};

/// The country with a code in capitals; `None` if there is none.
#[must_use]
pub(crate) fn country(code: &str) -> Option<&'static Place> {
    let index = COUNTRIES
        .binary_search_by(|place| place.code().cmp(code))
        .ok()?;
    COUNTRIES.get(index)
}

const fn le(code: &'static str, french: &'static str, english: &'static str) -> Place {
    Place::new(code, Some(Article::Le), french, english)
}

const fn la(code: &'static str, french: &'static str, english: &'static str) -> Place {
    Place::new(code, Some(Article::La), french, english)
}

const fn les(code: &'static str, french: &'static str, english: &'static str) -> Place {
    Place::new(code, Some(Article::Les), french, english)
}

const fn bare(code: &'static str, french: &'static str, english: &'static str) -> Place {
    Place::new(code, None, french, english)
}

// In the order of the codes, one country per line.
#[rustfmt::skip]
static COUNTRIES: &[Place] = &[
    bare("AD", "Andorre", "Andorra").inside(Inside::En),
    les("AE", "Émirats arabes unis", "United Arab Emirates").the(),
    le("AF", "Afghanistan", "Afghanistan"),
    bare("AG", "Antigua-et-Barbuda", "Antigua and Barbuda"),
    bare("AI", "Anguilla", "Anguilla"),
    la("AL", "Albanie", "Albania"),
    la("AM", "Arménie", "Armenia"),
    le("AO", "Angola", "Angola"),
    le("AQ", "Antarctique", "Antarctica"),
    la("AR", "Argentine", "Argentina"),
    les("AS", "Samoa américaines", "American Samoa"),
    la("AT", "Autriche", "Austria"),
    la("AU", "Australie", "Australia"),
    bare("AW", "Aruba", "Aruba"),
    les("AX", "îles Åland", "Åland Islands").the(),
    le("AZ", "Azerbaïdjan", "Azerbaijan"),
    la("BA", "Bosnie-Herzégovine", "Bosnia and Herzegovina"),
    la("BB", "Barbade", "Barbados").inside(Inside::At),
    le("BD", "Bangladesh", "Bangladesh"),
    la("BE", "Belgique", "Belgium"),
    le("BF", "Burkina Faso", "Burkina Faso"),
    la("BG", "Bulgarie", "Bulgaria"),
    bare("BH", "Bahreïn", "Bahrain"),
    le("BI", "Burundi", "Burundi"),
    le("BJ", "Bénin", "Benin"),
    bare("BL", "Saint-Barthélemy", "Saint Barthélemy"),
    les("BM", "Bermudes", "Bermuda"),
    le("BN", "Brunei", "Brunei"),
    la("BO", "Bolivie", "Bolivia"),
    les("BQ", "Pays-Bas caribéens", "Caribbean Netherlands").the(),
    le("BR", "Brésil", "Brazil"),
    les("BS", "Bahamas", "Bahamas").the(),
    le("BT", "Bhoutan", "Bhutan"),
    la("BV", "île Bouvet", "Bouvet Island").inside(Inside::At),
    le("BW", "Botswana", "Botswana"),
    la("BY", "Biélorussie", "Belarus"),
    le("BZ", "Belize", "Belize"),
    le("CA", "Canada", "Canada"),
    les("CC", "îles Cocos", "Cocos (Keeling) Islands").the(),
    la("CD", "République démocratique du Congo", "Democratic Republic of the Congo").the(),
    la("CF", "République centrafricaine", "Central African Republic").the(),
    le("CG", "Congo", "Republic of the Congo").the(),
    la("CH", "Suisse", "Switzerland"),
    la("CI", "Côte d’Ivoire", "Côte d’Ivoire"),
    les("CK", "îles Cook", "Cook Islands").the(),
    le("CL", "Chili", "Chile"),
    le("CM", "Cameroun", "Cameroon"),
    la("CN", "Chine", "China"),
    la("CO", "Colombie", "Colombia"),
    le("CR", "Costa Rica", "Costa Rica"),
    bare("CU", "Cuba", "Cuba"),
    le("CV", "Cap-Vert", "Cabo Verde"),
    bare("CW", "Curaçao", "Curaçao"),
    la("CX", "île Christmas", "Christmas Island").inside(Inside::At),
    bare("CY", "Chypre", "Cyprus"),
    la("CZ", "Tchéquie", "Czechia"),
    la("DE", "Allemagne", "Germany"),
    bare("DJ", "Djibouti", "Djibouti"),
    le("DK", "Danemark", "Denmark"),
    la("DM", "Dominique", "Dominica").inside(Inside::At),
    la("DO", "République dominicaine", "Dominican Republic").the(),
    la("DZ", "Algérie", "Algeria"),
    le("EC", "Équateur", "Ecuador"),
    la("EE", "Estonie", "Estonia"),
    la("EG", "Égypte", "Egypt"),
    le("EH", "Sahara occidental", "Western Sahara"),
    la("ER", "Érythrée", "Eritrea"),
    la("ES", "Espagne", "Spain"),
    la("ET", "Éthiopie", "Ethiopia"),
    la("EU", "Union européenne", "European Union").the().inside(Inside::Within),
    la("FI", "Finlande", "Finland"),
    les("FJ", "Fidji", "Fiji"),
    les("FK", "îles Malouines", "Falkland Islands").the(),
    la("FM", "Micronésie", "Micronesia"),
    les("FO", "îles Féroé", "Faroe Islands").the(),
    la("FR", "France", "France"),
    le("GA", "Gabon", "Gabon"),
    le("GB", "Royaume-Uni", "United Kingdom").the(),
    la("GD", "Grenade", "Grenada").inside(Inside::At),
    la("GE", "Géorgie", "Georgia"),
    la("GF", "Guyane", "French Guiana"),
    bare("GG", "Guernesey", "Guernsey"),
    le("GH", "Ghana", "Ghana"),
    bare("GI", "Gibraltar", "Gibraltar"),
    le("GL", "Groenland", "Greenland"),
    la("GM", "Gambie", "Gambia").the(),
    la("GN", "Guinée", "Guinea"),
    la("GP", "Guadeloupe", "Guadeloupe"),
    la("GQ", "Guinée équatoriale", "Equatorial Guinea"),
    la("GR", "Grèce", "Greece"),
    les("GS", "îles Géorgie du Sud et Sandwich du Sud", "South Georgia and the South Sandwich Islands"),
    le("GT", "Guatemala", "Guatemala"),
    bare("GU", "Guam", "Guam"),
    la("GW", "Guinée-Bissau", "Guinea-Bissau"),
    le("GY", "Guyana", "Guyana"),
    bare("HK", "Hong Kong", "Hong Kong"),
    les("HM", "îles Heard-et-MacDonald", "Heard Island and McDonald Islands"),
    le("HN", "Honduras", "Honduras"),
    la("HR", "Croatie", "Croatia"),
    bare("HT", "Haïti", "Haiti").inside(Inside::En),
    la("HU", "Hongrie", "Hungary"),
    la("ID", "Indonésie", "Indonesia"),
    la("IE", "Irlande", "Ireland"),
    bare("IL", "Israël", "Israel").inside(Inside::En),
    la("IM", "île de Man", "Isle of Man").the().inside(Inside::At),
    la("IN", "Inde", "India"),
    le("IO", "Territoire britannique de l’océan Indien", "British Indian Ocean Territory").the().inside(Inside::Within),
    le("IQ", "Irak", "Iraq"),
    le("IR", "Iran", "Iran"),
    la("IS", "Islande", "Iceland"),
    la("IT", "Italie", "Italy"),
    bare("JE", "Jersey", "Jersey"),
    la("JM", "Jamaïque", "Jamaica"),
    la("JO", "Jordanie", "Jordan"),
    le("JP", "Japon", "Japan"),
    le("KE", "Kenya", "Kenya"),
    le("KG", "Kirghizistan", "Kyrgyzstan"),
    le("KH", "Cambodge", "Cambodia"),
    bare("KI", "Kiribati", "Kiribati"),
    les("KM", "Comores", "Comoros").the(),
    bare("KN", "Saint-Christophe-et-Niévès", "Saint Kitts and Nevis"),
    la("KP", "Corée du Nord", "North Korea"),
    la("KR", "Corée du Sud", "South Korea"),
    le("KW", "Koweït", "Kuwait"),
    les("KY", "îles Caïmans", "Cayman Islands").the(),
    le("KZ", "Kazakhstan", "Kazakhstan"),
    le("LA", "Laos", "Laos"),
    le("LB", "Liban", "Lebanon"),
    bare("LC", "Sainte-Lucie", "Saint Lucia"),
    le("LI", "Liechtenstein", "Liechtenstein"),
    le("LK", "Sri Lanka", "Sri Lanka"),
    le("LR", "Liberia", "Liberia"),
    le("LS", "Lesotho", "Lesotho"),
    la("LT", "Lituanie", "Lithuania"),
    le("LU", "Luxembourg", "Luxembourg"),
    la("LV", "Lettonie", "Latvia"),
    la("LY", "Libye", "Libya"),
    le("MA", "Maroc", "Morocco"),
    bare("MC", "Monaco", "Monaco"),
    la("MD", "Moldavie", "Moldova"),
    le("ME", "Monténégro", "Montenegro"),
    bare("MF", "Saint-Martin", "Saint Martin"),
    bare("MG", "Madagascar", "Madagascar"),
    les("MH", "îles Marshall", "Marshall Islands").the(),
    la("MK", "Macédoine du Nord", "North Macedonia"),
    le("ML", "Mali", "Mali"),
    la("MM", "Birmanie", "Myanmar"),
    la("MN", "Mongolie", "Mongolia"),
    bare("MO", "Macao", "Macao"),
    les("MP", "îles Mariannes du Nord", "Northern Mariana Islands").the(),
    la("MQ", "Martinique", "Martinique"),
    la("MR", "Mauritanie", "Mauritania"),
    bare("MS", "Montserrat", "Montserrat"),
    bare("MT", "Malte", "Malta"),
    bare("MU", "Maurice", "Mauritius"),
    les("MV", "Maldives", "Maldives").the(),
    le("MW", "Malawi", "Malawi"),
    le("MX", "Mexique", "Mexico"),
    la("MY", "Malaisie", "Malaysia"),
    le("MZ", "Mozambique", "Mozambique"),
    la("NA", "Namibie", "Namibia"),
    la("NC", "Nouvelle-Calédonie", "New Caledonia"),
    le("NE", "Niger", "Niger"),
    la("NF", "île Norfolk", "Norfolk Island").inside(Inside::At),
    le("NG", "Nigeria", "Nigeria"),
    le("NI", "Nicaragua", "Nicaragua"),
    les("NL", "Pays-Bas", "Netherlands").the(),
    la("NO", "Norvège", "Norway"),
    le("NP", "Népal", "Nepal"),
    bare("NR", "Nauru", "Nauru"),
    bare("NU", "Niue", "Niue"),
    la("NZ", "Nouvelle-Zélande", "New Zealand"),
    bare("OM", "Oman", "Oman"),
    le("PA", "Panama", "Panama"),
    le("PE", "Pérou", "Peru"),
    la("PF", "Polynésie française", "French Polynesia"),
    la("PG", "Papouasie-Nouvelle-Guinée", "Papua New Guinea"),
    les("PH", "Philippines", "Philippines").the(),
    le("PK", "Pakistan", "Pakistan"),
    la("PL", "Pologne", "Poland"),
    bare("PM", "Saint-Pierre-et-Miquelon", "Saint Pierre and Miquelon"),
    les("PN", "îles Pitcairn", "Pitcairn Islands").the(),
    bare("PR", "Porto Rico", "Puerto Rico"),
    la("PS", "Palestine", "Palestine"),
    le("PT", "Portugal", "Portugal"),
    les("PW", "Palaos", "Palau"),
    le("PY", "Paraguay", "Paraguay"),
    le("QA", "Qatar", "Qatar"),
    la("RE", "Réunion", "Réunion").inside(Inside::At),
    la("RO", "Roumanie", "Romania"),
    la("RS", "Serbie", "Serbia"),
    la("RU", "Russie", "Russia"),
    le("RW", "Rwanda", "Rwanda"),
    la("SA", "Arabie saoudite", "Saudi Arabia"),
    les("SB", "îles Salomon", "Solomon Islands").the(),
    les("SC", "Seychelles", "Seychelles").the(),
    le("SD", "Soudan", "Sudan"),
    la("SE", "Suède", "Sweden"),
    bare("SG", "Singapour", "Singapore"),
    bare("SH", "Sainte-Hélène", "Saint Helena"),
    la("SI", "Slovénie", "Slovenia"),
    le("SJ", "Svalbard et Jan Mayen", "Svalbard and Jan Mayen"),
    la("SK", "Slovaquie", "Slovakia"),
    la("SL", "Sierra Leone", "Sierra Leone"),
    bare("SM", "Saint-Marin", "San Marino"),
    le("SN", "Sénégal", "Senegal"),
    la("SO", "Somalie", "Somalia"),
    le("SR", "Suriname", "Suriname"),
    le("SS", "Soudan du Sud", "South Sudan"),
    bare("ST", "Sao Tomé-et-Principe", "São Tomé and Príncipe"),
    le("SV", "Salvador", "El Salvador"),
    bare("SX", "Sint Maarten", "Sint Maarten"),
    la("SY", "Syrie", "Syria"),
    le("SZ", "Eswatini", "Eswatini"),
    les("TC", "îles Turques-et-Caïques", "Turks and Caicos Islands").the(),
    le("TD", "Tchad", "Chad"),
    les("TF", "Terres australes et antarctiques françaises", "French Southern and Antarctic Lands").the().inside(Inside::Within),
    le("TG", "Togo", "Togo"),
    la("TH", "Thaïlande", "Thailand"),
    le("TJ", "Tadjikistan", "Tajikistan"),
    les("TK", "Tokelau", "Tokelau"),
    le("TL", "Timor oriental", "Timor-Leste"),
    le("TM", "Turkménistan", "Turkmenistan"),
    la("TN", "Tunisie", "Tunisia"),
    les("TO", "Tonga", "Tonga"),
    la("TR", "Turquie", "Turkey"),
    bare("TT", "Trinité-et-Tobago", "Trinidad and Tobago"),
    les("TV", "Tuvalu", "Tuvalu"),
    bare("TW", "Taïwan", "Taiwan"),
    la("TZ", "Tanzanie", "Tanzania"),
    la("UA", "Ukraine", "Ukraine"),
    le("UG", "Ouganda", "Uganda"),
    les("UM", "îles mineures éloignées des États-Unis", "United States Minor Outlying Islands").the().inside(Inside::Within),
    les("US", "États-Unis", "United States").the(),
    le("UY", "Uruguay", "Uruguay"),
    le("UZ", "Ouzbékistan", "Uzbekistan"),
    le("VA", "Vatican", "Vatican City"),
    bare("VC", "Saint-Vincent-et-les-Grenadines", "Saint Vincent and the Grenadines"),
    le("VE", "Venezuela", "Venezuela"),
    les("VG", "îles Vierges britanniques", "British Virgin Islands").the(),
    les("VI", "îles Vierges américaines", "U.S. Virgin Islands").the(),
    le("VN", "Vietnam", "Vietnam"),
    le("VU", "Vanuatu", "Vanuatu"),
    bare("WF", "Wallis-et-Futuna", "Wallis and Futuna"),
    les("WS", "Samoa", "Samoa"),
    le("XK", "Kosovo", "Kosovo"),
    le("YE", "Yémen", "Yemen"),
    bare("YT", "Mayotte", "Mayotte"),
    la("ZA", "Afrique du Sud", "South Africa"),
    la("ZM", "Zambie", "Zambia"),
    le("ZW", "Zimbabwe", "Zimbabwe"),
];

#[cfg(test)]
mod tests {
    use super::{COUNTRIES, country};
    use crate::text::Locale::{En, Fr};

    #[test]
    fn every_code_of_the_standard_is_there_once_and_in_order() {
        assert_eq!(COUNTRIES.len(), 249 + 2);
        assert!(COUNTRIES.is_sorted_by(|first, second| first.code() < second.code()));
        for place in COUNTRIES {
            assert_eq!(country(place.code()), Some(place));
        }
        assert_eq!(country("fr"), None);
        assert_eq!(country("ZZ"), None);
    }

    #[test]
    fn no_name_has_a_straight_apostrophe_or_stray_space() {
        for place in COUNTRIES {
            for name in [place.name(Fr), place.name(En)] {
                assert!(!name.contains('\'') && name.trim() == name, "{name}");
            }
        }
    }
}
