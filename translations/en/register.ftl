register-shown = { $count ->
    [0] no entries
    [one] one entry
   *[other] { $count } entries
}
register-any = All
register-others = The other registers
register-add = Add an entry
register-export-xlsx = Download (XLSX)
register-export-csv = Download (CSV)
register-import = Import a file
register-open = Entries to complete for: { $requirement }
register-total = total { $amount }
register-empty = This register is empty. Start with a first entry; it can be completed later.
register-nothing = No entry matches these filters.
register-pages = Pages of the list
register-saved = Saved.
register-back = Back to the list
register-no-choice = There is nothing to choose from yet. Fill the register concerned first.
register-chosen = { $count } of { $total } chosen
register-save-another = Save and add another
register-locked = Another institution answers for this entry, or the stage is closed: you can read it.
register-references = What refers to it
register-delete = Delete this entry
register-delete-text = The entry leaves the register. The history keeps a trace of it.
tab-steps = Steps
tab-registers = Registers
step = Step
step-met = Requirements met
step-progress = { $met } of { $total }
step-contents = On this page
step-requirements = Check-list
step-instruments = Working instruments
step-questions = Guiding questions
step-actions = Actions
step-tools = Tools
step-people = Who works on it
step-assigned = { $count ->
    [one] one question assigned
   *[other] { $count } questions assigned
}
step-looked-at = Looked at: { $register }{ $field ->
    [empty] {""}
   *[other] {" "}› { $field }
} ({ $count })
requirement-met = Met
requirement-open = To do
requirement-excused = Not applicable here
requirement-attested = Attested by a person
requirement-derived = Derived from the registers
requirement-continuous = continuous
vision-caption = 360° vision: the 23 objectives
vision-description = What { $territory } makes of each objective of the Compact: considered, selected, measures, budget, indicators, progress.
vision-note = From the centre outwards: considered, selected, measures, budget, indicators, on track. This is not a score.
vision-objective = Objective
vision-measures = Measures
vision-number = Number of measures
vision-considered = Considered
vision-selected = Selected
vision-budgeted = Budget
vision-indicators = Indicators
vision-on-track = On track
vision-yes = yes
vision-no = –
check-entries-exist = The register “{ $register }” holds nothing yet that answers it.
check-field-filled = { $count ->
    [0] The register “{ $register }” holds no entry to look at yet.
    [one] “{ $field }” is empty for { $examples }.
   *[other] “{ $field }” is empty for { $count } entries: { $examples }.
}
check-field-filled-once = No entry of “{ $register }” fills in “{ $field }”.
check-value-chosen = No entry of “{ $register }” says “{ $value }” under “{ $field }”.
check-value-chosen-by-all = { $count ->
    [0] The register “{ $register }” holds no entry to look at yet.
    [one] { $examples } does not say “{ $value }” under “{ $field }”.
   *[other] { $count } entries do not say “{ $value }” under “{ $field }”: { $examples }.
}
check-everything-chosen = { $count ->
    [one] “{ $register }” does not mention { $examples } yet.
   *[other] “{ $register }” does not mention { $count } possibilities yet: { $examples }.
}
check-every-entry-named = { $count ->
    [0] The register “{ $target }” holds no entry to look at yet.
    [one] { $examples } appears in no entry of “{ $register }”.
   *[other] { $count } entries of “{ $target }” do not appear in “{ $register }”: { $examples }.
}
check-withheld = This is decided in a register that is not open to you.
check-not-overdue = { $count ->
    [one] { $examples } is past its date.
   *[other] { $count } entries are past their date: { $examples }.
}
check-budget-funded = { $count ->
    [0] No budget has been entered yet.
   *[other] { $examples } is missing.
}
check-attested = Nobody has attested it yet with an explanation.
problem-not-unique = Another entry already has “{ $value }”. Choose another one.
problem-number-invalid = “{ $value }” is not a number. Write for example 12.5.
problem-number-ambiguous = “{ $value }” can be read in two ways. Write thousands without a sign (1250), or decimals with one more zero (1.2500).
problem-number-too-large = “{ $value }” is too large. Write a number of at most fifteen digits.
problem-value-negative = This indicator adds up: “{ $value }” cannot be negative. Correct the value, or say in the indicator that it does not add up.
problem-value-of-few = { $value } may be persons who can be recognised: a number is published from { $minimum } persons on. Choose the reading “suppressed”, or combine groups.
problem-value-follows = What is suppressed ({ $groups }) follows from the rest: { $everybody } in all less { $sum } leave { $rest }. Suppress another group or the total. If the values do not add up, say so in the indicator.
problem-value-follows-everybody = The suppressed total follows from the groups, which come to { $sum }. Suppress one of the groups as well. If the values do not add up, say so in the indicator.
problem-value-leaves-few = { $everybody } in all less { $sum } leave { $rest }: fewer than the { $minimum } persons that publishing asks for. Suppress a group or the total, or combine groups.
problem-value-without-dimension = The groups come to more than the total, and a group is suppressed. Write the dimension before each group, for example “Sex – Women”, so that what follows can be judged.
problem-amount-invalid = “{ $value }” is not an amount. Write at most two decimals, without currency, for example 1250.50.
problem-one-line = Write this field on a single line.
problem-choose-fewer = Too many choices for this field. Keep only one.
problem-entry-of-another-institution = This entry belongs to another institution. Name yours as responsible, or ask the person who leads the dossier.
problem-entry-referenced = { $count ->
    [one] Another entry refers to it. Correct that one first.
   *[other] { $count } other entries refer to it. Correct them first.
}
catalogue-unknown-item = { $at } refers to { $item }, which does not exist.
catalogue-unknown-item-remedy = Declare the item or correct its code.
catalogue-field-leads-nowhere = The field { $at } does not say where its choices come from.
catalogue-field-leads-nowhere-remedy = Give its list, its register, or the items to choose from.
catalogue-unknown-field = { $item } looks at { $at }, which does not exist.
catalogue-unknown-field-remedy = Declare the register and the field, or correct their codes.
use-case-register-save = Register entry saved
use-case-register-delete = Register entry deleted
use-case-register-merge = Register entries merged
use-case-register-import = Register imported
merge-field-values = Fields
problem-entry-unknown = No entry has this identifier. Leave the cell empty to add one.
problem-entry-twice = This entry already stands higher up in the file. Keep one row.
problem-entry-cycle = This choice goes round in a circle: the entry would end up following itself. Remove one.
cell-fault-not-a-register = This file is not a register: its first cell must say “id”.
cell-fault-not-a-register-remedy = Download the register and start from that file.
cell-fault-unknown-column = The register has no such column.
cell-fault-unknown-column-remedy = Correct the column’s name or delete it.
cell-fault-duplicate-column = This column appears twice.
cell-fault-duplicate-column-remedy = Keep one.
cell-fault-too-many-rows = The file has too many rows.
cell-fault-too-many-rows-remedy = Split it into several files.
cell-fault-not-text = The file is not text in UTF-8.
cell-fault-not-text-remedy = Save it as UTF-8 CSV or as XLSX.
register-import-lead = The file is first compared with the register: you see every change and every fault before you decide. A row without an identifier adds an entry; nothing is deleted.
register-import-changes = { $count ->
    [0] nothing to change
    [one] one entry to add or change
   *[other] { $count } entries to add or change
}
register-entry = Entry
check-requirement = { $requirement }: { $text }
questionnaire-attested-by = Attested by { $name }, { $date }
questionnaire-attested-someone = a member of the dossier
checks-reference-lead = Every requirement of the framework, and how the program decides it. Of the tools’ criteria and the check-lists, { $derived } of { $total } ({ $share }%) are derived from the registers; the others are attested by a person, with an explanation or a source. This table is written by “jalon catalog checks”.
checks-reference-code = Code
checks-reference-requirement = Requirement
checks-reference-decided = How it is decided
checks-reference-severity = Severity
checks-reference-source = Source
rule-where = (entries whose “{ $field }” is: { $value })
rule-entries-exist = Derived: the register “{ $register }” has at least one entry.
rule-field-filled = Derived: every entry of “{ $register }” fills in “{ $field }”.
rule-field-filled-once = Derived: at least one entry of “{ $register }” fills in “{ $field }”.
rule-value-chosen = Derived: at least one entry of “{ $register }” says “{ $value }” under “{ $field }”.
rule-value-chosen-by-all = Derived: every entry of “{ $register }” says “{ $value }” under “{ $field }”.
rule-everything-chosen = Derived: the entries of “{ $register }” together cover all that “{ $field }” offers.
rule-every-entry-named = Derived: every entry of “{ $target }” appears under “{ $field }” in “{ $register }”.
rule-not-overdue = Derived: no entry of “{ $register }” is past “{ $field }” without being completed or dropped.
rule-budget-funded = Derived: for each currency, committed funding covers the budget lines.
rule-attested = Attested by a person, with an explanation or a source.
rule-translations-up-to-date = Derived: no translation is missing or out of date.
rule-assignments-not-overdue = Derived: no task given to someone is past its date.
rule-evidence-address-well-formed = Derived: every address of a source is a complete web address.
cli-register-applied = { $count ->
    [0] no entries taken over
    [one] one entry taken over
   *[other] { $count } entries taken over
}
report-register-empty = Nothing has been entered yet.
evidence-cited-entries = { $count ->
    [one] one register entry
   *[other] { $count } register entries
}
evidence-cited-answers = { $count ->
    [one] one attestation
   *[other] { $count } attestations
}
cycle-reports = Reports (drafts)
register-add-to = Add here:
register-copy = Start a new entry from this one
amendments-caption = What changed
amendments-since = Compared with version { $version }, published on { $date }
amendments-reason = Why it was amended: { $reason }
amendments-none = Nothing has changed since this version.
amendments-compare = Compare with
amendments-register = Register
amendments-entry = Entry
amendments-field = Field
amendments-before = Adopted text
amendments-after = New text
amendments-added = added
amendments-changed = changed
amendments-removed = removed
reports-lead = Each report is published when it is ready, as a version that does not change any more. The work goes on.
reports-never = Not published yet
reports-last = Version { $version }, published on { $date }
reports-differences = { $count ->
    [0] nothing has changed
    [one] one entry has changed
   *[other] { $count } entries have changed
}
reports-empty = The registers that this report is made from are empty.
reports-requires = Still missing
reports-signature = Adoption: { $role }
reports-signature-outdated = The text has changed since it was signed; it has to be signed again.
reports-sign = Adopt the text as it is
reports-publish = Publish: { $report }
reports-publish-now = Publish
reports-reason = Why the plan is amended
reports-reason-hint = The reason is published with the plan, before the list of what changed.
reports-round = Start a new cycle
reports-round-lead = Stakeholders, bodies, data, indicators and the measures that are not over are taken into a new dossier. Decisions, consultations and progress stay in this one.
rounds-cycle = From one cycle to the next
rounds-cycle-since = Compared with the cycle { $period }

## Several entries at once, approval

bulk-title = Change several entries
bulk-legend = Change the chosen entries
bulk-choose = Choose
bulk-choose-one = Choose { $entry }
bulk-all = { $count ->
    [one] The entry that the filters select
   *[other] All { $count } entries that the filters select, on every page
}
bulk-field = Field to change
bulk-go-on = Choose the value
bulk-chosen = { $count ->
    [one] One entry chosen
   *[other] { $count } entries chosen
}
bulk-empty-hint = Nothing is changed yet: you see first what would change. An empty value clears the field.
bulk-preview = See what would change
bulk-preview-title = What would change
bulk-changes = { $count ->
    [0] No entry would change.
    [one] One entry would change.
   *[other] { $count } entries would change.
}
bulk-unchanged = { $count ->
    [one] One entry holds this value already.
   *[other] { $count } entries hold this value already.
}
bulk-refused = { $count ->
    [one] One entry is refused and stays as it is.
   *[other] { $count } entries are refused and stay as they are.
}
bulk-refused-title = Refused, with the reason
bulk-entry = Entry
bulk-reason = Reason
bulk-apply = Apply these changes
bulk-choose-again = Choose other entries
bulk-done = { $count ->
    [one] One entry was changed.
   *[other] { $count } entries were changed.
}
bulk-undo = Undo all of it
bulk-undone = { $count ->
    [one] One entry is as it was before.
   *[other] { $count } entries are as they were before.
}
problem-bulk-nothing-chosen = No entry is chosen. Tick at least one in the list, or all that the filters select.
problem-bulk-too-many = { $count } entries are chosen; at most { $limit } are changed at once. Filter the list.
problem-bulk-undo-changed = “{ $entry }” was changed since: nothing is undone. Correct the entries one by one.
problem-choose-field = Choose in the list the field to change.
approve-title = Waiting for your approval
approve-second = A value is approved by somebody other than the person who entered or last changed it.
approve-alone = You are the only person who may approve here: you also approve what you entered. Name a second person as soon as you can.
approve-own = Entered or changed by you: somebody else approves it.
approve-button = Approve the chosen values
problem-approval-by-another = You entered or changed this value: somebody else approves it. Leave it in validation.
problem-approval-changed = “{ $entry }” was changed since the page was shown. Read it again before you approve it.
use-case-register-bulk = Several entries changed at once
use-case-register-bulk-undo = Change of several entries undone

## Saved views

view-list = Saved views
view-shared = for everybody
view-manage = Save this view, rename or delete
view-name = Name of the view
view-hint = The filters, the search and the sorting of the list as you see it. Save them, and you find them again above the list.
view-share = For everybody in the dossier
view-keep = Save the view
view-rename = Rename
view-rename-one = New name of “{ $name }”
view-delete = Delete
problem-view-name-taken = You already have a view “{ $value }” in this register. Choose another name.
problem-view-too-many = There are already { $limit } views of this register. Delete one first.
use-case-view-save = View saved
use-case-view-delete = View deleted
published-gone = { $reference } (no longer public)
checks-reference-test = Test
