mail-invitation-subject = Su cuenta de Jalon
mail-invitation-body =
    Hola, { $name }:

    Se le ha abierto una cuenta en Jalon. Elija su contraseña en esta dirección:

    { $link }

    El enlace vale siete días y sirve una sola vez. Si ya no es válido, pida otro a la persona que le invitó.

    Si no esperaba este mensaje, puede ignorarlo.
mail-password-reset-subject = Jalon: elegir una nueva contraseña
mail-password-reset-body =
    Hola, { $name }:

    Para elegir una nueva contraseña, abra esta dirección:

    { $link }

    El enlace vale dos horas y sirve una sola vez.

    Si no ha pedido nada, no haga nada: su contraseña sigue siendo la misma.
mail-answer-reopened-subject = Jalon: una respuesta vuelve a estar abierta
mail-answer-reopened-body =
    Hola, { $name }:

    En «{ $dossier }», la respuesta sobre «{ $topic }» vuelve a estar abierta. Lo demás no cambia.

    Motivo: { $reason }

    Para verla: { $link }
mail-comments-answered-subject = Jalon: sus comentarios tienen respuesta
mail-comments-answered-body =
    Hola, { $name }:

    El debate sobre «{ $dossier }» está cerrado. Cada comentario recibió una respuesta, con lo que cambió; también figuran en el anexo del informe.

    Para leerlas: { $link }
mail-comments-answered-guest-subject = Jalon: el debate está cerrado
mail-comments-answered-guest-body =
    Hola, { $name }:

    El debate sobre «{ $dossier }», en el que usted participó, está cerrado. Cada comentario recibió una respuesta, con lo que cambió; figuran en el anexo del informe.

    Si tiene una cuenta, la página de acceso está aquí: { $link }

    Recibe este mensaje porque su dirección consta entre los participantes. Para que se borre, dígaselo a la persona que le invitó.
mail-comment-closed-subject = Su comentario ha recibido respuesta: { $dossier }
mail-comment-closed-body =
    Hola, { $name }:

    Se ha tomado una decisión sobre su comentario, por esta razón:
    { $reason }

    Leer la decisión: { $link }
mail-report-before-subject = Jalon: informe previsto para el { $date }
mail-report-before-body =
    Hola, { $name }:

    En «{ $dossier }», su institución todavía no ha informado sobre estas medidas para: { $period }.

    { $measures }

    El plazo vence el { $date }. Si nada ha cambiado, basta un solo paso:

    { $link }
mail-report-after-subject = Jalon: falta un informe desde el { $date }
mail-report-after-body =
    Hola, { $name }:

    En «{ $dossier }», todavía falta el informe de su institución sobre estas medidas para: { $period }.

    { $measures }

    El plazo venció el { $date }. Si nada ha cambiado, basta un solo paso:

    { $link }
