maps = Cartes
maps-show = Afficher
maps-download = Télécharger la carte (SVG)
maps-of-table = Tableau n° { $number }, { $period }
maps-of-today = Ces cartes sont dessinées sur les contours d’aujourd’hui. La page publique garde ceux qui étaient là à la signature du tableau.
maps-not-signed = Ces cartes ne sont que dans l’espace de travail : le tableau a été signé avant que ces contours n’existent. Pour les publier, retirez le tableau et signez-le de nouveau.
maps-incomplete = Des contours avec lesquels ce tableau a été signé ne peuvent plus être lus. Les nombres sont dans le tableau ; la personne qui exploite le programme peut rétablir les contours depuis une sauvegarde.
map-of = Carte : { $areas }
map-of-some = Carte : { $areas } – { $others }
map-source = Contours : { $source }.
statistics-boundaries = Contours pour les cartes
statistics-boundaries-lead = Un tableau qui distingue des lieux devient une carte sur les contours de votre office. Un tableau garde les contours qui étaient là à sa signature.
statistics-no-boundaries = Aucun contour pour l’instant.
boundaries-new = Remettre des contours
boundaries-lead = Un fichier par niveau : les régions dans l’un, les communes dans un autre. Seuls les codes et les contours sont gardés ; ce que le fichier dit d’autre est laissé de côté.
boundaries-title = Titre
boundaries-title-hint = Ce que sont les zones, et de quand : « Communes, 2026 ». Il nomme la carte.
boundaries-source = Source et licence
boundaries-source-hint = À qui sont ces contours et sous quelle licence. Cette ligne figure sous chaque carte.
boundaries-variable = Variable
boundaries-variable-hint = Celle dont les zones portent les codes.
boundaries-variable-choose = Choisissez une variable
boundaries-variable-of = { $label } – { $name } ({ $codes } codes)
boundaries-no-variable = Aucune variable n’a de codes pour l’instant. Importez d’abord un jeu de données qui distingue des lieux.
boundaries-property = Propriété du code
boundaries-property-hint = Son nom dans le fichier, comme « code » ou « INSEE_COM ». Nécessaire seulement avec un fichier.
boundaries-file = Fichier
boundaries-file-hint = GeoJSON, en longitude et latitude (WGS 84), { $megabytes } Mo au plus.
boundaries-file-again-hint = Un nouveau fichier remplace les contours ; sans fichier, ils restent. GeoJSON, en longitude et latitude (WGS 84), { $megabytes } Mo au plus.
boundaries-areas = Zones
boundaries-without = Zones des tableaux signés sans contour
boundaries-all = Aucune : toutes sont dessinées
boundaries-no-table = Aucun tableau signé ne distingue ces zones
boundaries-are-lost = Les contours manquent dans le dépôt de fichiers : remettez-les
boundaries-more-areas = { $count ->
    [one] et { $count } autre
   *[other] et { $count } autres
}
boundaries-save = Enregistrer
boundaries-delete = Supprimer ces contours
boundaries-delete-lead = Les cartes de l’espace de travail disparaissent. Les tableaux déjà signés gardent les leurs.
table-sign-maps = Avec le tableau seront publiées des cartes sur ces contours, qui ne changeront plus : { $sets }.
problem-boundaries-faults = { $count ->
    [one] Le fichier a une faute, indiquée plus bas ; rien n’en est gardé.
   *[other] Le fichier a { $count } fautes, indiquées plus bas ; rien n’en est gardé.
}
problem-boundaries-property-absent = Aucune zone n’a de propriété « { $property } ». Le fichier a : { $found }.
problem-boundaries-property-absent-remedy = Écrivez le nom comme il est dans le fichier, majuscules comprises.
problem-boundaries-two-levels = Le fichier mêle deux niveaux : « { $code } » est à l’intérieur de « { $within } ».
problem-boundaries-two-levels-remedy = Remettez chaque niveau dans un fichier à part.
problem-boundaries-changed = Quelqu’un d’autre a changé ces contours entre-temps. Voici ce qui est enregistré : vérifiez, puis recommencez.
problem-boundaries-lost = Les contours enregistrés manquent dans le dépôt de fichiers.
problem-boundaries-lost-remedy = Remettez le fichier.
use-case-boundaries-save = Contours enregistrés
use-case-boundaries-delete = Contours supprimés
merge-field-variable = Variable
merge-field-areas = Zones
merge-field-digest = Empreinte
merge-field-source = Source
