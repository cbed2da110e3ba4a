handover-title = ملف التسليم
handover-start = من أين تبدأ
handover-duties = المهام
handover-deadlines = المواعيد
handover-questions = الأسئلة المفتوحة
handover-contacts = جهات الاتصال
handover-history = السجل
handover-no-institution = بلا مؤسسة
handover-lead = ما يتركه من يشغل هذا الموقع ({ $role }). راجعاه معًا، وأكملا السجلات، ثم سلّمه لمن يخلفه.
handover-lead-own = ما يتضمنه موقعك في هذا الملف: يُقرأ عند الوصول ومرة أخرى قبل المغادرة.
handover-own = مهامي ومواعيدي وأسئلتي المفتوحة
handover-newcomer = أنت جديد في هذا الملف.
handover-newcomer-link = ابدأ هنا: تدابيرك ومواعيدك ومن تعمل معهم
handover-start-report = قدّم تقريرًا عن هذه التدابير: { $count }؛ الفترة: { $period }؛ الموعد: { $date }. تحمل صفحة «تقاريري» ما أُبلغ عنه في المرة الأخيرة.
handover-start-duties = { $count ->
    [0] لا تقود مؤسستك أي تدبير؛ انظر ما تشارك فيه.
    [one] اقرأ التدبير الذي تقوده مؤسستك.
   *[other] اقرأ التدابير التي تقودها مؤسستك وعددها { $count }.
}
handover-start-deadline = سجّل الموعد التالي، { $date }: { $what }.
handover-start-questions = { $count ->
    [0] لا سؤال ينتظر جوابًا.
    [one] سؤال واحد ينتظر جوابًا أدناه.
   *[other] { $count } من الأسئلة تنتظر جوابًا أدناه.
}
handover-start-contacts = اكتب إلى المؤسسات التي تعمل معها مؤسستك: القائمة أدناه.
handover-until = حتى
handover-register = السجل
handover-requirement = المتطلب
handover-date = التاريخ
handover-what = ماذا
handover-kind = النوع
handover-body = الهيئة
handover-meets = الاجتماعات
handover-focal-points = نقاط الاتصال
handover-measures = التدابير
handover-function = الوظيفة
handover-record = الإدخال
handover-report-due = تقارير مطلوبة: { $period }
handover-open-report = تقرير مطلوب
handover-open-stale = بلا أخبار
handover-open-obstacle = عائق مبلّغ عنه
handover-open-comment = تعليق بلا جواب
handover-leads-table = التدابير التي تقودها المؤسسة
handover-leads-none = لا تقود المؤسسة أي تدبير.
handover-partners-table = التدابير التي تشارك فيها المؤسسة
handover-partners-none = لا تشارك المؤسسة في أي تدبير آخر.
handover-others-table = إدخالات أخرى تتولاها المؤسسة
handover-others-none = لا تتولى المؤسسة أي إدخال آخر.
handover-assigned-table = أسئلة مسندة إلى هذا الموقع
handover-assigned-none = لا سؤال مسند إلى هذا الموقع.
handover-dates-table = مواعيد قادمة
handover-dates-none = لا موعد قادم معروف.
handover-open-table = ما ينتظر جوابًا
handover-open-none = لا شيء ينتظر جوابًا.
handover-bodies-table = هيئات التنسيق
handover-bodies-none = لا تشارك المؤسسة في أي هيئة معروفة.
handover-shared-table = مؤسسات تعمل معها
handover-shared-none = لا تعمل مع أي مؤسسة أخرى.
handover-members-table = مواقع أخرى في هذا الملف
handover-members-none = لا أحد غيره يشارك في هذا الملف.
handover-deeds-table = ما أُنجز من هذا الموقع
handover-deeds-none = لم يُسجَّل شيء من هذا الموقع بعد.
