//! `hfreport new` counts no total in silence: one that is nearly a sum is left out, one that contradicts its rows is refused, and a month may
//! lack one.

use super::drafted;
use crate::fixture::Project;

#[test]
fn a_subtotal_that_contradicts_its_rows_is_refused() {
    for rows in [
        "shop,amount\nA,12.50\nB,7.50\nSous-total A,30.00\nC,1.00\n",
        "region,shop,amount\nNord,A,12.50\nNord,B,7.50\nNord,Sous-total,30.00\nSud,C,1.00\n",
        "shop,amount\nA,12.51\nB,7.48\nTotal Nord,19.99\nC,1.00\nD,2.00\nTotal Sud,4.00\nE,7.00\n",
    ] {
        let said = super::refused("sales.csv", rows);
        assert!(
            said.contains("total, and no number in it is the sum of the "),
            "{said}"
        );
    }
    let said = super::refused(
        "sales.csv",
        "shop,amount\nA,12.50\nB,7.50\nSous-total,20.00\nC,1.00\nSous-total,5.00\n",
    );
    assert!(
        said.contains("row 3 of `sales.csv`, `Sous-total`, is the sum of others, and a row that counts is called so, too"),
        "{said}"
    );
}

#[test]
fn a_subtotal_or_a_total_that_is_nearly_the_sum_is_left_out_and_said() {
    // 702.55 + 92.79 + 88.05 + 56.73 = 940.12; a euro less is within 1 %.
    let rows = "Région;Financeur;Montant\nBretagne;Commune;862,06\nBretagne;Département;216,43\nSous-total Bretagne;;1078,49\nCorse;Commune;702,55\nCorse;Département;92,79\nCorse;État;88,05\nCorse;Région;56,73\nSous-total Corse;;939,12\n";
    let (text, amounts, said) = drafted(rows, "Région");
    assert_eq!(amounts, "Bretagne: 1078.49, Corse: 940.12", "{text}");
    assert!(
        said.contains("`Sous-total Corse`, has 939.12 in `Montant`, where the rows add up to 940.12: the sum of the rows is what counts; look which of the two is right"),
        "{said}"
    );
    for total in ["600.10", "601", "600.2", "594.10"] {
        let rows = format!(
            "shop,amount\nA,10.37\nB,19.50\nC,300.00\nD,270.20\nTotal général 2025,{total}\n"
        );
        let (text, amounts, said) = drafted(&rows, "shop");
        assert_eq!(
            amounts, "C: 300.00, D: 270.20, B: 19.50, A: 10.37",
            "{text}"
        );
        assert!(said.contains("where the rows add up to 600.07"), "{said}");
    }
    // Others may be near the sum of others.
    let rows = "company,barrels\nShell,200\nBP,350\nTotal Energies,552\nEni,7\n";
    let (text, amounts, _) = drafted(rows, "company");
    assert!(amounts.contains("Total Energies: 552"), "{text}");
}

#[test]
fn a_month_without_a_total_beside_one_with_it_has_a_draft_and_the_next_one_is_right() {
    let head = "Région;Montant\n";
    let project = Project::new()
        .file(
            "v_2025-10.csv",
            format!("{head}Corse;10,00\nBretagne;20,50\nNormandie;5,00\nTotal;35,50\n"),
        )
        .file(
            "v_2025-11.csv",
            format!("{head}Corse;11,00\nBretagne;21,50\nNormandie;7,00\n"),
        )
        .file(
            "v_2025-12.csv",
            format!("{head}Corse;1,00\nBretagne;2,00\nTotal;3,00\n"),
        );
    for files in [
        ["v_2025-10.csv", "v_2025-11.csv"],
        ["v_2025-11.csv", "v_2025-12.csv"],
    ] {
        let new = ["new", files[0], files[1], "--out", "begun.yaml"];
        project.hfreport(&new).fine();
        let text = project.read("begun.yaml");
        let row =
            |month: &str| format!("    - {{snapshot: 2025-{month}-01, month: \"2025-{month}\"}}\n");
        let (head, rest) = text.split_once("  rows:\n    - {snapshot").unwrap();
        let (_, rest) = rest.split_once("\n\n").unwrap();
        let rows = ["10", "11", "12"].map(row).concat();
        project.write(
            "begun.yaml",
            format!(
                "{head}  rows:\n{rows}\nguards: {{change: 9}}\n{}",
                rest.replace("guards:", "# guards:")
            ),
        );
        for (month, amounts) in [
            ("10", "Bretagne: 20.50, Corse: 10.00, Normandie: 5.00"),
            ("11", "Bretagne: 21.50, Corse: 11.00, Normandie: 7.00"),
            ("12", "Bretagne: 2.00, Corse: 1.00"),
        ] {
            let day = format!("snapshot=2025-{month}-01");
            let run = [
                "run",
                "begun.yaml",
                "--set",
                &day,
                "--out",
                month,
                "--quiet",
                "--replace",
            ];
            let ran = project.hfreport(&run).fine();
            assert!(!ran.stderr.contains("HF0410"), "{}", ran.stderr);
            assert_eq!(super::listed(&project, month), amounts);
        }
        std::fs::remove_file(project.folder().join("begun.yaml")).unwrap();
    }
}

#[test]
fn a_total_of_one_of_several_files_that_is_not_the_sum_is_said() {
    let head = "Région;Nombre;Montant\n";
    let project = Project::new()
        .file(
            "v_2025-10.csv",
            format!("{head}Corse;1;10,00\nBretagne;2;20,50\nTotal;3;1 035,50 €\n")
                .replace("10,00", "10,00 €")
                .replace("20,50", "20,50 €"),
        )
        .file(
            "v_2025-11.csv",
            format!("{head}Corse;1;10,00 €\nBretagne;2;20,50 €\nTotal;3;30,50 €\n"),
        );
    let new = [
        "new",
        "v_2025-10.csv",
        "v_2025-11.csv",
        "--out",
        "begun.yaml",
    ];
    let said = project.hfreport(&new).fine().stdout;
    assert!(
        said.contains("note: the last row of `v_2025-10.csv` (row 3), `Total`, has 1035.5 in `Montant`, where the rows add up to 30.5"),
        "{said}"
    );
}
