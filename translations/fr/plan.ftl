tab-plan = Plan
plan-empty = Le plan n’a encore aucune mesure.
plan-to-measures = Aller au registre des mesures
plan-timeline = Les mesures dans le temps
plan-lead = Institution responsable
plan-state = État
plan-measure = Mesure
plan-when = Quand
plan-institutions = Institutions et objectifs
plan-institutions-text = Combien de mesures chaque institution conduit pour chaque objectif. Une ligne presque vide ou une colonne vide mérite une question.
plan-levels = Niveaux et objectifs
plan-levels-text = À quel niveau chaque objectif est traité. Une mesure nationale a souvent besoin d’une mesure locale en face.
plan-gap-objectives = Objectifs retenus sans mesure
plan-gap-institutions = Membres des organes de coordination sans mesure
plan-add-measure = Ajouter une mesure
plan-shown = { $count ->
    [0] aucune mesure
    [one] une mesure
   *[other] { $count } mesures
}
