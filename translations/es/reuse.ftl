# Reuse first: what exists before new data are asked for
check-reuse-considered = { $count ->
    [one] { $examples }: no se ha mirado todo lo que existe.
   *[other] { $count } solicitudes sin haber mirado todo lo que existe: { $examples }.
}
rule-reuse-considered = Derivado: cada solicitud de nuevos datos nombra las fuentes existentes que podrían responder y dice por qué no bastan.
problem-reuse-unexplained = { $count ->
    [one] Esto quizá ya responde: { $examples }. Diga por qué no basta.
   *[other] { $count } elementos quizá ya responden: { $examples }. Diga por qué no bastan.
}
reuse-title = Lo que quizá ya responde
reuse-lead = Según el desglose, el período y las palabras de la solicitud. Reutilice si puede; si no, marque las fuentes examinadas y diga por qué no bastan.
reuse-nothing = Nada de lo inscrito aquí responde a la solicitud.
reuse-kind = Tipo
reuse-kind-source = fuente
reuse-kind-dataset = conjunto de datos
reuse-kind-table = tabla firmada
reuse-kind-indicator = indicador
reuse-what = Elemento
reuse-gives = Da
reuse-lacks = No da
reuse-because = Hallado por
reuse-same-period = mismo período
reuse-other-period = otro período
