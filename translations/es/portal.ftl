portal-title = Perfiles y planes publicados
portal-heading = Cómo los territorios gobiernan las migraciones
portal-lead = Perfiles elaborados con pruebas, debatidos con el Estado y las asociaciones, y validados por los dos gobiernos. Jalon no clasifica a nadie: un territorio solo se compara con su propio pasado.
portal-search-label = Buscar en los perfiles y planes publicados
portal-profiles = Perfiles y planes publicados
portal-count = { $count ->
    [0] ninguna publicación
    [one] una publicación
   *[other] { $count } publicaciones
}
portal-findings = { $count ->
    [0] ninguna constatación
    [one] una constatación, con sus fuentes
   *[other] { $count } constataciones, con sus fuentes
}
portal-empty = Todavía no hay nada publicado.
portal-passages = Encontrado en
portal-more-passages = { $count ->
    [one] y otro pasaje
   *[other] y { $count } pasajes más
}
portal-nothing-found = Ningún perfil ni plan corresponde a esta búsqueda.
portal-framework = Marco
portal-period = Período
portal-published = Publicado el
portal-languages = Idiomas
portal-profiles-of-territory = Publicado para este territorio
portal-downloads = Descargar
portal-territory = Territorio
portal-release = Versión
portal-digest = Huella
portal-other-language = Este documento no está publicado en la lengua de esta página; se muestra en { $language }.
portal-measures = { $count ->
    [0] ninguna medida
    [one] una medida
   *[other] { $count } medidas
}
portal-version = Versión { $version }
portal-releases = Todo lo publicado
portal-progress = Avance publicado
portal-progress-told = Según: { $report }, { $date }
portal-progress-untold = nada publicado
portal-progress-done = Lo que se ha hecho
withdrawn-notice = La versión { $number }, publicada el { $published }, se retiró el { $date }.
withdrawn-table-notice = La tabla { $number }, firmada el { $published }, se retiró el { $date }.
withdrawn-reason = Motivo:
withdrawn-advice = No la cite más ni difunda sus archivos. La huella permite reconocerlos.
withdrawn-stands = Ver lo que está publicado en su lugar
withdrawn-nothing-stands = Por ahora no hay nada publicado en su lugar.
