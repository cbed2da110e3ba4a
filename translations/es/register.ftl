register-shown = { $count ->
    [0] ninguna entrada
    [one] una entrada
   *[other] { $count } entradas
}
register-any = Todo
register-others = Los demás registros
register-add = Añadir una entrada
register-export-xlsx = Descargar (XLSX)
register-export-csv = Descargar (CSV)
register-import = Importar un archivo
register-open = Entradas por completar para: { $requirement }
register-total = total { $amount }
register-empty = Este registro está vacío. Empiece por una primera entrada; podrá completarse más tarde.
register-nothing = Ninguna entrada responde a estos filtros.
register-pages = Páginas de la lista
register-saved = Guardado.
register-back = Volver a la lista
register-no-choice = Todavía no hay nada que elegir. Rellene primero el registro correspondiente.
register-chosen = { $count } elegidos de { $total }
register-save-another = Guardar y añadir otra
register-locked = Otra institución responde de esta entrada, o la etapa está cerrada: puede leerla.
register-references = Lo que se refiere a ella
register-delete = Eliminar esta entrada
register-delete-text = La entrada desaparece del registro. El historial conserva su rastro.
tab-steps = Etapas
tab-registers = Registros
step = Etapa
step-met = Requisitos cumplidos
step-progress = { $met } de { $total }
step-contents = En esta página
step-requirements = Lista de control
step-instruments = Instrumentos de trabajo
step-questions = Preguntas orientadoras
step-actions = Acciones
step-tools = Herramientas
step-people = Quién trabaja en ella
step-assigned = { $count ->
    [one] una pregunta encargada
   *[other] { $count } preguntas encargadas
}
step-looked-at = Examinado: { $register }{ $field ->
    [empty] {""}
   *[other] {" "}› { $field }
} ({ $count })
requirement-met = Cumplido
requirement-open = Por hacer
requirement-excused = No procede aquí
requirement-attested = Atestado por una persona
requirement-derived = Deducido de los registros
requirement-continuous = continuo
vision-caption = Visión de 360°: los 23 objetivos
vision-description = Lo que { $territory } hace de cada objetivo del Pacto: examinado, elegido, medidas, presupuesto, indicadores, avances.
vision-note = Del centro hacia fuera: examinado, elegido, medidas, presupuesto, indicadores, bien encaminado. No es una nota.
vision-objective = Objetivo
vision-measures = Medidas
vision-number = Número de medidas
vision-considered = Examinado
vision-selected = Elegido
vision-budgeted = Presupuesto
vision-indicators = Indicadores
vision-on-track = Bien encaminado
vision-yes = sí
vision-no = –
check-entries-exist = El registro «{ $register }» aún no tiene nada que responda a ello.
check-field-filled = { $count ->
    [0] El registro «{ $register }» aún no tiene ninguna entrada que examinar.
    [one] «{ $field }» está vacío en { $examples }.
   *[other] «{ $field }» está vacío en { $count } entradas: { $examples }.
}
check-field-filled-once = Ninguna entrada de «{ $register }» rellena «{ $field }».
check-value-chosen = Ninguna entrada de «{ $register }» indica «{ $value }» en «{ $field }».
check-value-chosen-by-all = { $count ->
    [0] El registro «{ $register }» aún no tiene ninguna entrada que examinar.
    [one] { $examples } no indica «{ $value }» en «{ $field }».
   *[other] { $count } entradas no indican «{ $value }» en «{ $field }»: { $examples }.
}
check-everything-chosen = { $count ->
    [one] «{ $register }» aún no menciona { $examples }.
   *[other] «{ $register }» aún no menciona { $count } posibilidades: { $examples }.
}
check-every-entry-named = { $count ->
    [0] El registro «{ $target }» aún no tiene ninguna entrada que mirar.
    [one] { $examples } no aparece en ninguna entrada de «{ $register }».
   *[other] { $count } entradas de «{ $target }» no aparecen en «{ $register }»: { $examples }.
}
check-withheld = Esto se decide en un registro que no está abierto para usted.
check-not-overdue = { $count ->
    [one] { $examples } ha superado su fecha.
   *[other] { $count } entradas han superado su fecha: { $examples }.
}
check-budget-funded = { $count ->
    [0] Todavía no hay ningún presupuesto.
   *[other] falta { $examples }.
}
check-attested = Nadie lo ha atestado aún con una explicación.
problem-not-unique = Otra entrada ya lleva «{ $value }». Elija otro.
problem-number-invalid = «{ $value }» no es un número. Escriba por ejemplo 12,5.
problem-number-ambiguous = «{ $value }» puede leerse de dos maneras. Escriba los millares sin signo (1250) o los decimales con un cero más (1,2500).
problem-number-too-large = «{ $value }» es demasiado grande. Escriba un número de quince cifras como máximo.
problem-value-negative = Este indicador se suma: «{ $value }» no puede ser negativo. Corrija el valor o indique en el indicador que no se suma.
problem-value-of-few = { $value } puede designar a personas reconocibles: un número se publica a partir de { $minimum } personas. Elija la lectura «suprimida» o agrupe.
problem-value-follows = Lo suprimido ({ $groups }) se deduce del resto: { $everybody } en total menos { $sum } dejan { $rest }. Suprima otro grupo o el total. Si los valores no se suman, indíquelo en el indicador.
problem-value-follows-everybody = El total suprimido se deduce de los grupos, que suman { $sum }. Suprima también uno de los grupos. Si los valores no se suman, indíquelo en el indicador.
problem-value-leaves-few = { $everybody } en total menos { $sum } dejan { $rest }: menos que las { $minimum } personas que hacen falta para publicar. Suprima un grupo o el total, o agrupe.
problem-value-without-dimension = Los grupos superan el total, y un grupo está suprimido. Escriba la dimensión delante de cada grupo, por ejemplo «Sexo – Mujeres», para que se pueda juzgar lo que se deduce.
problem-amount-invalid = «{ $value }» no es un importe. Escriba como máximo dos decimales, sin moneda, por ejemplo 1250,50.
problem-one-line = Escriba este campo en una sola línea.
problem-choose-fewer = Demasiadas opciones para este campo. Conserve solo una.
problem-entry-of-another-institution = Esta entrada corresponde a otra institución. Indique la suya como responsable o pregunte a quien dirige el expediente.
problem-entry-referenced = { $count ->
    [one] Otra entrada se refiere a ella. Corríjala primero.
   *[other] { $count } entradas se refieren a ella. Corríjalas primero.
}
catalogue-unknown-item = { $at } remite a { $item }, que no existe.
catalogue-unknown-item-remedy = Declare el elemento o corrija su código.
catalogue-field-leads-nowhere = El campo { $at } no dice de dónde vienen sus opciones.
catalogue-field-leads-nowhere-remedy = Indique su lista, su registro o los elementos entre los que elegir.
catalogue-unknown-field = { $item } examina { $at }, que no existe.
catalogue-unknown-field-remedy = Declare el registro y el campo, o corrija sus códigos.
use-case-register-save = Entrada de registro guardada
use-case-register-delete = Entrada de registro eliminada
use-case-register-merge = Entradas de registro reunidas
use-case-register-import = Registro importado
merge-field-values = Campos
problem-entry-unknown = Ninguna entrada tiene este identificador. Deje la celda vacía para añadir una.
problem-entry-twice = Esta entrada ya figura más arriba en el archivo. Conserve una sola fila.
problem-entry-cycle = Esta elección da vueltas en círculo: la entrada acabaría siguiéndose a sí misma. Quite una.
cell-fault-not-a-register = Este archivo no es un registro: su primera celda debe decir «id».
cell-fault-not-a-register-remedy = Descargue el registro y parta de ese archivo.
cell-fault-unknown-column = El registro no tiene esta columna.
cell-fault-unknown-column-remedy = Corrija el nombre de la columna o bórrela.
cell-fault-duplicate-column = Esta columna figura dos veces.
cell-fault-duplicate-column-remedy = Conserve una sola.
cell-fault-too-many-rows = El archivo tiene demasiadas filas.
cell-fault-too-many-rows-remedy = Divídalo en varios archivos.
cell-fault-not-text = El archivo no es texto en UTF-8.
cell-fault-not-text-remedy = Guárdelo como CSV UTF-8 o como XLSX.
register-import-lead = El archivo se compara primero con el registro: verá cada cambio y cada fallo antes de decidir. Una fila sin identificador añade una entrada; no se elimina nada.
register-import-changes = { $count ->
    [0] nada que cambiar
    [one] una entrada que añadir o cambiar
   *[other] { $count } entradas que añadir o cambiar
}
register-entry = Entrada
check-requirement = { $requirement }: { $text }
questionnaire-attested-by = Atestado por { $name }, { $date }
questionnaire-attested-someone = un miembro del expediente
checks-reference-lead = Cada requisito del marco y cómo lo decide el programa. De los criterios de las herramientas y las listas de control, { $derived } de { $total } ({ $share } %) se deducen de los registros; los demás los atestigua una persona, con una explicación o una fuente. Esta tabla la escribe «jalon catalog checks».
checks-reference-code = Código
checks-reference-requirement = Requisito
checks-reference-decided = Cómo se decide
checks-reference-severity = Gravedad
checks-reference-source = Fuente
rule-where = (entradas cuyo «{ $field }» es: { $value })
rule-entries-exist = Deducido: el registro «{ $register }» tiene al menos una entrada.
rule-field-filled = Deducido: cada entrada de «{ $register }» rellena «{ $field }».
rule-field-filled-once = Deducido: al menos una entrada de «{ $register }» rellena «{ $field }».
rule-value-chosen = Deducido: al menos una entrada de «{ $register }» indica «{ $value }» en «{ $field }».
rule-value-chosen-by-all = Deducido: cada entrada de «{ $register }» indica «{ $value }» en «{ $field }».
rule-everything-chosen = Deducido: las entradas de «{ $register }» cubren juntas todo lo que ofrece «{ $field }».
rule-every-entry-named = Deducido: cada entrada de «{ $target }» aparece en «{ $field }» de «{ $register }».
rule-not-overdue = Deducido: ninguna entrada de «{ $register }» ha superado «{ $field }» sin terminarse o abandonarse.
rule-budget-funded = Deducido: para cada moneda, la financiación comprometida cubre las líneas presupuestarias.
rule-attested = Atestado por una persona, con una explicación o una fuente.
rule-translations-up-to-date = Deducido: ninguna traducción falta ni está desfasada.
rule-assignments-not-overdue = Deducido: ninguna tarea encargada ha superado su fecha.
rule-evidence-address-well-formed = Deducido: cada dirección de fuente es una dirección web completa.
cli-register-applied = { $count ->
    [0] ninguna entrada incorporada
    [one] una entrada incorporada
   *[other] { $count } entradas incorporadas
}
report-register-empty = Todavía no se ha introducido nada.
evidence-cited-entries = { $count ->
    [one] una entrada de registro
   *[other] { $count } entradas de registro
}
evidence-cited-answers = { $count ->
    [one] una atestación
   *[other] { $count } atestaciones
}
cycle-reports = Informes (borradores)
register-add-to = Añadir aquí:
register-copy = Empezar una nueva entrada a partir de esta
amendments-caption = Lo que ha cambiado
amendments-since = Respecto de la versión { $version }, publicada el { $date }
amendments-reason = Motivo de la modificación: { $reason }
amendments-none = Nada ha cambiado desde esta versión.
amendments-compare = Comparar con
amendments-register = Registro
amendments-entry = Elemento
amendments-field = Campo
amendments-before = Texto adoptado
amendments-after = Texto nuevo
amendments-added = añadido
amendments-changed = modificado
amendments-removed = retirado
reports-lead = Cada informe se publica cuando está listo, en una versión que ya no cambia. El trabajo continúa después.
reports-never = Aún no publicado
reports-last = Versión { $version }, publicada el { $date }
reports-differences = { $count ->
    [0] nada ha cambiado
    [one] ha cambiado un elemento
   *[other] han cambiado { $count } elementos
}
reports-empty = Los registros de los que se hace este informe están vacíos.
reports-requires = Todavía falta
reports-signature = Adopción: { $role }
reports-signature-outdated = El texto ha cambiado desde la firma; hay que firmarlo de nuevo.
reports-sign = Adoptar el texto tal como está
reports-publish = Publicar: { $report }
reports-publish-now = Publicar
reports-reason = Por qué se modifica el plan
reports-reason-hint = El motivo se publica con el plan, antes de la lista de lo que ha cambiado.
reports-round = Empezar un nuevo ciclo
reports-round-lead = Las partes interesadas, los órganos, los datos, los indicadores y las medidas no terminadas pasan a un nuevo expediente. Las decisiones, las consultas y el avance quedan en este.
rounds-cycle = De un ciclo al siguiente
rounds-cycle-since = Respecto del ciclo { $period }

## Varias entradas a la vez, aprobación

bulk-title = Cambiar varias entradas
bulk-legend = Cambiar las entradas elegidas
bulk-choose = Elegir
bulk-choose-one = Elegir { $entry }
bulk-all = { $count ->
    [one] La entrada que los filtros seleccionan
   *[other] Las { $count } entradas que los filtros seleccionan, en todas las páginas
}
bulk-field = Campo que se cambia
bulk-go-on = Elegir el valor
bulk-chosen = { $count ->
    [one] Una entrada elegida
   *[other] { $count } entradas elegidas
}
bulk-empty-hint = Todavía no se cambia nada: primero verá lo que cambiaría. Un valor vacío borra el campo.
bulk-preview = Ver lo que cambiaría
bulk-preview-title = Lo que cambiaría
bulk-changes = { $count ->
    [0] Ninguna entrada cambiaría.
    [one] Una entrada cambiaría.
   *[other] { $count } entradas cambiarían.
}
bulk-unchanged = { $count ->
    [one] Una entrada ya tiene este valor.
   *[other] { $count } entradas ya tienen este valor.
}
bulk-refused = { $count ->
    [one] Una entrada se rechaza y queda como está.
   *[other] { $count } entradas se rechazan y quedan como están.
}
bulk-refused-title = Rechazadas, con el motivo
bulk-entry = Entrada
bulk-reason = Motivo
bulk-apply = Aplicar estos cambios
bulk-choose-again = Elegir otras entradas
bulk-done = { $count ->
    [one] Una entrada ha cambiado.
   *[other] { $count } entradas han cambiado.
}
bulk-undo = Deshacerlo todo
bulk-undone = { $count ->
    [one] Una entrada está de nuevo como antes.
   *[other] { $count } entradas están de nuevo como antes.
}
problem-bulk-nothing-chosen = No hay ninguna entrada elegida. Marque al menos una en la lista, o todas las que los filtros seleccionan.
problem-bulk-too-many = Hay { $count } entradas elegidas; se cambian como máximo { $limit } a la vez. Filtre la lista.
problem-bulk-undo-changed = «{ $entry }» ha cambiado desde entonces: no se deshace nada. Corrija las entradas una por una.
problem-choose-field = Elija en la lista el campo que se cambia.
approve-title = Pendientes de su aprobación
approve-second = Un valor lo aprueba una persona distinta de la que lo introdujo o lo cambió por última vez.
approve-alone = Usted es la única persona que puede aprobar aquí: aprueba también lo que introdujo. Nombre a una segunda persona en cuanto pueda.
approve-own = Introducido o cambiado por usted: lo aprueba otra persona.
approve-button = Aprobar los valores elegidos
problem-approval-by-another = Usted introdujo o cambió este valor: lo aprueba otra persona. Déjelo en validación.
problem-approval-changed = «{ $entry }» ha cambiado desde que se mostró la página. Vuelva a leerlo antes de aprobarlo.
use-case-register-bulk = Varias entradas cambiadas a la vez
use-case-register-bulk-undo = Cambio de varias entradas deshecho

## Vistas guardadas

view-list = Vistas guardadas
view-shared = para todos
view-manage = Guardar esta vista, cambiar el nombre o eliminar
view-name = Nombre de la vista
view-hint = Los filtros, la búsqueda y el orden de la lista tal como la ve. Guárdelos y los encontrará de nuevo encima de la lista.
view-share = Para todas las personas del expediente
view-keep = Guardar la vista
view-rename = Cambiar el nombre
view-rename-one = Nuevo nombre de «{ $name }»
view-delete = Eliminar
problem-view-name-taken = Ya tiene una vista «{ $value }» en este registro. Elija otro nombre.
problem-view-too-many = Ya hay { $limit } vistas de este registro. Elimine una primero.
use-case-view-save = Vista guardada
use-case-view-delete = Vista eliminada
published-gone = { $reference } (ya no es público)
checks-reference-test = Prueba
