catalogue-unreadable = Le fichier ne se lit pas : { $detail }.
catalogue-unreadable-remedy = Corrigez la syntaxe TOML à cette ligne, ou le nom du champ.
catalogue-duplicate-code = Le code { $item } est déjà donné à la ligne { $first }.
catalogue-duplicate-code-remedy = Donnez à chaque élément un code à lui.
catalogue-unknown-scale = { $item } : l’échelle { $scale } n’existe pas.
catalogue-unknown-scale-remedy = Déclarez l’échelle ou corrigez son code.
catalogue-missing-source = { $item } n’a pas de source.
catalogue-missing-source-remedy = Dites d’où vient l’élément.
catalogue-unknown-parent = { $item } : le parent { $parent } n’existe pas.
catalogue-unknown-parent-remedy = Ajoutez le parent ou corrigez son code.
catalogue-cycle = { $item } : en remontant de parent en parent, on tourne en rond.
catalogue-cycle-remedy = Corrigez le parent de l’un de ces éléments.
catalogue-duplicate-check = La vérification { $check } figure deux fois.
catalogue-duplicate-check-remedy = Gardez-en une.
catalogue-unknown-rule = { $check } : le programme n’a pas de règle { $rule }.
catalogue-unknown-rule-remedy = Prenez une règle de la liste du programme.
catalogue-unknown-stage = L’étape { $stage } n’existe pas.
catalogue-unknown-stage-remedy = Déclarez l’étape ou corrigez son code.
catalogue-unknown-check = La vérification { $check } n’existe pas.
catalogue-unknown-check-remedy = Déclarez-la ou corrigez son code.
catalogue-unknown-role = Le rôle { $role } n’existe pas.
catalogue-unknown-role-remedy = Prenez un rôle du programme.
catalogue-text-for-unknown-code = Un texte porte le code { $item }, qui n’est celui d’aucun élément.
catalogue-text-for-unknown-code-remedy = Retirez le texte ou ajoutez l’élément.
catalogue-missing-french = { $what ->
    [name] Le nom de { $item }
    [notice] L’avertissement de { $item }
    [item] Le titre de l’élément { $item }
    [scale] La valeur d’échelle { $item }
    [stage] L’étape { $item }
    [check] La vérification { $item }
    [chapter] Le chapitre { $item }
   *[other] { $item } ({ $what })
} : pas de texte français.
catalogue-missing-french-remedy = Ajoutez-le : le français remplace les langues qui manquent.
catalogue-missing-translation = { $what ->
    [name] Le nom de { $item }
    [notice] L’avertissement de { $item }
    [item] Le titre de l’élément { $item }
    [scale] La valeur d’échelle { $item }
    [stage] L’étape { $item }
    [check] La vérification { $item }
    [chapter] Le chapitre { $item }
   *[other] { $item } ({ $what })
} : pas de texte dans la langue « { $language } ».
catalogue-missing-translation-remedy = Ajoutez la traduction.
catalogue-missing-language = Le fichier de textes pour la langue « { $language } » manque.
catalogue-missing-language-remedy = Ajoutez text/{ $language }.toml dans le dossier du cadre.
catalogue-unknown-language = { $language } n’est pas une langue connue.
catalogue-unknown-language-remedy = Nommez le fichier d’après une langue du programme.
catalogue-unknown-framework = Le cadre { $framework } n’est pas connu.
catalogue-unknown-framework-remedy = Corrigez le code ou la version.
catalogue-unknown-code = Le code { $item } n’existe pas dans { $framework }.
catalogue-unknown-code-remedy = Corrigez le lien.
catalogue-missing-basis = Le lien de { $item } n’a pas de fondement ou de source.
catalogue-missing-basis-remedy = Dites s’il est publié ou déduit, et d’après quoi.
catalogue-unknown-report = Le chapitre { $chapter } figure dans un rapport { $report } qui n’existe pas.
catalogue-unknown-report-remedy = Déclarez le rapport sous [[reports]] ou corrigez son code.
