//! Phrases as filters write them, in both languages: the steps of the thresholds, agreements, ties, bounds, dates. In: an
//! expression of a template. Out: the exact phrase.

use super::{Setting, add_filters};
use crate::text::Locale::{En, Fr};
use crate::text::{Locale, Words};
use minijinja::{Environment, UndefinedBehavior, context};
use std::collections::BTreeMap;

/// An expression and what it prints.
type Phrase = (&'static str, &'static str);

#[rustfmt::skip]
const FRENCH: &[Phrase] = &[
    ("0|fraction", "aucun"),
    ("0.003|fraction", "presque rien"),
    ("0.03|fraction", "3,0\u{202f}%"),
    ("0.0955|fraction", "près d’un dixième"),
    ("0.2066|fraction", "un peu plus d’un cinquième"),
    ("0.225|fraction", "un peu plus d’un cinquième"),
    ("0.2396|fraction", "près d’un quart"),
    ("0.28|fraction", "plus d’un quart"),
    ("0.3184|fraction", "près d’un tiers"),
    ("0.333|fraction", "un tiers"),
    ("0.45|fraction", "près de la moitié"),
    ("0.4482|fraction", "plus de deux cinquièmes"),
    ("0.505|fraction", "la moitié"),
    ("0.537|fraction", "un peu plus de la moitié"),
    ("0.564|fraction", "plus de la moitié"),
    ("0.66|fraction", "près des deux tiers"),
    ("0.74|fraction", "près des trois quarts"),
    ("0.9996|fraction", "la quasi-totalité"),
    ("1|fraction", "la totalité"),
    ("0|in_ten(\"téléchargement\", \"téléchargements\")", "aucun téléchargement"),
    ("0.03|in_ten(\"téléchargement\", \"téléchargements\")", "3,0\u{202f}% des téléchargements"),
    ("0.0994|in_ten(\"téléchargement\", \"téléchargements\")", "un téléchargement sur dix"),
    ("0.581|in_ten(\"téléchargement\", \"téléchargements\")", "près de six téléchargements sur dix"),
    ("0.632|in_ten(\"téléchargement\", \"téléchargements\")", "plus de six téléchargements sur dix"),
    ("0.9248|in_ten(\"téléchargement\", \"téléchargements\")", "plus de neuf téléchargements sur dix"),
    ("0.9996|in_ten(\"téléchargement\", \"téléchargements\")", "presque tous les téléchargements"),
    ("1|in_ten(\"téléchargement\", \"téléchargements\")", "tous les téléchargements"),
    ("0.1|in_ten(\"entité\", \"entités\", gender=\"f\")", "une entité sur dix"),
    ("0.564|lead(0.132)", "loin devant"),
    ("0.147|lead(0.1403)", "de peu devant"),
    ("0.2323|lead(0.2005)", "devant"),
    ("0.07308|lead(0.07308)", "à égalité avec"),
    ("0.01220|lead(0.01220)", "à égalité avec"),
    ("1.03|times(1)", "à peine plus que"),
    ("1.5|times(1)", "une fois et demie autant que"),
    ("2|times(1)", "deux fois autant que"),
    ("4.29|times(1)", "plus de quatre fois autant que"),
    ("4.71|times(1)", "près de cinq fois autant que"),
    ("12.4|times(1)", "plus de 12 fois autant que"),
    ("0.0284|trend(\"mp\")", "ont progressé"),
    ("0.004|trend(\"mp\")", "sont restés au même niveau"),
    ("-0.03|trend(\"mp\")", "ont reculé"),
    ("0.11|trend(\"mp\")", "ont nettement progressé"),
    ("\"US\"|the_country(\"domine\", \"dominent\")", "les États-Unis dominent"),
    ("\"CN\"|the_country(\"domine\", \"dominent\")", "la Chine domine"),
    ("\"PH\"|the_country(\"suit\", \"suivent\")", "les Philippines suivent"),
    ("\"NL\"|the_country(\"arrive en tête\", \"arrivent en tête\")", "les Pays-Bas arrivent en tête"),
    ("\"IL\"|the_country(\"domine\", \"dominent\")", "Israël domine"),
    ("\"EU\"|the_country(\"suit\", \"suivent\")", "l’Union européenne suit"),
    ("\"US\"|alone", "à eux seuls"),
    ("\"CN\"|alone", "à elle seule"),
    ("\"BR\"|alone", "à lui seul"),
    ("\"PH\"|alone", "à elles seules"),
    ("[\"CN\", \"FR\"]|map(\"the_country\")|list ~ \" … \" ~ [\"CN\", \"FR\"]|each", "la Chine et la France … chacune"),
    ("[\"US\", \"CN\"]|map(\"the_country\")|list ~ \" … \" ~ [\"US\", \"CN\"]|each", "les États-Unis et la Chine … chacun"),
    ("\"la vision et l’audio … \" ~ [\"f\", \"m\"]|each", "la vision et l’audio … chacun"),
    ("\"l’unique entité établie \" ~ \"AE\"|in_country ~ \" recueille\"", "l’unique entité établie aux Émirats arabes unis recueille"),
    ("0|the_counted(\"entité\", \"entités\", \"recueille\", \"recueillent\", \"f\")", "aucune entité ne recueille"),
    ("1|the_counted(\"entité\", \"entités\", \"recueille\", \"recueillent\", \"f\")", "une seule entité recueille"),
    ("18|the_counted(\"entité\", \"entités\", \"recueille\", \"recueillent\", \"f\")", "les dix-huit entités recueillent"),
    ("21|the_counted(\"entreprise\", \"entreprises\", \"recueille\", \"recueillent\", \"f\")", "les vingt et une entreprises recueillent"),
    ("1|the_counted(\"entité\", \"entités\", \"recueille\", \"recueillent\", \"f\")|capitalize_first", "Une seule entité recueille"),
    ("0.5|fraction(\"téléchargement\", \"téléchargements\", \"va\", \"vont\")", "la moitié des téléchargements va"),
    ("0.3184|fraction(\"téléchargement\", \"téléchargements\", \"va\", \"vont\")", "près d’un tiers des téléchargements vont"),
    ("0.66|fraction(\"téléchargement\", \"téléchargements\", \"va\", \"vont\")", "près des deux tiers des téléchargements vont"),
    ("0.97|fraction(\"téléchargement\", \"téléchargements\", \"va\", \"vont\")", "la quasi-totalité des téléchargements va"),
    ("0|fraction(\"téléchargement\", \"téléchargements\", \"va\", \"vont\")", "aucun téléchargement ne va"),
    ("vision|in_the", "en vision"),
    ("nlp|in_the", "dans le traitement du langage"),
    ("tabular|in_the", "dans les tableaux et séries temporelles"),
    ("tabular|of_the", "des tableaux et séries temporelles"),
    ("49|ordinal_word(\"m\")", "quarante-neuvième"),
    ("20|ordinal_word(\"f\")", "vingtième"),
    ("1|ordinal_word(\"f\")", "première"),
    ("\"2025-10-01\"|date", "1er\u{a0}octobre\u{a0}2025"),
    ("\"..100M\"|in_words(\"paramètre\", \"paramètres\")", "moins de 100\u{a0}millions de paramètres"),
    ("\"100M..200M\"|in_words(\"paramètre\", \"paramètres\")", "de 100 à 200\u{a0}millions de paramètres"),
    ("\"500M..1B\"|in_words(\"paramètre\", \"paramètres\")", "de 500\u{a0}millions à un\u{a0}milliard de paramètres"),
    ("\"7.5B..\"|in_words(\"paramètre\", \"paramètres\")", "7,5\u{a0}milliards de paramètres et plus"),
    ("\"1B..\"|in_words(\"paramètre\", \"paramètres\")", "un\u{a0}milliard de paramètres et plus"),
    ("0.0130|points", "1,3\u{a0}point"),
    ("0.0318|points", "3,2\u{a0}points"),
    ("0.0002|points", "moins de 0,1\u{a0}point"),
    ("[\"A\", \"B\", \"C\", \"D\", \"E\", \"F\"]|at_most(4)|list", "A, B, C, D et deux autres"),
    ("[\"A\", \"B\", \"C\", \"D\", \"E\"]|at_most(4)|list", "A, B, C, D et E"),
    ("[\"A\"]|at_most(4)|list", "A"),
    ("\"le \" ~ (1|ordinal_word ~ \" \" if 1 > 1) ~ \"modèle le plus téléchargé du hub\"", "le modèle le plus téléchargé du hub"),
    ("\"le \" ~ (2|ordinal_word ~ \" \" if 2 > 1) ~ \"modèle le plus téléchargé du hub\"", "le deuxième modèle le plus téléchargé du hub"),
    ("[\"Answer.AI\"]|list ~ \" \" ~ [\"Answer.AI\"]|length|plural(\"entre\", \"entrent\")", "Answer.AI entre"),
    ("[\"Answer.AI\", \"Cohere\"]|list ~ \" \" ~ 2|plural(\"entre\", \"entrent\")", "Answer.AI et Cohere entrent"),
    ("[\"US\", \"CN\"]|map(\"the_country\")|list ~ \" recueillent \" ~ [\"US\", \"CN\"]|each ~ \" \" ~ 0.3|percent ~ \" des téléchargements\"", "les États-Unis et la Chine recueillent chacun 30,0\u{202f}% des téléchargements"),
    ("3|number_word ~ \" pays se partagent la première place avec \" ~ 0.2|percent ~ \" chacun\"", "trois pays se partagent la première place avec 20,0\u{202f}% chacun"),
    ("0.00002|percent", "moins de 0,1\u{202f}%"),
];

#[rustfmt::skip]
const ENGLISH: &[Phrase] = &[
    ("0|fraction", "none"),
    ("0.003|fraction", "almost none"),
    ("0.03|fraction", "3.0%"),
    ("0.0955|fraction", "nearly a tenth"),
    ("0.2066|fraction", "a little more than a fifth"),
    ("0.225|fraction", "a little more than a fifth"),
    ("0.2396|fraction", "nearly a quarter"),
    ("0.28|fraction", "more than a quarter"),
    ("0.3184|fraction", "nearly a third"),
    ("0.333|fraction", "a third"),
    ("0.45|fraction", "nearly half"),
    ("0.4482|fraction", "more than two fifths"),
    ("0.505|fraction", "half"),
    ("0.537|fraction", "a little more than half"),
    ("0.564|fraction", "more than half"),
    ("0.66|fraction", "nearly two thirds"),
    ("0.74|fraction", "nearly three quarters"),
    ("0.9996|fraction", "nearly all"),
    ("1|fraction", "all"),
    ("0|in_ten(\"download\", \"downloads\")", "no downloads"),
    ("0.03|in_ten(\"download\", \"downloads\")", "3.0% of downloads"),
    ("0.0994|in_ten(\"download\", \"downloads\")", "one download in ten"),
    ("0.581|in_ten(\"download\", \"downloads\")", "nearly six downloads in ten"),
    ("0.632|in_ten(\"download\", \"downloads\")", "more than six downloads in ten"),
    ("0.9248|in_ten(\"download\", \"downloads\")", "more than nine downloads in ten"),
    ("0.9996|in_ten(\"download\", \"downloads\")", "nearly all downloads"),
    ("1|in_ten(\"download\", \"downloads\")", "all downloads"),
    ("0.564|lead(0.132)", "far ahead of"),
    ("0.147|lead(0.1403)", "just ahead of"),
    ("0.2323|lead(0.2005)", "ahead of"),
    ("0.07308|lead(0.07308)", "level with"),
    ("0.01220|lead(0.01220)", "level with"),
    ("1.03|times(1)", "barely more than"),
    ("1.5|times(1)", "one and a half times as much as"),
    ("2|times(1)", "twice as much as"),
    ("4.29|times(1)", "more than four times as much as"),
    ("4.71|times(1)", "nearly five times as much as"),
    ("12.4|times(1)", "more than 12 times as much as"),
    ("0.0284|trend", "rose"),
    ("0.004|trend", "stayed at the same level"),
    ("-0.03|trend", "fell"),
    ("0.11|trend", "rose sharply"),
    ("\"US\"|the_country(\"dominates\", \"dominate\")", "the United States dominates"),
    ("\"CN\"|the_country(\"dominates\", \"dominate\")", "China dominates"),
    ("\"PH\"|the_country(\"follows\", \"follow\")", "the Philippines follows"),
    ("\"NL\"|the_country(\"leads\", \"lead\")", "the Netherlands leads"),
    ("\"EU\"|the_country(\"follows\", \"follow\")", "the European Union follows"),
    ("\"DE\"|the_country|possessive", "Germany’s"),
    ("\"US\"|the_country|possessive", "the United States’"),
    ("\"companies\"|possessive", "companies’"),
    ("\"Deepseek\"|possessive", "Deepseek’s"),
    ("[\"US\", \"CN\"]|map(\"the_country\")|list ~ \" each draw \" ~ 0.3|percent ~ \" of downloads\"", "the United States and China each draw 30.0% of downloads"),
    ("3|number_word ~ \" countries share first place with \" ~ 0.2|percent ~ \" each\"", "three countries share first place with 20.0% each"),
    ("0|the_counted(\"entity\", \"entities\", \"draws\", \"draw\")", "no entity draws"),
    ("1|the_counted(\"entity\", \"entities\", \"draws\", \"draw\")", "a single entity draws"),
    ("18|the_counted(\"entity\", \"entities\", \"draws\", \"draw\")", "the eighteen entities draw"),
    ("\"the only entity based \" ~ \"AE\"|in_country ~ \" draws\"", "the only entity based in the United Arab Emirates draws"),
    ("32|starts_sentence", "Thirty-two"),
    ("\"In all, \" ~ 101|integer ~ \" …\"", "In all, 101 …"),
    ("0.5|fraction(\"download\", \"downloads\", \"goes\", \"go\")", "half of downloads go"),
    ("0.3184|fraction(\"download\", \"downloads\", \"goes\", \"go\")", "nearly a third of downloads go"),
    ("0|fraction(\"download\", \"downloads\", \"goes\", \"go\")", "no downloads go"),
    ("0.97|fraction(\"download\", \"downloads\", \"goes\", \"go\")", "nearly all downloads go"),
    ("20|ordinal_word", "twentieth"),
    ("49|ordinal_word", "forty-ninth"),
    ("\"as of \" ~ \"2025-10-01\"|date", "as of October 1, 2025"),
    ("\"..100M\"|in_words(\"parameter\", \"parameters\")", "fewer than 100\u{a0}million parameters"),
    ("\"100M..200M\"|in_words(\"parameter\", \"parameters\")", "from 100 to 200\u{a0}million parameters"),
    ("\"7.5B..\"|in_words(\"parameter\", \"parameters\")", "7.5\u{a0}billion parameters or more"),
    ("\"1B..\"|in_words(\"parameter\", \"parameters\")", "one\u{a0}billion parameters or more"),
    ("0.0130|points", "1.3\u{a0}percentage points"),
    ("0.0100|points", "1.0\u{a0}percentage points"),
    ("0.0002|points", "less than 0.1\u{a0}percentage points"),
    ("[\"A\", \"B\", \"C\", \"D\", \"E\", \"F\"]|at_most(4)|list", "A, B, C, D, and two others"),
    ("[\"A\", \"B\", \"C\", \"D\", \"E\"]|at_most(4)|list", "A, B, C, D, and E"),
    ("[\"A\"]|at_most(4)|list", "A"),
    ("\"the \" ~ (1|ordinal_word ~ \" \" if 1 > 1) ~ \"most downloaded model on the hub\"", "the most downloaded model on the hub"),
    ("\"the \" ~ (2|ordinal_word ~ \" \" if 2 > 1) ~ \"most downloaded model on the hub\"", "the second most downloaded model on the hub"),
    ("\"Answer.AI \" ~ 1|plural(\"enters\", \"enter\")", "Answer.AI enters"),
    ("[\"Answer.AI\", \"Cohere\"]|list ~ \" \" ~ 2|plural(\"enters\", \"enter\")", "Answer.AI and Cohere enter"),
    ("0.00002|percent", "less than 0.1%"),
    ("0.08|percent(0)|a ~ \" share\"", "an 8% share"),
    ("0.07|percent(0)|a ~ \" share\"", "a 7% share"),
];

fn written(locale: Locale, words: Words, expression: &str) -> Result<String, minijinja::Error> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::SemiStrict);
    add_filters(&mut environment, Setting { locale, words });
    let noun = |one: &str, gender: &str, inside: Option<&str>| {
        let forms = [
            ("one", Some(one)),
            ("other", Some(one)),
            ("gender", Some(gender)),
            ("in", inside),
        ];
        let given = forms
            .into_iter()
            .filter_map(|(key, text)| Some((key, minijinja::Value::from(text?))));
        minijinja::Value::from(given.collect::<BTreeMap<_, _>>())
    };
    let context = context! {
        vision => noun("vision", "f", Some("en vision")),
        nlp => noun("traitement du langage", "m", None),
        tabular => noun("tableaux et séries temporelles", "p", None),
    };
    environment.render_str(&format!("{{{{ {expression} }}}}"), context)
}

#[test]
fn every_phrase_is_written_as_it_is_said() {
    for (locale, phrases) in [(Fr, FRENCH), (En, ENGLISH)] {
        for (expression, phrase) in phrases {
            let written = written(locale, Words::USUAL, expression).unwrap();
            assert_eq!(written, *phrase, "{locale}: {expression}");
        }
    }
}

#[test]
fn a_step_is_taken_on_the_exact_number_and_bounds_below_are_in_it() {
    for (expression, phrase) in [
        ("0.005|fraction", "0,5\u{202f}%"),
        ("0.0049|fraction", "presque rien"),
        ("0.075|fraction", "près d’un dixième"),
        ("0.0749|fraction", "7,5\u{202f}%"),
        ("0.495|fraction", "la moitié"),
        ("0.4949|fraction", "près de la moitié"),
        ("0.5051|fraction", "un peu plus de la moitié"),
        ("0.55|fraction", "plus de la moitié"),
        ("0.95|fraction", "la quasi-totalité"),
        ("0.94|fraction", "plus des neuf dixièmes"),
        ("1.2|fraction", "120,0\u{202f}%"),
        ("0.1025|in_ten(\"a\", \"b\")", "un a sur dix"),
        ("0.1026|in_ten(\"a\", \"b\")", "plus d’un a sur dix"),
        ("0.08|in_ten(\"a\", \"b\")", "près d’un a sur dix"),
        ("0.975|in_ten(\"a\", \"b\")", "presque tous les b"),
        ("0.9749|in_ten(\"a\", \"b\")", "plus de neuf b sur dix"),
        ("0.2|lead(0.1)", "loin devant"),
        ("0.2|lead(0.101)", "devant"),
        ("0.11|lead(0.1)", "devant"),
        ("0.1|lead(0.2)", "derrière"),
        ("2.05|times(1)", "deux fois autant que"),
        ("2.06|times(1)", "plus de deux fois autant que"),
        ("1.7|times(1)", "près de deux fois autant que"),
        ("1.69|times(1)", "nettement plus que"),
        ("1|times(1)", "autant que"),
        ("1|times(2)", "environ moitié moins que"),
        ("1|times(3)", "moins que"),
        (
            "4710000000|times(1000000000)",
            "près de cinq fois autant que",
        ),
        ("0.005|trend", "a légèrement progressé"),
        ("0.02|trend", "a progressé"),
        ("0.05|trend", "a nettement progressé"),
        ("0|trend(\"f\")", "est restée au même niveau"),
        (
            "\"..5M\"|in_words(\"paramètre\", \"paramètres\", true)",
            "de moins de 5\u{a0}millions de paramètres",
        ),
        (
            "\"1M..5M\"|in_words(\"paramètre\", \"paramètres\")",
            "de 1 à 5\u{a0}millions de paramètres",
        ),
        (
            "\"5k..10k\"|in_words(\"paramètre\", \"paramètres\")",
            "de 5\u{202f}000 à 10\u{202f}000\u{a0}paramètres",
        ),
        (
            "\"7.5B..\"|in_words(\"paramètre\", \"paramètres\", right_closed=true)",
            "plus de 7,5\u{a0}milliards de paramètres",
        ),
    ] {
        let written = written(Fr, Words::USUAL, expression).unwrap();
        assert_eq!(written, phrase, "{expression}");
    }
}

#[test]
fn thresholds_of_a_spec_move_the_words() {
    let strict = Words {
        near: 0.01,
        far_ratio: 5.0,
        level: 0.0,
        ..Words::USUAL
    };
    for (expression, usual, moved) in [
        ("0.3184|fraction", "nearly a third", "more than a quarter"),
        ("0.564|lead(0.132)", "far ahead of", "ahead of"),
        ("0.004|trend", "stayed at the same level", "rose slightly"),
    ] {
        assert_eq!(written(En, Words::USUAL, expression).unwrap(), usual);
        assert_eq!(written(En, strict, expression).unwrap(), moved);
    }
}

#[test]
fn a_sentence_does_not_begin_with_digits() {
    for expression in ["101|starts_sentence", "1000|starts_sentence"] {
        let error = written(En, Words::USUAL, expression).unwrap_err();
        assert!(
            error
                .detail()
                .unwrap()
                .contains("begin it with another one")
        );
    }
}
