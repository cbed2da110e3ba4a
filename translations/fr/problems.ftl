problem-required = Remplissez ce champ.
problem-choice-required = Choisissez une possibilité.
problem-choice-unknown = Ce choix n’existe pas. Prenez-en un dans la liste.
problem-too-long = Le texte compte { $length } caractères ; la limite est de { $limit }. Raccourcissez-le.
problem-date-invalid = Donnez une date complète : jour, mois, année.
problem-period-reversed = La fin précède le début. Corrigez l’une des deux dates.
problem-topic-required = Choisissez au moins un sujet.
problem-account-not-active = Ce compte n’est pas actif. Demandez à l’administration de le rouvrir.
problem-account-unknown = Aucun compte n’a cette adresse. Invitez d’abord la personne.
problem-assign-nothing = Aucun sujet n’est coché : rien n’a été confié.
problem-assign-nothing-remedy = Cochez au moins un sujet dans la liste.
problem-lead-not-oneself = On ne se nomme pas soi-même responsable d’un dossier. Un autre administrateur peut le faire.
problem-address-malformed = L’adresse doit commencer par http:// ou https:// et nommer un site, par exemple https://exemple.org/page.
problem-already-set-up = Cette installation a déjà des comptes.
problem-already-taken = Quelqu’un vient de prendre ce nom ou cette adresse. Choisissez-en un autre.
problem-changed-meanwhile = Quelqu’un a modifié cette fiche entre-temps. Rechargez-la, puis recommencez.
problem-territory-inside-itself = Un territoire ne peut pas faire partie de lui-même, ni d’un territoire qu’il contient. Choisissez un territoire plus grand.
problem-author-or-publisher = Donnez un auteur ou un éditeur.
problem-dossier-changed = Le dossier a changé entre-temps. Relisez-le, puis recommencez.
problem-email-invalid = Ce n’est pas une adresse de courrier complète.
problem-email-taken = Un compte a déjà cette adresse.
problem-evidence-cited = { $count ->
    [one] Cette source est citée une fois. Retirez d’abord cette citation.
   *[other] Cette source est citée { $count } fois. Retirez d’abord ces citations.
}
problem-file-empty = Choisissez un fichier qui n’est pas vide.
problem-file-too-large = Le fichier dépasse { $megabytes } Mo.
problem-file-type = Ce type de fichier n’est pas accepté. Joignez un PDF, une image PNG ou JPEG, un document DOCX, XLSX, PPTX, ODT ou ODS sans macros, ou du texte simple.
problem-file-macros = Ce document contient des macros, qui peuvent agir sur la machine de qui l’ouvre. Sont acceptés : PDF, image PNG ou JPEG, document DOCX, XLSX, PPTX, ODT ou ODS sans macros, texte simple.
problem-file-macros-remedy = Enregistrez-le sans macros, par exemple en DOCX, en XLSX ou en PDF.
problem-framework-exists = { $framework } existe déjà ; une version publiée ne change pas. Donnez un autre numéro de version.
problem-import-has-faults = { $count ->
    [one] Le fichier a un défaut ; rien n’est repris tant qu’il n’est pas corrigé.
   *[other] Le fichier a { $count } défauts ; rien n’est repris tant qu’il en reste.
}
problem-import-nothing-chosen = Aucun changement n’est coché : rien n’a été repris.
problem-import-nothing-chosen-remedy = Cochez au moins une ligne.
problem-import-excuse-unexplained = « Sans objet ici » demande de dire qui est compétent : { $items }. Rien n’a été repris.
problem-import-excuse-unexplained-remedy = Cochez aussi la ligne « Compétence » de ces sujets, ou décochez leur réponse.
problem-language-incomplete = Version { $language ->
    [fr] française
    [en] anglaise
    [es] espagnole
    [ar] arabe
   *[other] « { $language } »
} : { $count ->
    [one] un texte manque ou est à revoir. Complétez-le, ou acceptez de publier ainsi.
   *[other] { $count } textes manquent ou sont à revoir. Complétez-les, ou acceptez de publier ainsi.
}
problem-language-required = Choisissez au moins une langue.
problem-last-lead = Un dossier garde au moins un responsable local. Nommez-en un autre d’abord.
problem-merge-unreadable = La version réunie est illisible. Rouvrez la page et recommencez.
problem-organisation-needed = Votre compte doit être rattaché à une organisation. Demandez-le à l’administration.
problem-organisation-unknown = Choisissez une organisation dans la liste.
problem-password-differs = Les deux mots de passe ne sont pas les mêmes.
problem-password-length = Le mot de passe compte de { $minimum } à { $maximum } caractères. Une phrase convient très bien.
problem-password-guessable = Ce mot de passe se devine : il répète un même motif, suit l’ordre du clavier ou de l’alphabet, ou est l’un des plus courants.
problem-password-guessable-remedy = Prenez une phrase de plusieurs mots sans lien entre eux.
problem-password-personal = Ce mot de passe n’est guère que votre nom, votre adresse ou le nom de ce programme.
problem-password-personal-remedy = Prenez une phrase de plusieurs mots sans lien entre eux.
problem-password-wrong = Ce n’est pas votre mot de passe actuel.
problem-sign-in-failed = Adresse ou mot de passe inexact.
problem-stage-gate-closed = { $count ->
    [one] Une condition n’est pas encore remplie ; elle est indiquée ci-dessous.
   *[other] { $count } conditions ne sont pas encore remplies ; la liste est ci-dessous.
}
problem-stage-moved-on = Le dossier a changé d’étape entre-temps. Rouvrez la page.
problem-stage-needs-publication = On n’arrive à cette étape qu’en publiant.
problem-stage-unknown-exit = Cette étape ne mène pas directement à celle-là. Rouvrez la page pour voir les étapes possibles.
problem-table-header = La première ligne donne les titres des colonnes : un à { $maximum } après celui des libellés.
problem-table-rows = Le tableau compte d’une à { $maximum } lignes sous les titres.
problem-table-not-a-number = Ligne { $row }, colonne { $column } : « { $value } » n’est pas un nombre.
problem-table-extra-cell = Ligne { $row }, colonne { $column } : « { $value } » n’a pas de titre de colonne.
problem-sheet-file = { $rule ->
    [encrypted-or-old-format] { cell-fault-encrypted-or-old-format } { cell-fault-encrypted-or-old-format-remedy }
    [too-large] { cell-fault-too-large }
    [too-many-parts] { cell-fault-too-many-parts }
    [archive-bomb] { cell-fault-archive-bomb }
    [macros] { cell-fault-macros } { cell-fault-macros-remedy }
    [external-entity] { cell-fault-external-entity }
    [malformed] { cell-fault-malformed } { cell-fault-malformed-remedy }
    [too-many-cells] { cell-fault-too-many-cells }
   *[other] { cell-fault-not-a-spreadsheet } { cell-fault-not-a-spreadsheet-remedy }
}
problem-sheet-cell = Feuille « { $sheet } », cellule { $cell }, « { $value } » : { $rule ->
    [formula] { cell-fault-formula } { cell-fault-formula-remedy }
    [error-value] { cell-fault-error-value } { cell-fault-error-value-remedy }
    [too-long] { cell-fault-too-long }
    [extra-cell] Cette colonne n’a pas de titre.
   *[other] { cell-fault-not-a-number } { cell-fault-not-a-number-remedy }
}
problem-throttled = { $minutes ->
    [one] Réessayez dans une minute.
   *[other] Réessayez dans { $minutes } minutes.
}
problem-report-empty = Les registres dont ce rapport est fait sont vides.
problem-report-requirements-open = { $count ->
    [one] Une exigence n’est pas remplie ; elle est indiquée sous le rapport.
   *[other] { $count } exigences ne sont pas remplies ; elles sont indiquées sous le rapport.
}
problem-report-unsigned = Le texte tel qu’il est n’a pas été adopté : demandez la signature au comité.
problem-amendment-reason-required = { $count ->
    [one] Un élément a changé depuis la version publiée : dites pourquoi.
   *[other] { $count } éléments ont changé depuis la version publiée : dites pourquoi.
}
problem-tabulate-purpose-needed = Ces données se lisent pour un but déclaré : ajoutez --purpose avec un de ces codes : { $purposes }.
problem-finding-required = Choisissez au moins un constat.
problem-model-required = Choisissez au moins une définition.
problem-query-unreadable = Les paramètres de l’adresse ne se lisent pas : encodez-les en UTF-8, un « % » suivi de deux chiffres hexadécimaux.
problem-finding-commented = Ce constat est commenté ({ $count }) : les commentaires et leurs suites figurent dans une annexe du rapport. Corrigez le constat au lieu de le supprimer.
