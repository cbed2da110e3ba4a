# Reuse first: what exists before new data are asked for
check-reuse-considered = { $count ->
    [one] { $examples } : ce qui existe n’a pas été examiné en entier.
   *[other] { $count } demandes sans avoir examiné tout ce qui existe : { $examples }.
}
rule-reuse-considered = Dérivé : chaque demande de nouvelles données nomme les sources existantes qui pourraient répondre, et dit pourquoi elles ne suffisent pas.
problem-reuse-unexplained = { $count ->
    [one] Ceci répond peut-être déjà : { $examples }. Dites pourquoi cela ne suffit pas.
   *[other] { $count } éléments répondent peut-être déjà : { $examples }. Dites pourquoi ils ne suffisent pas.
}
reuse-title = Ce qui répond peut-être déjà
reuse-lead = D’après la ventilation, la période et les mots de la demande. Réutilisez si vous le pouvez ; sinon, cochez les sources examinées et dites pourquoi elles ne suffisent pas.
reuse-nothing = Rien de ce qui est inscrit ici ne répond à la demande.
reuse-kind = Nature
reuse-kind-source = source
reuse-kind-dataset = jeu de données
reuse-kind-table = tableau signé
reuse-kind-indicator = indicateur
reuse-what = Élément
reuse-gives = Donne
reuse-lacks = Ne donne pas
reuse-because = Rapproché par
reuse-same-period = même période
reuse-other-period = autre période
