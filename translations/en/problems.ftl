problem-required = Fill in this field.
problem-choice-required = Choose one.
problem-choice-unknown = There is no such choice. Take one from the list.
problem-too-long = The text has { $length } characters; the limit is { $limit }. Shorten it.
problem-date-invalid = Give a complete date: day, month, year.
problem-period-reversed = The end comes before the start. Correct one of the two dates.
problem-topic-required = Choose at least one topic.
problem-account-not-active = This account is not active. Ask the administrators to reopen it.
problem-account-unknown = No account has this address. Invite the person first.
problem-assign-nothing = No topic is ticked: nothing was assigned.
problem-assign-nothing-remedy = Tick at least one topic in the list.
problem-lead-not-oneself = Nobody names themselves lead of a dossier. Another administrator can do it.
problem-address-malformed = The address must begin with http:// or https:// and name a site, for example https://example.org/page.
problem-already-set-up = This installation already has accounts.
problem-already-taken = Somebody has just taken this name or address. Choose another.
problem-changed-meanwhile = Somebody changed this meanwhile. Load it again, then start over.
problem-territory-inside-itself = A territory cannot be part of itself, or of a territory that it contains. Choose a larger territory.
problem-author-or-publisher = Give an author or a publisher.
problem-dossier-changed = The dossier has changed in the meantime. Read it again, then repeat.
problem-email-invalid = This is not a complete email address.
problem-email-taken = An account already has this address.
problem-evidence-cited = { $count ->
    [one] This evidence is cited once. Remove that citation first.
   *[other] This evidence is cited { $count } times. Remove those citations first.
}
problem-file-empty = Choose a file that is not empty.
problem-file-too-large = The file is larger than { $megabytes } MB.
problem-file-type = This type of file is not accepted. Attach a PDF, a PNG or JPEG image, a DOCX, XLSX, PPTX, ODT or ODS document without macros, or plain text.
problem-file-macros = This document contains macros, which can act on the machine of whoever opens it. Accepted are: PDF, PNG or JPEG image, DOCX, XLSX, PPTX, ODT or ODS document without macros, plain text.
problem-file-macros-remedy = Save it without macros, for instance as DOCX, XLSX or PDF.
problem-framework-exists = { $framework } exists already; a published version does not change. Give another version number.
problem-import-has-faults = { $count ->
    [one] The file has one fault; nothing is taken over until it is corrected.
   *[other] The file has { $count } faults; nothing is taken over while one remains.
}
problem-import-nothing-chosen = No change is ticked: nothing was taken over.
problem-import-nothing-chosen-remedy = Tick at least one line.
problem-import-excuse-unexplained = “Not applicable here” requires saying who is competent: { $items }. Nothing was taken over.
problem-import-excuse-unexplained-remedy = Tick the “Competence” line of these topics too, or untick their answer.
problem-language-incomplete = { $language ->
    [fr] French
    [en] English
    [es] Spanish
    [ar] Arabic
   *[other] “{ $language }”
} version: { $count ->
    [one] one text is missing or to be reviewed. Complete it, or accept publishing as it is.
   *[other] { $count } texts are missing or to be reviewed. Complete them, or accept publishing as it is.
}
problem-language-required = Choose at least one language.
problem-last-lead = A dossier keeps at least one local lead. Name another first.
problem-merge-unreadable = The merged version cannot be read. Open the page again and repeat.
problem-organisation-needed = Your account must belong to an organisation. Ask the administrators.
problem-organisation-unknown = Choose an organisation from the list.
problem-password-differs = The two passwords are not the same.
problem-password-length = The password has { $minimum } to { $maximum } characters. A sentence does very well.
problem-password-guessable = This password can be guessed: it repeats one pattern, follows the keyboard or the alphabet, or is one of the most common.
problem-password-guessable-remedy = Take a phrase of several unrelated words.
problem-password-personal = This password is hardly more than your name, your address or the name of this program.
problem-password-personal-remedy = Take a phrase of several unrelated words.
problem-password-wrong = This is not your current password.
problem-sign-in-failed = The address or the password is not right.
problem-stage-gate-closed = { $count ->
    [one] One condition is not met yet; it is shown below.
   *[other] { $count } conditions are not met yet; the list is below.
}
problem-stage-moved-on = The dossier has moved to another stage in the meantime. Open the page again.
problem-stage-needs-publication = This stage is reached only by publishing.
problem-stage-unknown-exit = This stage does not lead directly to that one. Open the page again to see the possible stages.
problem-table-header = The first line gives the column headings: one to { $maximum } after that of the labels.
problem-table-rows = The table has one to { $maximum } rows below the headings.
problem-table-not-a-number = Row { $row }, column { $column }: “{ $value }” is not a number.
problem-table-extra-cell = Row { $row }, column { $column }: “{ $value }” has no column heading.
problem-sheet-file = { $rule ->
    [encrypted-or-old-format] { cell-fault-encrypted-or-old-format } { cell-fault-encrypted-or-old-format-remedy }
    [too-large] { cell-fault-too-large }
    [too-many-parts] { cell-fault-too-many-parts }
    [archive-bomb] { cell-fault-archive-bomb }
    [macros] { cell-fault-macros } { cell-fault-macros-remedy }
    [external-entity] { cell-fault-external-entity }
    [malformed] { cell-fault-malformed } { cell-fault-malformed-remedy }
    [too-many-cells] { cell-fault-too-many-cells }
   *[other] { cell-fault-not-a-spreadsheet } { cell-fault-not-a-spreadsheet-remedy }
}
problem-sheet-cell = Sheet “{ $sheet }”, cell { $cell }, “{ $value }”: { $rule ->
    [formula] { cell-fault-formula } { cell-fault-formula-remedy }
    [error-value] { cell-fault-error-value } { cell-fault-error-value-remedy }
    [too-long] { cell-fault-too-long }
    [extra-cell] This column has no heading.
   *[other] { cell-fault-not-a-number } { cell-fault-not-a-number-remedy }
}
problem-throttled = { $minutes ->
    [one] Try again in one minute.
   *[other] Try again in { $minutes } minutes.
}
problem-report-empty = The registers that this report is made from are empty.
problem-report-requirements-open = { $count ->
    [one] One requirement does not hold; it is named under the report.
   *[other] { $count } requirements do not hold; they are named under the report.
}
problem-report-unsigned = The text as it is has not been adopted: ask the committee to sign it.
problem-amendment-reason-required = { $count ->
    [one] One entry has changed since the published version: say why.
   *[other] { $count } entries have changed since the published version: say why.
}
problem-tabulate-purpose-needed = These data are read for a stated purpose: add --purpose with one of these codes: { $purposes }.
problem-finding-required = Choose at least one finding.
problem-model-required = Choose at least one definition.
problem-query-unreadable = The parameters of the address cannot be read: encode them as UTF-8, each % followed by two hexadecimal digits.
problem-finding-commented = This finding has comments ({ $count }): they and what came of them stand in an annex of the report. Correct the finding instead of deleting it.
