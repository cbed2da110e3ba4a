import-heading = استعادة استبيان مملوء
import-lead = يمكن ملء الاستبيان دون اتصال في جدول بيانات. عند عودته يعرض Jalon أولاً ما سيغيّره الملف، ثم تقرّرون.
import-step-download = 1. تنزيل الاستبيان
import-download-text = يحتوي الملف على الإجابات المقدَّمة حتى الآن. املأوا الأعمدة المفتوحة وأبقوا على الرموز.
import-language = لغة الملف
import-download = تنزيل (XLSX)
import-step-upload = 2. إرسال الملف المملوء
import-upload-text = لا يتغيّر شيء في هذه اللحظة: تعرض الصفحة التالية الفروق.
import-file = الملف المملوء
import-file-hint = مصنّف XLSX دون وحدات ماكرو، بحجم لا يتجاوز { $megabytes } ميغابايت.
import-compare = مقارنة
import-preview = ما سيغيّره الملف
import-nothing-applied = لم يُطبَّق شيء بعد.
import-changes = { $count ->
    [0] لا يغيّر الملف شيئاً.
    [one] يغيّر الملف حقلاً واحداً.
    [two] يغيّر الملف حقلين.
    [few] يغيّر الملف { $count } حقول.
    [many] يغيّر الملف { $count } حقلاً.
   *[other] يغيّر الملف { $count } حقل.
}
import-faults = { $count ->
    [one] في الملف عيب واحد؛ صحّحوه ثم أرسلوا الملف من جديد.
    [two] في الملف عيبان؛ صحّحوهما ثم أرسلوا الملف من جديد.
    [few] في الملف { $count } عيوب؛ صحّحوها ثم أرسلوا الملف من جديد.
    [many] في الملف { $count } عيباً؛ صحّحوها ثم أرسلوا الملف من جديد.
   *[other] في الملف { $count } عيب؛ صحّحوها ثم أرسلوا الملف من جديد.
}
import-faults-heading = ما ينبغي تصحيحه في الملف
import-faults-text = يسمّي كل سطر الخلية وما فيها والقاعدة التي تخالفها. لا يُعتمد شيء ما دام هناك خلل.
import-sheet = الورقة
import-cell = الخلية
import-value = المحتوى
import-rule = القاعدة
import-remedy = الحل
import-whole-file = الملف كله
import-changes-heading = التغييرات
import-file-language = لغة الملف: { $language }
import-topic = الموضوع
import-field = الحقل
import-before = قبل
import-after = بعد
import-blank = فارغ
import-accept = اعتماد
import-held = { $count ->
    [one] سطر واحد غير محدَّد: تغيّرت الإجابة على الموقع بعد كتابة الملف. حدّدوه ليحلّ نص الملف محل النص الموجود على الموقع.
   *[other] الأسطر غير المحدَّدة: { $count }. تغيّرت إجاباتها على الموقع بعد كتابة الملف. حدّدوا ما يجب أن يحلّ فيه نص الملف محل النص الموجود على الموقع.
}
import-conflict = تعارض: تغيّر على الموقع وفي الملف.
import-older = تغيّر على الموقع فقط؛ ما زال الملف يتضمن النص السابق.
import-since = على الموقع في { $at }.
import-since-by = على الموقع في { $at }، من قِبل: { $who }.
import-unplaced-heading = محتوى خارج الإجابات
import-unplaced-text = يوجد هذا المحتوى حيث لا يُطلب شيء. لن يُستعاد: انقلوه يدوياً إن كان مهماً.
import-apply = تطبيق هذه التغييرات
import-another = اختيار ملف آخر
