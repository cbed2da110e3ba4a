handover-title = Expediente de traspaso
handover-start = Por dónde empezar
handover-duties = Responsabilidades
handover-deadlines = Vencimientos
handover-questions = Cuestiones abiertas
handover-contacts = Contactos
handover-history = Historial
handover-no-institution = Sin institución
handover-lead = Lo que deja la persona que ocupa este lugar ({ $role }). Reléanlo juntos, completen los registros y entréguelo a quien le sucede.
handover-lead-own = Lo que contiene su lugar en este expediente: para leer al llegar y de nuevo antes de irse.
handover-own = Mis responsabilidades, vencimientos y cuestiones abiertas
handover-newcomer = Usted acaba de llegar a este expediente.
handover-newcomer-link = Empiece aquí: sus medidas, sus vencimientos, sus interlocutores
handover-start-report = Informe sobre estas medidas: { $count }; período: { $period }; vencimiento: { $date }. La página «Mis informes» recoge lo declarado la última vez.
handover-start-duties = { $count ->
    [0] Su institución no dirige ninguna medida; vea aquellas en las que participa.
    [one] Lea la medida que dirige su institución.
   *[other] Lea las { $count } medidas que dirige su institución.
}
handover-start-deadline = Anote la próxima fecha, { $date }: { $what }.
handover-start-questions = { $count ->
    [0] Ninguna cuestión espera respuesta.
    [one] Una cuestión espera respuesta, más abajo.
   *[other] { $count } cuestiones esperan respuesta, más abajo.
}
handover-start-contacts = Escriba a las instituciones con las que trabaja la suya: la lista está más abajo.
handover-until = Hasta
handover-register = Registro
handover-requirement = Requisito
handover-date = Fecha
handover-what = Qué
handover-kind = Tipo
handover-body = Órgano
handover-meets = Reuniones
handover-focal-points = Puntos focales
handover-measures = Medidas
handover-function = Función
handover-record = Entrada
handover-report-due = Informes previstos: { $period }
handover-open-report = Informe por hacer
handover-open-stale = Sin noticias
handover-open-obstacle = Obstáculo declarado
handover-open-comment = Comentario sin respuesta
handover-leads-table = Medidas que dirige la institución
handover-leads-none = La institución no dirige ninguna medida.
handover-partners-table = Medidas en las que participa la institución
handover-partners-none = La institución no participa en ninguna otra medida.
handover-others-table = Otras entradas de las que responde la institución
handover-others-none = La institución no responde de ninguna otra entrada.
handover-assigned-table = Cuestiones confiadas a este lugar
handover-assigned-none = Ninguna cuestión está confiada a este lugar.
handover-dates-table = Fechas próximas
handover-dates-none = No se conoce ninguna fecha próxima.
handover-open-table = Lo que espera respuesta
handover-open-none = Nada espera respuesta.
handover-bodies-table = Órganos de coordinación
handover-bodies-none = La institución no participa en ningún órgano conocido.
handover-shared-table = Instituciones con las que trabaja
handover-shared-none = No trabaja con ninguna otra institución.
handover-members-table = Otros lugares en este expediente
handover-members-none = Nadie más participa en este expediente.
handover-deeds-table = Lo que se hizo desde este lugar
handover-deeds-none = Todavía no se ha registrado nada desde este lugar.
