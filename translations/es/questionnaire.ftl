questionnaire-show = Mostrar
questionnaire-show-all = todos los temas
questionnaire-show-unanswered = sin respuesta
questionnaire-show-no-finding = sin constatación
questionnaire-show-no-evidence = constatación sin fuente
questionnaire-show-contested = cuestionados
questionnaire-show-mine = a mi cargo
questionnaire-show-to-confirm = por confirmar
questionnaire-show-not-applicable = no aplicable aquí
questionnaire-show-reopened = reabiertas
questionnaire-since = Modificados desde el
questionnaire-shown = { $count ->
    [0] ningún tema
    [one] un tema
   *[other] { $count } temas
}
questionnaire-export = Descargar el cuestionario (XLSX)
questionnaire-import = Recuperar un cuestionario rellenado
questionnaire-imported = { $count ->
    [0] No se ha recuperado ninguna respuesta del archivo.
    [one] Se ha recuperado una respuesta del archivo.
   *[other] Se han recuperado { $count } respuestas del archivo.
}
questionnaire-nothing = Ningún tema coincide. Amplíe la búsqueda o cambie de filtro.
questionnaire-pick = Elegir el tema { $item }
questionnaire-findings = { $count ->
    [one] una constatación
   *[other] { $count } constataciones
}
questionnaire-contested = cuestionado
questionnaire-to-confirm = por confirmar
questionnaire-assigned-me = a su cargo
questionnaire-assigned = confiado
questionnaire-assign = Confiar temas
questionnaire-assign-hint = Marque temas en la lista y elija después una persona y una fecha.
questionnaire-assignee = Persona
questionnaire-due = Fecha límite
questionnaire-assign-go = Confiar
questionnaire-walk = De un tema a otro
questionnaire-back = Lista de temas
questionnaire-position = Tema { $place } de { $total }
questionnaire-saved = Guardado.
questionnaire-saved-topic = Guardado: { $item }.
questionnaire-reopened = Se ha reabierto esta respuesta, y solo esta. Motivo: { $reason }
questionnaire-is-reopened = reabierta
questionnaire-close = Volver a cerrar esta respuesta
questionnaire-answer = Respuesta
questionnaire-not-applicable-hint = El tema no corresponde a este territorio: diga más abajo qué nivel de gobierno es competente.
questionnaire-competence = Competencia
questionnaire-competence-hint = Si el tema no es aplicable aquí: la ley o la autoridad que decide sobre él.
questionnaire-note = Observación de trabajo
questionnaire-note-hint = En qué se basa la respuesta. Las constataciones publicadas se escriben aparte, con sus fuentes.
questionnaire-confirm = Confirmo esta información, tomada de la evaluación anterior
questionnaire-locked = Esta etapa está cerrada: aquí ya no se puede modificar nada.
questionnaire-switch-language = Cambiar de idioma
questionnaire-reopen = Reabrir esta respuesta
questionnaire-reopen-reason = ¿Por qué reabrirla?
questionnaire-related = Constataciones sobre este tema
questionnaire-no-finding = Todavía no hay ninguna constatación sobre este tema.
questionnaire-sources = { $count ->
    [0] sin fuente
    [one] una fuente
   *[other] { $count } fuentes
}
questionnaire-add-finding = Escribir una constatación
questionnaire-comments = { $count ->
    [0] ningún comentario
    [one] un comentario
   *[other] { $count } comentarios
}
questionnaire-missing = Lo que falta aquí
questionnaire-keys = Atajos de teclado
questionnaire-keys-text = j: tema siguiente; k: tema anterior; Ctrl + Intro: guardar y continuar; ?: esta ayuda.
questionnaire-keys-switch = Teclas de una sola letra activas
findings-all-kinds = todos
findings-all-dimensions = todas
findings-all-states = todos
findings-state = Estado
findings-state-without-source = sin fuente
findings-state-contested = con un comentario por responder
findings-state-to-confirm = por confirmar
findings-shown = { $count ->
    [0] ninguna constatación
    [one] una constatación
   *[other] { $count } constataciones
}
findings-kind = Tipo
findings-nothing = Ninguna constatación coincide. Amplíe la búsqueda o cambie el filtro.
findings-none-here = Ninguna constatación en esta dimensión.
findings-untitled = Sin título
findings-topics = Temas
findings-sources = Fuentes
findings-no-source = ninguna fuente
findings-add = Añadir una constatación
findings-form-title = Constatación
findings-title = Título breve
findings-title-hint = De tres a ocho palabras.
findings-text = Constatación
findings-text-hint = Frases completas, tal como aparecerán en el informe.
findings-dimension = Dimensión
findings-sources-hint = Cada constatación se apoya al menos en una fuente, con la página.
findings-add-evidence = Añadir una fuente
findings-source-text = Texto original
findings-delete = Eliminar esta constatación
findings-delete-text = La constatación desaparece del informe; el registro de actividad conserva constancia de ella.
merge-title = Dos versiones de este texto
merge-deleted = Alguien ha eliminado este elemento mientras usted escribía. Su texto está más abajo: cópielo si lo necesita.
merge-lead = Alguien ha guardado mientras usted escribía. No se ha perdido nada: en cada campo, conserve una versión o combine las dos.
merge-theirs = Conservar la versión guardada
merge-mine = Conservar mi versión
merge-both = Conservar el texto de abajo
merge-text = Texto combinado
merge-save = Guardar
merge-nothing = (vacío)
merge-changed = Alguien ha modificado este elemento entretanto: no se ha suprimido nada. Vuelva a leerlo y repita la acción si sigue queriéndolo.
merge-back = Volver a la página
merge-leave = Abandonar mi versión y volver a la página
merge-field-text = Texto
merge-field-title = Título
merge-field-note = Observación
merge-field-competence = Competencia
merge-field-value = Respuesta
merge-field-not-applicable = No aplicable aquí
merge-field-kind = Tipo
merge-field-topics = Temas
merge-field-citations = Fuentes
merge-field-dimension = Dimensión
merge-field-assignee = Persona
merge-field-due = Fecha límite
merge-field-to-confirm = Por confirmar
merge-field-section = Sección
merge-field-item = Punto del capítulo
merge-field-description = Descripción
merge-field-unit = Unidad
merge-field-chart = Gráfico
merge-field-columns = Columnas
merge-field-rows = Filas
merge-field-reopened = Abierta de nuevo porque
merge-field-not-covered = El documento no dice nada
merge-field-author = Autor
merge-field-year = Año
merge-field-publisher = Editorial
merge-field-address = Dirección web
merge-field-accessed-on = Consultado el
merge-field-commitment = Compromiso
merge-field-file = Archivo
