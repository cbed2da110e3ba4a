maps = Mapas
maps-show = Mostrar
maps-download = Descargar el mapa (SVG)
maps-of-table = Tabla n.º { $number }, { $period }
maps-of-today = Estos mapas se dibujan sobre los límites de hoy. La página pública conserva los que había cuando se firmó la tabla.
maps-not-signed = Estos mapas solo están en el espacio de trabajo: la tabla se firmó antes de que existieran estos límites. Para publicarlos, retire la tabla y fírmela de nuevo.
maps-incomplete = Algunos límites con los que se firmó esta tabla ya no se pueden leer. Los números están en la tabla; quien administra el programa puede recuperar los límites de una copia de seguridad.
map-of = Mapa: { $areas }
map-of-some = Mapa: { $areas } – { $others }
map-source = Límites: { $source }.
statistics-boundaries = Límites para los mapas
statistics-boundaries-lead = Una tabla que distingue lugares se convierte en un mapa sobre los límites de su oficina. Una tabla conserva los límites que había cuando se firmó.
statistics-no-boundaries = Aún no hay límites.
boundaries-new = Entregar límites
boundaries-lead = Un archivo por nivel: las regiones en uno, los municipios en otro. Solo se conservan los códigos y los contornos; lo demás que diga el archivo se deja fuera.
boundaries-title = Título
boundaries-title-hint = Qué son las zonas y de cuándo: «Municipios, 2026». Da nombre al mapa.
boundaries-source = Fuente y licencia
boundaries-source-hint = De quién son estos límites y bajo qué licencia. Esta línea figura debajo de cada mapa.
boundaries-variable = Variable
boundaries-variable-hint = Aquella cuyos códigos llevan las zonas.
boundaries-variable-choose = Elija una variable
boundaries-variable-of = { $label } – { $name } ({ $codes } códigos)
boundaries-no-variable = Ninguna variable tiene códigos todavía. Importe primero un conjunto de datos que distinga lugares.
boundaries-property = Propiedad del código
boundaries-property-hint = Su nombre en el archivo, como «code» o «INSEE_COM». Solo hace falta con un archivo.
boundaries-file = Archivo
boundaries-file-hint = GeoJSON, en longitud y latitud (WGS 84), { $megabytes } MB como máximo.
boundaries-file-again-hint = Un archivo nuevo sustituye los límites; sin archivo, se quedan. GeoJSON, en longitud y latitud (WGS 84), { $megabytes } MB como máximo.
boundaries-areas = Zonas
boundaries-without = Zonas de las tablas firmadas sin límite
boundaries-all = Ninguna: todas se dibujan
boundaries-no-table = Ninguna tabla firmada distingue estas zonas
boundaries-are-lost = Los límites faltan en el almacén de archivos: entréguelos de nuevo
boundaries-more-areas = { $count ->
    [one] y { $count } más
   *[other] y { $count } más
}
boundaries-save = Guardar
boundaries-delete = Eliminar estos límites
boundaries-delete-lead = Los mapas del espacio de trabajo desaparecen. Las tablas ya firmadas conservan los suyos.
table-sign-maps = Con la tabla se publicarán mapas sobre estos límites, que ya no cambiarán: { $sets }.
problem-boundaries-faults = { $count ->
    [one] El archivo tiene un fallo, indicado más abajo; no se conserva nada de él.
   *[other] El archivo tiene { $count } fallos, indicados más abajo; no se conserva nada de él.
}
problem-boundaries-property-absent = Ninguna zona tiene una propiedad «{ $property }». El archivo tiene: { $found }.
problem-boundaries-property-absent-remedy = Escriba el nombre como está en el archivo, mayúsculas incluidas.
problem-boundaries-two-levels = El archivo mezcla dos niveles: «{ $code }» está dentro de «{ $within }».
problem-boundaries-two-levels-remedy = Entregue cada nivel en un archivo aparte.
problem-boundaries-changed = Otra persona cambió estos límites mientras tanto. Esto es lo guardado: compruébelo y vuelva a hacerlo.
problem-boundaries-lost = Los límites guardados faltan en el almacén de archivos.
problem-boundaries-lost-remedy = Entregue el archivo de nuevo.
use-case-boundaries-save = Límites guardados
use-case-boundaries-delete = Límites eliminados
merge-field-variable = Variable
merge-field-areas = Zonas
merge-field-digest = Huella
merge-field-source = Fuente
