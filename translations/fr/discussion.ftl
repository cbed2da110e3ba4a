discussion-state = État
discussion-state-all = tous
discussion-state-open = en attente de réponse
discussion-state-closed = traités
discussion-all = toutes
discussion-organisation = Organisation
discussion-add = Écrire un commentaire
discussion-on = Sur quel passage
discussion-body = Votre texte
discussion-empty = Aucun commentaire. Choisissez un passage et dites ce que vous en pensez.
discussion-difference = Ce que le commentaire a changé
discussion-reply = Répondre
discussion-replies = Réponses
discussion-close = Traiter ce commentaire
discussion-unchanged = Le texte n’a pas changé depuis ce commentaire. S’il doit changer, modifiez-le : la différence s’affichera ici.
discussion-reopen = Rouvrir ce commentaire
discussion-whole = Voir toute la discussion
discussion-only = Seuls les commentaires sur ce passage sont affichés.
discussion-disposition = Suite donnée
discussion-reason = Motif
discussion-participants = Participants
discussion-no-participant = Aucun participant n’est inscrit.
discussion-name = Nom
discussion-position = Fonction
discussion-add-participant = Ajouter un participant
discussion-email = Adresse de courrier (facultative)
discussion-email-hint = Pour prévenir la personne quand la discussion est close. Seuls ceux qui tiennent cette liste la voient ; elle n’est jamais publiée.
discussion-erased = personne effacée
discussion-erase-lead = Nom, fonction et adresse sont détruits et ne reviennent pas. L’organisation garde sa place.
discussion-remove-lead = { $name } quittera la liste des participants, et l’annexe du rapport.
publication-signatures = Validation par les deux gouvernements
publication-signatures-lead = Chaque gouvernement signe le rapport tel qu’il est. Si le texte change ensuite, la signature ne vaut plus.
publication-signed = signé
publication-outdated = signé sous un texte antérieur
publication-missing = à signer
publication-note = Mention
publication-sign = Signer le rapport tel qu’il est
publication-withdraw-signature = Retirer ma signature
publication-withdraw-signature-lead = Sans cette signature, la publication attend. Il faudra signer de nouveau.
publication-publish = Publier le profil
publication-publish-lead = La publication fige le contenu : cette version ne changera plus et garde son adresse.
publication-languages = Langues du rapport
publication-language = Langue
publication-translation = Traduction
publication-accept-incomplete = Publier même les langues incomplètes ; le rapport le dira
publication-drafts = Projet de rapport
publication-drafts-lead = Chaque page porte la mention « projet ».
publication-releases = Versions publiées
publication-no-release = Rien n’est encore publié.
publication-withdrawn = retirée le { $date }
publication-withdraw = Retirer
publication-withdraw-hint = Ce motif sera public : ne nommez personne. Une évaluation dont rien n’est plus public revient à l’étape d’avant la publication, pour être corrigée.
publication-corrects = La version { $number } a été retirée le { $date }. Corrigez le rapport, faites-le signer à nouveau si son texte change, puis publiez : ce sera la version { $next }.
publication-round = Commencer une nouvelle évaluation
publication-round-lead = Tout est repris et marqué « à confirmer » ; on voit ensuite ce qui a changé, sujet par sujet.
members-role = Rôle
members-remove = Retirer
members-remove-lead = { $name } n’ouvrira plus ce dossier. Ce que cette personne a écrit reste. Vous pourrez lui redonner un rôle.
members-give = Donner un rôle
members-give-lead = La personne doit avoir un compte. Une personne a un seul rôle par dossier.
checkpage-lead = Ce que le cadre demande, vérifié sur le dossier tel qu’il est. La même liste en ligne de commande :
checkpage-severity = Gravité
checkpage-empty = Rien à signaler.
discussion-shown = { $count ->
    [0] aucun commentaire
    [one] un commentaire
   *[other] { $count } commentaires
}
publication-gaps = { $count ->
    [0] complète
    [one] un texte à traduire ou à revoir
   *[other] { $count } textes à traduire ou à revoir
}
gaps-title = Textes à traduire ou à revoir
gaps-lead = Chaque ligne mène au formulaire où le texte s’écrit, dans la langue qui manque.
gaps-text = Texte de
gaps-kind = Nature
checkpage-all = { $count ->
    [0] rien
    [one] un point
   *[other] { $count } points
}
