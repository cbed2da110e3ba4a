portal-title = Profils et plans publiés
portal-heading = Comment les territoires gouvernent les migrations
portal-lead = Des profils établis avec preuves à l’appui, discutés avec l’État et les associations, validés par les deux gouvernements. Jalon ne classe personne : un territoire ne se compare qu’à son propre passé.
portal-search-label = Chercher dans les profils et les plans publiés
portal-profiles = Profils et plans publiés
portal-count = { $count ->
    [0] aucune publication
    [one] une publication
   *[other] { $count } publications
}
portal-findings = { $count ->
    [0] aucun constat
    [one] un constat, avec ses sources
   *[other] { $count } constats, avec leurs sources
}
portal-empty = Rien n’est encore publié.
portal-passages = Trouvé dans
portal-more-passages = { $count ->
    [one] et un autre passage
   *[other] et { $count } autres passages
}
portal-nothing-found = Aucun profil ni plan ne correspond à cette recherche.
portal-framework = Cadre
portal-period = Période
portal-published = Publié le
portal-languages = Langues
portal-profiles-of-territory = Publié pour ce territoire
portal-downloads = Télécharger
portal-territory = Territoire
portal-release = Version
portal-digest = Empreinte
portal-other-language = Ce document n’est pas publié dans la langue de cette page ; il est affiché en { $language }.
portal-measures = { $count ->
    [0] aucune mesure
    [one] une mesure
   *[other] { $count } mesures
}
portal-version = Version { $version }
portal-releases = Tout ce qui est publié
portal-progress = Avancement publié
portal-progress-told = D’après : { $report }, { $date }
portal-progress-untold = rien de publié
portal-progress-done = Ce qui a été fait
withdrawn-notice = La version { $number }, publiée le { $published }, a été retirée le { $date }.
withdrawn-table-notice = Le tableau { $number }, signé le { $published }, a été retiré le { $date }.
withdrawn-reason = Raison :
withdrawn-advice = Ne la citez plus et ne diffusez plus ses fichiers. L’empreinte les fait reconnaître.
withdrawn-stands = Voir ce qui est publié à la place
withdrawn-nothing-stands = Rien n’est publié à la place pour le moment.
