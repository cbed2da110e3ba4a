context-lead = يعرّف فصل السياق بالإقليم قبل الاستنتاجات. يطلب كل بند نصاً أو شكلاً.
context-guidance = ما يطلبه هذا البند
context-empty = لم يُكتب شيء في هذا البند بعد.
context-other = خارج البنود
context-figures = الأشكال
context-untitled = بلا عنوان
context-open = قراءة
context-add-paragraph = إضافة نص
context-add-figure = إضافة شكل
context-paragraph = نص السياق
context-figure = شكل
context-read-only = يمكنكم قراءة هذا المحتوى، ولا يمكنكم تعديله في هذه المرحلة.
context-switch-language = تغيير اللغة
context-source-text = النص الأصلي
context-choose = اختاروا
context-section = القسم
context-section-hint = الجزء الذي يظهر فيه النص من الفصل.
context-item = البند
context-item-hint = سؤال الإطار الذي يجيب عنه هذا المحتوى.
context-no-item = خارج البنود
context-title = العنوان
context-text = النص
context-text-hint = جمل كاملة كما ستظهر في التقرير. يفصل سطر فارغ بين فقرتين.
context-source = المصدر
context-sources = المصادر
context-sources-hint = اذكروا لكل مصدر رقم الصفحة، والاقتباس إن كان قصيراً.
context-sources-are = المصادر: { $sources }
context-no-source = بلا مصدر
context-page = الصفحة
context-quotation = الاقتباس
context-comments = { $count ->
    [0] لا تعليقات
    [one] تعليق واحد
    [two] تعليقان
    [few] { $count } تعليقات
    [many] { $count } تعليقاً
   *[other] { $count } تعليق
}
context-figure-title = عنوان الشكل
context-figure-title-hint = ما تبيّنه الأرقام، والمكان والسنة.
context-description = الوصف
context-description-hint = ما يُرى في الرسم، لمن لا يراه.
context-chart = الرسم
context-chart-is = الرسم: { $chart }
context-chart-hint = يرافق الجدول الرسم دائماً.
context-unit = الوحدة
context-unit-hint = مثلاً: %، أشخاص، ملايين اليورو.
context-table = الجدول
context-table-hint = الصقوه من جدول بيانات. يعطي السطر الأول عناوين الأعمدة، والعمود الأول التسميات. تفصل علامات الجدولة أو الفواصل المنقوطة بين الأعمدة، والخانة الفارغة قيمة ناقصة.
context-file = أو الجدول في مصنّف
context-file-hint = XLSX دون وحدات ماكرو ولا صيغ. تحل ورقته الأولى محل الجدول أعلاه: العناوين في السطر الأول والتسميات في العمود الأول. الخلية المعروضة نسبةً مئوية تُحسب بما تحتويه: 0.335 لا 33.5.
context-table-label = التسمية
context-table-borrowed = العناوين والتسميات غير المترجمة معروضة بلغة أخرى: ترجموها هنا دون تغيير عدد الأسطر والأعمدة.
context-no-value = غير متاح
context-note = ملاحظة أسفل الشكل
context-delete-paragraph = حذف هذا النص
context-delete-figure = حذف هذا الشكل
context-delete-text = يزول هذا المحتوى من التقرير، ويبقى أثره في السجل.
