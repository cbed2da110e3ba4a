import-heading = Recuperar un cuestionario rellenado
import-lead = El cuestionario puede rellenarse sin conexión en una hoja de cálculo. A la vuelta, Jalon muestra primero lo que el archivo cambiaría; después usted decide.
import-step-download = 1. Descargar el cuestionario
import-download-text = El archivo contiene las respuestas ya dadas. Rellene las columnas abiertas y conserve los códigos.
import-language = Idioma del archivo
import-download = Descargar (XLSX)
import-step-upload = 2. Enviar el archivo rellenado
import-upload-text = Nada se modifica en este momento: la página siguiente muestra las diferencias.
import-file = Archivo rellenado
import-file-hint = Libro XLSX sin macros, { $megabytes } MB como máximo.
import-compare = Comparar
import-preview = Lo que el archivo cambiaría
import-nothing-applied = Todavía no se ha aplicado nada.
import-changes = { $count ->
    [0] El archivo dice lo mismo que el expediente.
    [one] El archivo cambia un campo.
   *[other] El archivo cambia { $count } campos.
}
import-faults = { $count ->
    [one] El archivo tiene un defecto; corríjalo y envíe de nuevo el archivo.
   *[other] El archivo tiene { $count } defectos; corríjalos y envíe de nuevo el archivo.
}
import-faults-heading = Por corregir en el archivo
import-faults-text = Cada fila nombra la celda, lo que contiene y la regla que incumple. No se incorpora nada mientras quede un defecto.
import-sheet = Hoja
import-cell = Celda
import-value = Contenido
import-rule = Regla
import-remedy = Remedio
import-whole-file = archivo completo
import-changes-heading = Cambios
import-file-language = Idioma del archivo: { $language }
import-topic = Tema
import-field = Campo
import-before = Antes
import-after = Después
import-blank = vacío
import-accept = Incorporar
import-held = { $count ->
    [one] Una línea no está marcada: la respuesta cambió en línea después de escribirse el archivo. Márquela para sustituir el texto en línea por el del archivo.
   *[other] { $count } líneas no están marcadas: las respuestas cambiaron en línea después de escribirse el archivo. Marque aquellas cuyo texto en línea deba sustituirse por el del archivo.
}
import-conflict = Conflicto: modificado en línea y en el archivo.
import-older = Modificado solo en línea; el archivo contiene todavía el texto anterior.
import-since = En línea el { $at }.
import-since-by = En línea el { $at }, por: { $who }.
import-unplaced-heading = Contenido fuera de las respuestas
import-unplaced-text = Este contenido está donde no se pregunta nada. No se recupera: trasládelo a mano si importa.
import-apply = Aplicar estos cambios
import-another = Elegir otro archivo
