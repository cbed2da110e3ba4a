problem-required = Rellene este campo.
problem-choice-required = Elija una opción.
problem-choice-unknown = Esa opción no existe. Elija una de la lista.
problem-too-long = El texto tiene { $length } caracteres; el límite es { $limit }. Acórtelo.
problem-date-invalid = Indique una fecha completa: día, mes y año.
problem-period-reversed = El final precede al inicio. Corrija una de las dos fechas.
problem-topic-required = Elija al menos un tema.
problem-account-not-active = Esta cuenta no está activa. Pida a la administración que la reabra.
problem-account-unknown = Ninguna cuenta tiene esa dirección. Invite primero a la persona.
problem-assign-nothing = Ningún tema está marcado: no se ha asignado nada.
problem-assign-nothing-remedy = Marque al menos un tema de la lista.
problem-lead-not-oneself = Nadie se nombra a sí mismo responsable de un expediente. Otro administrador puede hacerlo.
problem-address-malformed = La dirección debe empezar por http:// o https:// y nombrar un sitio, por ejemplo https://ejemplo.org/pagina.
problem-already-set-up = Esta instalación ya tiene cuentas.
problem-already-taken = Alguien acaba de usar ese nombre o esa dirección. Elija otro.
problem-changed-meanwhile = Alguien ha modificado esta ficha entretanto. Vuelva a cargarla y repita el cambio.
problem-territory-inside-itself = Un territorio no puede formar parte de sí mismo ni de un territorio que contiene. Elija un territorio mayor.
problem-author-or-publisher = Indique un autor o un editor.
problem-dossier-changed = El expediente ha cambiado entretanto. Léalo de nuevo y repita.
problem-email-invalid = No es una dirección de correo completa.
problem-email-taken = Una cuenta ya tiene esa dirección.
problem-evidence-cited = { $count ->
    [one] Esta fuente se cita una vez. Retire antes esa cita.
   *[other] Esta fuente se cita { $count } veces. Retire antes esas citas.
}
problem-file-empty = Elija un archivo que no esté vacío.
problem-file-too-large = El archivo supera los { $megabytes } MB.
problem-file-type = Este tipo de archivo no se acepta. Adjunte un PDF, una imagen PNG o JPEG, un documento DOCX, XLSX, PPTX, ODT u ODS sin macros, o texto simple.
problem-file-macros = Este documento contiene macros, que pueden actuar en el equipo de quien lo abra. Se aceptan: PDF, imagen PNG o JPEG, documento DOCX, XLSX, PPTX, ODT u ODS sin macros, texto simple.
problem-file-macros-remedy = Guárdelo sin macros, por ejemplo como DOCX, XLSX o PDF.
problem-framework-exists = { $framework } ya existe; una versión publicada no cambia. Dé otro número de versión.
problem-import-has-faults = { $count ->
    [one] El archivo tiene un defecto; no se incorpora nada mientras no se corrija.
   *[other] El archivo tiene { $count } defectos; no se incorpora nada mientras quede alguno.
}
problem-import-nothing-chosen = Ningún cambio está marcado: no se ha incorporado nada.
problem-import-nothing-chosen-remedy = Marque al menos una línea.
problem-import-excuse-unexplained = «No aplicable aquí» exige decir quién es competente: { $items }. No se ha incorporado nada.
problem-import-excuse-unexplained-remedy = Marque también la línea «Competencia» de estos temas, o desmarque su respuesta.
problem-language-incomplete = Versión en { $language ->
    [fr] francés
    [en] inglés
    [es] español
    [ar] árabe
   *[other] «{ $language }»
}: { $count ->
    [one] un texto falta o está por revisar. Complételo o acepte publicar así.
   *[other] { $count } textos faltan o están por revisar. Complételos o acepte publicar así.
}
problem-language-required = Elija al menos un idioma.
problem-last-lead = Un expediente conserva al menos un responsable local. Nombre antes a otro.
problem-merge-unreadable = La versión combinada es ilegible. Abra de nuevo la página y repita.
problem-organisation-needed = Su cuenta debe pertenecer a una organización. Pídalo a la administración.
problem-organisation-unknown = Elija una organización de la lista.
problem-password-differs = Las dos contraseñas no coinciden.
problem-password-length = La contraseña tiene de { $minimum } a { $maximum } caracteres. Una frase sirve muy bien.
problem-password-guessable = Esta contraseña se adivina: repite un mismo patrón, sigue el orden del teclado o del alfabeto, o es una de las más comunes.
problem-password-guessable-remedy = Use una frase de varias palabras sin relación entre sí.
problem-password-personal = Esta contraseña es poco más que su nombre, su dirección o el nombre de este programa.
problem-password-personal-remedy = Use una frase de varias palabras sin relación entre sí.
problem-password-wrong = No es su contraseña actual.
problem-sign-in-failed = La dirección o la contraseña no es correcta.
problem-stage-gate-closed = { $count ->
    [one] Una condición no se cumple todavía; se indica abajo.
   *[other] { $count } condiciones no se cumplen todavía; la lista está abajo.
}
problem-stage-moved-on = El expediente ha cambiado de etapa entretanto. Abra de nuevo la página.
problem-stage-needs-publication = A esta etapa solo se llega publicando.
problem-stage-unknown-exit = Esta etapa no lleva directamente a esa. Abra de nuevo la página para ver las etapas posibles.
problem-table-header = La primera línea da los títulos de columna: de uno a { $maximum } tras el de los conceptos.
problem-table-rows = El cuadro tiene de una a { $maximum } filas bajo los títulos.
problem-table-not-a-number = Fila { $row }, columna { $column }: «{ $value }» no es un número.
problem-table-extra-cell = Fila { $row }, columna { $column }: «{ $value }» no tiene título de columna.
problem-sheet-file = { $rule ->
    [encrypted-or-old-format] { cell-fault-encrypted-or-old-format } { cell-fault-encrypted-or-old-format-remedy }
    [too-large] { cell-fault-too-large }
    [too-many-parts] { cell-fault-too-many-parts }
    [archive-bomb] { cell-fault-archive-bomb }
    [macros] { cell-fault-macros } { cell-fault-macros-remedy }
    [external-entity] { cell-fault-external-entity }
    [malformed] { cell-fault-malformed } { cell-fault-malformed-remedy }
    [too-many-cells] { cell-fault-too-many-cells }
   *[other] { cell-fault-not-a-spreadsheet } { cell-fault-not-a-spreadsheet-remedy }
}
problem-sheet-cell = Hoja «{ $sheet }», celda { $cell }, «{ $value }»: { $rule ->
    [formula] { cell-fault-formula } { cell-fault-formula-remedy }
    [error-value] { cell-fault-error-value } { cell-fault-error-value-remedy }
    [too-long] { cell-fault-too-long }
    [extra-cell] Esta columna no tiene título.
   *[other] { cell-fault-not-a-number } { cell-fault-not-a-number-remedy }
}
problem-throttled = { $minutes ->
    [one] Inténtelo de nuevo en un minuto.
   *[other] Inténtelo de nuevo en { $minutes } minutos.
}
problem-report-empty = Los registros de los que se hace este informe están vacíos.
problem-report-requirements-open = { $count ->
    [one] Una exigencia no se cumple; se indica debajo del informe.
   *[other] { $count } exigencias no se cumplen; se indican debajo del informe.
}
problem-report-unsigned = El texto tal como está no ha sido adoptado: pida la firma al comité.
problem-amendment-reason-required = { $count ->
    [one] Un elemento ha cambiado desde la versión publicada: diga por qué.
   *[other] { $count } elementos han cambiado desde la versión publicada: diga por qué.
}
problem-tabulate-purpose-needed = Estos datos se leen para un fin declarado: añada --purpose con uno de estos códigos: { $purposes }.
problem-finding-required = Elija al menos una constatación.
problem-model-required = Elija al menos una definición.
problem-query-unreadable = Los parámetros de la dirección no se pueden leer: codifíquelos en UTF-8, cada % seguido de dos dígitos hexadecimales.
problem-finding-commented = Este hallazgo tiene comentarios ({ $count }): figuran con su seguimiento en un anexo del informe. Corríjalo en lugar de eliminarlo.
