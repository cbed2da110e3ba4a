report-draft = مسودّة
report-draft-stage = مسودّة، مرحلة «{ $stage }»: لم تُعتمد ولم تُنشر
report-fact-territory = الإقليم
report-fact-period = الفترة
report-fact-framework = الإطار
report-fact-definition = النطاق الجغرافي
report-fact-round = دورة التقييم
report-fact-licence = الرخصة
report-licence = المشاع الإبداعي، نَسب المُصنَّف 4.0 دولي (CC BY 4.0)
report-notice-synthetic = هذا الإقليم وبياناته من نسج الخيال، وهما للعرض التوضيحي.
report-notice-translation = { $count ->
    [one] ترجمة غير مكتملة: نص واحد ناقص أو غير محدّث بهذه اللغة؛ وهو وارد باللغة الأصلية ({ $source }).
    [two] ترجمة غير مكتملة: نصّان ناقصان أو غير محدّثين بهذه اللغة؛ وهما واردان باللغة الأصلية ({ $source }).
    [few] ترجمة غير مكتملة: { $count } نصوص ناقصة أو غير محدّثة بهذه اللغة؛ وهي واردة باللغة الأصلية ({ $source }).
    [many] ترجمة غير مكتملة: { $count } نصاً ناقصاً أو غير محدّث بهذه اللغة؛ وهي واردة باللغة الأصلية ({ $source }).
   *[other] ترجمة غير مكتملة: { $count } نص ناقص أو غير محدّث بهذه اللغة؛ وهي واردة باللغة الأصلية ({ $source }).
}
report-contents = المحتويات
report-figure = الشكل
report-table = الجدول
labelled = { $label }: { $text }
report-source = المصدر
source-own-rule = قاعدة خاصة ببرنامج جالون
source-own-rule-see = قاعدة خاصة ببرنامج جالون (انظر { $document })
source-lines = { $document }، الأسطر { $lines }
source-document-profile = ملف مؤشرات حوكمة الهجرة المحلية لمدينة مونتريال (المنظمة الدولية للهجرة)
source-document-civil-society = المائدة المستديرة 3.2 للمنتدى العالمي للهجرة والتنمية، المجتمع المدني والاندماج
source-document-cities = المائدة المستديرة 3.1 للمنتدى العالمي للهجرة والتنمية، دعم مدن الوصول
source-document-dialogue = الحوار الدولي بشأن الهجرة رقم 28 (المنظمة الدولية للهجرة)
source-document-guidelines = المبادئ التوجيهية لتنفيذ الاتفاق العالمي للهجرة (شبكة الأمم المتحدة المعنية بالهجرة، 2020)
report-sources = المصادر
report-page = الصفحة
report-page-of = من
report-data-table = البيانات
report-release = الإصدار
report-digest = بصمة المحتوى (SHA-256)
report-signatures = اعتمده
report-text = النص
report-chapter = الفصل
report-section = القسم
report-kind = النوع
report-about = نبذة
report-notes = الحواشي
report-skip = الانتقال إلى النص
report-back-to-text = العودة إلى النص
report-column-title = العنوان
report-column-author = المؤلف
report-column-year = السنة
report-column-publisher = الناشر
report-column-address = عنوان الويب
report-column-accessed = تاريخ الاطلاع
report-no-comments = لم يُسجَّل أي تعليق.
report-place-page = ص. { $page }
report-place-lines = الأسطر { $lines } من النص المصدر
report-quotation = «{ $quotation }»
report-accessed = اطُّلع عليه في { $date }
report-competence-subject = المجال
report-competence-text = مَن المختص وبماذا
report-not-available = غير متاح
report-row-label = البيان
report-dimension = البُعد
report-wheel-caption = الأبعاد الستة وتغطيتها
report-wheel-table = المواضيع حسب البُعد والحالة
report-wheel-note = تُظهر العجلة المواضيع التي جرى بحثها. وهي ليست درجة ولا ترتيباً.
report-wheel-description = عجلة من ستة قطاعات، قطاع لكل بُعد؛ ويُقسَّم كل قطاع حسب حالة مواضيعه في { $territory }. ويعرض الجدول الأعداد.
report-wheel-sector = { $settled ->
    [one] بُحث موضوع واحد من أصل { $total }
    [two] بُحث موضوعان من أصل { $total }
    [few] بُحثت { $settled } مواضيع من أصل { $total }
    [many] بُحث { $settled } موضوعاً من أصل { $total }
   *[other] بُحث { $settled } موضوع من أصل { $total }
}
wheel-answered = مُجاب عنه
wheel-not-applicable = لا ينطبق هنا
wheel-not-covered = لا يتناوله المصدر
wheel-open = دون إجابة
report-not-computed = لا يمكن حسابه بعد
report-computation = مؤشر أهداف التنمية المستدامة 10.7.2: الحساب الرسمي
report-computation-categories = { $count ->
    [one] فئة فرعية واحدة
    [two] متوسط فئتين فرعيتين
    [few] متوسط { $count } فئات فرعية
   *[other] متوسط { $count } فئة فرعية
}
report-computation-total = المجموع
report-computation-points = نقاط الفئات الفرعية
report-computation-percent = النتيجة (%)
report-computation-band = القراءة الرسمية
report-computation-note = المنهجية: { $source }. لا تُقارَن النتيجة إلا بنتائج البلد نفسه عبر الزمن.
report-no-finding = لا استنتاجات في هذا الجزء.
report-excused = مواضيع خارج اختصاص الإقليم
report-topic = الموضوع
report-excused-competence = الاختصاص
report-code = الرمز
report-answer = الإجابة
report-comments = التعليقات والردود
report-comment-subject = بشأن
report-comment-organisation = المنظمة
report-comment-body = التعليق
report-comment-answer = القرار المتخذ
report-comment-reason = السبب
report-comment-replaced = استُبدل: «{ $before }» بـ «{ $after }».
report-comment-removed = حُذف: «{ $text }».
report-comment-added = أُضيف: «{ $text }».
report-comment-rewritten = أُعيدت كتابة النص.
answer-not-applicable = لا ينطبق هنا
answer-not-covered = لا يتناوله المصدر
answer-open = دون إجابة
finding-kind-well-developed = جانب متطوّر
finding-kind-well-developed-plural = جوانب متطوّرة
finding-kind-to-strengthen = جانب يحتاج إلى تعزيز
finding-kind-to-strengthen-plural = جوانب تحتاج إلى تعزيز
disposition-accepted = مقبول
disposition-partly = مقبول جزئياً
disposition-not-accepted = غير مقبول
disposition-open = في انتظار الرد
context-section-trends = اتجاهات الهجرة
context-section-competences = اختصاصات الإقليم
context-section-funding = التمويل
context-section-participation = المشاركة في السياسة الوطنية
resources-currency = العملة
resources-needed = المطلوب
resources-committed = الملتزم به
resources-negotiating = قيد التفاوض
resources-identified = المحدد
resources-missing = الناقص
resources-balance = الاحتياجات والتمويل حسب العملة
resources-balance-note = الناقص هو ما تطلبه بنود الميزانية مطروحا منه الملتزم به. لا تحويل بين العملات، ولا يحسب التمويل المرفوض.
resources-all-funded = لكل بند ميزانية تمويل ملتزم به.
resources-trust-fund-note = ربط الأهداف بالمجالات المواضيعية قراءة منا، وينبغي التحقق منها في دليل الصندوق. تقدم الطلبات منظمة من منظمات الأمم المتحدة.
resources-request = طلب: { $title } ({ $state })
resources-area-empty = لا تدبير بلا تمويل ملتزم به في هذا المجال.
reports-internal = وثيقة عمل: يمكن تنزيلها ولا تنشر أبدا.
