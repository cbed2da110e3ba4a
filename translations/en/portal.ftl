portal-title = Published profiles and plans
portal-heading = How territories govern migration
portal-lead = Profiles drawn up with evidence, discussed with the State and associations, and validated by both governments. Jalon ranks nobody: a territory is compared only with its own past.
portal-search-label = Search the published profiles and plans
portal-profiles = Published profiles and plans
portal-count = { $count ->
    [0] nothing published
    [one] one publication
   *[other] { $count } publications
}
portal-findings = { $count ->
    [0] no findings
    [one] one finding, with its sources
   *[other] { $count } findings, with their sources
}
portal-empty = Nothing is published yet.
portal-passages = Found in
portal-more-passages = { $count ->
    [one] and one more passage
   *[other] and { $count } more passages
}
portal-nothing-found = No profile or plan matches this search.
portal-framework = Framework
portal-period = Period
portal-published = Published on
portal-languages = Languages
portal-profiles-of-territory = Published for this territory
portal-downloads = Download
portal-territory = Territory
portal-release = Release
portal-digest = Digest
portal-other-language = This document is not published in the language of this page; it is shown in { $language }.
portal-measures = { $count ->
    [0] no measure
    [one] one measure
   *[other] { $count } measures
}
portal-version = Version { $version }
portal-releases = Everything published
portal-progress = Published progress
portal-progress-told = According to: { $report }, { $date }
portal-progress-untold = nothing published
portal-progress-done = What was done
withdrawn-notice = Version { $number }, published on { $published }, was withdrawn on { $date }.
withdrawn-table-notice = Table { $number }, signed on { $published }, was withdrawn on { $date }.
withdrawn-reason = Reason:
withdrawn-advice = Do not cite it or pass its files on any more. The digest identifies them.
withdrawn-stands = See what is published instead
withdrawn-nothing-stands = Nothing is published in its place for now.
