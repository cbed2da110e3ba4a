catalogue-unreadable = El archivo no se puede leer: { $detail }.
catalogue-unreadable-remedy = Corrija la sintaxis TOML en esta línea, o el nombre del campo.
catalogue-duplicate-code = El código { $item } ya figura en la línea { $first }.
catalogue-duplicate-code-remedy = Dé a cada elemento su propio código.
catalogue-unknown-scale = { $item }: no existe la escala { $scale }.
catalogue-unknown-scale-remedy = Declare la escala o corrija su código.
catalogue-missing-source = { $item } no tiene fuente.
catalogue-missing-source-remedy = Indique de dónde procede el elemento.
catalogue-unknown-parent = { $item }: no existe el elemento superior { $parent }.
catalogue-unknown-parent-remedy = Añada el elemento superior o corrija su código.
catalogue-cycle = { $item }: al subir de elemento superior en elemento superior, se vuelve al mismo punto.
catalogue-cycle-remedy = Corrija el elemento superior de uno de ellos.
catalogue-duplicate-check = La comprobación { $check } figura dos veces.
catalogue-duplicate-check-remedy = Conserve una.
catalogue-unknown-rule = { $check }: el programa no tiene la regla { $rule }.
catalogue-unknown-rule-remedy = Tome una regla de la lista del programa.
catalogue-unknown-stage = No existe la etapa { $stage }.
catalogue-unknown-stage-remedy = Declare la etapa o corrija su código.
catalogue-unknown-check = No existe la comprobación { $check }.
catalogue-unknown-check-remedy = Declárela o corrija su código.
catalogue-unknown-role = No existe la función { $role }.
catalogue-unknown-role-remedy = Tome una función del programa.
catalogue-text-for-unknown-code = Un texto lleva el código { $item }, que no es el de ningún elemento.
catalogue-text-for-unknown-code-remedy = Retire el texto o añada el elemento.
catalogue-missing-french = { $what ->
    [name] El nombre de { $item }
    [notice] El aviso de { $item }
    [item] El título del elemento { $item }
    [scale] El valor de escala { $item }
    [stage] La etapa { $item }
    [check] La comprobación { $item }
    [chapter] El capítulo { $item }
   *[other] { $item } ({ $what })
}: no hay texto en francés.
catalogue-missing-french-remedy = Añádalo: el francés sustituye a los idiomas que faltan.
catalogue-missing-translation = { $what ->
    [name] El nombre de { $item }
    [notice] El aviso de { $item }
    [item] El título del elemento { $item }
    [scale] El valor de escala { $item }
    [stage] La etapa { $item }
    [check] La comprobación { $item }
    [chapter] El capítulo { $item }
   *[other] { $item } ({ $what })
}: no hay texto en el idioma «{ $language }».
catalogue-missing-translation-remedy = Añada la traducción.
catalogue-missing-language = Falta el archivo de textos del idioma «{ $language }».
catalogue-missing-language-remedy = Añada text/{ $language }.toml a la carpeta del marco.
catalogue-unknown-language = { $language } no es un idioma conocido.
catalogue-unknown-language-remedy = Nombre el archivo según un idioma del programa.
catalogue-unknown-framework = El marco { $framework } no se conoce.
catalogue-unknown-framework-remedy = Corrija el código o la versión.
catalogue-unknown-code = El código { $item } no existe en { $framework }.
catalogue-unknown-code-remedy = Corrija el enlace.
catalogue-missing-basis = El enlace de { $item } no tiene fundamento o fuente.
catalogue-missing-basis-remedy = Indique si está publicado o deducido, y de qué.
catalogue-unknown-report = El capítulo { $chapter } figura en un informe { $report } que no existe.
catalogue-unknown-report-remedy = Declare el informe en [[reports]] o corrija su código.
