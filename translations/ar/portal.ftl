portal-title = الملفات التعريفية المنشورة
portal-heading = كيف تدير المدن شؤون الهجرة
portal-lead = ملفات تعريفية أُعدّت استناداً إلى أدلة، ونوقشت مع الدولة والجمعيات، واعتمدتها الحكومتان. لا يرتّب Jalon أحداً: فلا يُقارَن الإقليم إلا بماضيه.
portal-search-label = البحث عن ملف تعريفي
portal-profiles = الملفات التعريفية المنشورة
portal-count = { $count ->
    [0] لا ملفات تعريفية
    [one] ملف تعريفي واحد
    [two] ملفان تعريفيان
    [few] { $count } ملفات تعريفية
    [many] { $count } ملفاً تعريفياً
   *[other] { $count } ملف تعريفي
}
portal-findings = { $count ->
    [one] استنتاج واحد مع مصادره
    [two] استنتاجان مع مصادرهما
    [few] { $count } استنتاجات مع مصادرها
    [many] { $count } استنتاجاً مع مصادرها
   *[other] { $count } استنتاج مع مصادرها
}
portal-empty = لم يُنشر أي ملف تعريفي بعد.
portal-nothing-found = لا يطابق هذا البحث أي ملف تعريفي.
portal-framework = الإطار
portal-period = الفترة
portal-published = تاريخ النشر
portal-languages = اللغات
portal-profiles-of-territory = الملفات التعريفية لهذا الإقليم
portal-downloads = تنزيل
portal-territory = الإقليم
portal-release = الإصدار
portal-digest = البصمة
portal-other-language = هذا الملف التعريفي غير منشور بلغة هذه الصفحة؛ وهو معروض باللغة { $language }.
