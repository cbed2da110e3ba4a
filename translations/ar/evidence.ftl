evidence-lead = كل ما يستند إليه الملف: كل استنتاج وكل نص وكل شكل يحيل إلى مصدر في هذه القائمة.
evidence-add = إضافة مصدر
evidence-kind = النوع
evidence-kind-choose = اختاروا نوعاً
evidence-all-kinds = الكل
evidence-use = الاستعمال
evidence-use-all = كل المصادر
evidence-use-uncited = مصادر لا يُستشهد بها
evidence-shown = { $count ->
    [0] لا مصادر
    [one] مصدر واحد
    [two] مصدران
    [few] { $count } مصادر
    [many] { $count } مصدراً
   *[other] { $count } مصدر
}
evidence-empty = ليس في الملف مصادر بعد. أضيفوا أولاً الوثائق التي يقوم عليها التقييم، والتزام السلطة.
evidence-nothing = لا يطابق البحث أي مصدر. وسّعوا البحث أو غيّروا عامل التصفية.
evidence-table = مصادر الملف
evidence-author-or-publisher = المؤلف أو الناشر
evidence-author = المؤلف
evidence-author-hint = شخص أو هيئة. وإن تعذّر ذلك فاذكروا الناشر.
evidence-year = السنة
evidence-title = العنوان
evidence-publisher = الناشر
evidence-publisher-hint = الهيئة الناشرة، إن لم تكن هي المؤلف.
evidence-address = عنوان الويب
evidence-address-hint = اختياري. يبدأ بـ http:// أو https://.
evidence-open-address = فتح العنوان
evidence-accessed-on = تاريخ الاطلاع
evidence-note = ملاحظة
evidence-note-hint = اختياري. مثلاً رقم الوثيقة أو من قدّمها.
evidence-commitment = يثبت هذا المصدر التزام السلطة بالتقييم
evidence-commitment-hint = قرار أو رسالة أو اتفاق يقرّ إجراء التقييم.
evidence-commitment-badge = التزام
evidence-file = الملف المرفق
evidence-no-file = بلا ملف مرفق
evidence-no-file-yet = لا ملف مرفقاً بهذا المصدر.
evidence-file-later = يُرفق الملف بعد ذلك، في صفحة المصدر.
evidence-upload = إرفاق ملف
evidence-replace-file = استبدال الملف المرفق
evidence-upload-hint = ملف PDF أو صورة أو وثيقة مكتبية أو نص بسيط، بحجم لا يتجاوز { $megabytes } ميغابايت. لا تتركوا فيه بيانات شخصية لا حاجة إليها.
evidence-send-file = إرسال الملف
evidence-size-kilobytes = { $size } كيلوبايت
evidence-size-megabytes = { $size } ميغابايت
evidence-cited-by = يستشهد به
evidence-cited-findings = { $count ->
    [one] استنتاج واحد
    [two] استنتاجان
    [few] { $count } استنتاجات
    [many] { $count } استنتاجاً
   *[other] { $count } استنتاج
}
evidence-cited-paragraphs = { $count ->
    [one] نص سياق واحد
    [two] نصّا سياق
    [few] { $count } نصوص سياق
   *[other] { $count } نص سياق
}
evidence-cited-figures = { $count ->
    [one] شكل واحد
    [two] شكلان
    [few] { $count } أشكال
    [many] { $count } شكلاً
   *[other] { $count } شكل
}
evidence-uncited = لا شيء يستشهد بهذا المصدر
evidence-untitled = بلا عنوان
evidence-form-title = مصدر
evidence-read-only = يمكنكم قراءة هذا المصدر، ولا يمكنكم تعديله في هذه المرحلة.
evidence-delete = حذف هذا المصدر
evidence-delete-text = يزول المصدر من القائمة، ويبقى أثره في السجل.
