portal-title = Published profiles
portal-heading = How cities govern migration
portal-lead = Profiles drawn up with evidence, discussed with the State and associations, and validated by both governments. Jalon ranks nobody: a territory is compared only with its own past.
portal-search-label = Search for a profile
portal-profiles = Published profiles
portal-count = { $count ->
    [0] no profiles
    [one] one profile
   *[other] { $count } profiles
}
portal-findings = { $count ->
    [0] no findings
    [one] one finding, with its sources
   *[other] { $count } findings, with their sources
}
portal-empty = No profile has been published yet.
portal-nothing-found = No profile matches this search.
portal-framework = Framework
portal-period = Period
portal-published = Published on
portal-languages = Languages
portal-profiles-of-territory = Profiles of this territory
portal-downloads = Download
portal-territory = Territory
portal-release = Release
portal-digest = Digest
portal-other-language = This profile is not published in the language of this page; it is shown in { $language }.
