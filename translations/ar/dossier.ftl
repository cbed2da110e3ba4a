dossier = الملف
badge-published = منشور
dossier-home-title = عملي
dossier-home-empty = لم يُسند إليكم أي ملف بعد. اطلبوا من الإدارة إضافتكم إلى أحد الملفات.
dossier-home-none = لا يوجد بين ملفاتك ملف تظهر هذه الكلمات في عنوانه أو إقليمه.
dossier-home-shown = { $count ->
    [zero] لا ملفات
    [one] ملف واحد
    [two] ملفان
    [few] { $count } ملفات
    [many] { $count } ملفًا
   *[other] { $count } ملف
}
dossier-progress = اكتمل { $settled } من أصل { $total }
dossier-requirements-met = المتطلبات المستوفاة: { $met } من { $total }
dossier-todo-nothing = لا شيء ينتظركم هنا اليوم.
dossier-todo-assigned = { $count ->
    [one] أُسند إليكم موضوع واحد
    [two] أُسند إليكم موضوعان
    [few] أُسندت إليكم { $count } مواضيع
    [many] أُسند إليكم { $count } موضوعاً
   *[other] أُسند إليكم { $count } موضوع
}
dossier-todo-reopened = { $count ->
    [one] إجابة واحدة أُعيد فتحها
    [two] إجابتان أُعيد فتحهما
   *[other] { $count } من الإجابات أُعيد فتحها
}
dossier-todo-comments = { $count ->
    [one] تعليق واحد في انتظار الرد
    [two] تعليقان في انتظار الرد
    [few] { $count } تعليقات في انتظار الرد
    [many] { $count } تعليقاً في انتظار الرد
   *[other] { $count } تعليق في انتظار الرد
}
dossier-todo-unanswered = { $count ->
    [one] موضوع واحد ما زال دون إجابة
    [two] موضوعان ما زالا دون إجابة
    [few] { $count } مواضيع ما زالت دون إجابة
    [many] { $count } موضوعاً ما زالت دون إجابة
   *[other] { $count } موضوع ما زالت دون إجابة
}
dossier-todo-unattested = { $count ->
    [zero] لا متطلبات بانتظار الإثبات
    [one] متطلب واحد بانتظار الإثبات
    [two] متطلبان بانتظار الإثبات
    [few] { $count } متطلبات بانتظار الإثبات
   *[other] { $count } متطلبًا بانتظار الإثبات
}
dossier-todo-sign = التقرير في انتظار توقيعكم
dossier-todo-due = بحلول { $date }
dossier-now = أين وصلنا
dossier-open-comments = { $count ->
    [0] لا تعليقات مفتوحة
    [one] تعليق مفتوح واحد
    [two] تعليقان مفتوحان
    [few] { $count } تعليقات مفتوحة
    [many] { $count } تعليقاً مفتوحاً
   *[other] { $count } تعليق مفتوح
}
dossier-edit = تعديل العنوان والفترة
dossier-draft = عرض مسودّة التقرير
dossier-draft-pdf = المسودّة بصيغة PDF
dossier-rounds = ما تغيّر مع مرور الوقت
dossier-rounds-lead = إجابات هذا الإقليم، من تقييم إلى الذي يليه. ولا يرد هنا أي إقليم آخر.
dossier-rounds-change = التغيّر
dossier-rounds-changed = تغيّر
dossier-rounds-same = لم يتغيّر
dossier-rounds-to-confirm = يحتاج إلى تأكيد
dossier-dimensions = التقدّم حسب البُعد
dossier-answered = المواضيع المكتملة
dossier-gate-forward = للانتقال إلى مرحلة «{ $stage }»
dossier-gate-back = العودة إلى مرحلة «{ $stage }»
dossier-gate-clear = تحققت جميع الشروط.
dossier-gate-open-with-notes = يمكن التقدّم؛ وهذه النقاط جديرة بالنظر.
dossier-gate-closed = { $count ->
    [one] بقيت نقطة واحدة للمعالجة.
    [two] بقيت نقطتان للمعالجة.
    [few] بقيت { $count } نقاط للمعالجة.
   *[other] بقيت { $count } نقطة للمعالجة.
}
dossier-gate-list = عرض القائمة
dossier-gate-reason = رسالة إلى الفريق
dossier-gate-go = الانتقال إلى مرحلة «{ $stage }»
dossier-gate-return = العودة إلى «{ $stage }»
dossier-to-publication = الذهاب إلى النشر
dossier-title = العنوان
dossier-period-from = بداية الفترة
dossier-period-to = نهاية الفترة
dossier-history-lead = كل ما كُتب، من الأحدث إلى الأقدم. لا يُمحى شيء.
dossier-history-empty = لم يُكتب شيء بعد.
dossier-history-number = الرقم
dossier-history-when = متى
dossier-history-who = مَن
dossier-history-what = ماذا
dossier-history-subject = العنصر
dossier-history-reason = السبب
dossier-history-older = الأقدم
history-of-record = سجل هذا النص
history-field = الحقل
history-before = قبل
history-after = بعد
cli-check-summary = { $errors ->
    [0] لا أخطاء
    [one] خطأ واحد
    [two] خطآن
    [few] { $errors } أخطاء
   *[other] { $errors } خطأ
}، { $warnings ->
    [0] لا تنبيهات
    [one] تنبيه واحد
    [two] تنبيهان
    [few] { $warnings } تنبيهات
    [many] { $warnings } تنبيهاً
   *[other] { $warnings } تنبيه
}، { $notes ->
    [0] لا ملاحظات
    [one] ملاحظة واحدة
    [two] ملاحظتان
    [few] { $notes } ملاحظات
   *[other] { $notes } ملاحظة
}
cli-import-applied = { $count ->
    [0] لم تُعدَّل أي إجابة.
    [one] عُدّلت إجابة واحدة.
    [two] عُدّلت إجابتان.
    [few] عُدّلت { $count } إجابات.
   *[other] عُدّلت { $count } إجابة.
}
cli-import-held = { $count ->
    [one] تغيير واحد، معلَّم بـ«!»، لم يُعتمد: تغيّرت الإجابة على الموقع بعد كتابة الملف. اعتمدوه في المتصفح حيث يُختار سطراً سطراً.
   *[other] تغييرات معلَّمة بـ«!» لم تُعتمد، عددها { $count }: تغيّرت إجاباتها على الموقع بعد كتابة الملف. اعتمدوها في المتصفح حيث يُختار سطراً سطراً.
}
cli-import-preview = { $count ->
    [0] لا فروق.
    [one] فرق واحد؛ ولا يُطبَّق شيء دون --accept.
    [two] فرقان؛ ولا يُطبَّق شيء دون --accept.
    [few] { $count } فروق؛ ولا يُطبَّق شيء دون --accept.
    [many] { $count } فرقاً؛ ولا يُطبَّق شيء دون --accept.
   *[other] { $count } فرق؛ ولا يُطبَّق شيء دون --accept.
}
use-case-answer-save = حفظ إجابة
use-case-answer-assign = إسناد موضوع
use-case-answer-reopen = إعادة فتح إجابة
use-case-answer-close = أُعيد إغلاق إجابة
use-case-answer-merge = دمج إجابات
use-case-finding-save = حفظ استنتاج
use-case-finding-delete = حذف استنتاج
use-case-finding-merge = دمج استنتاجات
use-case-evidence-save = حفظ مصدر
use-case-evidence-delete = حذف مصدر
use-case-file-attach = إرفاق ملف
use-case-paragraph-save = حفظ مقطع
use-case-paragraph-delete = حذف مقطع
use-case-paragraph-merge = دمج مقاطع
use-case-figure-save = حفظ شكل
use-case-figure-merge = جُمعت نسخ شكل
use-case-evidence-merge = جُمعت نسخ مصدر
use-case-register-take-over = أُخذ قيد من مستوى آخر
use-case-account-set-password = اختيرت كلمة السر
use-case-account-change-password = غُيّرت كلمة السر
use-case-user-invite = دُعي شخص
use-case-user-renew-link = سُلّم رابط جديد
use-case-user-update = عُدّل حساب
use-case-user-erase = مُحي حساب
use-case-organisation-save = حُفظت منظمة
use-case-territory-save = حُفظ إقليم
use-case-catalogue-import = استُورد إطار
use-case-backup-create = كُتبت نسخة احتياطية
actor-system = سطر الأوامر
noun-dossier = ملف
noun-answer = إجابة
noun-finding = استنتاج
noun-evidence = مصدر
noun-paragraph = فقرة
noun-figure = شكل
noun-comment = تعليق
noun-participant = مشارك
noun-validation = توقيع
noun-register-entry = قيد سجل
noun-dataset = مجموعة بيانات
noun-statistical-table = جدول
noun-boundary-set = حدود
noun-saved-view = عرض محفوظ
noun-member = عضو
noun-release = نسخة منشورة
noun-table-release = جدول منشور
noun-draft = مسودة تقرير
noun-user = حساب
noun-organisation = منظمة
noun-territory = إقليم
noun-framework = إطار
noun-backup = نسخة احتياطية
noun-demo = عرض توضيحي
use-case-figure-delete = حذف شكل
use-case-participant-save = إضافة مشارك
use-case-participant-remove = إزالة مشارك
use-case-participant-erase = مُحيت بيانات مشارك
use-case-comment-add = إضافة تعليق
use-case-comment-reply = رد على تعليق
use-case-comment-close = البتّ في تعليق
use-case-comment-reopen = أُعيد فتح تعليق
use-case-validation-sign = توقيع التقرير
use-case-validation-withdraw = سحب توقيع
use-case-stage-advance = الانتقال إلى المرحلة التالية
use-case-stage-back = العودة إلى مرحلة
use-case-release-publish = نشر التقرير
use-case-release-withdraw = سحب منشور
use-case-questionnaire-import = استيراد استبيان
use-case-member-set = منح دور
use-case-member-remove = سحب دور
use-case-dossier-create = إنشاء الملف
use-case-dossier-update = تعديل الملف
use-case-dossier-start-round = تقييم جديد
use-case-demo-load = تحميل العرض التوضيحي
use-case-demo-release = نشر الملف التعريفي التوضيحي
