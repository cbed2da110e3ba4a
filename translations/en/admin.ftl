frameworks-lead = What assessments ask, where it comes from, and how the frameworks relate.
frameworks-more = Guidance, source and links
frameworks-basis-published = Published.
frameworks-basis-derived = Derived from public sources.
frameworks-verified-partial = source read in part
frameworks-verified-no = source not read
admin-state = State
admin-every-state = All
admin-invite = Invite a person
admin-function-hint = The administrator manages accounts without reading dossiers; the auditor reads everything and writes nothing.
admin-link-sent = The link was sent by mail.
admin-link-shown = Pass this link on to the person; it will not be shown again: { $link }
admin-link-not-sent = The mail server did not take the message. Pass this link on to the person; it will not be shown again: { $link }
admin-suspended = Suspend this account
admin-renew = New password link
admin-erase = Erase this person
admin-erase-lead = Name, address and password are destroyed for good, and so is the person’s name in every list of participants. What they wrote stays, in the name of their organisation.
admin-territories = Territories
admin-organisations = Organisations
admin-level = Level of government
admin-parent = Part of
admin-category = Category
admin-definition = Perimeter of the city
admin-add-territory = Add a territory
admin-add-organisation = Add an organisation
admin-registry-lead = A correction holds everywhere in the workspace. What is published keeps the name it was published under.
admin-territories-shown = { $count ->
    [0] no territory
    [one] one territory
   *[other] { $count } territories
}
admin-organisations-shown = { $count ->
    [0] no organisation
    [one] one organisation
   *[other] { $count } organisations
}
admin-source-language = Language of writing
admin-create-dossier = Create the dossier
admin-dossier-created = The dossier { $slug } has been created; its lead finds it under their work.
admin-dossiers-lead = Which dossiers there are and who leads them. What the dossiers say is not read here.
admin-dossiers-shown = { $count ->
    [0] No dossier matches.
    [one] One dossier.
   *[other] { $count } dossiers.
}
admin-dossiers-all = All
admin-dossiers-without-lead = Without a lead
admin-slug = Address
admin-stage = Stage
admin-leads = Leads
admin-no-lead = Without a lead
admin-name-lead = Name a lead
admin-name-lead-text = The person needs an account. They join the leads of the dossier; this role replaces any other they had in it. The ledger records it.
admin-lead-named = The person now leads this dossier.
admin-ledger-lead = Each write is chained to the one before. Verify the chain here, or download it for somebody else to verify without Jalon.
admin-ledger-verify = Verify the chain
admin-ledger-export = Download the whole ledger (JSON Lines)
admin-ledger-all = See the whole ledger
admin-ledger-holds = The chain holds: { $count } entries.
admin-ledger-broken = The chain is broken: { $detail }
frameworks-items = { $count ->
    [0] no item
    [one] one item
   *[other] { $count } items
}
admin-accounts = { $count ->
    [0] no account
    [one] one account
   *[other] { $count } accounts
}
