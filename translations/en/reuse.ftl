# Reuse first: what exists before new data are asked for
check-reuse-considered = { $count ->
    [one] { $examples }: not all that exists was looked at.
   *[other] { $count } requests without having looked at all that exists: { $examples }.
}
rule-reuse-considered = Derived: every request for new data names the existing sources that might answer, and says why they do not suffice.
problem-reuse-unexplained = { $count ->
    [one] This may answer already: { $examples }. Say why it does not suffice.
   *[other] { $count } things may answer already: { $examples }. Say why they do not suffice.
}
reuse-title = What may answer already
reuse-lead = By the breakdown, the period and the words of the request. Reuse where you can; otherwise tick the sources that were looked at and say why they do not suffice.
reuse-nothing = Nothing that is recorded here answers the request.
reuse-kind = Kind
reuse-kind-source = source
reuse-kind-dataset = dataset
reuse-kind-table = signed table
reuse-kind-indicator = indicator
reuse-what = What
reuse-gives = Gives
reuse-lacks = Does not give
reuse-because = Found by
reuse-same-period = same period
reuse-other-period = another period
