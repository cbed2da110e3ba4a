dossier = Expediente
badge-published = Publicado
dossier-home-title = Mi trabajo
dossier-home-empty = Todavía no se le ha confiado ningún expediente. Pida a la administración que le incorpore a uno.
dossier-home-none = Ninguno de sus expedientes tiene estas palabras en el título o el territorio.
dossier-home-shown = { $count ->
    [one] 1 expediente
   *[other] { $count } expedientes
}
dossier-progress = { $settled } de { $total } completados
dossier-requirements-met = requisitos cumplidos: { $met } de { $total }
dossier-todo-nothing = Hoy no tiene nada pendiente aquí.
dossier-todo-assigned = { $count ->
    [one] Tiene un tema a su cargo
   *[other] Tiene { $count } temas a su cargo
}
dossier-todo-reopened = { $count ->
    [one] Una respuesta está reabierta
   *[other] { $count } respuestas están reabiertas
}
dossier-todo-comments = { $count ->
    [one] Un comentario espera respuesta
   *[other] { $count } comentarios esperan respuesta
}
dossier-todo-unanswered = { $count ->
    [one] Un tema sigue sin respuesta
   *[other] { $count } temas siguen sin respuesta
}
dossier-todo-unattested = { $count ->
    [one] Queda un requisito por certificar
   *[other] Quedan { $count } requisitos por certificar
}
dossier-todo-sign = El informe espera su firma
dossier-todo-due = para el { $date }
dossier-now = Dónde estamos
dossier-open-comments = { $count ->
    [0] ningún comentario abierto
    [one] un comentario abierto
   *[other] { $count } comentarios abiertos
}
dossier-edit = Modificar el título y el período
dossier-draft = Ver el borrador del informe
dossier-draft-pdf = Borrador en PDF
dossier-rounds = Lo que ha cambiado con el tiempo
dossier-rounds-lead = Las respuestas de este territorio, de una evaluación a la siguiente. Aquí no figura ningún otro territorio.
dossier-rounds-change = Cambio
dossier-rounds-changed = ha cambiado
dossier-rounds-same = sin cambios
dossier-rounds-to-confirm = por confirmar
dossier-dimensions = Avance por dimensión
dossier-answered = Temas completados
dossier-gate-forward = Para pasar a la etapa «{ $stage }»
dossier-gate-back = Volver a la etapa «{ $stage }»
dossier-gate-clear = Se cumplen todas las condiciones.
dossier-gate-open-with-notes = Se puede avanzar; conviene revisar estos puntos.
dossier-gate-closed = { $count ->
    [one] Queda un punto por resolver.
   *[other] Quedan { $count } puntos por resolver.
}
dossier-gate-list = Ver la lista
dossier-gate-reason = Mensaje al equipo
dossier-gate-go = Pasar a la etapa «{ $stage }»
dossier-gate-return = Volver a «{ $stage }»
dossier-to-publication = Ir a la publicación
dossier-title = Título
dossier-period-from = Inicio del período
dossier-period-to = Fin del período
dossier-history-lead = Todo lo que se ha escrito, de lo más reciente a lo más antiguo. Nada se borra.
dossier-history-empty = Todavía no se ha escrito nada.
dossier-history-number = Número
dossier-history-when = Cuándo
dossier-history-who = Quién
dossier-history-what = Qué
dossier-history-subject = Elemento
dossier-history-reason = Motivo
dossier-history-older = Más antiguas
history-of-record = Historial de este texto
history-field = Campo
history-before = Antes
history-after = Después
cli-check-summary = { $errors ->
    [one] { $errors } error
   *[other] { $errors } errores
}, { $warnings ->
    [one] { $warnings } advertencia
   *[other] { $warnings } advertencias
}, { $notes ->
    [one] { $notes } observación
   *[other] { $notes } observaciones
}
cli-import-applied = { $count ->
    [0] No se ha modificado ninguna respuesta.
    [one] Se ha modificado una respuesta.
   *[other] Se han modificado { $count } respuestas.
}
cli-import-held = { $count ->
    [one] Un cambio, marcado con «!», no se incorpora: la respuesta cambió en línea después de escribirse el archivo. Incorpórelo en el navegador, donde se elige línea por línea.
   *[other] { $count } cambios, marcados con «!», no se incorporan: las respuestas cambiaron en línea después de escribirse el archivo. Incorpórelos en el navegador, donde se elige línea por línea.
}
cli-import-preview = { $count ->
    [0] Ninguna diferencia.
    [one] Una diferencia; no se aplica nada sin --accept.
   *[other] { $count } diferencias; no se aplica nada sin --accept.
}
use-case-answer-save = Respuesta guardada
use-case-answer-assign = Tema confiado
use-case-answer-reopen = Respuesta reabierta
use-case-answer-close = Respuesta cerrada de nuevo
use-case-answer-merge = Respuestas combinadas
use-case-finding-save = Constatación guardada
use-case-finding-delete = Constatación eliminada
use-case-finding-merge = Constataciones combinadas
use-case-evidence-save = Fuente guardada
use-case-evidence-delete = Fuente eliminada
use-case-file-attach = Archivo adjuntado
use-case-paragraph-save = Pasaje guardado
use-case-paragraph-delete = Pasaje eliminado
use-case-paragraph-merge = Pasajes combinados
use-case-figure-save = Figura guardada
use-case-figure-merge = Figuras reunidas
use-case-evidence-merge = Fuentes reunidas
use-case-register-take-over = Entrada tomada de otro nivel
use-case-account-set-password = Contraseña elegida
use-case-account-change-password = Contraseña cambiada
use-case-user-invite = Persona invitada
use-case-user-renew-link = Enlace nuevo entregado
use-case-user-update = Cuenta modificada
use-case-user-erase = Cuenta borrada
use-case-organisation-save = Organización guardada
use-case-territory-save = Territorio guardado
use-case-catalogue-import = Marco importado
use-case-backup-create = Copia de seguridad escrita
actor-system = Línea de comandos
noun-dossier = Expediente
noun-answer = Respuesta
noun-finding = Constatación
noun-evidence = Fuente
noun-paragraph = Pasaje
noun-figure = Figura
noun-comment = Comentario
noun-participant = Participante
noun-validation = Firma
noun-register-entry = Entrada de registro
noun-dataset = Conjunto de datos
noun-statistical-table = Tabla
noun-boundary-set = Contornos
noun-saved-view = Vista
noun-member = Miembro
noun-release = Versión publicada
noun-table-release = Tabla publicada
noun-draft = Proyecto de informe
noun-user = Cuenta
noun-organisation = Organización
noun-territory = Territorio
noun-framework = Marco
noun-backup = Copia de seguridad
noun-demo = Demostración
use-case-figure-delete = Figura eliminada
use-case-participant-save = Participante añadido
use-case-participant-remove = Participante retirado
use-case-participant-erase = Participante borrado
use-case-comment-add = Comentario añadido
use-case-comment-reply = Respuesta a un comentario
use-case-comment-close = Comentario resuelto
use-case-comment-reopen = Comentario reabierto
use-case-validation-sign = Informe firmado
use-case-validation-withdraw = Firma retirada
use-case-stage-advance = Etapa siguiente
use-case-stage-back = Vuelta a una etapa
use-case-release-publish = Informe publicado
use-case-release-withdraw = Publicación retirada
use-case-questionnaire-import = Cuestionario importado
use-case-member-set = Función asignada
use-case-member-remove = Función retirada
use-case-dossier-create = Expediente creado
use-case-dossier-update = Expediente modificado
use-case-dossier-start-round = Nueva evaluación
use-case-demo-load = Demostración cargada
use-case-demo-release = Perfil de demostración publicado
