dossier = Dossier
badge-published = Publié
dossier-home-title = Mon travail
dossier-home-empty = Aucun dossier ne vous est confié pour l’instant. Demandez à l’administration de vous ajouter à un dossier.
dossier-home-none = Aucun de vos dossiers n’a ces mots dans son titre ou son territoire.
dossier-home-shown = { $count ->
    [one] 1 dossier
   *[other] { $count } dossiers
}
dossier-progress = { $settled } sur { $total } renseignés
dossier-requirements-met = exigences remplies : { $met } sur { $total }
dossier-todo-nothing = Rien ne vous attend ici aujourd’hui.
dossier-todo-assigned = { $count ->
    [one] Un sujet vous est confié
   *[other] { $count } sujets vous sont confiés
}
dossier-todo-reopened = { $count ->
    [one] Une réponse est rouverte
   *[other] { $count } réponses sont rouvertes
}
dossier-todo-comments = { $count ->
    [one] Un commentaire attend une réponse
   *[other] { $count } commentaires attendent une réponse
}
dossier-todo-unanswered = { $count ->
    [one] Un sujet reste sans réponse
   *[other] { $count } sujets restent sans réponse
}
dossier-todo-unattested = { $count ->
    [one] Une exigence reste à attester
   *[other] { $count } exigences restent à attester
}
dossier-todo-sign = Le rapport attend votre signature
dossier-todo-due = pour le { $date }
dossier-now = Où nous en sommes
dossier-open-comments = { $count ->
    [0] aucun commentaire ouvert
    [one] un commentaire ouvert
   *[other] { $count } commentaires ouverts
}
dossier-edit = Modifier le titre et la période
dossier-draft = Voir le projet de rapport
dossier-draft-pdf = Projet en PDF
dossier-rounds = Ce qui a changé au fil du temps
dossier-rounds-lead = Les réponses de ce territoire, d’une évaluation à la suivante. Aucun autre territoire n’y figure.
dossier-rounds-change = Changement
dossier-rounds-changed = a changé
dossier-rounds-same = inchangé
dossier-rounds-to-confirm = à confirmer
dossier-dimensions = Avancement par dimension
dossier-answered = Sujets renseignés
dossier-gate-forward = Pour passer à l’étape « { $stage } »
dossier-gate-back = Revenir à l’étape « { $stage } »
dossier-gate-clear = Toutes les conditions sont remplies.
dossier-gate-open-with-notes = On peut avancer ; ces points méritent d’être regardés.
dossier-gate-closed = { $count ->
    [one] Un point reste à régler.
   *[other] { $count } points restent à régler.
}
dossier-gate-list = Voir la liste
dossier-gate-reason = Message à l’équipe
dossier-gate-go = Passer à l’étape « { $stage } »
dossier-gate-return = Revenir à « { $stage } »
dossier-to-publication = Aller à la publication
dossier-title = Titre
dossier-period-from = Début de la période
dossier-period-to = Fin de la période
dossier-history-lead = Chaque écriture, de la plus récente à la plus ancienne. Rien ne s’efface.
dossier-history-empty = Rien n’a encore été écrit.
dossier-history-number = Numéro
dossier-history-when = Quand
dossier-history-who = Qui
dossier-history-what = Quoi
dossier-history-subject = Élément
dossier-history-reason = Motif
dossier-history-older = Plus anciennes
history-of-record = Historique de ce texte
history-field = Champ
history-before = Avant
history-after = Après
cli-check-summary = { $errors ->
    [one] { $errors } erreur
   *[other] { $errors } erreurs
}, { $warnings ->
    [one] { $warnings } avertissement
   *[other] { $warnings } avertissements
}, { $notes ->
    [one] { $notes } remarque
   *[other] { $notes } remarques
}
cli-import-applied = { $count ->
    [0] Aucune réponse modifiée.
    [one] Une réponse modifiée.
   *[other] { $count } réponses modifiées.
}
cli-import-held = { $count ->
    [one] Un changement, marqué « ! », n’est pas repris : la réponse a changé en ligne après l’écriture du fichier. Reprenez-le dans le navigateur, où l’on choisit ligne par ligne.
   *[other] { $count } changements, marqués « ! », ne sont pas repris : les réponses ont changé en ligne après l’écriture du fichier. Reprenez-les dans le navigateur, où l’on choisit ligne par ligne.
}
cli-import-preview = { $count ->
    [0] Aucune différence.
    [one] Une différence ; rien n’est appliqué sans --accept.
   *[other] { $count } différences ; rien n’est appliqué sans --accept.
}
use-case-answer-save = Réponse enregistrée
use-case-answer-assign = Sujet confié
use-case-answer-reopen = Réponse rouverte
use-case-answer-close = Réponse refermée
use-case-answer-merge = Réponses réunies
use-case-finding-save = Constat enregistré
use-case-finding-delete = Constat supprimé
use-case-finding-merge = Constats réunis
use-case-evidence-save = Source enregistrée
use-case-evidence-delete = Source supprimée
use-case-file-attach = Fichier joint
use-case-paragraph-save = Passage enregistré
use-case-paragraph-delete = Passage supprimé
use-case-paragraph-merge = Passages réunis
use-case-figure-save = Figure enregistrée
use-case-figure-merge = Figures réunies
use-case-evidence-merge = Sources réunies
use-case-register-take-over = Entrée reprise d’un autre niveau
use-case-account-set-password = Mot de passe choisi
use-case-account-change-password = Mot de passe changé
use-case-user-invite = Personne invitée
use-case-user-renew-link = Nouveau lien remis
use-case-user-update = Compte modifié
use-case-user-erase = Compte effacé
use-case-organisation-save = Organisation enregistrée
use-case-territory-save = Territoire enregistré
use-case-catalogue-import = Cadre importé
use-case-backup-create = Sauvegarde écrite
actor-system = Ligne de commande
noun-dossier = Dossier
noun-answer = Réponse
noun-finding = Constat
noun-evidence = Source
noun-paragraph = Passage
noun-figure = Figure
noun-comment = Commentaire
noun-participant = Participant
noun-validation = Signature
noun-register-entry = Entrée de registre
noun-dataset = Jeu de données
noun-statistical-table = Tableau
noun-boundary-set = Contours
noun-saved-view = Vue
noun-member = Membre
noun-release = Version publiée
noun-table-release = Tableau publié
noun-draft = Projet de rapport
noun-user = Compte
noun-organisation = Organisation
noun-territory = Territoire
noun-framework = Cadre
noun-backup = Sauvegarde
noun-demo = Démonstration
use-case-figure-delete = Figure supprimée
use-case-participant-save = Participant ajouté
use-case-participant-remove = Participant retiré
use-case-participant-erase = Participant effacé
use-case-comment-add = Commentaire ajouté
use-case-comment-reply = Réponse à un commentaire
use-case-comment-close = Commentaire traité
use-case-comment-reopen = Commentaire rouvert
use-case-validation-sign = Rapport signé
use-case-validation-withdraw = Signature retirée
use-case-stage-advance = Étape suivante
use-case-stage-back = Retour à une étape
use-case-release-publish = Rapport publié
use-case-release-withdraw = Publication retirée
use-case-questionnaire-import = Questionnaire importé
use-case-member-set = Rôle donné
use-case-member-remove = Rôle retiré
use-case-dossier-create = Dossier créé
use-case-dossier-update = Dossier modifié
use-case-dossier-start-round = Nouvelle évaluation
use-case-demo-load = Démonstration chargée
use-case-demo-release = Profil de démonstration publié
