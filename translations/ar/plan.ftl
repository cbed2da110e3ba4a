tab-plan = الخطة
plan-empty = لا تدابير في الخطة بعد.
plan-to-measures = الذهاب إلى سجل التدابير
plan-timeline = التدابير في الزمن
plan-lead = المؤسسة المسؤولة
plan-state = الحالة
plan-measure = التدبير
plan-when = متى
plan-institutions = المؤسسات والأهداف
plan-institutions-text = عدد التدابير التي تقودها كل مؤسسة لكل هدف. الصف شبه الفارغ أو العمود الفارغ يستحق سؤالاً.
plan-levels = المستويات والأهداف
plan-levels-text = المستوى الذي يُعالج فيه كل هدف. كثيراً ما يحتاج التدبير الوطني إلى تدبير محلي مقابله.
plan-gap-objectives = أهداف مختارة بلا تدبير
plan-gap-institutions = أعضاء هيئات التنسيق بلا تدبير
plan-add-measure = إضافة تدبير
plan-shown = { $count ->
    [0] لا تدابير
    [one] تدبير واحد
   *[other] { $count } من التدابير
}
