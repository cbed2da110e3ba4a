questionnaire-show = Show
questionnaire-show-all = all topics
questionnaire-show-unanswered = unanswered
questionnaire-show-no-finding = without a finding
questionnaire-show-no-evidence = finding without a source
questionnaire-show-contested = contested
questionnaire-show-mine = assigned to me
questionnaire-show-to-confirm = to confirm
questionnaire-show-not-applicable = not applicable here
questionnaire-show-reopened = opened again
questionnaire-since = Changed since
questionnaire-shown = { $count ->
    [0] no topics
    [one] one topic
   *[other] { $count } topics
}
questionnaire-export = Download the questionnaire (XLSX)
questionnaire-import = Bring back a completed questionnaire
questionnaire-imported = { $count ->
    [0] No answers were brought in from the file.
    [one] One answer was brought in from the file.
   *[other] { $count } answers were brought in from the file.
}
questionnaire-nothing = No topic matches. Widen the search or change the filter.
questionnaire-pick = Select topic { $item }
questionnaire-findings = { $count ->
    [one] one finding
   *[other] { $count } findings
}
questionnaire-contested = contested
questionnaire-to-confirm = to confirm
questionnaire-assigned-me = assigned to you
questionnaire-assigned = assigned
questionnaire-assign = Assign topics
questionnaire-assign-hint = Tick topics in the list, then choose a person and a date.
questionnaire-assignee = Person
questionnaire-due = Due date
questionnaire-assign-go = Assign
questionnaire-walk = From one topic to the next
questionnaire-back = List of topics
questionnaire-position = Topic { $place } of { $total }
questionnaire-saved = Saved.
questionnaire-saved-topic = Saved: { $item }.
questionnaire-reopened = This answer has been reopened, and no other. Reason: { $reason }
questionnaire-is-reopened = opened again
questionnaire-close = Close this answer again
questionnaire-answer = Answer
questionnaire-not-applicable-hint = The topic is not a matter for this territory: say below which level of government is competent.
questionnaire-competence = Competence
questionnaire-competence-hint = If the topic is not applicable here: the law or authority that decides on it.
questionnaire-note = Working note
questionnaire-note-hint = What the answer is based on. Published findings are written separately, with their sources.
questionnaire-confirm = I confirm this information, carried over from the previous assessment
questionnaire-locked = This stage is closed: nothing can be changed here any more.
questionnaire-switch-language = Change language
questionnaire-reopen = Reopen this answer
questionnaire-reopen-reason = Why reopen it?
questionnaire-related = Findings on this topic
questionnaire-no-finding = There is no finding on this topic yet.
questionnaire-sources = { $count ->
    [0] no source
    [one] one source
   *[other] { $count } sources
}
questionnaire-add-finding = Write a finding
questionnaire-comments = { $count ->
    [0] no comments
    [one] one comment
   *[other] { $count } comments
}
questionnaire-missing = What is missing here
questionnaire-keys = Keyboard shortcuts
questionnaire-keys-text = j: next topic; k: previous topic; Ctrl + Enter: save and continue; ?: this help.
questionnaire-keys-switch = Single-letter keys on
findings-all-kinds = all
findings-all-dimensions = all
findings-all-states = all
findings-state = State
findings-state-without-source = without a source
findings-state-contested = with a comment to answer
findings-state-to-confirm = to confirm
findings-shown = { $count ->
    [0] no findings
    [one] one finding
   *[other] { $count } findings
}
findings-kind = Kind
findings-nothing = No finding matches. Widen the search or change the filter.
findings-none-here = No finding in this dimension.
findings-untitled = Untitled
findings-topics = Topics
findings-sources = Sources
findings-no-source = no source
findings-add = Add a finding
findings-form-title = Finding
findings-title = Short title
findings-title-hint = Three to eight words.
findings-text = Finding
findings-text-hint = Whole sentences, as they will appear in the report.
findings-dimension = Dimension
findings-sources-hint = Each finding rests on at least one source, with the page.
findings-add-evidence = Add a source
findings-source-text = Original text
findings-delete = Delete this finding
findings-delete-text = The finding leaves the report; the ledger keeps a record of it.
merge-title = Two versions of this text
merge-deleted = Somebody deleted this item while you were writing. Your text is below: copy it if you need it.
merge-lead = Somebody saved while you were writing. Nothing is lost: for each field, keep one version or merge the two.
merge-theirs = Keep the saved version
merge-mine = Keep my version
merge-both = Keep the text below
merge-text = Merged text
merge-save = Save
merge-nothing = (empty)
merge-changed = Somebody changed this meanwhile: nothing was deleted. Read it again, then start over if that is still what you want.
merge-back = Back to the page
merge-leave = Give up my version and go back to the page
merge-field-text = Text
merge-field-title = Title
merge-field-note = Note
merge-field-competence = Competence
merge-field-value = Answer
merge-field-not-applicable = Not applicable here
merge-field-kind = Kind
merge-field-topics = Topics
merge-field-citations = Sources
merge-field-dimension = Dimension
merge-field-assignee = Person
merge-field-due = Due date
merge-field-to-confirm = To confirm
merge-field-section = Section
merge-field-item = Item of the chapter
merge-field-description = Description
merge-field-unit = Unit
merge-field-chart = Chart
merge-field-columns = Columns
merge-field-rows = Rows
merge-field-reopened = Opened again because
merge-field-not-covered = Document is silent
merge-field-author = Author
merge-field-year = Year
merge-field-publisher = Publisher
merge-field-address = Web address
merge-field-accessed-on = Accessed on
merge-field-commitment = Commitment
merge-field-file = File
