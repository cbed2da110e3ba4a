dossier = Dossier
badge-published = Published
dossier-home-title = My work
dossier-home-empty = No dossier is assigned to you yet. Ask the administrators to add you to one.
dossier-home-none = None of your dossiers has these words in its title or territory.
dossier-home-shown = { $count ->
    [one] 1 dossier
   *[other] { $count } dossiers
}
dossier-progress = { $settled } of { $total } completed
dossier-requirements-met = requirements met: { $met } of { $total }
dossier-todo-nothing = Nothing is waiting for you here today.
dossier-todo-assigned = { $count ->
    [one] One topic is assigned to you
   *[other] { $count } topics are assigned to you
}
dossier-todo-reopened = { $count ->
    [one] One answer is open again
   *[other] { $count } answers are open again
}
dossier-todo-comments = { $count ->
    [one] One comment is awaiting an answer
   *[other] { $count } comments are awaiting an answer
}
dossier-todo-unanswered = { $count ->
    [one] One topic is still unanswered
   *[other] { $count } topics are still unanswered
}
dossier-todo-unattested = { $count ->
    [one] One requirement is still to be attested
   *[other] { $count } requirements are still to be attested
}
dossier-todo-sign = The report is waiting for your signature
dossier-todo-due = by { $date }
dossier-now = Where we are
dossier-open-comments = { $count ->
    [0] no open comments
    [one] one open comment
   *[other] { $count } open comments
}
dossier-edit = Edit the title and period
dossier-draft = View the draft report
dossier-draft-pdf = Draft as PDF
dossier-rounds = What has changed over time
dossier-rounds-lead = This territory’s answers, from one assessment to the next. No other territory appears here.
dossier-rounds-change = Change
dossier-rounds-changed = changed
dossier-rounds-same = unchanged
dossier-rounds-to-confirm = to be confirmed
dossier-dimensions = Progress by dimension
dossier-answered = Topics completed
dossier-gate-forward = To move to the stage “{ $stage }”
dossier-gate-back = Go back to the stage “{ $stage }”
dossier-gate-clear = All the conditions are met.
dossier-gate-open-with-notes = You can move on; these points deserve a look.
dossier-gate-closed = { $count ->
    [one] One point remains to be settled.
   *[other] { $count } points remain to be settled.
}
dossier-gate-list = See the list
dossier-gate-reason = Message to the team
dossier-gate-go = Move to the stage “{ $stage }”
dossier-gate-return = Go back to “{ $stage }”
dossier-to-publication = Go to publication
dossier-title = Title
dossier-period-from = Start of the period
dossier-period-to = End of the period
dossier-history-lead = Everything written, from the most recent to the oldest. Nothing is erased.
dossier-history-empty = Nothing has been written yet.
dossier-history-number = Number
dossier-history-when = When
dossier-history-who = Who
dossier-history-what = What
dossier-history-subject = Item
dossier-history-reason = Reason
dossier-history-older = Older
history-of-record = History of this record
history-field = Field
history-before = Before
history-after = After
cli-check-summary = { $errors ->
    [one] { $errors } error
   *[other] { $errors } errors
}, { $warnings ->
    [one] { $warnings } warning
   *[other] { $warnings } warnings
}, { $notes ->
    [one] { $notes } note
   *[other] { $notes } notes
}
cli-import-applied = { $count ->
    [0] No answers changed.
    [one] One answer changed.
   *[other] { $count } answers changed.
}
cli-import-held = { $count ->
    [one] One change, marked “!”, is not taken over: the answer was changed online after the file was written. Take it over in the browser, where one chooses line by line.
   *[other] { $count } changes, marked “!”, are not taken over: the answers were changed online after the file was written. Take them over in the browser, where one chooses line by line.
}
cli-import-preview = { $count ->
    [0] No differences.
    [one] One difference; nothing is applied without --accept.
   *[other] { $count } differences; nothing is applied without --accept.
}
use-case-answer-save = Answer saved
use-case-answer-assign = Topic assigned
use-case-answer-reopen = Answer reopened
use-case-answer-close = Answer closed again
use-case-answer-merge = Answers merged
use-case-finding-save = Finding saved
use-case-finding-delete = Finding deleted
use-case-finding-merge = Findings merged
use-case-evidence-save = Source saved
use-case-evidence-delete = Source deleted
use-case-file-attach = File attached
use-case-paragraph-save = Passage saved
use-case-paragraph-delete = Passage deleted
use-case-paragraph-merge = Passages merged
use-case-figure-save = Figure saved
use-case-figure-merge = Figures merged
use-case-evidence-merge = Sources merged
use-case-register-take-over = Entry taken over from another level
use-case-account-set-password = Password chosen
use-case-account-change-password = Password changed
use-case-user-invite = Person invited
use-case-user-renew-link = New link given
use-case-user-update = Account changed
use-case-user-erase = Account erased
use-case-organisation-save = Organisation saved
use-case-territory-save = Territory saved
use-case-catalogue-import = Framework imported
use-case-backup-create = Backup written
actor-system = Command line
noun-dossier = Dossier
noun-answer = Answer
noun-finding = Finding
noun-evidence = Source
noun-paragraph = Passage
noun-figure = Figure
noun-comment = Comment
noun-participant = Participant
noun-validation = Signature
noun-register-entry = Register entry
noun-dataset = Dataset
noun-statistical-table = Table
noun-boundary-set = Outlines
noun-saved-view = View
noun-member = Member
noun-release = Published version
noun-table-release = Published table
noun-draft = Draft report
noun-user = Account
noun-organisation = Organisation
noun-territory = Territory
noun-framework = Framework
noun-backup = Backup
noun-demo = Demonstration
use-case-figure-delete = Figure deleted
use-case-participant-save = Participant added
use-case-participant-remove = Participant removed
use-case-participant-erase = Participant erased
use-case-comment-add = Comment added
use-case-comment-reply = Reply to a comment
use-case-comment-close = Comment answered
use-case-comment-reopen = Comment opened again
use-case-validation-sign = Report signed
use-case-validation-withdraw = Signature withdrawn
use-case-stage-advance = Next stage
use-case-stage-back = Return to a stage
use-case-release-publish = Report published
use-case-release-withdraw = Publication withdrawn
use-case-questionnaire-import = Questionnaire imported
use-case-member-set = Role given
use-case-member-remove = Role removed
use-case-dossier-create = Dossier created
use-case-dossier-update = Dossier edited
use-case-dossier-start-round = New round
use-case-demo-load = Demonstration loaded
use-case-demo-release = Demonstration profile published
