levels-title = Levels of government
levels-text = What the published plans of other levels and this one make of each other. A local measure says which measure of a plan above it carries out; only what is public is looked at.
levels-show-gaps = Show the gaps only
levels-show-all = Show everything
levels-above = Plans of the levels above
levels-above-none = No plan of a level above is published.
levels-nothing = Nothing to show.
levels-their-measure = Their measure
levels-our-measure = Our measure
levels-our-measures = Our measures that carry it out
levels-local-measures = Local measures that carry it out
levels-level = Levels expected
levels-none-here = No measure here
levels-none-below = No published measure answers it
levels-below = Our measures and the levels below
levels-below-none = No measure expects anything of a level below. The field “Level” of a measure says so.
levels-no-gap = No gap.
levels-coverage = Territories that are part of this one: { $all }, of which with a published plan: { $with }.
levels-initiatives = { $territory }: measures of its own, without a link to this plan ({ $count })
levels-fed = indicators that feed it: { $feeding }; refused: { $refused }
levels-values = Values of the levels below
levels-values-note = Approved and published values of the local indicators that have the same unit, definition and method. A value that is missing or withheld never counts as zero: there is no sum then.
levels-values-coverage = Coverage: territories of the same level, { $with } of { $all }.
levels-breakdown = Breakdown
levels-sum = Sum
levels-sum-suppressed = no sum: a part is withheld
levels-sum-missing = no sum: a part is missing
levels-sum-not-added = not added up
levels-sum-overlapping = no sum: one territory is part of another
levels-sum-too-large = too large
levels-sum-note = Sum of the published values of the levels below ({ $count }): { $dossiers }
levels-reading-measured = measured
levels-reading-missing = missing
levels-reading-suppressed = withheld
levels-reading-not-applicable = not applicable
levels-take-values = Take the sums over as drafts
levels-take-values-hint = The sums enter the register of values as drafts and count only once approved. A value that was approved stays as it is.
levels-to-values = Go to the values
levels-refused = { $territory }: values refused, for what must be the same differs.
levels-here = Here:
levels-there = There:
levels-not-said = not said
take-over-title = Take published findings over
take-over-text = Each aspect to strengthen that you choose becomes an entry, with its title in every language and a link to the assessment.
take-over-none = No assessment of this territory, nor of a level above or below, is published.
take-over-read = Read it in the assessment
take-over-taken = taken over before:
take-over-button = Take over
levels-others = { $count ->
    [0] no other measure
    [one] one other measure of that plan expects nothing of this level
   *[other] { $count } other measures of that plan expect nothing of this level
}
levels-others-own = { $count ->
    [0] no other measure
    [one] one other measure expects nothing of a level below
   *[other] { $count } other measures expect nothing of a level below
}
levels-taken = { $count ->
    [0] No value to take over: they are there already, or approved.
    [one] One value taken over as a draft.
   *[other] { $count } values taken over as drafts.
}

models-title = Definitions ready to take over
models-text = Each definition that you choose becomes an entry for you to complete and change: source, who is in charge, baseline, target.
models-read = Read the definition
models-taken = already taken over:
