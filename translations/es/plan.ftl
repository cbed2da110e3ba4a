tab-plan = Plan
plan-empty = El plan aún no tiene medidas.
plan-to-measures = Ir al registro de medidas
plan-timeline = Las medidas en el tiempo
plan-lead = Institución responsable
plan-state = Estado
plan-measure = Medida
plan-when = Cuándo
plan-institutions = Instituciones y objetivos
plan-institutions-text = Cuántas medidas dirige cada institución para cada objetivo. Una fila casi vacía o una columna vacía merece una pregunta.
plan-levels = Niveles y objetivos
plan-levels-text = En qué nivel se trata cada objetivo. Una medida nacional necesita a menudo una local enfrente.
plan-gap-objectives = Objetivos elegidos sin medida
plan-gap-institutions = Miembros de los órganos de coordinación sin medida
plan-add-measure = Añadir una medida
plan-shown = { $count ->
    [0] ninguna medida
    [one] una medida
   *[other] { $count } medidas
}
