mail-invitation-subject = Votre compte Jalon
mail-invitation-body =
    Bonjour { $name },

    Un compte vous est ouvert dans Jalon. Choisissez votre mot de passe à cette adresse :

    { $link }

    Ce lien vaut sept jours et ne sert qu’une fois. S’il n’est plus valable, demandez-en un autre à la personne qui vous a invité.

    Si vous n’attendiez pas ce message, vous pouvez l’ignorer.
mail-password-reset-subject = Jalon : choisir un nouveau mot de passe
mail-password-reset-body =
    Bonjour { $name },

    Pour choisir un nouveau mot de passe, ouvrez cette adresse :

    { $link }

    Ce lien vaut deux heures et ne sert qu’une fois.

    Si vous n’avez rien demandé, ne faites rien : votre mot de passe reste le même.
mail-answer-reopened-subject = Jalon : une réponse est rouverte
mail-answer-reopened-body =
    Bonjour { $name },

    Dans « { $dossier } », la réponse au sujet « { $topic } » est rouverte. Le reste ne change pas.

    Motif : { $reason }

    Pour la revoir : { $link }
mail-comments-answered-subject = Jalon : vos commentaires ont une réponse
mail-comments-answered-body =
    Bonjour { $name },

    La discussion de « { $dossier } » est close. Chaque commentaire a reçu une réponse, avec ce qu’il a changé ; elles figurent aussi en annexe du rapport.

    Pour les lire : { $link }
mail-comments-answered-guest-subject = Jalon : la discussion est close
mail-comments-answered-guest-body =
    Bonjour { $name },

    La discussion de « { $dossier } », à laquelle vous avez pris part, est close. Chaque commentaire a reçu une réponse, avec ce qu’il a changé ; elles figurent en annexe du rapport.

    Si vous avez un compte, la page de connexion est ici : { $link }

    Vous recevez ce message parce que votre adresse est notée parmi les participants. Pour qu’elle soit effacée, dites-le à la personne qui vous a invité.
mail-comment-closed-subject = Votre commentaire a reçu une réponse : { $dossier }
mail-comment-closed-body =
    Bonjour { $name },

    Une décision a été prise sur votre commentaire, pour cette raison :
    { $reason }

    Lire la décision : { $link }
mail-report-before-subject = Jalon : rapport attendu le { $date }
mail-report-before-body =
    Bonjour { $name },

    Dans « { $dossier } », votre institution n’a pas encore rendu compte de ces mesures pour : { $period }.

    { $measures }

    L’échéance est le { $date }. Si rien n’a changé, un seul geste suffit :

    { $link }
mail-report-after-subject = Jalon : un rapport manque depuis le { $date }
mail-report-after-body =
    Bonjour { $name },

    Dans « { $dossier } », le rapport de votre institution sur ces mesures manque encore pour : { $period }.

    { $measures }

    L’échéance était le { $date }. Si rien n’a changé, un seul geste suffit :

    { $link }
