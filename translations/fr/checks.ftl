check-lead-and-counterpart-named = Personne ne tient encore ce rôle : { $role }.
check-commitment-recorded = Aucune source n’atteste encore l’engagement des autorités.
check-every-topic-answered = { $item } : sans réponse ni motif.
check-excuse-names-competence = { $item } : déclaré sans objet ici, sans dire quel échelon est compétent.
check-every-finding-has-evidence = « { $title } » ne cite encore aucune source.
check-finding-has-topic-and-kind = « { $title } » n’a pas de texte, ou n’est rattaché à aucun sujet du cadre.
check-dimension-has-both-parts = { $dimension } : rien n’est encore dit sous « { $kind } ».
check-context-items-covered = { $item } : ni texte ni figure dans le contexte.
check-every-figure-has-source = La figure « { $title } » n’a pas de source.
check-citation-gives-page = « { $title } » cite un document ou une loi sans en donner la page.
check-evidence-address-well-formed = L’adresse { $address } n’est pas une adresse web complète.
check-every-comment-has-disposition = Un commentaire attend encore sa suite : { $subject ->
    [answer] { $item }
   *[other] « { $title } »
}.
check-national-level-took-part = Aucun participant ne représente l’échelon national.
check-translations-up-to-date = { $language } : { $missing ->
    [0] aucun texte à traduire
    [one] un texte à traduire
   *[other] { $missing } textes à traduire
}, { $stale ->
    [0] aucune traduction à revoir
    [one] une traduction à revoir
   *[other] { $stale } traductions à revoir
}.
check-assignments-not-overdue = { $item } : la réponse était attendue pour le { $due }.
check-validated-by-both-governments = { $side ->
    [same] Les deux signatures viennent de la même organisation ou de la même personne.
    [local] { $outdated ->
        [true] La signature du gouvernement local porte sur un texte antérieur.
       *[other] Il manque la signature du gouvernement local.
    }
   *[national] { $outdated ->
        [true] La signature du gouvernement national porte sur un texte antérieur.
       *[other] Il manque la signature du gouvernement national.
    }
}
check-carried-findings-confirmed = Repris de l’évaluation précédente, pas encore confirmé : { $subject ->
    [answer] { $item }
   *[other] « { $title } »
}.
