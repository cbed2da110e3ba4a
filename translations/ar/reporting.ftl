period-year = { $year }
period-half = { $number ->
    [1] النصف الأول من { $year }
   *[other] النصف الثاني من { $year }
}
period-quarter = { $number ->
    [1] الربع الأول من { $year }
    [2] الربع الثاني من { $year }
    [3] الربع الثالث من { $year }
   *[other] الربع الرابع من { $year }
}
period-month = { $number ->
    [1] يناير { $year }
    [2] فبراير { $year }
    [3] مارس { $year }
    [4] أبريل { $year }
    [5] مايو { $year }
    [6] يونيو { $year }
    [7] يوليو { $year }
    [8] أغسطس { $year }
    [9] سبتمبر { $year }
    [10] أكتوبر { $year }
    [11] نوفمبر { $year }
   *[other] ديسمبر { $year }
}
problem-period-invalid = «{ $value }» ليست فترة. اكتب 2026-Q1 أو 2026-01 أو 2026-S1 أو 2026.
problem-whole-invalid = «{ $value }» ليس عددًا صحيحًا بين 0 و9999. اكتب مثلًا 20.
problem-time-zone-invalid = «{ $value }» ليست منطقة زمنية معروفة. اكتب مثلًا Europe/Lisbon أو America/Toronto.
problem-not-distinct = توجد إدخالة أخرى تقول هذا: { $entry }. أكملها هي.
problem-period-not-in-calendar = «{ $value }» ليست فترة بدأت في تقويم التقارير. اختر فترة من القائمة.
problem-nothing-to-repeat = { $measure }: لم يُبلَّغ عن شيء قبل هذه الفترة. اكتب تقريرًا أول.
problem-measure-of-another-institution = { $measure }: مؤسسة أخرى مسؤولة عنه. أزله من اختيارك.
problem-choose-measure = اختر تدبيرًا واحدًا على الأقل.
problem-undo-changed = { $measure }: عُدّل هذا التقرير لاحقًا. صحّحه بدلًا من ذلك.
check-progress-not-stale = { $count ->
    [one] لا أخبار عن { $examples } منذ فترات كثيرة.
   *[other] لا أخبار عن { $count } من التدابير منذ فترات كثيرة: { $examples }.
}
check-progress-reported-in-time = { $count ->
    [one] التقرير عن { $examples } ناقص وقد فات موعده.
   *[other] التقارير عن { $count } من التدابير ناقصة وقد فات موعدها: { $examples }.
}
rule-progress-not-stale = مستنتج: لا يبقى تدبير بلا أخبار أكثر مما يسمح به تقويم التقارير.
rule-progress-reported-in-time = مستنتج: لكل تدبير جارٍ تقرير عن آخر فترة انتهت، بعد حلول موعده.
use-case-progress-unchanged = تقرير «بلا تغيير»
use-case-progress-report = تقرير عن تدبير
use-case-progress-undo = التراجع عن «بلا تغيير»
tab-reporting = التقارير
reporting-title = التقارير عن التدابير
reporting-mine = تقاريري
reporting-mine-lead = التدابير التي تقودها مؤسستك، مع ما أُبلغ عنه في المرة الأخيرة.
reporting-no-calendar = ليس لهذا الملف تقويم بعد، فلا أحد يعرف متى يقدّم تقريره.
reporting-declare = تحديد التقويم
reporting-running = الفترة الجارية
reporting-asked = الفترة المطلوب تقريرها
reporting-due = الموعد
reporting-due-on = الموعد { $date }
reporting-overdue = متأخر منذ { $date }
reporting-time-zone = الأيام هي أيام المنطقة الزمنية { $zone }.
reporting-count = أُبلغ عن { $reported } من { $total } من التدابير
reporting-not-begun = يبدأ التقويم في { $date }.
reporting-stale = تدابير بلا أخبار
reporting-stale-text = { $periods ->
    [one] فترة واحدة بلا أخبار
   *[other] { $periods } فترات بلا أخبار
}
reporting-stale-alarm = { $count ->
    [one] تدبير واحد بلا أخبار منذ وقت طويل.
   *[other] { $count } من التدابير بلا أخبار منذ وقت طويل.
}
reporting-who = من قدّم تقريره
reporting-only-missing = الناقص فقط
reporting-everything = كل التدابير
reporting-show = عرض
reporting-measure = التدبير
reporting-lead = المؤسسة القائدة
reporting-state-reported = أُبلغ عنه
reporting-state-unchanged = بلا تغيير
reporting-state-awaited = منتظر
reporting-state-late = متأخر
reporting-state-not-expected = –
reporting-nothing = لا تدبير مطابق.
reporting-nothing-mine = لا تقود مؤسستك أي تدبير في هذه الخطة.
reporting-institution = المؤسسة
reporting-period = الفترة
reporting-last = المرة الأخيرة
reporting-last-none = لا شيء بعد
reporting-now = هذه الفترة
reporting-choose = اختيار { $measure }
reporting-unchanged = بلا تغيير
reporting-unchanged-chosen = بلا تغيير للتدابير المختارة
reporting-unchanged-of = بلا تغيير: { $measure }
reporting-undo = تراجع
reporting-undo-of = التراجع عن «بلا تغيير»: { $measure }
reporting-undo-all = { $count ->
    [one] التراجع عن «بلا تغيير» هذا
   *[other] التراجع عن { $count } من «بلا تغيير»
}
reporting-report = تقديم تقرير
reporting-report-of = تقديم تقرير عن { $measure }
reporting-correct = تصحيح
reporting-saved = حُفظ: { $measure }.
reporting-unchanged-done = { $count ->
    [0] لا شيء يضاف: أُبلغ عن هذه التدابير من قبل.
    [one] أُبلغ عن تدبير واحد بلا تغيير.
   *[other] أُبلغ عن { $count } من التدابير بلا تغيير.
}
reporting-undone = { $count ->
    [0] لم يبق ما يُتراجع عنه.
    [one] أُلغي «بلا تغيير» واحد.
   *[other] أُلغي { $count } من «بلا تغيير».
}
reporting-all-done = أُبلغ عن كل تدابيرك لهذه الفترة.
reporting-form-lead = تحمل الحقول ما أُبلغ عنه عن: { $period }. غيّر ما تغيّر.
reporting-form-first = هذا أول تقرير عن هذا التدبير.
reporting-spent-last = الإنفاق المبلّغ عنه في المرة الأخيرة ({ $period }): { $amount }. أبلغ هنا عن إنفاق هذه الفترة فقط.
reporting-keyboard = بلوحة المفاتيح: Ctrl + Enter يحفظ وينتقل إلى التدبير التالي.
reporting-all = كل التقارير
dossier-todo-report = { $count ->
    [one] تقديم تقرير عن تدبير واحد
   *[other] تقديم تقارير عن { $count } من التدابير
}
reporting-calendar = تقويم التقارير
reporting-remind = تذكير الآن
reporting-remind-text = تُرسل رسالة، مرة في اليوم، إلى كل مؤسسة ينقص تقريرها.
reporting-reminded = { $count ->
    [0] لا أحد يحتاج إلى تذكير الآن.
    [one] أُرسل تذكير واحد.
   *[other] أُرسل { $count } من التذكيرات.
}
reporting-remind-failed = { $count ->
    [one] لم يُرسل تذكير واحد؛ ستعاد المحاولة.
   *[other] لم يُرسل { $count } من التذكيرات؛ ستعاد المحاولة.
}
reporting-remind-no-mail = لم يُضبط خادم بريد: يرى كل واحد ما ينقص في «عملي».
cli-remind-no-mail = لم يُرسل أي تذكير: لم يُضبط خادم بريد. حدّد --smtp-url أو JALON_SMTP_URL.
