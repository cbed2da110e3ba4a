# Reuse first: what exists before new data are asked for
check-reuse-considered = { $count ->
    [one] { $examples }: لم يُنظر في كل ما هو موجود.
    [two] طلبان دون النظر في كل ما هو موجود: { $examples }.
    [few] { $count } طلبات دون النظر في كل ما هو موجود: { $examples }.
   *[other] { $count } طلباً دون النظر في كل ما هو موجود: { $examples }.
}
rule-reuse-considered = مستنتج: كل طلب بيانات جديدة يسمّي المصادر الموجودة التي قد تجيب، ويقول لماذا لا تكفي.
problem-reuse-unexplained = { $count ->
    [one] قد يجيب هذا سلفاً: { $examples }. قولوا لماذا لا يكفي.
    [two] قد يجيب عنصران سلفاً: { $examples }. قولوا لماذا لا يكفيان.
    [few] قد تجيب { $count } عناصر سلفاً: { $examples }. قولوا لماذا لا تكفي.
   *[other] قد يجيب { $count } عنصراً سلفاً: { $examples }. قولوا لماذا لا تكفي.
}
reuse-title = ما قد يجيب سلفاً
reuse-lead = بحسب التفصيل والفترة وكلمات الطلب. أعيدوا الاستخدام إن أمكن؛ وإلا فضعوا علامة على المصادر التي فُحصت وقولوا لماذا لا تكفي.
reuse-nothing = لا شيء مما سُجّل هنا يجيب عن الطلب.
reuse-kind = النوع
reuse-kind-source = مصدر
reuse-kind-dataset = مجموعة بيانات
reuse-kind-table = جدول موقّع
reuse-kind-indicator = مؤشر
reuse-what = العنصر
reuse-gives = يعطي
reuse-lacks = لا يعطي
reuse-because = وُجد عبر
reuse-same-period = الفترة نفسها
reuse-other-period = فترة أخرى
