discussion-state = State
discussion-state-all = all
discussion-state-open = awaiting an answer
discussion-state-closed = answered
discussion-all = all
discussion-organisation = Organisation
discussion-add = Write a comment
discussion-on = On which passage
discussion-body = Your text
discussion-empty = No comment. Choose a passage and say what you think of it.
discussion-difference = What the comment changed
discussion-reply = Reply
discussion-replies = Replies
discussion-close = Answer this comment
discussion-unchanged = The text has not changed since this comment. If it should, edit it: the difference will show here.
discussion-reopen = Open this comment again
discussion-whole = See the whole discussion
discussion-only = Only comments on this passage are shown.
discussion-disposition = Outcome
discussion-reason = Reason
discussion-participants = Participants
discussion-no-participant = No participant is listed.
discussion-name = Name
discussion-position = Position
discussion-add-participant = Add a participant
discussion-email = Email address (optional)
discussion-email-hint = To tell the person when the discussion is closed. Only those who keep this list see it; it is never published.
discussion-erased = erased person
discussion-erase-lead = Name, position and address are destroyed and do not come back. The organisation keeps its seat.
discussion-remove-lead = { $name } will leave the list of participants and the annex of the report.
publication-signatures = Validation by both governments
publication-signatures-lead = Each government signs the report as it stands. If the text changes afterwards, the signature no longer holds.
publication-signed = signed
publication-outdated = signed under an earlier text
publication-missing = to be signed
publication-note = Note
publication-sign = Sign the report as it stands
publication-withdraw-signature = Withdraw my signature
publication-withdraw-signature-lead = Without this signature, publication waits. It will have to be signed again.
publication-publish = Publish the profile
publication-publish-lead = Publishing freezes the content: this release will not change again and keeps its address.
publication-languages = Languages of the report
publication-language = Language
publication-translation = Translation
publication-accept-incomplete = Publish incomplete languages too; the report will say so
publication-drafts = Draft report
publication-drafts-lead = Every page is marked as a draft.
publication-releases = Releases
publication-no-release = Nothing has been published yet.
publication-withdrawn = withdrawn on { $date }
publication-withdraw = Withdraw
publication-withdraw-hint = It will be public: name nobody. An assessment of which nothing is public any more returns to the stage before publication, to be corrected.
publication-corrects = Version { $number } was withdrawn on { $date }. Correct the report, have it signed again if its text changes, then publish: it will be version { $next }.
publication-round = Start a new round
publication-round-lead = Everything is carried forward and marked “to confirm”; later you see what changed, topic by topic.
members-role = Role
members-remove = Remove
members-remove-lead = { $name } will no longer open this dossier. What this person wrote stays. You can give them a role again.
members-give = Give a role
members-give-lead = The person needs an account. A person has one role per dossier.
checkpage-lead = What the framework asks, checked on the dossier as it stands. The same list on the command line:
checkpage-severity = Severity
checkpage-empty = Nothing to report.
discussion-shown = { $count ->
    [0] no comment
    [one] one comment
   *[other] { $count } comments
}
publication-gaps = { $count ->
    [0] complete
    [one] one text to translate or review
   *[other] { $count } texts to translate or review
}
gaps-title = Texts to translate or check
gaps-lead = Each row leads to the form in which the text is written, in the language that is missing.
gaps-text = Text of
gaps-kind = Kind
checkpage-all = { $count ->
    [0] nothing
    [one] one point
   *[other] { $count } points
}
