register-shown = { $count ->
    [0] aucune entrée
    [one] une entrée
   *[other] { $count } entrées
}
register-any = Tout
register-others = Les autres registres
register-add = Ajouter une entrée
register-export-xlsx = Télécharger (XLSX)
register-export-csv = Télécharger (CSV)
register-import = Importer un fichier
register-open = Entrées à compléter pour : { $requirement }
register-total = total { $amount }
register-empty = Ce registre est vide. Commencez par une première entrée ; elle pourra être complétée plus tard.
register-nothing = Aucune entrée ne répond à ces filtres.
register-pages = Pages de la liste
register-saved = Enregistré.
register-back = Revenir à la liste
register-no-choice = Il n’y a encore rien à choisir. Remplissez d’abord le registre concerné.
register-chosen = { $count } choisis sur { $total }
register-save-another = Enregistrer et en ajouter une autre
register-locked = Une autre institution répond de cette entrée, ou l’étape est close : vous pouvez la lire.
register-references = Ce qui s’y rapporte
register-delete = Supprimer cette entrée
register-delete-text = L’entrée disparaît du registre. L’historique en garde la trace.
tab-steps = Étapes
tab-registers = Registres
step = Étape
step-met = Exigences remplies
step-progress = { $met } sur { $total }
step-contents = Dans cette page
step-requirements = Liste de contrôle
step-instruments = Instruments de travail
step-questions = Questions directrices
step-actions = Actions
step-tools = Outils
step-people = Qui y travaille
step-assigned = { $count ->
    [one] une question confiée
   *[other] { $count } questions confiées
}
step-looked-at = Regardé : { $register }{ $field ->
    [empty] {""}
   *[other] {" "}› { $field }
} ({ $count })
requirement-met = Rempli
requirement-open = À faire
requirement-excused = Sans objet ici
requirement-attested = Attesté par une personne
requirement-derived = Déduit des registres
requirement-continuous = en continu
vision-caption = Vision à 360° : les 23 objectifs
vision-description = Ce que { $territory } fait de chaque objectif du Pacte : examiné, retenu, mesures, budget, indicateurs, avancement.
vision-note = Du centre vers le bord : examiné, retenu, mesures, budget, indicateurs, en bonne voie. Ce n’est pas une note.
vision-objective = Objectif
vision-measures = Mesures
vision-number = Nombre de mesures
vision-considered = Examiné
vision-selected = Retenu
vision-budgeted = Budget
vision-indicators = Indicateurs
vision-on-track = En bonne voie
vision-yes = oui
vision-no = –
check-entries-exist = Le registre « { $register } » n’a encore rien qui y réponde.
check-field-filled = { $count ->
    [0] Le registre « { $register } » n’a encore aucune entrée à examiner.
    [one] « { $field } » est vide pour { $examples }.
   *[other] « { $field } » est vide pour { $count } entrées : { $examples }.
}
check-field-filled-once = Aucune entrée de « { $register } » ne remplit « { $field } ».
check-value-chosen = Aucune entrée de « { $register } » n’indique « { $value } » sous « { $field } ».
check-value-chosen-by-all = { $count ->
    [0] Le registre « { $register } » n’a encore aucune entrée à examiner.
    [one] { $examples } n’indique pas « { $value } » sous « { $field } ».
   *[other] { $count } entrées n’indiquent pas « { $value } » sous « { $field } » : { $examples }.
}
check-everything-chosen = { $count ->
    [one] « { $register } » ne mentionne pas encore { $examples }.
   *[other] « { $register } » ne mentionne pas encore { $count } possibilités : { $examples }.
}
check-every-entry-named = { $count ->
    [0] Le registre « { $target } » n’a encore aucune entrée à regarder.
    [one] { $examples } n’apparaît dans aucune entrée de « { $register } ».
   *[other] { $count } entrées de « { $target } » n’apparaissent pas dans « { $register } » : { $examples }.
}
check-withheld = Cela se décide dans un registre qui ne vous est pas ouvert.
check-not-overdue = { $count ->
    [one] { $examples } a dépassé sa date.
   *[other] { $count } entrées ont dépassé leur date : { $examples }.
}
check-budget-funded = { $count ->
    [0] Aucun budget n’est encore inscrit.
   *[other] il manque { $examples }.
}
check-attested = Personne ne l’a encore attesté avec une explication.
problem-not-unique = Une autre entrée porte déjà « { $value } ». Choisissez-en un autre.
problem-number-invalid = « { $value } » n’est pas un nombre. Écrivez par exemple 12,5.
problem-number-ambiguous = « { $value } » peut se lire de deux façons. Écrivez les milliers sans signe (1250), ou les décimales avec un zéro de plus (1,2500).
problem-number-too-large = « { $value } » est trop grand. Écrivez un nombre de quinze chiffres au plus.
problem-value-negative = Cet indicateur s’additionne : « { $value } » ne peut pas être négatif. Corrigez la valeur, ou indiquez dans l’indicateur qu’il ne s’additionne pas.
problem-value-of-few = { $value } désigne peut-être des personnes reconnaissables : il en faut { $minimum } au moins pour publier un nombre. Choisissez le relevé « supprimée », ou regroupez.
problem-value-follows = Ce qui est supprimé ({ $groups }) se déduit du reste : { $everybody } en tout moins { $sum } laissent { $rest }. Supprimez un autre groupe ou le total. Si les valeurs ne s’additionnent pas, dites-le dans l’indicateur.
problem-value-follows-everybody = Le total supprimé se déduit des groupes, qui font { $sum }. Supprimez aussi l’un des groupes. Si les valeurs ne s’additionnent pas, dites-le dans l’indicateur.
problem-value-leaves-few = { $everybody } en tout moins { $sum } laissent { $rest } : moins que les { $minimum } personnes qu’il faut pour publier. Supprimez un groupe ou le total, ou regroupez.
problem-value-without-dimension = Les groupes dépassent le total, alors qu’un groupe est supprimé. Écrivez la dimension devant chaque groupe, par exemple « Sexe – Femmes », pour que l’on puisse juger ce qui se déduit.
problem-amount-invalid = « { $value } » n’est pas un montant. Écrivez au plus deux décimales, sans monnaie, par exemple 1250,50.
problem-one-line = Écrivez ce champ sur une seule ligne.
problem-choose-fewer = Trop de choix pour ce champ. Gardez-en un seul.
problem-entry-of-another-institution = Cette entrée relève d’une autre institution. Indiquez la vôtre comme responsable, ou demandez à la personne qui pilote le dossier.
problem-entry-referenced = { $count ->
    [one] Une autre entrée s’y rapporte. Corrigez-la d’abord.
   *[other] { $count } autres entrées s’y rapportent. Corrigez-les d’abord.
}
catalogue-unknown-item = { $at } renvoie à { $item }, qui n’existe pas.
catalogue-unknown-item-remedy = Déclarez l’élément ou corrigez son code.
catalogue-field-leads-nowhere = Le champ { $at } ne dit pas d’où viennent ses choix.
catalogue-field-leads-nowhere-remedy = Donnez sa liste, son registre, ou les éléments parmi lesquels choisir.
catalogue-unknown-field = { $item } regarde { $at }, qui n’existe pas.
catalogue-unknown-field-remedy = Déclarez le registre et le champ, ou corrigez leurs codes.
use-case-register-save = Entrée de registre enregistrée
use-case-register-delete = Entrée de registre supprimée
use-case-register-merge = Entrées de registre réunies
use-case-register-import = Registre importé
merge-field-values = Champs
problem-entry-unknown = Aucune entrée n’a cet identifiant. Laissez la case vide pour en ajouter une.
problem-entry-twice = Cette entrée figure déjà plus haut dans le fichier. Gardez une seule ligne.
problem-entry-cycle = Ce choix tourne en rond : l’entrée finirait par se suivre elle-même. Retirez-en un.
cell-fault-not-a-register = Ce fichier n’est pas un registre : la première case doit contenir « id ».
cell-fault-not-a-register-remedy = Téléchargez le registre et partez de ce fichier.
cell-fault-unknown-column = Le registre n’a pas cette colonne.
cell-fault-unknown-column-remedy = Corrigez le nom de la colonne ou effacez-la.
cell-fault-duplicate-column = Cette colonne figure deux fois.
cell-fault-duplicate-column-remedy = Gardez-en une seule.
cell-fault-too-many-rows = Le fichier a trop de lignes.
cell-fault-too-many-rows-remedy = Partagez-le en plusieurs fichiers.
cell-fault-not-text = Le fichier n’est pas du texte en UTF-8.
cell-fault-not-text-remedy = Enregistrez-le en CSV UTF-8 ou en XLSX.
register-import-lead = Le fichier est d’abord comparé au registre : vous voyez chaque changement et chaque défaut avant de décider. Une ligne sans identifiant ajoute une entrée ; rien n’est supprimé.
register-import-changes = { $count ->
    [0] rien à changer
    [one] une entrée à ajouter ou à changer
   *[other] { $count } entrées à ajouter ou à changer
}
register-entry = Entrée
check-requirement = { $requirement } : { $text }
questionnaire-attested-by = Attesté par { $name }, { $date }
questionnaire-attested-someone = un membre du dossier
checks-reference-lead = Chaque exigence du cadre, et comment le programme la décide. Parmi les critères des outils et les listes de contrôle, { $derived } sur { $total } ({ $share } %) sont déduits des registres ; les autres sont attestés par une personne, avec une explication ou une source. Ce tableau est écrit par « jalon catalog checks ».
checks-reference-code = Code
checks-reference-requirement = Exigence
checks-reference-decided = Comment c’est décidé
checks-reference-severity = Gravité
checks-reference-source = Source
rule-where = (entrées dont « { $field } » est : { $value })
rule-entries-exist = Déduit : le registre « { $register } » a au moins une entrée.
rule-field-filled = Déduit : chaque entrée de « { $register } » remplit « { $field } ».
rule-field-filled-once = Déduit : une entrée au moins de « { $register } » remplit « { $field } ».
rule-value-chosen = Déduit : une entrée au moins de « { $register } » indique « { $value } » sous « { $field } ».
rule-value-chosen-by-all = Déduit : chaque entrée de « { $register } » indique « { $value } » sous « { $field } ».
rule-everything-chosen = Déduit : les entrées de « { $register } » couvrent ensemble tout ce que « { $field } » propose.
rule-every-entry-named = Déduit : chaque entrée de « { $target } » apparaît sous « { $field } » dans « { $register } ».
rule-not-overdue = Déduit : aucune entrée de « { $register } » n’a dépassé « { $field } » sans être achevée ou abandonnée.
rule-budget-funded = Déduit : pour chaque monnaie, les financements engagés couvrent les lignes budgétaires.
rule-attested = Attesté par une personne, avec une explication ou une source.
rule-translations-up-to-date = Déduit : aucune traduction ne manque ni n’est périmée.
rule-assignments-not-overdue = Déduit : aucune tâche confiée n’a dépassé sa date.
rule-evidence-address-well-formed = Déduit : chaque adresse de source est une adresse web complète.
cli-register-applied = { $count ->
    [0] aucune entrée reprise
    [one] une entrée reprise
   *[other] { $count } entrées reprises
}
report-register-empty = Rien n’est encore inscrit.
evidence-cited-entries = { $count ->
    [one] une entrée de registre
   *[other] { $count } entrées de registre
}
evidence-cited-answers = { $count ->
    [one] une attestation
   *[other] { $count } attestations
}
cycle-reports = Rapports (projets)
register-add-to = Ajouter ici :
register-copy = Repartir de cette entrée pour une nouvelle
amendments-caption = Ce qui a changé
amendments-since = Par rapport à la version { $version }, publiée le { $date }
amendments-reason = Motif de la modification : { $reason }
amendments-none = Rien n’a changé depuis cette version.
amendments-compare = Comparer à
amendments-register = Registre
amendments-entry = Élément
amendments-field = Champ
amendments-before = Texte adopté
amendments-after = Nouveau texte
amendments-added = ajouté
amendments-changed = modifié
amendments-removed = retiré
reports-lead = Chaque rapport se publie quand il est prêt, en une version qui ne change plus. Le travail continue ensuite.
reports-never = Pas encore publié
reports-last = Version { $version }, publiée le { $date }
reports-differences = { $count ->
    [0] rien n’a changé
    [one] un élément a changé
   *[other] { $count } éléments ont changé
}
reports-empty = Les registres dont ce rapport est fait sont vides.
reports-requires = Il manque encore
reports-signature = Adoption : { $role }
reports-signature-outdated = Le texte a changé depuis la signature ; elle est à refaire.
reports-sign = Adopter le texte tel qu’il est
reports-publish = Publier : { $report }
reports-publish-now = Publier
reports-reason = Pourquoi le plan est modifié
reports-reason-hint = Ce motif paraît avec le plan, devant la liste de ce qui a changé.
reports-round = Commencer un nouveau cycle
reports-round-lead = Parties prenantes, instances, données, indicateurs et mesures qui ne sont pas terminées sont repris dans un nouveau dossier. Les décisions, les consultations et l’avancement restent dans celui-ci.
rounds-cycle = D’un cycle au suivant
rounds-cycle-since = Par rapport au cycle { $period }

## Plusieurs entrées à la fois, approbation

bulk-title = Changer plusieurs entrées
bulk-legend = Changer les entrées choisies
bulk-choose = Choisir
bulk-choose-one = Choisir { $entry }
bulk-all = { $count ->
    [one] L’entrée que les filtres retiennent
   *[other] Les { $count } entrées que les filtres retiennent, sur toutes les pages
}
bulk-field = Champ à changer
bulk-go-on = Choisir la valeur
bulk-chosen = { $count ->
    [one] Une entrée choisie
   *[other] { $count } entrées choisies
}
bulk-empty-hint = Rien n’est encore changé : vous voyez d’abord ce qui changerait. Une valeur vide efface le champ.
bulk-preview = Voir ce qui changerait
bulk-preview-title = Ce qui changerait
bulk-changes = { $count ->
    [0] Aucune entrée ne changerait.
    [one] Une entrée changerait.
   *[other] { $count } entrées changeraient.
}
bulk-unchanged = { $count ->
    [one] Une entrée a déjà cette valeur.
   *[other] { $count } entrées ont déjà cette valeur.
}
bulk-refused = { $count ->
    [one] Une entrée est refusée et reste telle quelle.
   *[other] { $count } entrées sont refusées et restent telles quelles.
}
bulk-refused-title = Refusées, avec la raison
bulk-entry = Entrée
bulk-reason = Raison
bulk-apply = Appliquer ces changements
bulk-choose-again = Choisir d’autres entrées
bulk-done = { $count ->
    [one] Une entrée a changé.
   *[other] { $count } entrées ont changé.
}
bulk-undo = Tout annuler
bulk-undone = { $count ->
    [one] Une entrée est de nouveau comme avant.
   *[other] { $count } entrées sont de nouveau comme avant.
}
problem-bulk-nothing-chosen = Aucune entrée n’est choisie. Cochez-en au moins une dans la liste, ou toutes celles que les filtres retiennent.
problem-bulk-too-many = { $count } entrées sont choisies ; { $limit } au plus changent à la fois. Filtrez la liste.
problem-bulk-undo-changed = « { $entry } » a changé depuis : rien n’est annulé. Corrigez les entrées une à une.
problem-choose-field = Choisissez dans la liste le champ à changer.
approve-title = En attente de votre approbation
approve-second = Une valeur est approuvée par une autre personne que celle qui l’a saisie ou changée en dernier.
approve-alone = Vous êtes la seule personne qui puisse approuver ici : vous approuvez aussi ce que vous avez saisi. Nommez une deuxième personne dès que possible.
approve-own = Saisie ou changée par vous : une autre personne l’approuve.
approve-button = Approuver les valeurs choisies
problem-approval-by-another = Vous avez saisi ou changé cette valeur : une autre personne l’approuve. Laissez-la en validation.
problem-approval-changed = « { $entry } » a changé depuis que la page a été affichée. Relisez-la avant de l’approuver.
use-case-register-bulk = Plusieurs entrées changées à la fois
use-case-register-bulk-undo = Changement de plusieurs entrées annulé

## Vues enregistrées

view-list = Vues enregistrées
view-shared = pour tous
view-manage = Enregistrer cette vue, renommer ou supprimer
view-name = Nom de la vue
view-hint = Les filtres, la recherche et le tri de la liste telle que vous la voyez. Enregistrez, et vous les retrouvez au-dessus de la liste.
view-share = Pour tout le monde dans le dossier
view-keep = Enregistrer la vue
view-rename = Renommer
view-rename-one = Nouveau nom de « { $name } »
view-delete = Supprimer
problem-view-name-taken = Vous avez déjà une vue « { $value } » dans ce registre. Choisissez un autre nom.
problem-view-too-many = Il y a déjà { $limit } vues de ce registre. Supprimez-en une d’abord.
use-case-view-save = Vue enregistrée
use-case-view-delete = Vue supprimée
published-gone = { $reference } (n’est plus public)
checks-reference-test = Test
