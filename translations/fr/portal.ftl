portal-title = Profils publiés
portal-heading = Comment les villes gouvernent les migrations
portal-lead = Des profils établis avec preuves à l’appui, discutés avec l’État et les associations, validés par les deux gouvernements. Jalon ne classe personne : un territoire ne se compare qu’à son propre passé.
portal-search-label = Chercher un profil
portal-profiles = Profils publiés
portal-count = { $count ->
    [0] aucun profil
    [one] un profil
   *[other] { $count } profils
}
portal-findings = { $count ->
    [0] aucun constat
    [one] un constat, avec ses sources
   *[other] { $count } constats, avec leurs sources
}
portal-empty = Aucun profil n’est encore publié.
portal-nothing-found = Aucun profil ne correspond à cette recherche.
portal-framework = Cadre
portal-period = Période
portal-published = Publié le
portal-languages = Langues
portal-profiles-of-territory = Profils de ce territoire
portal-downloads = Télécharger
portal-territory = Territoire
portal-release = Version
portal-digest = Empreinte
portal-other-language = Ce profil n’est pas publié dans la langue de cette page ; il est affiché en { $language }.
