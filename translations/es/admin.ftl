frameworks-lead = Lo que piden las evaluaciones, de dónde viene y cómo se relacionan los marcos.
frameworks-more = Orientación, fuente y enlaces
frameworks-basis-published = Publicado.
frameworks-basis-derived = Deducido de fuentes públicas.
frameworks-verified-partial = fuente leída en parte
frameworks-verified-no = fuente no leída
admin-state = Estado
admin-every-state = Todos
admin-invite = Invitar a una persona
admin-function-hint = El administrador gestiona las cuentas sin leer los expedientes; el auditor lee todo y no escribe nada.
admin-link-sent = El enlace se ha enviado por correo.
admin-link-shown = Transmita este enlace a la persona; no se mostrará de nuevo: { $link }
admin-link-not-sent = El servidor de correo no aceptó el mensaje. Transmita este enlace a la persona; no volverá a mostrarse: { $link }
admin-suspended = Suspender esta cuenta
admin-renew = Nuevo enlace de contraseña
admin-erase = Borrar a esta persona
admin-erase-lead = Nombre, dirección y contraseña se destruyen para siempre, como el nombre de la persona en cada lista de participantes. Lo que escribió queda, en nombre de su organización.
admin-territories = Territorios
admin-organisations = Organizaciones
admin-level = Nivel de gobierno
admin-parent = Forma parte de
admin-category = Categoría
admin-definition = Perímetro de la ciudad
admin-add-territory = Añadir un territorio
admin-add-organisation = Añadir una organización
admin-registry-lead = Una corrección vale en todo el espacio de trabajo. Lo publicado conserva el nombre con el que se publicó.
admin-territories-shown = { $count ->
    [0] ningún territorio
    [one] un territorio
   *[other] { $count } territorios
}
admin-organisations-shown = { $count ->
    [0] ninguna organización
    [one] una organización
   *[other] { $count } organizaciones
}
admin-source-language = Idioma de redacción
admin-create-dossier = Crear el expediente
admin-dossier-created = El expediente { $slug } está creado; la persona responsable lo encuentra en su trabajo.
admin-dossiers-lead = Qué expedientes existen y quién es responsable de ellos. El contenido de los expedientes no se lee aquí.
admin-dossiers-shown = { $count ->
    [0] Ningún expediente corresponde.
    [one] Un expediente.
   *[other] { $count } expedientes.
}
admin-dossiers-all = Todos
admin-dossiers-without-lead = Sin responsable
admin-slug = Dirección
admin-stage = Etapa
admin-leads = Responsables
admin-no-lead = Sin responsable
admin-name-lead = Nombrar a una persona responsable
admin-name-lead-text = La persona necesita una cuenta. Se suma a las responsables del expediente; esta función sustituye a cualquier otra que tuviera en él. El registro lo anota.
admin-lead-named = La persona es ahora responsable de este expediente.
admin-ledger-lead = Cada escritura está encadenada a la anterior. Verifique la cadena aquí o descárguela para que la verifique un tercero, sin Jalon.
admin-ledger-verify = Verificar la cadena
admin-ledger-export = Descargar el registro entero (JSON Lines)
admin-ledger-all = Ver todo el registro
admin-ledger-holds = La cadena se mantiene: { $count } escrituras.
admin-ledger-broken = La cadena está rota: { $detail }
frameworks-items = { $count ->
    [0] ningún elemento
    [one] un elemento
   *[other] { $count } elementos
}
admin-accounts = { $count ->
    [0] ninguna cuenta
    [one] una cuenta
   *[other] { $count } cuentas
}
