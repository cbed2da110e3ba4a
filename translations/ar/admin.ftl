frameworks-lead = ما تسأل عنه التقييمات، ومن أين يأتي، وكيف ترتبط الأطر بعضها ببعض.
frameworks-more = إرشادات ومصدر وروابط
frameworks-basis-published = منشور.
frameworks-basis-derived = مستنتج من مصادر عامة.
frameworks-verified-partial = قُرئ المصدر جزئياً
frameworks-verified-no = لم يُقرأ المصدر
admin-state = الحالة
admin-every-state = الكل
admin-invite = دعوة شخص
admin-function-hint = يدير مدير النظام الحسابات دون قراءة الملفات؛ ويقرأ المدقّق كل شيء ولا يكتب شيئًا.
admin-link-sent = أُرسل الرابط بالبريد.
admin-link-shown = سلّم هذا الرابط إلى الشخص؛ ولن يظهر مرة أخرى: { $link }
admin-link-not-sent = لم يقبل خادم البريد الرسالة. سلّم هذا الرابط إلى الشخص المعني، فلن يُعرض مرة أخرى: { $link }
admin-suspended = إيقاف هذا الحساب
admin-renew = رابط جديد لكلمة المرور
admin-erase = محو هذا الشخص
admin-erase-lead = يُتلف الاسم والعنوان وكلمة المرور نهائيًا، وكذلك اسم الشخص في كل قائمة مشاركين. ويبقى ما كتبه باسم منظمته.
admin-territories = الأقاليم
admin-organisations = المنظمات
admin-level = مستوى الحكومة
admin-parent = جزء من
admin-category = الفئة
admin-definition = نطاق المدينة
admin-add-territory = إضافة إقليم
admin-add-organisation = إضافة منظمة
admin-registry-lead = يسري التصحيح في كل مساحة العمل. أما المنشور فيحتفظ بالاسم الذي نُشر به.
admin-territories-shown = { $count ->
    [0] لا أقاليم
    [one] إقليم واحد
    [two] إقليمان
    [few] { $count } أقاليم
   *[other] { $count } إقليمًا
}
admin-organisations-shown = { $count ->
    [0] لا منظمات
    [one] منظمة واحدة
    [two] منظمتان
    [few] { $count } منظمات
   *[other] { $count } منظمة
}
admin-source-language = لغة التحرير
admin-create-dossier = إنشاء الملف
admin-dossier-created = أُنشئ الملف { $slug }؛ ويجده المسؤول عنه ضمن عمله.
admin-dossiers-lead = ما الملفات الموجودة ومن المسؤول عنها. لا يُقرأ مضمون الملفات هنا.
admin-dossiers-shown = { $count ->
    [0] لا ملف مطابق.
    [one] ملف واحد.
    [two] ملفان.
    [few] { $count } ملفات.
   *[other] { $count } ملفاً.
}
admin-dossiers-all = الكل
admin-dossiers-without-lead = دون مسؤول
admin-slug = العنوان
admin-stage = المرحلة
admin-leads = المسؤولون
admin-no-lead = دون مسؤول
admin-name-lead = تعيين مسؤول
admin-name-lead-text = يجب أن يكون للشخص حساب. ينضم إلى المسؤولين عن الملف، ويحلّ هذا الدور محل أي دور آخر كان له فيه. ويُدوَّن ذلك في السجل.
admin-lead-named = أصبح الشخص مسؤولاً عن هذا الملف.
admin-ledger-lead = كل كتابة مرتبطة بالتي قبلها. تحقّق من السلسلة هنا، أو نزّلها ليتحقق منها طرف ثالث من دون Jalon.
admin-ledger-verify = التحقق من السلسلة
admin-ledger-export = تنزيل السجل كاملًا (JSON Lines)
admin-ledger-all = عرض السجل كاملًا
admin-ledger-holds = السلسلة سليمة. عدد الكتابات: { $count }
admin-ledger-broken = السلسلة منقطعة: { $detail }
frameworks-items = { $count ->
    [0] لا عناصر
    [one] عنصر واحد
    [two] عنصران
    [few] { $count } عناصر
    [many] { $count } عنصرًا
   *[other] { $count } عنصر
}
admin-accounts = { $count ->
    [0] لا حسابات
    [one] حساب واحد
    [two] حسابان
    [few] { $count } حسابات
    [many] { $count } حسابًا
   *[other] { $count } حساب
}
