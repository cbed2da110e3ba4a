discussion-state = الحالة
discussion-state-all = الكل
discussion-state-open = في انتظار الرد
discussion-state-closed = تم البتّ فيها
discussion-all = الكل
discussion-organisation = المنظمة
discussion-add = كتابة تعليق
discussion-on = بشأن أي مقطع
discussion-body = نصّكم
discussion-empty = لا تعليقات. اختاروا مقطعاً واكتبوا رأيكم فيه.
discussion-difference = ما غيّره التعليق
discussion-reply = رد
discussion-replies = الردود
discussion-close = البتّ في هذا التعليق
discussion-unchanged = لم يتغير النص منذ هذا التعليق. إن وجب تغييره فعدّله: سيظهر الفرق هنا.
discussion-reopen = إعادة فتح هذا التعليق
discussion-whole = عرض المناقشة كاملة
discussion-only = تُعرض التعليقات على هذا المقطع وحدها.
discussion-disposition = القرار المتخذ
discussion-reason = السبب
discussion-participants = المشاركون
discussion-no-participant = لم يُسجَّل أي مشارك.
discussion-name = الاسم
discussion-position = المنصب
discussion-add-participant = إضافة مشارك
discussion-email = عنوان البريد (اختياري)
discussion-email-hint = لإبلاغ الشخص عند إغلاق النقاش. لا يراه إلا من يمسك هذه القائمة، ولا يُنشر أبدا.
discussion-erased = شخص مُحيت بياناته
discussion-erase-lead = يُتلف الاسم والوظيفة والعنوان ولا يمكن استعادتها. وتحتفظ المنظمة بمكانها.
discussion-remove-lead = سيُزال { $name } من قائمة المشاركين ومن ملحق التقرير.
publication-signatures = اعتماد التقرير من الحكومتين
publication-signatures-lead = توقّع كل حكومة التقرير كما هو. وإذا تغيّر النص بعد ذلك، فلا يعود التوقيع سارياً.
publication-signed = تم التوقيع
publication-outdated = توقيع يخصّ نصاً سابقاً
publication-missing = في انتظار التوقيع
publication-note = ملاحظة
publication-sign = توقيع التقرير كما هو
publication-withdraw-signature = سحب توقيعي
publication-withdraw-signature-lead = دون هذا التوقيع ينتظر النشر. ولا بد من التوقيع من جديد.
publication-publish = نشر الملف التعريفي
publication-publish-lead = يثبّت النشر المحتوى: لن يتغيّر هذا الإصدار بعد ذلك، ويحتفظ بعنوانه.
publication-languages = لغات التقرير
publication-language = اللغة
publication-translation = الترجمة
publication-accept-incomplete = نشر اللغات غير المكتملة أيضاً؛ وسيذكر التقرير ذلك
publication-drafts = مسودّة التقرير
publication-drafts-lead = تحمل كل صفحة عبارة «مسودّة».
publication-releases = الإصدارات المنشورة
publication-no-release = لم يُنشر شيء بعد.
publication-withdrawn = سُحب في { $date }
publication-withdraw = سحب
publication-withdraw-hint = سيكون علنياً: لا تذكر اسم أحد. التقييم الذي لم يعد شيء منه منشوراً يعود إلى المرحلة السابقة للنشر لتصحيحه.
publication-corrects = سُحب الإصدار { $number } بتاريخ { $date }. صحّح التقرير، واطلب توقيعه من جديد إذا تغيّر نصه، ثم انشره: سيكون الإصدار { $next }.
publication-round = بدء تقييم جديد
publication-round-lead = يُنقل كل شيء إلى التقييم الجديد بعلامة «بحاجة إلى تأكيد»؛ ثم يظهر لكم ما تغيّر، موضوعاً موضوعاً.
members-role = الدور
members-remove = إزالة
members-remove-lead = لن يفتح { $name } هذا الملف بعد الآن. يبقى ما كتبه هذا الشخص. ويمكنكم منحه دوراً من جديد.
members-give = منح دور
members-give-lead = يجب أن يكون للشخص حساب. وللشخص دور واحد فقط في كل ملف.
checkpage-lead = ما يطلبه الإطار، بعد التحقق منه في الملف كما هو. القائمة نفسها من سطر الأوامر:
checkpage-severity = درجة الخطورة
checkpage-empty = لا شيء يستدعي التنبيه.
discussion-shown = { $count ->
    [zero] لا تعليقات
    [one] تعليق واحد
    [two] تعليقان
    [few] { $count } تعليقات
    [many] { $count } تعليقاً
   *[other] { $count } تعليق
}
publication-gaps = { $count ->
    [zero] مكتملة
    [one] نص واحد بحاجة إلى ترجمة أو مراجعة
    [two] نصّان بحاجة إلى ترجمة أو مراجعة
    [few] { $count } نصوص بحاجة إلى ترجمة أو مراجعة
    [many] { $count } نصاً بحاجة إلى ترجمة أو مراجعة
   *[other] { $count } نص بحاجة إلى ترجمة أو مراجعة
}
gaps-title = نصوص تحتاج إلى ترجمة أو مراجعة
gaps-lead = يؤدي كل سطر إلى الاستمارة التي يُكتب فيها النص، باللغة الناقصة.
gaps-text = نص
gaps-kind = النوع
checkpage-all = { $count ->
    [zero] لا شيء
    [one] نقطة واحدة
    [two] نقطتان
    [few] { $count } نقاط
    [many] { $count } نقطة
   *[other] { $count } نقطة
}
