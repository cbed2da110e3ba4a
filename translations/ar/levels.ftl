levels-title = مستويات الحكم
levels-text = كيف تتصل الخطط المنشورة للمستويات الأخرى بهذه الخطة. يذكر التدبير المحلي أي تدبير من خطة أعلى ينفذه؛ ولا ينظر إلا في ما هو منشور.
levels-show-gaps = عرض النواقص فقط
levels-show-all = عرض الكل
levels-above = خطط المستويات الأعلى
levels-above-none = لا توجد خطة منشورة لمستوى أعلى.
levels-nothing = لا شيء للعرض.
levels-their-measure = تدبيرهم
levels-our-measure = تدبيرنا
levels-our-measures = تدابيرنا التي تنفذه
levels-local-measures = التدابير المحلية التي تنفذه
levels-level = المستويات المنتظرة
levels-none-here = لا تدبير هنا
levels-none-below = لا تدبير منشور يقابله
levels-below = تدابيرنا والمستويات الأدنى
levels-below-none = لا تدبير ينتظر شيئا من مستوى أدنى. حقل «المستوى» في التدبير يبين ذلك.
levels-no-gap = لا نواقص.
levels-coverage = الأقاليم التابعة لهذا الإقليم: { $all }، منها ذات خطة منشورة: { $with }.
levels-initiatives = { $territory }: تدابير خاصة بلا صلة بهذه الخطة ({ $count })
levels-fed = المؤشرات التي تغذيه: { $feeding }؛ المرفوضة: { $refused }
levels-values = قيم المستويات الأدنى
levels-values-note = القيم المعتمدة والمنشورة للمؤشرات المحلية التي لها الوحدة والتعريف والطريقة نفسها. القيمة الناقصة أو المحجوبة لا تحسب صفرا أبدا: لا مجموع عندئذ.
levels-values-coverage = التغطية: أقاليم المستوى نفسه، { $with } من { $all }.
levels-breakdown = التفصيل
levels-sum = المجموع
levels-sum-suppressed = لا مجموع: جزء محجوب
levels-sum-missing = لا مجموع: جزء ناقص
levels-sum-not-added = لا يجمع
levels-sum-overlapping = لا مجموع: إقليم جزء من آخر
levels-sum-too-large = كبير جدا
levels-sum-note = مجموع القيم المنشورة للمستويات الأدنى ({ $count }): { $dossiers }
levels-reading-measured = مقاس
levels-reading-missing = ناقص
levels-reading-suppressed = محجوب
levels-reading-not-applicable = لا ينطبق
levels-take-values = أخذ المجاميع كمسودات
levels-take-values-hint = تدخل المجاميع سجل القيم كمسودات ولا تحسب إلا بعد اعتمادها. القيمة المعتمدة تبقى كما هي.
levels-to-values = إلى القيم
levels-refused = { $territory }: رفضت القيم لاختلاف ما يجب أن يتطابق.
levels-here = هنا:
levels-there = هناك:
levels-not-said = غير مذكور
take-over-title = أخذ نتائج منشورة
take-over-text = يصبح كل جانب يحتاج تعزيزا تختارونه مدخلا، بعنوانه في كل لغة ورابط إلى التقييم.
take-over-none = لا يوجد تقييم منشور لهذا الإقليم ولا لمستوى أعلى أو أدنى.
take-over-read = القراءة في التقييم
take-over-taken = أخذ سابقا:
take-over-button = أخذ
levels-others = { $count ->
    [0] لا تدبير آخر
    [one] تدبير آخر من تلك الخطة لا ينتظر شيئا من هذا المستوى
   *[other] { $count } تدابير أخرى من تلك الخطة لا تنتظر شيئا من هذا المستوى
}
levels-others-own = { $count ->
    [0] لا تدبير آخر
    [one] تدبير آخر لا ينتظر شيئا من مستوى أدنى
   *[other] { $count } تدابير أخرى لا تنتظر شيئا من مستوى أدنى
}
levels-taken = { $count ->
    [0] لا قيمة لأخذها: هي موجودة أو معتمدة.
    [one] أخذت قيمة واحدة كمسودة.
   *[other] أخذت { $count } قيم كمسودات.
}

models-title = تعريفات جاهزة للاعتماد
models-text = يصبح كل تعريف تختارونه قيدًا تكملونه وتعدلونه: المصدر والجهة المسؤولة ونقطة الانطلاق والهدف.
models-read = قراءة التعريف
models-taken = سبق اعتماده:
