evidence-lead = Everything the profile rests on: each finding, each text and each figure points to a source in this list.
evidence-add = Add a source
evidence-kind = Kind
evidence-kind-choose = Choose a kind
evidence-all-kinds = all
evidence-use = Use
evidence-use-all = all sources
evidence-use-uncited = sources that nothing cites
evidence-shown = { $count ->
    [0] no sources
    [one] one source
   *[other] { $count } sources
}
evidence-empty = The dossier has no sources yet. Add the documents the assessment rests on first, and the authority’s commitment.
evidence-nothing = No source matches. Widen the search or change the filter.
evidence-table = Sources of the dossier
evidence-author-or-publisher = Author or publisher
evidence-author = Author
evidence-author-hint = A person or a body. Failing that, give the publisher.
evidence-year = Year
evidence-title = Title
evidence-publisher = Publisher
evidence-publisher-hint = The body that publishes, if it is not the author.
evidence-address = Web address
evidence-address-hint = Optional. Starts with http:// or https://.
evidence-open-address = Open the address
evidence-accessed-on = Accessed on
evidence-note = Note
evidence-note-hint = Optional. For example the document’s reference number, or who supplied it.
evidence-commitment = This source shows the authority’s commitment to the assessment
evidence-commitment-hint = A resolution, a letter or an agreement that decides on the assessment.
evidence-commitment-badge = commitment
evidence-file = File
evidence-no-file = no file
evidence-no-file-yet = No file is attached to this source.
evidence-file-later = You attach the file afterwards, on the source’s page.
evidence-upload = Attach a file
evidence-replace-file = Replace the file
evidence-upload-hint = PDF, image, office document or plain text, { $megabytes } MB at most. Leave no needless personal data in it.
evidence-send-file = Send the file
evidence-size-kilobytes = { $size } KB
evidence-size-megabytes = { $size } MB
evidence-cited-by = Cited by
evidence-cited-findings = { $count ->
    [one] one finding
   *[other] { $count } findings
}
evidence-cited-paragraphs = { $count ->
    [one] one context text
   *[other] { $count } context texts
}
evidence-cited-figures = { $count ->
    [one] one figure
   *[other] { $count } figures
}
evidence-uncited = Nothing cites this source
evidence-untitled = Untitled
evidence-form-title = Source
evidence-read-only = You can read this source; at this stage you cannot change it.
evidence-delete = Delete this source
evidence-delete-text = The source leaves the list; the ledger keeps a record of it.
