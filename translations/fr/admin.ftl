frameworks-lead = Ce que les évaluations demandent, d’où cela vient, et comment les cadres se répondent.
frameworks-more = Repères, source et liens
frameworks-basis-published = Publié.
frameworks-basis-derived = Déduit de sources publiques.
frameworks-verified-partial = source lue en partie
frameworks-verified-no = source non lue
admin-state = État
admin-every-state = Tous
admin-invite = Inviter une personne
admin-function-hint = L’administrateur gère les comptes sans lire les dossiers ; l’auditeur lit tout et n’écrit rien.
admin-link-sent = Le lien a été envoyé par courrier.
admin-link-shown = Transmettez ce lien à la personne ; il ne s’affichera plus : { $link }
admin-link-not-sent = Le serveur de courrier n’a pas pris le message. Transmettez ce lien à la personne ; il ne s’affichera plus : { $link }
admin-suspended = Suspendre ce compte
admin-renew = Nouveau lien de mot de passe
admin-erase = Effacer cette personne
admin-erase-lead = Nom, adresse et mot de passe sont détruits et ne reviennent pas, comme le nom de la personne dans chaque liste de participants. Ce qu’elle a écrit reste, au nom de son organisation.
admin-territories = Territoires
admin-organisations = Organisations
admin-level = Niveau de gouvernement
admin-parent = Fait partie de
admin-category = Catégorie
admin-definition = Périmètre de la ville
admin-add-territory = Ajouter un territoire
admin-add-organisation = Ajouter une organisation
admin-registry-lead = Une correction vaut partout dans l’espace de travail. Ce qui est publié garde le nom sous lequel il l’a été.
admin-territories-shown = { $count ->
    [0] aucun territoire
    [one] un territoire
   *[other] { $count } territoires
}
admin-organisations-shown = { $count ->
    [0] aucune organisation
    [one] une organisation
   *[other] { $count } organisations
}
admin-source-language = Langue de rédaction
admin-create-dossier = Créer le dossier
admin-dossier-created = Le dossier { $slug } est créé ; la personne responsable le trouve dans son travail.
admin-dossiers-lead = Quels dossiers existent et qui en est responsable. Le contenu des dossiers ne se lit pas ici.
admin-dossiers-shown = { $count ->
    [0] Aucun dossier ne correspond.
    [one] Un dossier.
   *[other] { $count } dossiers.
}
admin-dossiers-all = Tous
admin-dossiers-without-lead = Sans responsable
admin-slug = Adresse
admin-stage = Étape
admin-leads = Responsables
admin-no-lead = Sans responsable
admin-name-lead = Nommer une personne responsable
admin-name-lead-text = La personne doit avoir un compte. Elle s’ajoute aux responsables du dossier ; si elle y avait un autre rôle, celui-ci prend sa place. Le journal le note.
admin-lead-named = La personne est maintenant responsable de ce dossier.
admin-ledger-lead = Chaque écriture est enchaînée à la précédente. Vérifiez la chaîne ici, ou téléchargez-la pour la faire vérifier par un tiers, sans Jalon.
admin-ledger-verify = Vérifier la chaîne
admin-ledger-export = Télécharger le registre entier (JSON Lines)
admin-ledger-all = Voir tout le registre
admin-ledger-holds = La chaîne tient : { $count } écritures.
admin-ledger-broken = La chaîne est rompue : { $detail }
frameworks-items = { $count ->
    [0] aucun élément
    [one] un élément
   *[other] { $count } éléments
}
admin-accounts = { $count ->
    [0] aucun compte
    [one] un compte
   *[other] { $count } comptes
}
