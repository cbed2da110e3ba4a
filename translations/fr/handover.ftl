handover-title = Dossier de passation
handover-start = Par où commencer
handover-duties = Attributions
handover-deadlines = Échéances
handover-questions = Questions ouvertes
handover-contacts = Contacts
handover-history = Historique
handover-no-institution = Sans institution
handover-lead = Ce que laisse la personne qui occupe cette place ({ $role }). Relisez-le avec elle, complétez les registres, puis remettez-le à qui lui succède.
handover-lead-own = Ce que votre place dans ce dossier comporte : à lire en arrivant, à relire avant de partir.
handover-own = Mes attributions, échéances et questions ouvertes
handover-newcomer = Vous arrivez dans ce dossier.
handover-newcomer-link = Commencez ici : vos mesures, vos échéances, vos interlocuteurs
handover-start-report = Rendez compte de ces mesures : { $count } ; période : { $period } ; échéance : { $date }. La page « Mes rapports » reprend ce qui a été déclaré la dernière fois.
handover-start-duties = { $count ->
    [0] Votre institution ne conduit pas de mesure ; voyez celles dont elle est partenaire.
    [one] Lisez la mesure que votre institution conduit.
   *[other] Lisez les { $count } mesures que votre institution conduit.
}
handover-start-deadline = Notez la prochaine date, { $date } : { $what }.
handover-start-questions = { $count ->
    [0] Aucune question n’attend de réponse.
    [one] Une question attend une réponse, plus bas.
   *[other] { $count } questions attendent une réponse, plus bas.
}
handover-start-contacts = Écrivez aux institutions avec lesquelles la vôtre agit : la liste est plus bas.
handover-until = Jusqu’au
handover-register = Registre
handover-requirement = Exigence
handover-date = Date
handover-what = Quoi
handover-kind = Nature
handover-body = Instance
handover-meets = Réunions
handover-focal-points = Points focaux
handover-measures = Mesures
handover-function = Fonction
handover-record = Entrée
handover-report-due = Rapports attendus : { $period }
handover-open-report = Rapport à faire
handover-open-stale = Sans nouvelles
handover-open-obstacle = Obstacle déclaré
handover-open-comment = Commentaire sans réponse
handover-leads-table = Mesures que l’institution conduit
handover-leads-none = L’institution ne conduit aucune mesure.
handover-partners-table = Mesures dont l’institution est partenaire
handover-partners-none = L’institution n’est partenaire d’aucune autre mesure.
handover-others-table = Autres entrées dont l’institution répond
handover-others-none = L’institution ne répond d’aucune autre entrée.
handover-assigned-table = Questions confiées à cette place
handover-assigned-none = Aucune question n’est confiée à cette place.
handover-dates-table = Dates à venir
handover-dates-none = Aucune date à venir n’est connue.
handover-open-table = Ce qui attend une réponse
handover-open-none = Rien n’attend de réponse.
handover-bodies-table = Instances de coordination
handover-bodies-none = L’institution ne siège dans aucune instance connue.
handover-shared-table = Institutions avec lesquelles elle agit
handover-shared-none = Elle n’agit avec aucune autre institution.
handover-members-table = Autres places dans ce dossier
handover-members-none = Personne d’autre ne prend part à ce dossier.
handover-deeds-table = Ce qui a été fait depuis cette place
handover-deeds-none = Rien n’a encore été enregistré depuis cette place.
