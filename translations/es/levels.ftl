levels-title = Niveles de gobierno
levels-text = Lo que los planes publicados de otros niveles y este hacen el uno del otro. Una medida local dice qué medida de un plan superior ejecuta; solo se mira lo que es público.
levels-show-gaps = Mostrar solo las carencias
levels-show-all = Mostrar todo
levels-above = Planes de los niveles superiores
levels-above-none = No hay ningún plan publicado de un nivel superior.
levels-nothing = Nada que mostrar.
levels-their-measure = Su medida
levels-our-measure = Nuestra medida
levels-our-measures = Nuestras medidas que la ejecutan
levels-local-measures = Medidas locales que la ejecutan
levels-level = Niveles previstos
levels-none-here = Ninguna medida aquí
levels-none-below = Ninguna medida publicada responde
levels-below = Nuestras medidas y los niveles inferiores
levels-below-none = Ninguna medida espera nada de un nivel inferior. El campo «Nivel» de la medida lo dice.
levels-no-gap = Ninguna carencia.
levels-coverage = Territorios que forman parte de este: { $all }, de ellos con un plan publicado: { $with }.
levels-initiatives = { $territory }: medidas propias, sin vínculo con este plan ({ $count })
levels-fed = indicadores que lo alimentan: { $feeding }; rechazados: { $refused }
levels-values = Valores de los niveles inferiores
levels-values-note = Valores aprobados y publicados de los indicadores locales con la misma unidad, definición y método. Un valor ausente u oculto nunca cuenta como cero: entonces no hay suma.
levels-values-coverage = Cobertura: territorios del mismo nivel, { $with } de { $all }.
levels-breakdown = Desglose
levels-sum = Suma
levels-sum-suppressed = sin suma: una parte está oculta
levels-sum-missing = sin suma: falta una parte
levels-sum-not-added = no se suma
levels-sum-overlapping = sin suma: un territorio forma parte de otro
levels-sum-too-large = demasiado grande
levels-sum-note = Suma de los valores publicados de los niveles inferiores ({ $count }): { $dossiers }
levels-reading-measured = medido
levels-reading-missing = falta
levels-reading-suppressed = oculto
levels-reading-not-applicable = no procede
levels-take-values = Retomar las sumas como borradores
levels-take-values-hint = Las sumas entran en el registro de valores como borradores y solo cuentan una vez aprobadas. Un valor ya aprobado queda como está.
levels-to-values = Ir a los valores
levels-refused = { $territory }: valores rechazados, pues difiere lo que debe ser igual.
levels-here = Aquí:
levels-there = Allí:
levels-not-said = sin indicar
take-over-title = Retomar constataciones publicadas
take-over-text = Cada aspecto por reforzar elegido se convierte en una entrada, con su título en cada idioma y un enlace a la evaluación.
take-over-none = No hay ninguna evaluación publicada de este territorio ni de un nivel superior o inferior.
take-over-read = Leer en la evaluación
take-over-taken = ya retomado:
take-over-button = Retomar
levels-others = { $count ->
    [0] ninguna otra medida
    [one] otra medida de ese plan no espera nada de este nivel
   *[other] { $count } otras medidas de ese plan no esperan nada de este nivel
}
levels-others-own = { $count ->
    [0] ninguna otra medida
    [one] otra medida no espera nada de un nivel inferior
   *[other] { $count } otras medidas no esperan nada de un nivel inferior
}
levels-taken = { $count ->
    [0] Ningún valor por retomar: ya están, o están aprobados.
    [one] Un valor retomado como borrador.
   *[other] { $count } valores retomados como borradores.
}

models-title = Definiciones listas para tomar
models-text = Cada definición elegida se convierte en una entrada que usted completa y modifica: fuente, responsable, punto de partida, meta.
models-read = Leer la definición
models-taken = ya tomada:
