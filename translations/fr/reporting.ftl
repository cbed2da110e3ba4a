period-year = { $year }
period-half = { $number ->
    [1] 1er semestre { $year }
   *[other] 2e semestre { $year }
}
period-quarter = { $number ->
    [1] 1er trimestre { $year }
   *[other] { $number }e trimestre { $year }
}
period-month = { $number ->
    [1] janvier { $year }
    [2] février { $year }
    [3] mars { $year }
    [4] avril { $year }
    [5] mai { $year }
    [6] juin { $year }
    [7] juillet { $year }
    [8] août { $year }
    [9] septembre { $year }
    [10] octobre { $year }
    [11] novembre { $year }
   *[other] décembre { $year }
}
problem-period-invalid = « { $value } » n’est pas une période. Écrivez 2026-Q1, 2026-01, 2026-S1 ou 2026.
problem-whole-invalid = « { $value } » n’est pas un nombre entier entre 0 et 9999. Écrivez par exemple 20.
problem-time-zone-invalid = « { $value } » n’est pas un fuseau horaire connu. Écrivez par exemple Europe/Lisbon ou America/Toronto.
problem-not-distinct = Une autre entrée dit déjà cela : { $entry }. Complétez celle-là.
problem-period-not-in-calendar = « { $value } » n’est pas une période commencée du calendrier des rapports. Choisissez une période de la liste.
problem-nothing-to-repeat = { $measure } : rien n’a encore été déclaré avant cette période. Faites un premier rapport.
problem-measure-of-another-institution = { $measure } : une autre institution en est responsable. Retirez-la de votre choix.
problem-choose-measure = Choisissez au moins une mesure.
problem-undo-changed = { $measure } : ce rapport a été modifié depuis. Corrigez-le plutôt.
check-progress-not-stale = { $count ->
    [one] Aucune nouvelle de { $examples } depuis trop de périodes.
   *[other] Aucune nouvelle de { $count } mesures depuis trop de périodes : { $examples }.
}
check-progress-reported-in-time = { $count ->
    [one] Le rapport sur { $examples } manque, l’échéance est passée.
   *[other] Les rapports sur { $count } mesures manquent, l’échéance est passée : { $examples }.
}
rule-progress-not-stale = Dérivé : aucune mesure ne reste sans nouvelles plus longtemps que le calendrier des rapports ne le permet.
rule-progress-reported-in-time = Dérivé : chaque mesure en cours a son rapport pour la dernière période achevée, une fois l’échéance passée.
use-case-progress-unchanged = Rapport « sans changement »
use-case-progress-report = Rapport sur une mesure
use-case-progress-undo = Rapport « sans changement » annulé
tab-reporting = Rapports
reporting-title = Rapports sur les mesures
reporting-mine = Mes rapports
reporting-mine-lead = Les mesures dont votre institution est responsable, avec ce qui a été déclaré la dernière fois.
reporting-no-calendar = Ce dossier n’a pas encore de calendrier : personne ne sait donc quand rendre compte.
reporting-declare = Déclarer le calendrier
reporting-running = Période en cours
reporting-asked = Période à rapporter
reporting-due = Échéance
reporting-due-on = échéance le { $date }
reporting-overdue = en retard depuis le { $date }
reporting-time-zone = Les jours sont ceux du fuseau { $zone }.
reporting-count = { $reported } sur { $total } mesures rapportées
reporting-not-begun = Le calendrier commence le { $date }.
reporting-stale = Mesures sans nouvelles
reporting-stale-text = { $periods ->
    [one] une période sans nouvelles
   *[other] { $periods } périodes sans nouvelles
}
reporting-stale-alarm = { $count ->
    [one] Une mesure est sans nouvelles depuis trop longtemps.
   *[other] { $count } mesures sont sans nouvelles depuis trop longtemps.
}
reporting-who = Qui a rendu compte
reporting-only-missing = Seulement ce qui manque
reporting-everything = Toutes les mesures
reporting-show = Montrer
reporting-measure = Mesure
reporting-lead = Institution responsable
reporting-state-reported = rapportée
reporting-state-unchanged = sans changement
reporting-state-awaited = attendue
reporting-state-late = en retard
reporting-state-not-expected = –
reporting-nothing = Aucune mesure ne correspond.
reporting-nothing-mine = Votre institution n’est responsable d’aucune mesure de ce plan.
reporting-institution = Institution
reporting-period = Période
reporting-last = La dernière fois
reporting-last-none = Rien encore
reporting-now = Cette période
reporting-choose = Choisir { $measure }
reporting-unchanged = Sans changement
reporting-unchanged-chosen = Sans changement pour les mesures choisies
reporting-unchanged-of = Sans changement : { $measure }
reporting-undo = Annuler
reporting-undo-of = Annuler « sans changement » : { $measure }
reporting-undo-all = { $count ->
    [one] Annuler ce « sans changement »
   *[other] Annuler ces { $count } « sans changement »
}
reporting-report = Rendre compte
reporting-report-of = Rendre compte de { $measure }
reporting-correct = Corriger
reporting-saved = Enregistré : { $measure }.
reporting-unchanged-done = { $count ->
    [0] Rien à ajouter : ces mesures étaient déjà rapportées.
    [one] Une mesure rapportée sans changement.
   *[other] { $count } mesures rapportées sans changement.
}
reporting-undone = { $count ->
    [0] Il n’y avait plus rien à annuler.
    [one] Un « sans changement » annulé.
   *[other] { $count } « sans changement » annulés.
}
reporting-all-done = Toutes vos mesures sont rapportées pour cette période.
reporting-form-lead = Les champs reprennent ce qui a été déclaré pour : { $period }. Changez ce qui a changé.
reporting-form-first = C’est le premier rapport sur cette mesure.
reporting-spent-last = Dépense déclarée la dernière fois ({ $period }) : { $amount }. Ne déclarez ici que la dépense de cette période.
reporting-keyboard = Au clavier : Ctrl + Entrée enregistre et passe à la mesure suivante.
reporting-all = Tous les rapports
dossier-todo-report = { $count ->
    [one] Rendre compte d’une mesure
   *[other] Rendre compte de { $count } mesures
}
reporting-calendar = Calendrier des rapports
reporting-remind = Rappeler maintenant
reporting-remind-text = Un message part, une fois par jour, à chaque institution dont un rapport manque.
reporting-reminded = { $count ->
    [0] Personne n’est à rappeler maintenant.
    [one] Un rappel envoyé.
   *[other] { $count } rappels envoyés.
}
reporting-remind-failed = { $count ->
    [one] Un rappel n’est pas parti ; il sera réessayé.
   *[other] { $count } rappels ne sont pas partis ; ils seront réessayés.
}
reporting-remind-no-mail = Aucun serveur de courriel n’est configuré : chacun voit ce qui manque dans « Mon travail ».
cli-remind-no-mail = Aucun rappel envoyé : aucun serveur de courriel n’est configuré. Donnez --smtp-url ou JALON_SMTP_URL.
