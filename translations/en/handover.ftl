handover-title = Handover dossier
handover-start = Where to start
handover-duties = Duties
handover-deadlines = Deadlines
handover-questions = Open questions
handover-contacts = Contacts
handover-history = History
handover-no-institution = No institution
handover-lead = What the person in this place ({ $role }) leaves behind. Read it together, complete the registers, then hand it to whoever comes after.
handover-lead-own = What your place in this dossier holds: to read when you arrive, and again before you leave.
handover-own = My duties, deadlines and open questions
handover-newcomer = You are new in this dossier.
handover-newcomer-link = Start here: your measures, your deadlines, whom you work with
handover-start-report = Report on these measures: { $count }; period: { $period }; due: { $date }. The page “My reporting” holds what was reported last time.
handover-start-duties = { $count ->
    [0] Your institution leads no measure; see those where it is a partner.
    [one] Read the measure that your institution leads.
   *[other] Read the { $count } measures that your institution leads.
}
handover-start-deadline = Note the next date, { $date }: { $what }.
handover-start-questions = { $count ->
    [0] No question waits for an answer.
    [one] One question waits for an answer, below.
   *[other] { $count } questions wait for an answer, below.
}
handover-start-contacts = Write to the institutions that yours works with: they are listed below.
handover-until = Until
handover-register = Register
handover-requirement = Requirement
handover-date = Date
handover-what = What
handover-kind = Kind
handover-body = Body
handover-meets = Meetings
handover-focal-points = Focal points
handover-measures = Measures
handover-function = Function
handover-record = Entry
handover-report-due = Reports due: { $period }
handover-open-report = Report to make
handover-open-stale = Without news
handover-open-obstacle = Obstacle reported
handover-open-comment = Comment without answer
handover-leads-table = Measures that the institution leads
handover-leads-none = The institution leads no measure.
handover-partners-table = Measures where the institution is a partner
handover-partners-none = The institution is a partner in no other measure.
handover-others-table = Other entries that the institution answers for
handover-others-none = The institution answers for no other entry.
handover-assigned-table = Questions given to this place
handover-assigned-none = No question is given to this place.
handover-dates-table = Dates to come
handover-dates-none = No date to come is known.
handover-open-table = What waits for an answer
handover-open-none = Nothing waits for an answer.
handover-bodies-table = Coordination bodies
handover-bodies-none = The institution sits in no body that is known.
handover-shared-table = Institutions that it works with
handover-shared-none = It works with no other institution.
handover-members-table = Other places in this dossier
handover-members-none = Nobody else takes part in this dossier.
handover-deeds-table = What was done from this place
handover-deeds-none = Nothing was recorded from this place yet.
