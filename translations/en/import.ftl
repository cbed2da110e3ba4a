import-heading = Bring back a completed questionnaire
import-lead = The questionnaire can be filled in offline in a spreadsheet. When it comes back, Jalon first shows what the file would change; then you decide.
import-step-download = 1. Download the questionnaire
import-download-text = The file holds the answers given so far. Fill in the open columns and keep the codes.
import-language = Language of the file
import-download = Download (XLSX)
import-step-upload = 2. Send the completed file
import-upload-text = Nothing changes at this point: the next page shows the differences.
import-file = Completed file
import-file-hint = XLSX workbook without macros, { $megabytes } MB at most.
import-compare = Compare
import-preview = What the file would change
import-nothing-applied = Nothing is applied yet.
import-changes = { $count ->
    [0] The file says the same as the dossier.
    [one] The file changes one field.
   *[other] The file changes { $count } fields.
}
import-faults = { $count ->
    [one] The file has one fault; correct it, then send the file again.
   *[other] The file has { $count } faults; correct them, then send the file again.
}
import-faults-heading = To correct in the file
import-faults-text = Each row names the cell, what stands in it and the rule it breaks. Nothing is taken over while a fault remains.
import-sheet = Sheet
import-cell = Cell
import-value = Content
import-rule = Rule
import-remedy = Remedy
import-whole-file = whole file
import-changes-heading = Changes
import-file-language = Language of the file: { $language }
import-topic = Topic
import-field = Field
import-before = Before
import-after = After
import-blank = empty
import-accept = Take over
import-held = { $count ->
    [one] One line is not ticked: the answer was changed online after the file was written. Tick it to replace the online text with the file’s.
   *[other] { $count } lines are not ticked: the answers were changed online after the file was written. Tick those whose online text the file’s should replace.
}
import-conflict = Conflict: changed online and in the file.
import-older = Changed online only; the file still holds the earlier text.
import-since = Online on { $at }.
import-since-by = Online on { $at }, by: { $who }.
import-unplaced-heading = Content outside the answers
import-unplaced-text = This content stands where nothing is asked. It is not brought in: move it by hand if it matters.
import-apply = Apply these changes
import-another = Choose another file
