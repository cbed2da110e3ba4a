maps = خرائط
maps-show = عرض
maps-download = تنزيل الخريطة (SVG)
maps-of-table = الجدول رقم { $number }، { $period }
maps-of-today = هذه الخرائط مرسومة على حدود اليوم. أما الصفحة العامة فتحتفظ بالحدود التي كانت قائمة عند توقيع الجدول.
maps-not-signed = هذه الخرائط في مساحة العمل فقط: وُقّع الجدول قبل وجود هذه الحدود. لنشرها اسحبوا الجدول ووقّعوه من جديد.
maps-incomplete = لم يعد بالإمكان قراءة بعض الحدود التي وُقّع بها هذا الجدول. الأرقام موجودة في الجدول، ويمكن لمن يشغّل البرنامج استعادة الحدود من نسخة احتياطية.
map-of = خريطة: { $areas }
map-of-some = خريطة: { $areas } – { $others }
map-source = الحدود: { $source }.
statistics-boundaries = حدود الخرائط
statistics-boundaries-lead = يصبح الجدول الذي يميّز بين الأماكن خريطة على حدود مكتبكم. ويحتفظ الجدول بالحدود التي كانت قائمة عند توقيعه.
statistics-no-boundaries = لا حدود حتى الآن.
boundaries-new = تسليم حدود
boundaries-lead = ملف لكل مستوى: المناطق في ملف والبلديات في آخر. لا يُحفظ سوى الرموز والحدود، ويُترك ما عدا ذلك مما في الملف.
boundaries-title = العنوان
boundaries-title-hint = ما هي المناطق وإلى أي تاريخ تعود: «البلديات، 2026». وهو اسم الخريطة.
boundaries-source = المصدر والرخصة
boundaries-source-hint = لمن هذه الحدود وبأي رخصة. يظهر هذا السطر أسفل كل خريطة.
boundaries-variable = المتغيّر
boundaries-variable-hint = المتغيّر الذي تحمل المناطق رموزه.
boundaries-variable-choose = اختاروا متغيّرًا
boundaries-variable-of = { $label } – { $name } (الرموز: { $codes })
boundaries-no-variable = لا رموز لأي متغيّر حتى الآن. استوردوا أولًا مجموعة بيانات تميّز بين الأماكن.
boundaries-property = خاصية الرمز
boundaries-property-hint = اسمها في الملف، مثل «code» أو «INSEE_COM». لا تلزم إلا مع ملف.
boundaries-file = الملف
boundaries-file-hint = GeoJSON بخطوط الطول والعرض (WGS 84)، { $megabytes } م.ب على الأكثر.
boundaries-file-again-hint = الملف الجديد يحل محل الحدود، ومن دونه تبقى. GeoJSON بخطوط الطول والعرض (WGS 84)، { $megabytes } م.ب على الأكثر.
boundaries-areas = المناطق
boundaries-without = مناطق في الجداول الموقّعة بلا حدود
boundaries-all = لا شيء: كلها مرسومة
boundaries-no-table = لا جدول موقّعًا يميّز هذه المناطق
boundaries-are-lost = الحدود مفقودة من مستودع الملفات: سلّموها من جديد
boundaries-more-areas = { $count ->
    [one] وواحدة أخرى
   *[other] و{ $count } أخرى
}
boundaries-save = حفظ
boundaries-delete = حذف هذه الحدود
boundaries-delete-lead = تختفي خرائط مساحة العمل. أما الجداول الموقّعة فتحتفظ بخرائطها.
table-sign-maps = ستُنشر مع الجدول خرائط على هذه الحدود التي لن تتغير بعد ذلك: { $sets }.
problem-boundaries-faults = { $count ->
    [one] في الملف خطأ واحد مبيّن أدناه؛ ولا يُحفظ منه شيء.
   *[other] في الملف أخطاء عددها { $count } مبيّنة أدناه؛ ولا يُحفظ منه شيء.
}
problem-boundaries-property-absent = لا منطقة لها خاصية «{ $property }». في الملف: { $found }.
problem-boundaries-property-absent-remedy = اكتبوا الاسم كما هو في الملف، مع الأحرف الكبيرة.
problem-boundaries-two-levels = يخلط الملف بين مستويين: «{ $code }» داخل «{ $within }».
problem-boundaries-two-levels-remedy = سلّموا كل مستوى في ملف مستقل.
problem-boundaries-changed = غيّر شخص آخر هذه الحدود في هذه الأثناء. هذا هو المحفوظ: تحققوا منه ثم أعيدوا العملية.
problem-boundaries-lost = الحدود المحفوظة مفقودة من مستودع الملفات.
problem-boundaries-lost-remedy = سلّموا الملف من جديد.
use-case-boundaries-save = حفظ حدود
use-case-boundaries-delete = حذف حدود
merge-field-variable = المتغيّر
merge-field-areas = المناطق
merge-field-digest = البصمة
merge-field-source = المصدر
