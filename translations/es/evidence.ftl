evidence-lead = Todo aquello en lo que se apoya el perfil: cada constatación, cada texto y cada figura remiten a una fuente de esta lista.
evidence-add = Añadir una fuente
evidence-kind = Tipo
evidence-kind-choose = Elegir un tipo
evidence-all-kinds = todos
evidence-use = Uso
evidence-use-all = todas las fuentes
evidence-use-uncited = fuentes que nada cita
evidence-shown = { $count ->
    [0] ninguna fuente
    [one] una fuente
   *[other] { $count } fuentes
}
evidence-empty = El expediente aún no tiene fuentes. Añada primero los documentos en que se basa la evaluación y el compromiso de la autoridad.
evidence-nothing = Ninguna fuente coincide. Amplíe la búsqueda o cambie de filtro.
evidence-table = Fuentes del expediente
evidence-author-or-publisher = Autor o editor
evidence-author = Autor
evidence-author-hint = Una persona o un organismo. En su defecto, indique el editor.
evidence-year = Año
evidence-title = Título
evidence-publisher = Editor
evidence-publisher-hint = El organismo que publica, si no es el autor.
evidence-address = Dirección web
evidence-address-hint = Opcional. Empieza por http:// o https://.
evidence-open-address = Abrir la dirección
evidence-accessed-on = Consultado el
evidence-note = Nota
evidence-note-hint = Opcional. Por ejemplo, la signatura del documento o quién lo facilitó.
evidence-commitment = Esta fuente acredita el compromiso de la autoridad con la evaluación
evidence-commitment-hint = Un acuerdo, una carta o un convenio que decide la evaluación.
evidence-commitment-badge = compromiso
evidence-file = Archivo
evidence-no-file = sin archivo
evidence-no-file-yet = Esta fuente no tiene ningún archivo adjunto.
evidence-file-later = El archivo se adjunta después, en la página de la fuente.
evidence-upload = Adjuntar un archivo
evidence-replace-file = Sustituir el archivo
evidence-upload-hint = PDF, imagen, documento ofimático o texto simple, { $megabytes } MB como máximo. No deje en él datos personales innecesarios.
evidence-send-file = Enviar el archivo
evidence-size-kilobytes = { $size } kB
evidence-size-megabytes = { $size } MB
evidence-cited-by = Citada por
evidence-cited-findings = { $count ->
    [one] una constatación
   *[other] { $count } constataciones
}
evidence-cited-paragraphs = { $count ->
    [one] un texto de contexto
   *[other] { $count } textos de contexto
}
evidence-cited-figures = { $count ->
    [one] una figura
   *[other] { $count } figuras
}
evidence-uncited = Nada cita esta fuente
evidence-untitled = Sin título
evidence-form-title = Fuente
evidence-read-only = Puede leer esta fuente; en esta etapa no puede modificarla.
evidence-delete = Eliminar esta fuente
evidence-delete-text = La fuente desaparece de la lista; el registro de actividad conserva constancia de ella.
