//! A fictional report with everything in it, and a questionnaire.

use jalon_domain::Language;
use jalon_domain::report::{
    Block, Chapter, Column, Cover, Drawing, DrawingRow, FigureBlock, Inline, Labels, LegendEntry, ParagraphBlock, Report, Sector,
    Source, TableBlock, TableCell,
};
use jalon_publish::questionnaire::{Questionnaire, QuestionnaireRow};

/// Text that must come through every format as text.
pub(crate) const HOSTILE: [&str; 10] = [
    "#panic()",
    "#let x = read(\"/etc/passwd\")",
    "<script>alert(1)</script>",
    "=1+1",
    "@SUM(A1)",
    "]]> & \" ' {{ 7*7 }} {% raw %}",
    "*gras* _italique_ $x^2$ `code` @ref <label>",
    "مرحبا بالعالم – שלום",
    "émoji 🧭 et\u{0}contrôle\u{8}",
    "\\u{41} // commentaire /* x */ ~--- \u{202e}renversé\u{202c}",
];

pub(crate) const WATERMARK: &str = "PROJET NON VALIDÉ";

const DIMENSIONS: [&str; 6] = [
    "Droits des migrants",
    "Approche intégrée du gouvernement et de la société",
    "Partenariats",
    "Bien-être des personnes migrantes et de leurs communautés d’accueil",
    "Mobilité en situation de crise",
    "Migrations sûres, ordonnées et régulières",
];

const PHRASES: [&str; 8] = [
    "La ville fictive de Valbourg tient depuis trois ans un guichet où l’on renseigne en onze langues sur le logement, l’école et le travail.",
    "Le service reçoit environ quatre cents personnes par mois, dont un tiers arrivées dans l’année.",
    "Une convention avec la région fixe le partage des frais et la durée de conservation des données.",
    "Les associations siègent au comité de suivi avec voix consultative ; leurs avis sont joints au procès-verbal.",
    "Aucun budget n’est garanti au-delà de l’exercice en cours, ce qui rend difficile l’engagement d’interprètes.",
    "Le règlement ne dit rien des personnes sans adresse, et les pratiques varient d’un quartier à l’autre.",
    "Un registre des refus permettrait de mesurer l’écart entre la règle et son application.",
    "La commune relève ici d’une compétence nationale : elle ne peut qu’alerter et accompagner.",
];

pub(crate) fn labels() -> Labels {
    // Through JSON, so that a label which the model gains later does not break the test.
    let words = serde_json::json!({
        "contents": "Sommaire", "figure": "Figure", "table": "Tableau", "source": "Source", "sources": "Sources", "page": "Page", "of": "sur",
        "data_table": "Données", "release": "Version publiée", "digest": "Empreinte", "signatures": "Signatures", "text": "Texte",
        "chapter": "Chapitre", "section": "Section", "kind": "Nature", "about": "À propos", "language_name": "Français",
        "notes": "Notes", "skip": "Aller au texte", "back_to_text": "Retour au texte", "title": "Titre", "author": "Auteur", "year": "Année",
        "publisher": "Éditeur", "address": "Adresse", "accessed": "Consultation",
        "kinds": {"well_developed": "Aspect bien développé", "to_strengthen": "Aspect à renforcer"},
    });
    let mut known = serde_json::to_value(Labels::default()).expect("labels serialise");
    if let (Some(known), Some(words)) = (known.as_object_mut(), words.as_object()) {
        for (key, word) in words {
            if known.get(key).is_some() {
                known.insert(key.clone(), word.clone());
            }
        }
    }
    serde_json::from_value(known).expect("labels deserialise")
}

fn cover() -> Cover {
    Cover {
        series: "Indicateurs de gouvernance des migrations au niveau local".into(),
        title: "Ville de Valbourg".into(),
        subtitle: "Profil 2024 – exercice fictif".into(),
        facts: [
            ("Période", "janvier à juin 2024"),
            ("Autorité responsable", "Bureau de l’accueil et de l’inclusion"),
            ("Partenaires", "Région du Val, Conseil des associations"),
            ("Licence", "Creative Commons BY 4.0"),
        ]
        .map(|(label, value)| (label.to_string(), value.to_string()))
        .to_vec(),
    }
}

/// A draft with `findings` findings in each part of each dimension.
pub(crate) fn draft(findings: usize) -> Report {
    let mut report = Report::draft(Language::French, cover(), labels(), WATERMARK.into(), "Étape 2 sur 4 : discussion".into());
    report.notices = vec!["Les données de ce profil sont fictives et servent à la démonstration.".into()];
    report.sources = sources();
    report.chapters.push(introduction());
    report.chapters.extend((0..6).map(|index| dimension(index, findings)));
    report.chapters.push(numbers());
    report.chapters.push(hostile());
    report.chapters.push(Chapter {
        id: "sources".into(),
        number: String::new(),
        title: "Sources".into(),
        dimension: None,
        blocks: vec![Block::Sources],
    });
    report
}

/// The same report, released. Only the domain may release; a test takes the way of the stored form.
pub(crate) fn released(findings: usize) -> Report {
    let mut value = serde_json::to_value(draft(findings)).expect("a report serialises");
    value["state"] = serde_json::json!({
        "state": "released", "version": 3, "published_on": "2024-09-17", "path": "/fr/profils/valbourg/3",
        "content_digest": "3fb1c9a07d5e4428b6c0f1a29e8d7c6b5a493827160f5e4d3c2b1a0998877665",
        "signatures": ["Bureau de l’accueil et de l’inclusion, 2 septembre 2024", "Secrétariat d’État aux migrations (fictif), 10 septembre 2024"],
    });
    serde_json::from_value(value).expect("a report deserialises")
}

fn sources() -> Vec<Source> {
    let source = |id: &str, author: &str, year: &str, title: &str, address: &str| Source {
        id: id.into(),
        author: author.into(),
        year: year.into(),
        title: title.into(),
        publisher: "Imprimerie municipale".into(),
        address: address.into(),
        accessed: "consulté le 3 mai 2024".into(),
        short: format!("{author} ({year})"),
    };
    vec![
        source("a", "Conseil municipal de Valbourg", "2021", "Règlement de l’accueil", "https://valbourg.example/reglement"),
        source("b", "Conseil municipal de Valbourg", "2023", "Budget primitif", "https://valbourg.example/budget"),
        source("c", "Institut régional de statistique", "2022", "Population par quartier", "javascript:alert(1)"),
        source("d", "=cmd|' /C calc'!A0", "s. d.", "<b>Titre</b> #panic()", ""),
    ]
}

fn text(text: &str) -> Inline {
    Inline::text(text)
}

fn note(source: usize, place: &str) -> Inline {
    Inline::Note { source, place: place.into() }
}

fn introduction() -> Chapter {
    Chapter {
        id: "introduction".into(),
        number: String::new(),
        title: "Introduction".into(),
        dimension: None,
        blocks: vec![
            Block::Paragraph(ParagraphBlock {
                id: "p1".into(),
                title: String::new(),
                kind: String::new(),
                text: vec![
                    text("Ce profil décrit ce que la ville fait, avec qui et sur quelle base. "),
                    Inline::Strong { text: "Il ne classe personne.".into() },
                    text(" Chaque constat mène à sa source"),
                    note(0, "art. 4"),
                    text("."),
                ],
                margin: String::new(),
            }),
            Block::Figure(wheel()),
            Block::Callout {
                title: "Comment lire ce profil".into(),
                text: vec![text("Un disque signale un aspect bien développé, un triangle un aspect à renforcer.")],
            },
            Block::List {
                ordered: false,
                items: vec![
                    vec![text("six dimensions, dans un ordre fixe ;")],
                    vec![text("une note par source"), note(1, "p. 12"), text(" ;")],
                    vec![text("les chiffres en fin de volume.")],
                ],
            },
            Block::List { ordered: true, items: vec![vec![text("Évaluer")], vec![text("Discuter")], vec![text("Publier")]] },
        ],
    }
}

fn wheel() -> FigureBlock {
    let counts = [[11, 1, 2, 3], [14, 0, 1, 2], [5, 0, 0, 3], [12, 4, 2, 3], [4, 1, 3, 1], [6, 5, 2, 2]];
    let sectors = (0..6_usize)
        .map(|index| Sector {
            number: index as u8 + 1,
            title: DIMENSIONS[index].into(),
            href: format!("#dimension-{}", index + 1),
            counts: counts[index].to_vec(),
            label: format!("{} sujets sur {} renseignés", counts[index][0], counts[index].iter().sum::<u32>()),
        })
        .collect();
    let states = [
        ("answered", "renseigné"),
        ("not_applicable", "sans objet ici"),
        ("not_covered", "non couvert"),
        ("open", "à renseigner"),
    ];
    let legend = states.map(|(state, label)| LegendEntry { state: state.into(), label: label.into() }).to_vec();
    let rows = (0..6).map(|index| (DIMENSIONS[index], counts[index].map(f64::from).to_vec())).collect();
    FigureBlock {
        id: "roue".into(),
        caption: "Les six dimensions et leurs sujets".into(),
        description: "Roue de six secteurs ; dans chacun, une case par sujet, pleine quand il est renseigné.".into(),
        drawing: Drawing::Wheel { sectors, legend },
        table: table("roue-donnees", "Sujets par dimension et par état", "Dimension", &states.map(|(_, label)| label), rows),
    }
}

pub(crate) fn table(id: &str, caption: &str, first: &str, columns: &[&str], rows: Vec<(&str, Vec<f64>)>) -> TableBlock {
    let mut heads = vec![Column { title: first.into(), numeric: false }];
    heads.extend(columns.iter().map(|title| Column { title: (*title).into(), numeric: true }));
    let row = |(name, values): (&str, Vec<f64>)| {
        let numbers = values.into_iter().map(|value| TableCell::Number { value, shown: format!("{value}").replace('.', ",") });
        std::iter::once(TableCell::Text { text: name.into() }).chain(numbers).collect()
    };
    TableBlock {
        id: id.into(),
        caption: caption.into(),
        columns: heads,
        rows: rows.into_iter().map(row).collect(),
        note: String::new(),
        notes: vec![],
    }
}

fn dimension(index: usize, findings: usize) -> Chapter {
    let mut blocks = vec![Block::Paragraph(ParagraphBlock {
        id: String::new(),
        title: String::new(),
        kind: String::new(),
        text: vec![text(PHRASES[index]), text(" "), text(PHRASES[index + 2])],
        margin: String::new(),
    })];
    for (part, kind, title) in [(0, "well_developed", "Aspects bien développés"), (1, "to_strengthen", "Aspects à renforcer")]
    {
        blocks.push(Block::Heading { level: 2, id: format!("d{index}-{kind}"), text: title.into() });
        blocks.extend((0..findings).map(|number| finding(index, part, number, kind)));
    }
    Chapter {
        id: format!("dimension-{}", index + 1),
        number: (index + 1).to_string(),
        title: DIMENSIONS[index].into(),
        dimension: Some(index as u8 + 1),
        blocks,
    }
}

fn finding(index: usize, part: usize, number: usize, kind: &str) -> Block {
    let titles = [
        "Un guichet ouvert à toutes et tous",
        "Des règles écrites et connues",
        "Un suivi partagé avec les associations",
        "Des moyens encore fragiles",
    ];
    let mut body = vec![];
    for offset in 0..5 {
        body.push(text(PHRASES[(index * 3 + part * 5 + number + offset) % PHRASES.len()]));
        if offset % 2 == 1 {
            body.push(note((index + number + offset) % 3, &format!("p. {}", 4 + number * 7 + offset)));
        }
        body.push(text(" "));
    }
    Block::Paragraph(ParagraphBlock {
        id: format!("f-{index}-{part}-{number}"),
        title: titles[(number + part * 2 + index) % titles.len()].into(),
        kind: kind.into(),
        text: body,
        margin: format!("Sujets concernés : {}.{} accueil ; {}.{} langues", index + 1, number + 1, index + 1, number + 2),
    })
}

fn numbers() -> Chapter {
    let years: Vec<String> = (2015..=2024).map(|year| year.to_string()).collect();
    let line = |place: usize| {
        let values =
            vec![Some(9500.0 + place as f64 * 640.0), if place == 4 { None } else { Some(4200.0 + place as f64 * 210.0) }];
        DrawingRow {
            label: years[place].clone(),
            shown: values.iter().map(|value| value.map_or("n. d.".into(), |value: f64| format!("{value}"))).collect(),
            values,
        }
    };
    let bar = |label: &str, values: Vec<Option<f64>>| DrawingRow {
        label: label.into(),
        shown: values.iter().map(|value| value.map_or("n. d.".into(), |value| format!("{value}").replace('.', ","))).collect(),
        values,
    };
    let figure = |id: &str, caption: &str, drawing: Drawing, table: TableBlock| {
        Block::Figure(FigureBlock {
            id: id.into(),
            caption: caption.into(),
            description: format!("{caption}, d’après le registre fictif."),
            drawing,
            table,
        })
    };
    let mut wide = table(
        "sous-groupes",
        "Bénéficiaires par quartier",
        "Quartier",
        &["2020", "2021", "2022", "2023", "2024"],
        vec![
            ("Vieux-Port", vec![120.0, 131.5, 140.0, 152.0, 160.0]),
            ("Les Tanneries, secteur nord et faubourg de la Gare", vec![88.0, 90.0, 87.0, 99.0, 101.0]),
            ("Haut-Val", vec![12.0, 15.0, 11.0, 9.0, 14.0]),
        ],
    );
    wide.rows[2][3] = TableCell::Missing { shown: "n. d.".into() };
    wide.note = "n. d. : non disponible.".into();
    wide.notes = vec![text("Registre municipal"), note(1, "annexe 2"), text(".")];
    Chapter {
        id: "chiffres".into(),
        number: "7".into(),
        title: "Chiffres".into(),
        dimension: None,
        blocks: vec![
            figure(
                "barres",
                "Demandes reçues par service",
                Drawing::Bars {
                    unit: "demandes par an".into(),
                    series: vec!["Demandes".into()],
                    rows: vec![
                        bar("Logement et hébergement d’urgence", vec![Some(420.0)]),
                        bar("École", vec![Some(310.5)]),
                        bar("Santé", vec![None]),
                        bar("Emploi", vec![Some(55.0)]),
                    ],
                    stacked: false,
                },
                table(
                    "t-barres",
                    "Demandes",
                    "Service",
                    &["Demandes"],
                    vec![("Logement et hébergement d’urgence", vec![420.0]), ("École", vec![310.5]), ("Emploi", vec![55.0])],
                ),
            ),
            figure(
                "groupes",
                "Demandes selon le mode de dépôt",
                Drawing::Bars {
                    unit: "demandes".into(),
                    series: vec!["en ligne".into(), "au guichet".into()],
                    rows: vec![bar("2022", vec![Some(40.0), Some(120.0)]), bar("2023", vec![Some(70.0), Some(95.0)])],
                    stacked: false,
                },
                table("t-groupes", "Demandes", "Année", &["en ligne", "au guichet"], vec![("2022", vec![40.0, 120.0])]),
            ),
            figure(
                "empilees",
                "État des mesures",
                Drawing::Bars {
                    unit: "mesures".into(),
                    series: vec!["achevées".into(), "en cours".into(), "à venir".into()],
                    rows: vec![
                        bar("Accueil", vec![Some(4.0), Some(6.0), Some(2.0)]),
                        bar("Langues", vec![Some(1.0), Some(2.0), Some(7.0)]),
                    ],
                    stacked: true,
                },
                table(
                    "t-empilees",
                    "Mesures",
                    "Domaine",
                    &["achevées", "en cours", "à venir"],
                    vec![("Accueil", vec![4.0, 6.0, 2.0]), ("Langues", vec![1.0, 2.0, 7.0])],
                ),
            ),
            figure(
                "lignes",
                "Population née à l’étranger",
                Drawing::Lines {
                    unit: "personnes".into(),
                    series: vec!["ensemble".into(), "arrivées depuis moins de cinq ans".into()],
                    rows: (0..10).map(line).collect(),
                },
                table("t-lignes", "Population", "Année", &["ensemble"], vec![("2015", vec![9500.0]), ("2024", vec![15260.0])]),
            ),
            Block::Table(wide),
            Block::Figure(FigureBlock {
                id: "sans-dessin".into(),
                caption: "Un tableau seul".into(),
                description: String::new(),
                drawing: Drawing::None,
                table: table("t-seul", "", "Rubrique", &["Nombre"], vec![("Une", vec![1.0])]),
            }),
        ],
    }
}

fn hostile() -> Chapter {
    let mut blocks = vec![Block::Heading { level: 3, id: "saut \"><x".into(), text: "Titre #panic() <b>".into() }];
    blocks.extend(HOSTILE.iter().map(|line| {
        Block::Paragraph(ParagraphBlock {
            id: "meme".into(),
            title: (*line).into(),
            kind: "to_strengthen".into(),
            text: vec![text(line), note(3, line), note(99, "nulle part")],
            margin: (*line).into(),
        })
    }));
    let rows = HOSTILE.iter().map(|line| (*line, vec![1e18, -5.0])).collect();
    blocks.push(Block::Table(table("hostile", "=1+1 <i>", "@col", &["+1", "]]>"], rows)));
    let rows = HOSTILE
        .iter()
        .map(|line| DrawingRow { label: (*line).into(), values: vec![Some(1e18), Some(-3.0), None], shown: vec![(*line).into()] })
        .collect();
    blocks.push(Block::Figure(FigureBlock {
        id: "\"><script>".into(),
        caption: "</title><script>alert(1)</script>".into(),
        description: "]]><!--".into(),
        drawing: Drawing::Bars {
            unit: "<u>".into(),
            series: vec!["a".into(), "</svg>".into(), "&amp;".into()],
            rows,
            stacked: false,
        },
        table: table("hostile", "=2", "x", &[], vec![]),
    }));
    Chapter { id: "hostile".into(), number: "8".into(), title: "Textes <hostiles> #panic()".into(), dimension: None, blocks }
}

pub(crate) fn questionnaire() -> Questionnaire {
    let scale: Vec<(String, String)> =
        [("yes", "Oui"), ("partly", "En partie"), ("no", "Non")].map(|(value, label)| (value.into(), label.into())).to_vec();
    let row = |number: usize| QuestionnaireRow {
        code: format!("1.{number}"),
        dimension: "Droits".into(),
        subdimension: "Accès".into(),
        topic: format!("=Sujet {number}"),
        guidance: "Ce que l’on cherche.\nSur deux lignes.".into(),
        scale_values: if number == 4 { vec![] } else { scale.clone() },
        answer: if number == 2 { "partly".into() } else { String::new() },
        not_applicable: number == 3,
        competence: if number == 3 { "État (art. 12)".into() } else { String::new() },
        note: match number {
            1 => "-5 % selon @registre".into(),
            2 => "'=déjà protégé".into(),
            4 => "<b>]]> & \u{202f}é</b>".into(),
            _ => String::new(),
        },
        given: if number == 2 { "ab12 cd34 ef56".into() } else { String::new() },
    };
    Questionnaire {
        title: "Questionnaire de Valbourg".into(),
        language: Language::French,
        dossier: "valbourg-2024".into(),
        framework: "igm-local@1".into(),
        revision: 17,
        labels: [("yes", "oui"), ("no", "non"), ("questions", "Questions"), ("about", "À propos")]
            .map(|(key, label)| (key.into(), label.into()))
            .into(),
        rows: (1..=6).map(row).collect(),
    }
}
