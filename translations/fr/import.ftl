import-heading = Reprendre un questionnaire rempli
import-lead = Le questionnaire peut se remplir hors ligne dans un tableur. Au retour, Jalon montre d’abord ce que le fichier changerait ; vous décidez ensuite.
import-step-download = 1. Télécharger le questionnaire
import-download-text = Le fichier contient les réponses déjà données. Remplissez les colonnes ouvertes et gardez les codes.
import-language = Langue du fichier
import-download = Télécharger (XLSX)
import-step-upload = 2. Envoyer le fichier rempli
import-upload-text = Rien n’est modifié à cet instant : la page suivante montre les différences.
import-file = Fichier rempli
import-file-hint = Classeur XLSX sans macros, { $megabytes } Mo au plus.
import-compare = Comparer
import-preview = Ce que le fichier changerait
import-nothing-applied = Rien n’est encore repris.
import-changes = { $count ->
    [0] Le fichier dit la même chose que le dossier.
    [one] Le fichier change un champ.
   *[other] Le fichier change { $count } champs.
}
import-faults = { $count ->
    [one] Le fichier a un défaut ; corrigez-le, puis envoyez de nouveau le fichier.
   *[other] Le fichier a { $count } défauts ; corrigez-les, puis envoyez de nouveau le fichier.
}
import-faults-heading = À corriger dans le fichier
import-faults-text = Chaque ligne nomme la cellule, ce qui s’y trouve et la règle qu’elle enfreint. Rien n’est repris tant qu’il reste un défaut.
import-sheet = Feuille
import-cell = Cellule
import-value = Contenu
import-rule = Règle
import-remedy = Remède
import-whole-file = fichier entier
import-changes-heading = Changements
import-file-language = Langue du fichier : { $language }
import-topic = Sujet
import-field = Champ
import-before = Avant
import-after = Après
import-blank = vide
import-accept = Reprendre
import-held = { $count ->
    [one] Une ligne n’est pas cochée : la réponse a changé en ligne après l’écriture du fichier. Cochez-la pour remplacer le texte en ligne par celui du fichier.
   *[other] { $count } lignes ne sont pas cochées : les réponses ont changé en ligne après l’écriture du fichier. Cochez celles dont le texte du fichier doit remplacer le texte en ligne.
}
import-conflict = Conflit : modifié en ligne et dans le fichier.
import-older = Modifié en ligne seulement ; le fichier contient encore l’ancien texte.
import-since = En ligne le { $at }.
import-since-by = En ligne le { $at }, par : { $who }.
import-unplaced-heading = Contenu hors des réponses
import-unplaced-text = Ce contenu se trouve là où rien n’est demandé. Il n’est pas repris : déplacez-le à la main s’il compte.
import-apply = Reprendre ces changements
import-another = Choisir un autre fichier
