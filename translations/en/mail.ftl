mail-invitation-subject = Your Jalon account
mail-invitation-body =
    Hello { $name },

    An account has been opened for you in Jalon. Choose your password at this address:

    { $link }

    This link is valid for seven days and works once. If it is no longer valid, ask the person who invited you for another.

    If you were not expecting this message, you can ignore it.
mail-password-reset-subject = Jalon: choose a new password
mail-password-reset-body =
    Hello { $name },

    To choose a new password, open this address:

    { $link }

    This link is valid for two hours and works once.

    If you asked for nothing, do nothing: your password stays the same.
mail-answer-reopened-subject = Jalon: an answer is open again
mail-answer-reopened-body =
    Hello { $name },

    In “{ $dossier }”, the answer on “{ $topic }” is open again. Nothing else changes.

    Reason: { $reason }

    To see it: { $link }
mail-comments-answered-subject = Jalon: your comments were answered
mail-comments-answered-body =
    Hello { $name },

    The discussion of “{ $dossier }” is closed. Every comment was answered, with what it changed; the answers are also annexed to the report.

    To read them: { $link }
mail-comments-answered-guest-subject = Jalon: the discussion is closed
mail-comments-answered-guest-body =
    Hello { $name },

    The discussion of “{ $dossier }”, in which you took part, is closed. Every comment was answered, with what it changed; the answers are annexed to the report.

    If you have an account, this is the sign-in page: { $link }

    You receive this message because your address is noted among the participants. To have it erased, tell the person who invited you.
mail-comment-closed-subject = Your comment was answered: { $dossier }
mail-comment-closed-body =
    Hello { $name },

    A decision was taken on your comment, for this reason:
    { $reason }

    Read the decision: { $link }
mail-report-before-subject = Jalon: report due on { $date }
mail-report-before-body =
    Hello { $name },

    In “{ $dossier }”, your institution has not yet reported on these measures for: { $period }.

    { $measures }

    The report is due on { $date }. If nothing has changed, one action is enough:

    { $link }
mail-report-after-subject = Jalon: a report is missing since { $date }
mail-report-after-body =
    Hello { $name },

    In “{ $dossier }”, your institution’s report on these measures is still missing for: { $period }.

    { $measures }

    It was due on { $date }. If nothing has changed, one action is enough:

    { $link }
