check-lead-and-counterpart-named = Nobody holds this role yet: { $role }.
check-commitment-recorded = No evidence records the commitment of the authority.
check-every-topic-answered = { $item }: neither answered nor excused.
check-excuse-names-competence = { $item }: not applicable, but the competence is not named.
check-every-finding-has-evidence = “{ $title }” cites no evidence.
check-finding-has-topic-and-kind = “{ $title }” has no known topic or no text.
check-dimension-has-both-parts = { $dimension }: nothing is said under “{ $kind }”.
check-context-items-covered = { $item }: neither text nor figure in the context chapter.
check-every-figure-has-source = The figure “{ $title }” has no source.
check-citation-gives-page = “{ $title }” cites a document without a page.
check-evidence-address-well-formed = The address { $address } is not a complete web address.
check-every-comment-has-disposition = A comment awaits an answer.
check-national-level-took-part = No participant speaks for the national level.
check-translations-up-to-date = { $language }: { $missing } texts missing, { $stale } to review.
check-assignments-not-overdue = { $item }: was due on { $due }.
problem-required = Fill in this field.
problem-choice-required = Choose one.
problem-choice-unknown = There is no such choice. Take one from the list.
problem-too-long = The text has { $length } characters; the limit is { $limit }. Shorten it.
problem-date-invalid = Give a complete date: day, month, year.
problem-period-reversed = The end comes before the start. Correct one of the two dates.
problem-topic-required = Choose at least one topic.
problem-account-not-active = This account is not active.
problem-account-unknown = No account has this address. Invite the person first.
problem-address-malformed = The address must begin with http:// or https:// and name a site.
problem-already-set-up = This installation already has accounts.
problem-already-taken = Somebody has just taken this name or address. Choose another.
problem-author-or-publisher = Give an author or a publisher.
problem-dossier-changed = The dossier has changed in the meantime. Read it again, then repeat.
problem-email-invalid = This is not a complete mail address.
problem-email-taken = An account already has this address.
problem-evidence-cited = This evidence is cited { $count } times. Remove those citations first.
problem-file-empty = Choose a file that is not empty.
problem-file-too-large = The file is larger than { $megabytes } MB.
problem-file-type = This type of file is not accepted. Attach a PDF, an image, an office document or plain text.
problem-framework-exists = { $framework } exists already; a published version does not change. Give another version number.
problem-import-has-faults = The file has { $count } faults; nothing is taken over while one remains.
problem-language-incomplete = { $language }: { $count } texts are missing or to be reviewed. Complete them, or accept publishing as it is.
problem-language-required = Choose at least one language.
problem-last-lead = A dossier keeps at least one local lead. Name another first.
problem-merge-unreadable = The merged version cannot be read. Open the page again and repeat.
problem-organisation-needed = Your account must belong to an organisation. Ask the administrator.
problem-organisation-unknown = Choose an organisation from the list.
problem-password-differs = The two passwords are not the same.
problem-password-length = The password has { $minimum } to { $maximum } characters. A sentence does very well.
problem-password-wrong = This is not your present password.
problem-round-needs-publication = A new assessment starts from a published profile.
problem-sign-in-failed = Address or password not right.
problem-stage-gate-closed = { $count } conditions are not met; the list is below.
problem-stage-moved-on = The dossier has moved to another stage in the meantime. Open the page again.
problem-stage-needs-publication = This stage is reached only by publishing.
problem-stage-unknown-exit = This stage does not lead there.
problem-table-header = The first line gives the column headings: one to { $maximum } after that of the labels.
problem-table-rows = The table has one to { $maximum } rows below the headings.
problem-table-not-a-number = Row { $row }, column { $column }: “{ $value }” is not a number.
problem-table-extra-cell = Row { $row }, column { $column }: “{ $value }” has no column heading.
problem-throttled = Try again in { $minutes } minutes.
check-validated-by-both-governments = { $side ->
    [same] Both signatures come from the same organisation or the same person.
    [local] The signature of the local government is missing{ $outdated ->
        [true] : the one that exists is under an earlier text
       *[other] {""}
    }.
   *[national] The signature of the national government is missing{ $outdated ->
        [true] : the one that exists is under an earlier text
       *[other] {""}
    }.
}
check-carried-findings-confirmed = { $finding } { $title }: carried from the previous assessment, not confirmed yet.
