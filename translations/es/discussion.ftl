discussion-state = Estado
discussion-state-all = todos
discussion-state-open = a la espera de respuesta
discussion-state-closed = respondidos
discussion-all = todas
discussion-organisation = Organización
discussion-add = Escribir un comentario
discussion-on = Sobre qué pasaje
discussion-body = Su texto
discussion-empty = Ningún comentario. Elija un pasaje y diga qué piensa.
discussion-difference = Lo que cambió el comentario
discussion-reply = Responder
discussion-replies = Respuestas
discussion-close = Resolver este comentario
discussion-unchanged = El texto no ha cambiado desde este comentario. Si debe cambiar, modifíquelo: la diferencia aparecerá aquí.
discussion-reopen = Reabrir este comentario
discussion-whole = Ver toda la discusión
discussion-only = Solo se muestran los comentarios sobre este pasaje.
discussion-disposition = Resultado
discussion-reason = Motivo
discussion-participants = Participantes
discussion-no-participant = No hay participantes inscritos.
discussion-name = Nombre
discussion-position = Cargo
discussion-add-participant = Añadir un participante
discussion-email = Dirección de correo (facultativa)
discussion-email-hint = Para avisar a la persona cuando se cierre el debate. Solo la ven quienes llevan esta lista; nunca se publica.
discussion-erased = persona borrada
discussion-erase-lead = El nombre, el cargo y la dirección se destruyen y no vuelven. La organización conserva su lugar.
discussion-remove-lead = { $name } saldrá de la lista de participantes y del anexo del informe.
publication-signatures = Validación de los dos gobiernos
publication-signatures-lead = Cada gobierno firma el informe tal como está. Si el texto cambia después, la firma deja de valer.
publication-signed = firmado
publication-outdated = firmado bajo un texto anterior
publication-missing = por firmar
publication-note = Mención
publication-sign = Firmar el informe tal como está
publication-withdraw-signature = Retirar mi firma
publication-withdraw-signature-lead = Sin esta firma, la publicación espera. Habrá que firmar de nuevo.
publication-publish = Publicar el perfil
publication-publish-lead = La publicación congela el contenido: esta versión no cambiará y conserva su dirección.
publication-languages = Idiomas del informe
publication-language = Idioma
publication-translation = Traducción
publication-accept-incomplete = Publicar también los idiomas incompletos; el informe lo dirá
publication-drafts = Borrador del informe
publication-drafts-lead = Cada página lleva la marca de borrador.
publication-releases = Versiones publicadas
publication-no-release = Todavía no se ha publicado nada.
publication-withdrawn = retirada el { $date }
publication-withdraw = Retirar
publication-withdraw-hint = Será público: no nombre a nadie. Una evaluación de la que ya no hay nada público vuelve a la etapa anterior a la publicación, para corregirla.
publication-corrects = La versión { $number } se retiró el { $date }. Corrija el informe, hágalo firmar de nuevo si cambia el texto y publíquelo: será la versión { $next }.
publication-round = Empezar una nueva evaluación
publication-round-lead = Todo se retoma y se marca «por confirmar»; luego se ve lo que cambió, tema por tema.
members-role = Función
members-remove = Quitar
members-remove-lead = { $name } ya no abrirá este expediente. Lo que escribió esta persona se conserva. Podrá darle de nuevo una función.
members-give = Dar una función
members-give-lead = La persona necesita una cuenta. Cada persona tiene una función por expediente.
checkpage-lead = Lo que pide el marco, comprobado en el expediente tal como está. La misma lista en la línea de órdenes:
checkpage-severity = Gravedad
checkpage-empty = Nada que señalar.
discussion-shown = { $count ->
    [0] ningún comentario
    [one] un comentario
   *[other] { $count } comentarios
}
publication-gaps = { $count ->
    [0] completa
    [one] un texto por traducir o revisar
   *[other] { $count } textos por traducir o revisar
}
gaps-title = Textos por traducir o revisar
gaps-lead = Cada fila lleva al formulario donde se escribe el texto, en el idioma que falta.
gaps-text = Texto de
gaps-kind = Tipo
checkpage-all = { $count ->
    [0] nada
    [one] un punto
   *[other] { $count } puntos
}
