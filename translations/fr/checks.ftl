check-lead-and-counterpart-named = Personne ne tient encore ce rôle : { $role }.
check-commitment-recorded = Aucune source n’atteste l’engagement de l’autorité.
check-every-topic-answered = { $item } : sans réponse ni motif.
check-excuse-names-competence = { $item } : sans objet, mais la compétence n’est pas dite.
check-every-finding-has-evidence = « { $title } » ne cite aucune source.
check-finding-has-topic-and-kind = « { $title } » n’a pas de sujet connu ou pas de texte.
check-dimension-has-both-parts = { $dimension } : rien n’est dit sous « { $kind } ».
check-context-items-covered = { $item } : ni texte ni figure dans le contexte.
check-every-figure-has-source = La figure « { $title } » n’a pas de source.
check-citation-gives-page = « { $title } » cite un document sans page.
check-evidence-address-well-formed = L’adresse { $address } n’est pas une adresse web complète.
check-every-comment-has-disposition = Un commentaire attend une réponse.
check-national-level-took-part = Aucun participant ne parle pour le niveau national.
check-translations-up-to-date = { $language } : { $missing } textes manquants, { $stale } à revoir.
check-assignments-not-overdue = { $item } : attendu pour le { $due }.
problem-required = Remplissez ce champ.
problem-choice-required = Choisissez une possibilité.
problem-choice-unknown = Ce choix n’existe pas. Prenez-en un dans la liste.
problem-too-long = Le texte compte { $length } caractères ; la limite est de { $limit }. Raccourcissez-le.
problem-date-invalid = Donnez une date complète : jour, mois, année.
problem-period-reversed = La fin précède le début. Corrigez l’une des deux dates.
problem-topic-required = Choisissez au moins un sujet.
problem-account-not-active = Ce compte n’est pas actif.
problem-account-unknown = Aucun compte n’a cette adresse. Invitez d’abord la personne.
problem-address-malformed = L’adresse doit commencer par http:// ou https:// et nommer un site.
problem-already-set-up = Cette installation a déjà des comptes.
problem-already-taken = Quelqu’un vient de prendre ce nom ou cette adresse. Choisissez-en un autre.
problem-author-or-publisher = Donnez un auteur ou un éditeur.
problem-dossier-changed = Le dossier a changé entre-temps. Relisez-le, puis recommencez.
problem-email-invalid = Ce n’est pas une adresse de courrier complète.
problem-email-taken = Un compte a déjà cette adresse.
problem-evidence-cited = Cette source est citée { $count } fois. Retirez d’abord ces citations.
problem-file-empty = Choisissez un fichier qui n’est pas vide.
problem-file-too-large = Le fichier dépasse { $megabytes } Mo.
problem-file-type = Ce type de fichier n’est pas accepté. Joignez un PDF, une image, un document bureautique ou du texte simple.
problem-framework-exists = { $framework } existe déjà ; une version publiée ne change pas. Donnez un autre numéro de version.
problem-import-has-faults = Le fichier a { $count } défauts ; rien n’est repris tant qu’il en reste.
problem-language-incomplete = { $language } : { $count } textes manquent ou sont à revoir. Complétez-les, ou acceptez de publier ainsi.
problem-language-required = Choisissez au moins une langue.
problem-last-lead = Un dossier garde au moins un responsable local. Nommez-en un autre d’abord.
problem-merge-unreadable = La version réunie est illisible. Rouvrez la page et recommencez.
problem-organisation-needed = Votre compte doit être rattaché à une organisation. Demandez-le à l’administration.
problem-organisation-unknown = Choisissez une organisation dans la liste.
problem-password-differs = Les deux mots de passe ne sont pas les mêmes.
problem-password-length = Le mot de passe compte de { $minimum } à { $maximum } caractères. Une phrase convient très bien.
problem-password-wrong = Ce n’est pas votre mot de passe actuel.
problem-round-needs-publication = Une nouvelle évaluation part d’un profil publié.
problem-sign-in-failed = Adresse ou mot de passe inexact.
problem-stage-gate-closed = { $count } conditions ne sont pas remplies ; la liste est ci-dessous.
problem-stage-moved-on = Le dossier a changé d’étape entre-temps. Rouvrez la page.
problem-stage-needs-publication = On n’arrive à cette étape qu’en publiant.
problem-stage-unknown-exit = Cette étape ne mène pas là.
problem-table-header = La première ligne donne les titres des colonnes : un à { $maximum } après celui des libellés.
problem-table-rows = Le tableau compte d’une à { $maximum } lignes sous les titres.
problem-table-not-a-number = Ligne { $row }, colonne { $column } : « { $value } » n’est pas un nombre.
problem-table-extra-cell = Ligne { $row }, colonne { $column } : « { $value } » n’a pas de titre de colonne.
problem-throttled = Réessayez dans { $minutes } minutes.
check-validated-by-both-governments = { $side ->
    [same] Les deux signatures viennent de la même organisation ou de la même personne.
    [local] Il manque la signature du gouvernement local{ $outdated ->
        [true] : celle qui existe porte sur un texte antérieur
       *[other] {""}
    }.
   *[national] Il manque la signature du gouvernement national{ $outdated ->
        [true] : celle qui existe porte sur un texte antérieur
       *[other] {""}
    }.
}
check-carried-findings-confirmed = { $finding } { $title } : repris de l’évaluation précédente, pas encore confirmé.
