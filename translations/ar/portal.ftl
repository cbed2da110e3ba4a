portal-title = الملفات التعريفية والخطط المنشورة
portal-heading = كيف تدير الأقاليم شؤون الهجرة
portal-lead = ملفات تعريفية أُعدّت استناداً إلى أدلة، ونوقشت مع الدولة والجمعيات، واعتمدتها الحكومتان. لا يرتّب Jalon أحداً: فلا يُقارَن الإقليم إلا بماضيه.
portal-search-label = البحث في الملفات والخطط المنشورة
portal-profiles = الملفات التعريفية والخطط المنشورة
portal-count = { $count ->
    [0] لا منشورات
    [one] منشور واحد
    [two] منشوران
    [few] { $count } منشورات
    [many] { $count } منشوراً
   *[other] { $count } منشور
}
portal-findings = { $count ->
    [one] استنتاج واحد مع مصادره
    [two] استنتاجان مع مصادرهما
    [few] { $count } استنتاجات مع مصادرها
    [many] { $count } استنتاجاً مع مصادرها
   *[other] { $count } استنتاج مع مصادرها
}
portal-empty = لم يُنشر شيء بعد.
portal-passages = وُجد في
portal-more-passages = { $count ->
    [one] ومقطع آخر
   *[other] و{ $count } من المقاطع الأخرى
}
portal-nothing-found = لا يطابق هذا البحث أي ملف تعريفي أو خطة.
portal-framework = الإطار
portal-period = الفترة
portal-published = تاريخ النشر
portal-languages = اللغات
portal-profiles-of-territory = ما نُشر لهذا الإقليم
portal-downloads = تنزيل
portal-territory = الإقليم
portal-release = الإصدار
portal-digest = البصمة
portal-other-language = هذه الوثيقة غير منشورة بلغة هذه الصفحة؛ وهي معروضة باللغة { $language }.
portal-measures = { $count ->
    [0] لا تدابير
    [one] تدبير واحد
   *[other] { $count } تدابير
}
portal-version = الإصدار { $version }
portal-releases = كل ما نُشر
portal-progress = التقدم المنشور
portal-progress-told = بحسب: { $report }، { $date }
portal-progress-untold = لم يُنشر شيء
portal-progress-done = ما تم إنجازه
withdrawn-notice = سُحب الإصدار { $number }، المنشور في { $published }، بتاريخ { $date }.
withdrawn-table-notice = سُحب الجدول { $number }، الموقَّع في { $published }، في { $date }.
withdrawn-reason = السبب:
withdrawn-advice = لا تستشهد به بعد الآن ولا تنشر ملفاته. البصمة تسمح بالتعرف عليها.
withdrawn-stands = الاطلاع على ما هو منشور بدلاً منه
withdrawn-nothing-stands = لا شيء منشور بدلاً منه في الوقت الحالي.
