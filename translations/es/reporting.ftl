period-year = { $year }
period-half = { $number ->
    [1] primer semestre de { $year }
   *[other] segundo semestre de { $year }
}
period-quarter = { $number ->
    [1] primer trimestre de { $year }
    [2] segundo trimestre de { $year }
    [3] tercer trimestre de { $year }
   *[other] cuarto trimestre de { $year }
}
period-month = { $number ->
    [1] enero de { $year }
    [2] febrero de { $year }
    [3] marzo de { $year }
    [4] abril de { $year }
    [5] mayo de { $year }
    [6] junio de { $year }
    [7] julio de { $year }
    [8] agosto de { $year }
    [9] septiembre de { $year }
    [10] octubre de { $year }
    [11] noviembre de { $year }
   *[other] diciembre de { $year }
}
problem-period-invalid = «{ $value }» no es un período. Escriba 2026-Q1, 2026-01, 2026-S1 o 2026.
problem-whole-invalid = «{ $value }» no es un número entero entre 0 y 9999. Escriba por ejemplo 20.
problem-time-zone-invalid = «{ $value }» no es un huso horario conocido. Escriba por ejemplo Europe/Lisbon o America/Toronto.
problem-not-distinct = Otra entrada ya dice esto: { $entry }. Complete esa.
problem-period-not-in-calendar = «{ $value }» no es un período comenzado del calendario de informes. Elija un período de la lista.
problem-nothing-to-repeat = { $measure }: no se ha informado de nada antes de este período. Haga un primer informe.
problem-measure-of-another-institution = { $measure }: otra institución responde de ella. Quítela de su elección.
problem-choose-measure = Elija al menos una medida.
problem-undo-changed = { $measure }: este informe se ha modificado después. Corríjalo en su lugar.
check-progress-not-stale = { $count ->
    [one] No hay noticias de { $examples } desde hace demasiados períodos.
   *[other] No hay noticias de { $count } medidas desde hace demasiados períodos: { $examples }.
}
check-progress-reported-in-time = { $count ->
    [one] Falta el informe sobre { $examples } y el plazo ha vencido.
   *[other] Faltan los informes sobre { $count } medidas y el plazo ha vencido: { $examples }.
}
rule-progress-not-stale = Derivado: ninguna medida queda sin noticias más tiempo del que permite el calendario de informes.
rule-progress-reported-in-time = Derivado: cada medida en curso tiene su informe del último período terminado, una vez vencido el plazo.
use-case-progress-unchanged = «Sin cambios» declarado
use-case-progress-report = Informe sobre una medida
use-case-progress-undo = «Sin cambios» anulado
tab-reporting = Informes
reporting-title = Informes sobre las medidas
reporting-mine = Mis informes
reporting-mine-lead = Las medidas que dirige su institución, con lo que se declaró la última vez.
reporting-no-calendar = Este expediente todavía no tiene calendario: nadie sabe cuándo informar.
reporting-declare = Declarar el calendario
reporting-running = Período en curso
reporting-asked = Período que se informa
reporting-due = Vencimiento
reporting-due-on = vence el { $date }
reporting-overdue = vencido desde el { $date }
reporting-time-zone = Los días son los del huso { $zone }.
reporting-count = { $reported } de { $total } medidas informadas
reporting-not-begun = El calendario comienza el { $date }.
reporting-stale = Medidas sin noticias
reporting-stale-text = { $periods ->
    [one] un período sin noticias
   *[other] { $periods } períodos sin noticias
}
reporting-stale-alarm = { $count ->
    [one] Una medida lleva demasiado tiempo sin noticias.
   *[other] { $count } medidas llevan demasiado tiempo sin noticias.
}
reporting-who = Quién ha informado
reporting-only-missing = Solo lo que falta
reporting-everything = Todas las medidas
reporting-show = Mostrar
reporting-measure = Medida
reporting-lead = Institución responsable
reporting-state-reported = informada
reporting-state-unchanged = sin cambios
reporting-state-awaited = esperada
reporting-state-late = con retraso
reporting-state-not-expected = –
reporting-nothing = Ninguna medida corresponde.
reporting-nothing-mine = Su institución no dirige ninguna medida de este plan.
reporting-institution = Institución
reporting-period = Período
reporting-last = La última vez
reporting-last-none = Nada todavía
reporting-now = Este período
reporting-choose = Elegir { $measure }
reporting-unchanged = Sin cambios
reporting-unchanged-chosen = Sin cambios para las medidas elegidas
reporting-unchanged-of = Sin cambios: { $measure }
reporting-undo = Anular
reporting-undo-of = Anular «sin cambios»: { $measure }
reporting-undo-all = { $count ->
    [one] Anular este «sin cambios»
   *[other] Anular estos { $count } «sin cambios»
}
reporting-report = Informar
reporting-report-of = Informar sobre { $measure }
reporting-correct = Corregir
reporting-saved = Guardado: { $measure }.
reporting-unchanged-done = { $count ->
    [0] Nada que añadir: estas medidas ya estaban informadas.
    [one] Una medida informada sin cambios.
   *[other] { $count } medidas informadas sin cambios.
}
reporting-undone = { $count ->
    [0] Ya no había nada que anular.
    [one] Un «sin cambios» anulado.
   *[other] { $count } «sin cambios» anulados.
}
reporting-all-done = Todas sus medidas están informadas para este período.
reporting-form-lead = Los campos recogen lo declarado para: { $period }. Cambie lo que ha cambiado.
reporting-form-first = Es el primer informe sobre esta medida.
reporting-spent-last = Gasto declarado la última vez ({ $period }): { $amount }. Declare aquí solo el gasto de este período.
reporting-keyboard = Con el teclado: Ctrl + Intro guarda y pasa a la medida siguiente.
reporting-all = Todos los informes
dossier-todo-report = { $count ->
    [one] Informar sobre una medida
   *[other] Informar sobre { $count } medidas
}
reporting-calendar = Calendario de informes
reporting-remind = Recordar ahora
reporting-remind-text = Sale un mensaje, una vez al día, a cada institución cuyo informe falta.
reporting-reminded = { $count ->
    [0] No hay que recordar nada a nadie ahora.
    [one] Un recordatorio enviado.
   *[other] { $count } recordatorios enviados.
}
reporting-remind-failed = { $count ->
    [one] Un recordatorio no salió; se volverá a intentar.
   *[other] { $count } recordatorios no salieron; se volverán a intentar.
}
reporting-remind-no-mail = No hay servidor de correo configurado: cada cual ve lo que falta en «Mi trabajo».
cli-remind-no-mail = Ningún recordatorio enviado: no hay servidor de correo configurado. Indique --smtp-url o JALON_SMTP_URL.
