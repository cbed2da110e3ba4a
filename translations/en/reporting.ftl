period-year = { $year }
period-half = { $number ->
    [1] first half of { $year }
   *[other] second half of { $year }
}
period-quarter = { $number ->
    [1] first quarter of { $year }
    [2] second quarter of { $year }
    [3] third quarter of { $year }
   *[other] fourth quarter of { $year }
}
period-month = { $number ->
    [1] January { $year }
    [2] February { $year }
    [3] March { $year }
    [4] April { $year }
    [5] May { $year }
    [6] June { $year }
    [7] July { $year }
    [8] August { $year }
    [9] September { $year }
    [10] October { $year }
    [11] November { $year }
   *[other] December { $year }
}
problem-period-invalid = “{ $value }” is not a period. Write 2026-Q1, 2026-01, 2026-S1 or 2026.
problem-whole-invalid = “{ $value }” is not a whole number from 0 to 9999. Write for example 20.
problem-time-zone-invalid = “{ $value }” is not a time zone that is known. Write for example Europe/Lisbon or America/Toronto.
problem-not-distinct = Another entry already says this: { $entry }. Complete that one.
problem-period-not-in-calendar = “{ $value }” is not a period of the reporting calendar that has begun. Choose a period from the list.
problem-nothing-to-repeat = { $measure }: nothing was reported before this period. Write a first report.
problem-measure-of-another-institution = { $measure }: another institution answers for it. Leave it out of your choice.
problem-choose-measure = Choose at least one measure.
problem-undo-changed = { $measure }: this report was changed since. Correct it instead.
check-progress-not-stale = { $count ->
    [one] There was no news of { $examples } for too many periods.
   *[other] There was no news of { $count } measures for too many periods: { $examples }.
}
check-progress-reported-in-time = { $count ->
    [one] The report on { $examples } is missing, and its due date has passed.
   *[other] The reports on { $count } measures are missing, and their due date has passed: { $examples }.
}
rule-progress-not-stale = Derived: no measure stays without news longer than the reporting calendar allows.
rule-progress-reported-in-time = Derived: every measure under way has its report for the last period that ended, once it was due.
use-case-progress-unchanged = “No change” reported
use-case-progress-report = Measure reported on
use-case-progress-undo = “No change” undone
tab-reporting = Reporting
reporting-title = Reporting on measures
reporting-mine = My reporting
reporting-mine-lead = The measures that your institution leads, with what was reported last time.
reporting-no-calendar = This dossier has no calendar yet, so nobody knows when to report.
reporting-declare = Declare the calendar
reporting-running = Current period
reporting-asked = Period to report on
reporting-due = Due
reporting-due-on = due on { $date }
reporting-overdue = overdue since { $date }
reporting-time-zone = Days are those of the time zone { $zone }.
reporting-count = { $reported } of { $total } measures reported
reporting-not-begun = The calendar begins on { $date }.
reporting-stale = Measures without news
reporting-stale-text = { $periods ->
    [one] one period without news
   *[other] { $periods } periods without news
}
reporting-stale-alarm = { $count ->
    [one] One measure has been without news for too long.
   *[other] { $count } measures have been without news for too long.
}
reporting-who = Who has reported
reporting-only-missing = Only what is missing
reporting-everything = All measures
reporting-show = Show
reporting-measure = Measure
reporting-lead = Lead institution
reporting-state-reported = reported
reporting-state-unchanged = no change
reporting-state-awaited = awaited
reporting-state-late = late
reporting-state-not-expected = –
reporting-nothing = No measure matches.
reporting-nothing-mine = Your institution leads no measure of this plan.
reporting-institution = Institution
reporting-period = Period
reporting-last = Last time
reporting-last-none = Nothing yet
reporting-now = This period
reporting-choose = Choose { $measure }
reporting-unchanged = No change
reporting-unchanged-chosen = No change for the measures chosen
reporting-unchanged-of = No change: { $measure }
reporting-undo = Undo
reporting-undo-of = Undo “no change”: { $measure }
reporting-undo-all = { $count ->
    [one] Undo this “no change”
   *[other] Undo these { $count } “no change”
}
reporting-report = Report
reporting-report-of = Report on { $measure }
reporting-correct = Correct
reporting-saved = Saved: { $measure }.
reporting-unchanged-done = { $count ->
    [0] Nothing to add: these measures were already reported.
    [one] One measure reported without change.
   *[other] { $count } measures reported without change.
}
reporting-undone = { $count ->
    [0] There was nothing left to undo.
    [one] One “no change” undone.
   *[other] { $count } “no change” undone.
}
reporting-all-done = All your measures are reported for this period.
reporting-form-lead = The fields hold what was reported for: { $period }. Change what has changed.
reporting-form-first = This is the first report on this measure.
reporting-spent-last = Spending reported last time ({ $period }): { $amount }. Report here only what was spent in this period.
reporting-keyboard = With the keyboard: Ctrl + Enter saves and goes to the next measure.
reporting-all = All reports
dossier-todo-report = { $count ->
    [one] Report on one measure
   *[other] Report on { $count } measures
}
reporting-calendar = Reporting calendar
reporting-remind = Remind now
reporting-remind-text = A message goes, once a day, to each institution whose report is missing.
reporting-reminded = { $count ->
    [0] Nobody is to be reminded now.
    [one] One reminder sent.
   *[other] { $count } reminders sent.
}
reporting-remind-failed = { $count ->
    [one] One reminder did not leave; it will be tried again.
   *[other] { $count } reminders did not leave; they will be tried again.
}
reporting-remind-no-mail = No mail server is configured: everybody sees what is missing in “My work”.
cli-remind-no-mail = No reminder sent: no mail server is configured. Give --smtp-url or JALON_SMTP_URL.
