evidence-lead = Tout ce sur quoi le profil s’appuie : chaque constat, chaque texte et chaque figure renvoie à une source de cette liste.
evidence-add = Ajouter une source
evidence-kind = Nature
evidence-kind-choose = Choisir une nature
evidence-all-kinds = toutes
evidence-use = Usage
evidence-use-all = toutes les sources
evidence-use-uncited = sources que rien ne cite
evidence-shown = { $count ->
    [0] aucune source
    [one] une source
   *[other] { $count } sources
}
evidence-empty = Le dossier n’a pas encore de source. Ajoutez d’abord les documents sur lesquels repose l’évaluation, et l’engagement de l’autorité.
evidence-nothing = Aucune source ne correspond. Élargissez la recherche ou changez de filtre.
evidence-table = Sources du dossier
evidence-author-or-publisher = Auteur ou éditeur
evidence-author = Auteur
evidence-author-hint = Une personne ou un organisme. À défaut, donnez l’éditeur.
evidence-year = Année
evidence-title = Titre
evidence-publisher = Éditeur
evidence-publisher-hint = L’organisme qui publie, s’il n’est pas l’auteur.
evidence-address = Adresse web
evidence-address-hint = Facultatif. Commence par http:// ou https://.
evidence-open-address = Ouvrir l’adresse
evidence-accessed-on = Consulté le
evidence-note = Note
evidence-note-hint = Facultatif. Par exemple la cote du document, ou qui l’a transmis.
evidence-commitment = Cette source atteste l’engagement de l’autorité dans l’évaluation
evidence-commitment-hint = Une délibération, une lettre ou un accord qui décide l’évaluation.
evidence-commitment-badge = engagement
evidence-file = Fichier
evidence-no-file = sans fichier
evidence-no-file-yet = Aucun fichier n’est joint à cette source.
evidence-file-later = Le fichier se joint ensuite, sur la page de la source.
evidence-upload = Joindre un fichier
evidence-replace-file = Remplacer le fichier
evidence-upload-hint = PDF, image, document bureautique ou texte simple, { $megabytes } Mo au plus. N’y laissez pas de données personnelles inutiles.
evidence-send-file = Envoyer le fichier
evidence-size-kilobytes = { $size } ko
evidence-size-megabytes = { $size } Mo
evidence-cited-by = Citée par
evidence-cited-findings = { $count ->
    [one] un constat
   *[other] { $count } constats
}
evidence-cited-paragraphs = { $count ->
    [one] un texte de contexte
   *[other] { $count } textes de contexte
}
evidence-cited-figures = { $count ->
    [one] une figure
   *[other] { $count } figures
}
evidence-uncited = Rien ne cite cette source
evidence-untitled = Sans titre
evidence-form-title = Source
evidence-read-only = Vous pouvez lire cette source ; à cette étape, vous ne pouvez pas la modifier.
evidence-delete = Supprimer cette source
evidence-delete-text = La source disparaît de la liste ; le registre en garde la trace.
