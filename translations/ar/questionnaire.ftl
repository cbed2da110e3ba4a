questionnaire-show = عرض
questionnaire-show-all = كل المواضيع
questionnaire-show-unanswered = دون إجابة
questionnaire-show-no-finding = دون استنتاج
questionnaire-show-no-evidence = استنتاج دون مصدر
questionnaire-show-contested = محلّ خلاف
questionnaire-show-mine = المسندة إليّ
questionnaire-show-to-confirm = بحاجة إلى تأكيد
questionnaire-show-not-applicable = لا ينطبق هنا
questionnaire-show-reopened = أُعيد فتحها
questionnaire-since = المعدّلة منذ
questionnaire-shown = { $count ->
    [0] لا مواضيع
    [one] موضوع واحد
    [two] موضوعان
    [few] { $count } مواضيع
    [many] { $count } موضوعاً
   *[other] { $count } موضوع
}
questionnaire-export = تنزيل الاستبيان (XLSX)
questionnaire-import = استعادة استبيان مملوء
questionnaire-imported = { $count ->
    [0] لم تُستعد أي إجابة من الملف.
    [one] استُعيدت إجابة واحدة من الملف.
    [two] استُعيدت إجابتان من الملف.
    [few] استُعيدت { $count } إجابات من الملف.
   *[other] استُعيدت { $count } إجابة من الملف.
}
questionnaire-nothing = لا يطابق البحث أي موضوع. وسّعوا البحث أو غيّروا عامل التصفية.
questionnaire-pick = اختيار الموضوع { $item }
questionnaire-findings = { $count ->
    [one] استنتاج واحد
    [two] استنتاجان
    [few] { $count } استنتاجات
    [many] { $count } استنتاجاً
   *[other] { $count } استنتاج
}
questionnaire-contested = محلّ خلاف
questionnaire-to-confirm = بحاجة إلى تأكيد
questionnaire-assigned-me = مسند إليكم
questionnaire-assigned = مسند
questionnaire-assign = إسناد مواضيع
questionnaire-assign-hint = حدّدوا مواضيع في القائمة، ثم اختاروا شخصاً وتاريخاً.
questionnaire-assignee = الشخص
questionnaire-due = الموعد النهائي
questionnaire-assign-go = إسناد
questionnaire-walk = من موضوع إلى آخر
questionnaire-back = قائمة المواضيع
questionnaire-position = الموضوع { $place } من { $total }
questionnaire-saved = حُفظ.
questionnaire-saved-topic = حُفظ: { $item }.
questionnaire-reopened = أُعيد فتح هذه الإجابة وحدها. السبب: { $reason }
questionnaire-is-reopened = أُعيد فتحها
questionnaire-close = إعادة إغلاق هذه الإجابة
questionnaire-answer = الإجابة
questionnaire-not-applicable-hint = ليس الموضوع من شأن هذا الإقليم: اذكروا أدناه المستوى الحكومي المختص.
questionnaire-competence = الاختصاص
questionnaire-competence-hint = إذا كان الموضوع لا ينطبق هنا: القانون أو السلطة التي تبتّ فيه.
questionnaire-note = ملاحظة عمل
questionnaire-note-hint = ما تستند إليه الإجابة. أما الاستنتاجات المنشورة فتُكتب على حدة مع مصادرها.
questionnaire-confirm = أؤكد هذه المعلومة المأخوذة من التقييم السابق
questionnaire-locked = هذه المرحلة مغلقة: لم يعد التعديل ممكناً هنا.
questionnaire-switch-language = تغيير اللغة
questionnaire-reopen = إعادة فتح هذه الإجابة
questionnaire-reopen-reason = لماذا يُعاد فتحها؟
questionnaire-related = استنتاجات حول هذا الموضوع
questionnaire-no-finding = لا استنتاجات حول هذا الموضوع بعد.
questionnaire-sources = { $count ->
    [0] بلا مصدر
    [one] مصدر واحد
    [two] مصدران
    [few] { $count } مصادر
    [many] { $count } مصدراً
   *[other] { $count } مصدر
}
questionnaire-add-finding = كتابة استنتاج
questionnaire-comments = { $count ->
    [0] لا تعليقات
    [one] تعليق واحد
    [two] تعليقان
    [few] { $count } تعليقات
    [many] { $count } تعليقاً
   *[other] { $count } تعليق
}
questionnaire-missing = ما ينقص هنا
questionnaire-keys = اختصارات لوحة المفاتيح
questionnaire-keys-text = المفتاح j: الموضوع التالي؛ المفتاح k: الموضوع السابق؛ المفتاحان Ctrl + Enter: حفظ ومتابعة؛ علامة الاستفهام (?): هذه المساعدة.
questionnaire-keys-switch = مفاتيح الحرف الواحد مفعّلة
findings-all-kinds = الكل
findings-all-dimensions = كل الأبعاد
findings-all-states = الكل
findings-state = الحالة
findings-state-without-source = بلا مصدر
findings-state-contested = عليه تعليق ينتظر الرد
findings-state-to-confirm = للتأكيد
findings-shown = { $count ->
    [0] لا استنتاجات
    [one] استنتاج واحد
    [two] استنتاجان
    [few] { $count } استنتاجات
    [many] { $count } استنتاجاً
   *[other] { $count } استنتاج
}
findings-kind = النوع
findings-nothing = لا استنتاج مطابق. وسّع البحث أو غيّر المرشّح.
findings-none-here = لا استنتاجات في هذا البُعد.
findings-untitled = بلا عنوان
findings-topics = المواضيع
findings-sources = المصادر
findings-no-source = بلا مصدر
findings-add = إضافة استنتاج
findings-form-title = الاستنتاج
findings-title = عنوان قصير
findings-title-hint = من ثلاث كلمات إلى ثماني كلمات.
findings-text = الاستنتاج
findings-text-hint = جمل كاملة كما ستظهر في التقرير.
findings-dimension = البُعد
findings-sources-hint = يستند كل استنتاج إلى مصدر واحد على الأقل، مع ذكر الصفحة.
findings-add-evidence = إضافة مصدر
findings-source-text = النص الأصلي
findings-delete = حذف هذا الاستنتاج
findings-delete-text = يزول الاستنتاج من التقرير، ويبقى أثره في السجل.
merge-title = نسختان من هذا النص
merge-deleted = حذف شخص آخر هذا العنصر أثناء كتابتكم. نصّكم أدناه: انسخوه إن احتجتم إليه.
merge-lead = حفظ شخص آخر أثناء كتابتكم. لم يضِع شيء: أبقوا لكل حقل إحدى النسختين، أو ادمجوهما.
merge-theirs = الإبقاء على النسخة المحفوظة
merge-mine = الإبقاء على نسختي
merge-both = الإبقاء على النص أدناه
merge-text = النص المدموج
merge-save = حفظ
merge-nothing = (فارغ)
merge-changed = غيّر شخص آخر هذا العنصر في هذه الأثناء: لم يُحذف شيء. اقرأه من جديد ثم أعد المحاولة إن كان ذلك ما تريده.
merge-back = العودة إلى الصفحة
merge-leave = التخلي عن نسختي والعودة إلى الصفحة
merge-field-text = النص
merge-field-title = العنوان
merge-field-note = ملاحظة
merge-field-competence = الاختصاص
merge-field-value = الإجابة
merge-field-not-applicable = لا ينطبق هنا
merge-field-kind = النوع
merge-field-topics = المواضيع
merge-field-citations = المصادر
merge-field-dimension = البُعد
merge-field-assignee = الشخص
merge-field-due = الموعد النهائي
merge-field-to-confirm = بحاجة إلى تأكيد
merge-field-section = القسم
merge-field-item = بند الفصل
merge-field-description = الوصف
merge-field-unit = الوحدة
merge-field-chart = الرسم البياني
merge-field-columns = الأعمدة
merge-field-rows = الصفوف
merge-field-reopened = أُعيد فتحها بسبب
merge-field-not-covered = الوثيقة لا تذكر شيئا
merge-field-author = المؤلف
merge-field-year = السنة
merge-field-publisher = الناشر
merge-field-address = عنوان الويب
merge-field-accessed-on = تاريخ الاطلاع
merge-field-commitment = الالتزام
merge-field-file = الملف
