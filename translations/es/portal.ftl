portal-title = Perfiles publicados
portal-heading = Cómo gobiernan las ciudades la migración
portal-lead = Perfiles elaborados con pruebas, debatidos con el Estado y las asociaciones, y validados por los dos gobiernos. Jalon no clasifica a nadie: un territorio solo se compara con su propio pasado.
portal-search-label = Buscar un perfil
portal-profiles = Perfiles publicados
portal-count = { $count ->
    [0] ningún perfil
    [one] un perfil
   *[other] { $count } perfiles
}
portal-findings = { $count ->
    [0] ninguna constatación
    [one] una constatación, con sus fuentes
   *[other] { $count } constataciones, con sus fuentes
}
portal-empty = Todavía no se ha publicado ningún perfil.
portal-nothing-found = Ningún perfil coincide con esta búsqueda.
portal-framework = Marco
portal-period = Período
portal-published = Publicado el
portal-languages = Idiomas
portal-profiles-of-territory = Perfiles de este territorio
portal-downloads = Descargar
portal-territory = Territorio
portal-release = Versión
portal-digest = Huella
portal-other-language = Este perfil no está publicado en el idioma de esta página; se muestra en { $language }.
