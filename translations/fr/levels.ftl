levels-title = Niveaux de gouvernement
levels-text = Ce que les plans publiés des autres niveaux et celui-ci font l’un de l’autre. Une mesure locale dit quelle mesure d’un plan de niveau supérieur elle met en œuvre ; seul ce qui est public est regardé.
levels-show-gaps = Ne montrer que les manques
levels-show-all = Tout montrer
levels-above = Plans des niveaux supérieurs
levels-above-none = Aucun plan d’un niveau supérieur n’est publié.
levels-nothing = Rien à montrer.
levels-their-measure = Leur mesure
levels-our-measure = Notre mesure
levels-our-measures = Nos mesures qui la mettent en œuvre
levels-local-measures = Mesures locales qui la mettent en œuvre
levels-level = Niveaux attendus
levels-none-here = Aucune mesure ici
levels-none-below = Aucune mesure publiée en face
levels-below = Nos mesures et les niveaux inférieurs
levels-below-none = Aucune mesure n’attend quelque chose d’un niveau inférieur. Le champ « Niveau » d’une mesure le dit.
levels-no-gap = Aucun manque.
levels-coverage = Territoires qui font partie de celui-ci : { $all }, dont avec un plan publié : { $with }.
levels-initiatives = { $territory } : mesures propres, sans lien avec ce plan ({ $count })
levels-fed = indicateurs qui l’alimentent : { $feeding } ; refusés : { $refused }
levels-values = Valeurs des niveaux inférieurs
levels-values-note = Valeurs approuvées et publiées des indicateurs locaux qui ont la même unité, la même définition et la même méthode. Une valeur manquante ou masquée n’est jamais comptée pour zéro : il n’y a alors pas de somme.
levels-values-coverage = Couverture : territoires de même niveau, { $with } sur { $all }.
levels-breakdown = Ventilation
levels-sum = Somme
levels-sum-suppressed = pas de somme : une partie est masquée
levels-sum-missing = pas de somme : une partie manque
levels-sum-not-added = ne s’additionne pas
levels-sum-overlapping = pas de somme : un territoire fait partie d’un autre
levels-sum-too-large = trop grand
levels-sum-note = Somme des valeurs publiées des niveaux inférieurs ({ $count }) : { $dossiers }
levels-reading-measured = mesuré
levels-reading-missing = manquant
levels-reading-suppressed = masqué
levels-reading-not-applicable = sans objet
levels-take-values = Reprendre les sommes comme brouillons
levels-take-values-hint = Les sommes entrent dans le registre des valeurs à l’état de brouillon et ne comptent qu’une fois approuvées. Une valeur déjà approuvée reste telle quelle.
levels-to-values = Aller aux valeurs
levels-refused = { $territory } : valeurs refusées, car ce qui doit être identique diffère.
levels-here = Ici :
levels-there = Là-bas :
levels-not-said = non renseigné
take-over-title = Reprendre des constats publiés
take-over-text = Chaque aspect à renforcer choisi devient une entrée, avec son titre dans chaque langue et un lien vers l’évaluation.
take-over-none = Aucune évaluation de ce territoire, ni d’un niveau supérieur ou inférieur, n’est publiée.
take-over-read = Lire dans l’évaluation
take-over-taken = déjà repris :
take-over-button = Reprendre
levels-others = { $count ->
    [0] aucune autre mesure
    [one] une autre mesure de ce plan n’attend rien de ce niveau
   *[other] { $count } autres mesures de ce plan n’attendent rien de ce niveau
}
levels-others-own = { $count ->
    [0] aucune autre mesure
    [one] une autre mesure n’attend rien d’un niveau inférieur
   *[other] { $count } autres mesures n’attendent rien d’un niveau inférieur
}
levels-taken = { $count ->
    [0] Aucune valeur à reprendre : elles y sont déjà, ou sont approuvées.
    [one] Une valeur reprise comme brouillon.
   *[other] { $count } valeurs reprises comme brouillons.
}

models-title = Définitions prêtes à reprendre
models-text = Chaque définition choisie devient une entrée que vous complétez et modifiez : source, responsable, point de départ, cible.
models-read = Lire la définition
models-taken = déjà reprise :
