//! Words before which French elides. In: the beginning of a phrase, which may be French, a foreign
//! name or a number. Out: whether it begins with a vowel sound, so that `de` becomes `d’`.
//!
//! Rules, in this order, for the first word (opening marks such as `**`, `«` or `(` are skipped):
//!
//! 1. A number in digits never elides: « de 8 », « de 11 », « le 1er ».
//! 2. An acronym of at most three capitals is spelled out. It elides if the letter is a vowel or H
//!    (« l’UE », « d’IBM », « d’HFL »), not if only the *name* of a consonant begins with a vowel:
//!    printed French has « de NLP », « le FMI », « de LVMH ».
//! 3. Vowels elide, accented or not (« d’Île-de-France », « d’œuvres »), except in words that begin
//!    with a semivowel or refuse by custom: « de onze », « de oui », « de Ouagadougou ».
//! 4. Y elides before a consonant (« d’Yvelines ») and in « yeux », « Yonne », not otherwise
//!    (« du Yémen », « de Yandex »).
//! 5. H does not elide unless the word is a French word with a mute h (« d’habitants »,
//!    « d’Haïti »): the names in a report are mostly foreign, and their h is sounded or respected
//!    (« de Hugging Face », « de Harvard », « de Hongrie »).

/// Letters before which a spelled-out acronym elides.
const SPELLED_VOWELS: &str = "AEHIOUY";

/// Beginnings of words that start with a vowel letter but do not elide.
const REFUSING: &str = "onz oui ouistiti ouagadougou ouate uhlan ululement";

/// Words in which a y before a vowel elides.
const ELIDING_Y: &str = "yeux yonne yeuse yèble";

/// Beginnings of the words with a mute h. Each is long enough to exclude words with an aspirated h:
/// `hiér-` (hiérarchie) is not `hiéro-`, `héros` is not `héroï-`.
const MUTE_H: &str = "\
    habil habit habill habitu haïti haleine hallucin halogène haltère hameçon harmon hebdo \
    héberg hébr hécatombe hectar hégémon hélic hélio héliport hellén helsinki helvét héma \
    hémi hémo hépat hérault herbe herbi hérit hermaphr hermét héroï hésit hétéro heure heuris hexa \
    hibern hiéro hippi hippo hirond hispan histo hiver holis hologr homicid hommage homme \
    homo homéo honnê honneur honora honori hôpit horair horizon horloge hormon horosc \
    horreur horri horti hospi hosti hôte huil huître huissier huma humble humeur humid \
    humili humour hybrid hydr hygi hymn hyper hypn hypo hyst";

/// Whether `de`, `le`, `la` and `que` lose their vowel before this phrase.
pub(super) fn begins_with_vowel_sound(phrase: &str) -> bool {
    let word: String = phrase
        .chars()
        .skip_while(|letter| !letter.is_alphanumeric())
        .take_while(|letter| letter.is_alphanumeric())
        .collect();
    let Some(first) = word.chars().next() else {
        return false;
    };
    if is_spelled(&word) {
        return SPELLED_VOWELS.contains(first);
    }
    let word = word.to_lowercase();
    let starts = |beginnings: &str| beginnings.split(' ').any(|start| word.starts_with(start));
    match word.chars().next() {
        Some('h') => starts(MUTE_H) || word == "hier",
        Some('y') => starts(ELIDING_Y) || second_letter_is_a_consonant(&word),
        Some(letter) => is_vowel(letter) && !starts(REFUSING),
        None => false,
    }
}

/// One to three ASCII capitals, possibly followed by digits: `X`, `IBM`, `H2O`. An accented capital
/// belongs to a word, such as `À`, not to an acronym.
fn is_spelled(word: &str) -> bool {
    let letters = word.bytes().filter(|byte| !byte.is_ascii_digit()).count();
    word.starts_with(|first: char| first.is_ascii_uppercase())
        && word
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
        && letters <= 3
}

fn second_letter_is_a_consonant(word: &str) -> bool {
    word.chars()
        .nth(1)
        .is_some_and(|letter| letter.is_alphabetic() && !is_vowel(letter))
}

const fn is_vowel(lower_case: char) -> bool {
    matches!(
        lower_case,
        'a' | 'à'
            | 'á'
            | 'â'
            | 'ã'
            | 'ä'
            | 'å'
            | 'æ'
            | 'e'
            | 'è'
            | 'é'
            | 'ê'
            | 'ë'
            | 'i'
            | 'ì'
            | 'í'
            | 'î'
            | 'ï'
            | 'o'
            | 'ò'
            | 'ó'
            | 'ô'
            | 'õ'
            | 'ö'
            | 'ø'
            | 'œ'
            | 'u'
            | 'ù'
            | 'ú'
            | 'û'
            | 'ü'
    )
}

#[cfg(test)]
mod tests {
    use super::begins_with_vowel_sound;

    fn all(words: &[&str], expected: bool) {
        for word in words {
            assert_eq!(begins_with_vowel_sound(word), expected, "{word}");
        }
    }

    #[test]
    fn vowels_elide_with_or_without_accents_and_capitals() {
        all(
            &[
                "entités",
                "Allemagne",
                "Écosse",
                "écosse",
                "Île-de-France",
                "œuvres",
                "Œdipe",
                "Ångström",
                "OpenAI",
                "AllenAI",
                "Unsloth",
                "octobre",
                "août",
                "ouest",
                "Uber",
                "Ouganda",
                "Ouzbékistan",
                "E\u{301}cosse",
            ],
            true,
        );
        all(
            &[
                "modèles",
                "France",
                "Google",
                "mradermacher",
                "Çà",
                "ñandú",
                "week-end",
                "",
            ],
            false,
        );
    }

    #[test]
    fn numbers_in_digits_never_elide() {
        all(&["11", "8", "1er", "1", "01-ai", "100 modèles"], false);
        all(&["onze", "onzième", "oui", "huit", "Ouagadougou"], false);
        all(&["un", "une", "autre"], true);
    }

    #[test]
    fn the_h_of_french_words_is_mute_or_respected_word_by_word() {
        all(
            &[
                "habitants",
                "heures",
                "Histoire",
                "hommes",
                "humains",
                "hôtels",
                "hypothèses",
                "Haïti",
                "héroïne",
                "hier",
                "Helsinki-NLP",
                "hiéroglyphe",
            ],
            true,
        );
        all(
            &[
                "hasard",
                "hausse",
                "haut",
                "héros",
                "hiérarchie",
                "Hongrie",
                "Honduras",
                "Hollande",
                "Hong Kong",
                "handicap",
                "hors",
                "honte",
                "homard",
                "huitième",
            ],
            false,
        );
    }

    #[test]
    fn the_h_of_foreign_names_is_respected() {
        all(
            &[
                "Hugging Face",
                "huggingface",
                "HuggingFaceH4",
                "h2oai",
                "haoranxu",
                "Harvard",
                "Huawei",
            ],
            false,
        );
    }

    #[test]
    fn y_elides_before_a_consonant() {
        all(&["Yvelines", "Ypres", "yeux", "Yonne"], true);
        all(&["Yémen", "yaourt", "Yandex", "yen", "y"], false);
    }

    #[test]
    fn short_acronyms_are_spelled_and_long_ones_read() {
        all(&["IBM", "UE", "ONU", "HFL", "H2O.ai", "AI", "EU"], true);
        all(
            &[
                "NLP", "LLM", "FMI", "SFR", "LG", "MIT", "BAAI", "NVIDIA", "THUDM", "W3C",
            ],
            false,
        );
        all(&["INSEE", "UNESCO", "OTAN", "EPFL"], true);
        all(&["LAION", "NASA", "SNCF"], false);
    }

    #[test]
    fn opening_marks_are_not_heard() {
        all(
            &[
                "**OpenAI**",
                "« OpenAI »",
                "[OpenAI](https://x)",
                "`albert`",
                "(autres)",
            ],
            true,
        );
        all(
            &["**Google**", "[Hugging Face](https://a)", "**", "…"],
            false,
        );
    }
}
