questionnaire-show = Afficher
questionnaire-show-all = tous les sujets
questionnaire-show-unanswered = sans réponse
questionnaire-show-no-finding = sans constat
questionnaire-show-no-evidence = constat sans source
questionnaire-show-contested = contestés
questionnaire-show-mine = qui me sont confiés
questionnaire-show-to-confirm = à confirmer
questionnaire-show-not-applicable = sans objet ici
questionnaire-show-reopened = rouvertes
questionnaire-since = Modifiés depuis le
questionnaire-shown = { $count ->
    [0] aucun sujet
    [one] un sujet
   *[other] { $count } sujets
}
questionnaire-export = Télécharger le questionnaire (XLSX)
questionnaire-import = Reprendre un questionnaire rempli
questionnaire-imported = { $count ->
    [0] Aucune réponse n’a été reprise du fichier.
    [one] Une réponse a été reprise du fichier.
   *[other] { $count } réponses ont été reprises du fichier.
}
questionnaire-nothing = Aucun sujet ne correspond. Élargissez la recherche ou changez de filtre.
questionnaire-pick = Choisir le sujet { $item }
questionnaire-findings = { $count ->
    [one] un constat
   *[other] { $count } constats
}
questionnaire-contested = contesté
questionnaire-to-confirm = à confirmer
questionnaire-assigned-me = confié à vous
questionnaire-assigned = confié
questionnaire-assign = Confier des sujets
questionnaire-assign-hint = Cochez des sujets dans la liste, puis choisissez une personne et une date.
questionnaire-assignee = Personne
questionnaire-due = Date limite
questionnaire-assign-go = Confier
questionnaire-walk = D’un sujet à l’autre
questionnaire-back = Liste des sujets
questionnaire-position = Sujet { $place } sur { $total }
questionnaire-saved = Enregistré.
questionnaire-saved-topic = Enregistré : { $item }.
questionnaire-reopened = Cette réponse est rouverte, et elle seule. Motif : { $reason }
questionnaire-is-reopened = rouverte
questionnaire-close = Refermer cette réponse
questionnaire-answer = Réponse
questionnaire-not-applicable-hint = Le sujet ne relève pas de ce territoire : dites ci-dessous quel niveau de gouvernement est compétent.
questionnaire-competence = Compétence
questionnaire-competence-hint = Si le sujet est sans objet ici : la loi ou l’autorité qui en décide.
questionnaire-note = Remarque de travail
questionnaire-note-hint = Ce qui fonde la réponse. Les constats publiés s’écrivent à part, avec leurs sources.
questionnaire-confirm = Je confirme cette information reprise de l’évaluation précédente
questionnaire-locked = Cette étape est close : on ne peut plus modifier ici.
questionnaire-switch-language = Changer de langue
questionnaire-reopen = Rouvrir cette réponse
questionnaire-reopen-reason = Pourquoi rouvrir ?
questionnaire-related = Constats sur ce sujet
questionnaire-no-finding = Aucun constat ne porte encore sur ce sujet.
questionnaire-sources = { $count ->
    [0] sans source
    [one] une source
   *[other] { $count } sources
}
questionnaire-add-finding = Écrire un constat
questionnaire-comments = { $count ->
    [0] aucun commentaire
    [one] un commentaire
   *[other] { $count } commentaires
}
questionnaire-missing = Ce qui manque ici
questionnaire-keys = Raccourcis clavier
questionnaire-keys-text = j : sujet suivant ; k : sujet précédent ; Ctrl + Entrée : enregistrer et continuer ; ? : cette aide.
questionnaire-keys-switch = Touches d’une seule lettre actives
findings-all-kinds = tous
findings-all-dimensions = toutes
findings-all-states = tous
findings-state = État
findings-state-without-source = sans source
findings-state-contested = avec un commentaire en attente
findings-state-to-confirm = à confirmer
findings-shown = { $count ->
    [0] aucun constat
    [one] un constat
   *[other] { $count } constats
}
findings-kind = Nature
findings-nothing = Aucun constat ne correspond. Élargissez la recherche ou changez de filtre.
findings-none-here = Aucun constat dans cette dimension.
findings-untitled = Sans titre
findings-topics = Sujets
findings-sources = Sources
findings-no-source = aucune source
findings-add = Ajouter un constat
findings-form-title = Constat
findings-title = Titre court
findings-title-hint = De trois à huit mots.
findings-text = Constat
findings-text-hint = Des phrases entières, telles qu’elles paraîtront dans le rapport.
findings-dimension = Dimension
findings-sources-hint = Chaque constat s’appuie sur une source au moins, avec la page.
findings-add-evidence = Ajouter une source
findings-source-text = Texte d’origine
findings-delete = Supprimer ce constat
findings-delete-text = Le constat disparaît du rapport ; le registre en garde la trace.
merge-title = Deux versions de ce texte
merge-deleted = Quelqu’un a supprimé cet élément pendant que vous écriviez. Votre texte est ci-dessous : copiez-le si vous en avez besoin.
merge-lead = Quelqu’un a enregistré pendant que vous écriviez. Rien n’est perdu : pour chaque champ, gardez une version ou réunissez les deux.
merge-theirs = Garder la version enregistrée
merge-mine = Garder ma version
merge-both = Garder le texte ci-dessous
merge-text = Texte réuni
merge-save = Enregistrer
merge-nothing = (vide)
merge-changed = Quelqu’un a modifié cet élément entre-temps : rien n’a été supprimé. Relisez-le, puis recommencez si c’est toujours ce que vous voulez.
merge-back = Revenir à la page
merge-leave = Abandonner ma version et revenir à la page
merge-field-text = Texte
merge-field-title = Titre
merge-field-note = Remarque
merge-field-competence = Compétence
merge-field-value = Réponse
merge-field-not-applicable = Sans objet ici
merge-field-kind = Nature
merge-field-topics = Sujets
merge-field-citations = Sources
merge-field-dimension = Dimension
merge-field-assignee = Personne
merge-field-due = Date limite
merge-field-to-confirm = À confirmer
merge-field-section = Section
merge-field-item = Point du chapitre
merge-field-description = Description
merge-field-unit = Unité
merge-field-chart = Graphique
merge-field-columns = Colonnes
merge-field-rows = Lignes
merge-field-reopened = Rouverte parce que
merge-field-not-covered = Document muet
merge-field-author = Auteur
merge-field-year = Année
merge-field-publisher = Éditeur
merge-field-address = Adresse web
merge-field-accessed-on = Consulté le
merge-field-commitment = Engagement
merge-field-file = Fichier
