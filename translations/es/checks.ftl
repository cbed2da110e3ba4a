check-lead-and-counterpart-named = Nadie ocupa todavía esta función: { $role }.
check-commitment-recorded = Ninguna fuente acredita todavía el compromiso de las autoridades.
check-every-topic-answered = { $item }: sin respuesta ni motivo.
check-excuse-names-competence = { $item }: declarado no aplicable aquí, sin decir qué nivel de gobierno es competente.
check-every-finding-has-evidence = «{ $title }» no cita todavía ninguna fuente.
check-finding-has-topic-and-kind = «{ $title }» no tiene texto o no está vinculado a ningún tema del marco.
check-dimension-has-both-parts = { $dimension }: todavía no se dice nada en «{ $kind }».
check-context-items-covered = { $item }: ni texto ni figura en el contexto.
check-every-figure-has-source = La figura «{ $title }» no tiene fuente.
check-citation-gives-page = «{ $title }» cita un documento o una ley sin indicar la página.
check-evidence-address-well-formed = La dirección { $address } no es una dirección web completa.
check-every-comment-has-disposition = Un comentario sigue a la espera de respuesta: { $subject ->
    [answer] { $item }
   *[other] «{ $title }»
}.
check-national-level-took-part = Ningún participante representa al nivel nacional.
check-translations-up-to-date = { $language }: { $missing ->
    [0] ningún texto por traducir
    [one] un texto por traducir
   *[other] { $missing } textos por traducir
}, { $stale ->
    [0] ninguna traducción por revisar
    [one] una traducción por revisar
   *[other] { $stale } traducciones por revisar
}.
check-assignments-not-overdue = { $item }: la respuesta se esperaba para el { $due }.
check-validated-by-both-governments = { $side ->
    [same] Las dos firmas proceden de la misma organización o de la misma persona.
    [local] { $outdated ->
        [true] La firma del gobierno local corresponde a un texto anterior.
       *[other] Falta la firma del gobierno local.
    }
   *[national] { $outdated ->
        [true] La firma del gobierno nacional corresponde a un texto anterior.
       *[other] Falta la firma del gobierno nacional.
    }
}
check-carried-findings-confirmed = Tomado de la evaluación anterior, aún sin confirmar: { $subject ->
    [answer] { $item }
   *[other] «{ $title }»
}.
