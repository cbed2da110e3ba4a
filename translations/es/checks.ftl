check-lead-and-counterpart-named = Nadie ocupa todavía esta función: { $role }.
check-commitment-recorded = Ninguna fuente acredita el compromiso de la autoridad.
check-every-topic-answered = { $item }: sin respuesta ni motivo.
check-excuse-names-competence = { $item }: no aplicable, pero no se indica la competencia.
check-every-finding-has-evidence = «{ $title }» no cita ninguna fuente.
check-finding-has-topic-and-kind = «{ $title }» no tiene tema conocido o texto.
check-dimension-has-both-parts = { $dimension }: no se dice nada en «{ $kind }».
check-context-items-covered = { $item }: ni texto ni figura en el contexto.
check-every-figure-has-source = La figura «{ $title }» no tiene fuente.
check-citation-gives-page = «{ $title }» cita un documento sin página.
check-evidence-address-well-formed = La dirección { $address } no es una dirección web completa.
check-every-comment-has-disposition = Un comentario espera respuesta.
check-national-level-took-part = Ningún participante habla por el nivel nacional.
check-translations-up-to-date = { $language }: { $missing } textos faltantes, { $stale } por revisar.
check-assignments-not-overdue = { $item }: se esperaba para el { $due }.
problem-required = Rellene este campo.
problem-choice-required = Elija una opción.
problem-choice-unknown = Esa opción no existe. Elija una de la lista.
problem-too-long = El texto tiene { $length } caracteres; el límite es { $limit }. Acórtelo.
problem-date-invalid = Indique una fecha completa: día, mes y año.
problem-period-reversed = El final precede al inicio. Corrija una de las dos fechas.
problem-topic-required = Elija al menos un tema.
problem-account-not-active = Esta cuenta no está activa.
problem-account-unknown = Ninguna cuenta tiene esa dirección. Invite primero a la persona.
problem-address-malformed = La dirección debe empezar por http:// o https:// y nombrar un sitio.
problem-already-set-up = Esta instalación ya tiene cuentas.
problem-already-taken = Alguien acaba de tomar ese nombre o dirección. Elija otro.
problem-author-or-publisher = Indique un autor o un editor.
problem-dossier-changed = El expediente ha cambiado entretanto. Léalo de nuevo y repita.
problem-email-invalid = No es una dirección de correo completa.
problem-email-taken = Una cuenta ya tiene esa dirección.
problem-evidence-cited = Esta fuente se cita { $count } veces. Retire antes esas citas.
problem-file-empty = Elija un archivo que no esté vacío.
problem-file-too-large = El archivo supera los { $megabytes } MB.
problem-file-type = Este tipo de archivo no se acepta. Adjunte un PDF, una imagen, un documento de oficina o texto simple.
problem-framework-exists = { $framework } ya existe; una versión publicada no cambia. Dé otro número de versión.
problem-import-has-faults = El archivo tiene { $count } defectos; no se toma nada mientras quede alguno.
problem-language-incomplete = { $language }: { $count } textos faltan o están por revisar. Complételos o acepte publicar así.
problem-language-required = Elija al menos un idioma.
problem-last-lead = Un expediente conserva al menos un responsable local. Nombre antes a otro.
problem-merge-unreadable = La versión reunida es ilegible. Abra de nuevo la página y repita.
problem-organisation-needed = Su cuenta debe pertenecer a una organización. Pídalo a la administración.
problem-organisation-unknown = Elija una organización de la lista.
problem-password-differs = Las dos contraseñas no coinciden.
problem-password-length = La contraseña tiene de { $minimum } a { $maximum } caracteres. Una frase sirve muy bien.
problem-password-wrong = No es su contraseña actual.
problem-round-needs-publication = Una nueva evaluación parte de un perfil publicado.
problem-sign-in-failed = Dirección o contraseña incorrecta.
problem-stage-gate-closed = { $count } condiciones no se cumplen; la lista está abajo.
problem-stage-moved-on = El expediente ha cambiado de etapa entretanto. Abra de nuevo la página.
problem-stage-needs-publication = A esta etapa solo se llega publicando.
problem-stage-unknown-exit = Esta etapa no lleva ahí.
problem-table-header = La primera línea da los títulos de columna: de uno a { $maximum } tras el de los conceptos.
problem-table-rows = El cuadro tiene de una a { $maximum } filas bajo los títulos.
problem-table-not-a-number = Fila { $row }, columna { $column }: «{ $value }» no es un número.
problem-table-extra-cell = Fila { $row }, columna { $column }: «{ $value }» no tiene título de columna.
problem-throttled = Inténtelo de nuevo en { $minutes } minutos.
check-validated-by-both-governments = { $side ->
    [same] Las dos firmas proceden de la misma organización o de la misma persona.
    [local] Falta la firma del gobierno local{ $outdated ->
        [true] : la que existe es de un texto anterior
       *[other] {""}
    }.
   *[national] Falta la firma del gobierno nacional{ $outdated ->
        [true] : la que existe es de un texto anterior
       *[other] {""}
    }.
}
check-carried-findings-confirmed = { $finding } { $title }: tomado de la evaluación anterior, aún sin confirmar.
