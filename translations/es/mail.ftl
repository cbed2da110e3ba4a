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
