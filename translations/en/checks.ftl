check-lead-and-counterpart-named = Nobody holds this role yet: { $role }.
check-commitment-recorded = No evidence records the authorities’ commitment yet.
check-every-topic-answered = { $item }: no answer and no stated reason.
check-excuse-names-competence = { $item }: marked as not applicable here, without saying which level is competent.
check-every-finding-has-evidence = “{ $title }” does not cite any evidence yet.
check-finding-has-topic-and-kind = “{ $title }” has no text, or is linked to no topic of the framework.
check-dimension-has-both-parts = { $dimension }: nothing has been said yet under “{ $kind }”.
check-context-items-covered = { $item }: neither text nor figure in the context.
check-every-figure-has-source = The figure “{ $title }” has no source.
check-citation-gives-page = “{ $title }” cites a document or a law without giving the page.
check-evidence-address-well-formed = The address { $address } is not a complete web address.
check-every-comment-has-disposition = A comment is still waiting for an answer: { $subject ->
    [answer] { $item }
   *[other] “{ $title }”
}.
check-national-level-took-part = No participant represents the national level.
check-translations-up-to-date = { $language }: { $missing ->
    [0] no text to translate
    [one] one text to translate
   *[other] { $missing } texts to translate
}, { $stale ->
    [0] no translation to review
    [one] one translation to review
   *[other] { $stale } translations to review
}.
check-assignments-not-overdue = { $item }: the answer was due on { $due }.
check-validated-by-both-governments = { $side ->
    [same] Both signatures come from the same organisation or the same person.
    [local] { $outdated ->
        [true] The signature of the local government is under an earlier text.
       *[other] The signature of the local government is missing.
    }
   *[national] { $outdated ->
        [true] The signature of the national government is under an earlier text.
       *[other] The signature of the national government is missing.
    }
}
check-carried-findings-confirmed = Carried over from the previous assessment, not confirmed yet: { $subject ->
    [answer] { $item }
   *[other] “{ $title }”
}.
