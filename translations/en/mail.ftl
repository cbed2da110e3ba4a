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
