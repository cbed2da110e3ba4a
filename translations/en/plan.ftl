tab-plan = Plan
plan-empty = The plan has no measures yet.
plan-to-measures = Go to the register of measures
plan-timeline = Measures in time
plan-lead = Lead institution
plan-state = State
plan-measure = Measure
plan-when = When
plan-institutions = Institutions and objectives
plan-institutions-text = How many measures each institution leads for each objective. A nearly empty row or an empty column deserves a question.
plan-levels = Levels and objectives
plan-levels-text = At which level each objective is dealt with. A national measure often needs a local one beside it.
plan-gap-objectives = Selected objectives without a measure
plan-gap-institutions = Members of coordination bodies without a measure
plan-add-measure = Add a measure
plan-shown = { $count ->
    [0] no measures
    [one] one measure
   *[other] { $count } measures
}
