problem-required = املؤوا هذا الحقل.
problem-choice-required = اختاروا أحد الخيارات.
problem-choice-unknown = هذا الخيار غير موجود. اختاروا من القائمة.
problem-too-long = عدد أحرف النص { $length }، والحد الأقصى { $limit }. اختصروه.
problem-date-invalid = أدخلوا تاريخاً كاملاً: اليوم والشهر والسنة.
problem-period-reversed = تاريخ النهاية يسبق تاريخ البداية. صحّحوا أحد التاريخين.
problem-topic-required = اختاروا موضوعاً واحداً على الأقل.
problem-account-not-active = هذا الحساب غير نشط. اطلبوا من الإدارة إعادة فتحه.
problem-account-unknown = لا يوجد حساب بهذا العنوان. ادعوا الشخص أولاً.
problem-assign-nothing = لم يُحدَّد أي موضوع: لم يُسنَد شيء.
problem-assign-nothing-remedy = حدّدوا موضوعاً واحداً على الأقل في القائمة.
problem-lead-not-oneself = لا يعيّن أحد نفسه مسؤولاً عن ملف. يمكن لمسؤول إدارة آخر القيام بذلك.
problem-address-malformed = يجب أن يبدأ العنوان بـ http:// أو https:// وأن يذكر موقعاً، مثل https://example.org/page.
problem-already-set-up = توجد حسابات في هذا التثبيت من قبل.
problem-already-taken = أُخذ هذا الاسم أو هذا العنوان للتوّ. اختاروا غيره.
problem-changed-meanwhile = غيّر شخص آخر هذه البطاقة في هذه الأثناء. أعد تحميلها ثم حاول من جديد.
problem-territory-inside-itself = لا يمكن أن يكون الإقليم جزءًا من نفسه أو من إقليم يحتويه. اختر إقليمًا أكبر.
problem-author-or-publisher = اذكروا مؤلفاً أو ناشراً.
problem-dossier-changed = تغيّر الملف في هذه الأثناء. أعيدوا قراءته ثم كرّروا العملية.
problem-email-invalid = هذا ليس عنوان بريد إلكتروني كاملاً.
problem-email-taken = يوجد حساب بهذا العنوان من قبل.
problem-evidence-cited = { $count ->
    [one] يُستشهد بهذا المصدر مرة واحدة. أزيلوا هذا الاستشهاد أولاً.
    [two] يُستشهد بهذا المصدر مرتين. أزيلوا هذين الاستشهادين أولاً.
    [few] يُستشهد بهذا المصدر { $count } مرات. أزيلوا هذه الاستشهادات أولاً.
   *[other] يُستشهد بهذا المصدر { $count } مرة. أزيلوا هذه الاستشهادات أولاً.
}
problem-file-empty = اختاروا ملفاً غير فارغ.
problem-file-too-large = يتجاوز حجم الملف { $megabytes } ميغابايت.
problem-file-type = هذا النوع من الملفات غير مقبول. أرفقوا ملف PDF أو صورة PNG أو JPEG أو وثيقة DOCX أو XLSX أو PPTX أو ODT أو ODS دون وحدات ماكرو، أو نصاً بسيطاً.
problem-file-macros = تتضمن هذه الوثيقة وحدات ماكرو يمكن أن تؤثر في جهاز من يفتحها. المقبول: PDF، صورة PNG أو JPEG، وثيقة DOCX أو XLSX أو PPTX أو ODT أو ODS دون وحدات ماكرو، نص بسيط.
problem-file-macros-remedy = احفظوها دون وحدات ماكرو، مثلاً بصيغة DOCX أو XLSX أو PDF.
problem-framework-exists = { $framework } موجود من قبل؛ والنسخة المنشورة لا تتغيّر. أعطوا رقم نسخة آخر.
problem-import-has-faults = { $count ->
    [one] في الملف عيب واحد؛ ولن يُدرج منه شيء قبل تصحيحه.
    [two] في الملف عيبان؛ ولن يُدرج منه شيء قبل تصحيحهما.
    [few] في الملف { $count } عيوب؛ ولن يُدرج منه شيء ما دام فيه عيب.
    [many] في الملف { $count } عيباً؛ ولن يُدرج منه شيء ما دام فيه عيب.
   *[other] في الملف { $count } عيب؛ ولن يُدرج منه شيء ما دام فيه عيب.
}
problem-import-nothing-chosen = لم يُحدَّد أي تغيير: لم يُعتمد شيء.
problem-import-nothing-chosen-remedy = حدّدوا سطراً واحداً على الأقل.
problem-import-excuse-unexplained = «لا ينطبق هنا» يستلزم بيان الجهة المختصة: { $items }. لم يُعتمد شيء.
problem-import-excuse-unexplained-remedy = حدّدوا أيضاً سطر «الاختصاص» لهذه المواضيع، أو ألغوا تحديد إجابتها.
problem-language-incomplete = النسخة { $language ->
    [fr] الفرنسية
    [en] الإنجليزية
    [es] الإسبانية
    [ar] العربية
   *[other] «{ $language }»
}: { $count ->
    [one] نص واحد ناقص أو بحاجة إلى مراجعة. أكملوه، أو اقبلوا النشر كما هو.
    [two] نصّان ناقصان أو بحاجة إلى مراجعة. أكملوهما، أو اقبلوا النشر كما هو.
    [few] { $count } نصوص ناقصة أو بحاجة إلى مراجعة. أكملوها، أو اقبلوا النشر كما هو.
    [many] { $count } نصاً ناقصاً أو بحاجة إلى مراجعة. أكملوها، أو اقبلوا النشر كما هو.
   *[other] { $count } نص ناقص أو بحاجة إلى مراجعة. أكملوها، أو اقبلوا النشر كما هو.
}
problem-language-required = اختاروا لغة واحدة على الأقل.
problem-last-lead = لا بدّ لكل ملف من مسؤول محلي واحد على الأقل. عيّنوا غيره أولاً.
problem-merge-unreadable = تعذّرت قراءة النسخة المدموجة. افتحوا الصفحة من جديد وكرّروا العملية.
problem-organisation-needed = يجب أن يكون حسابكم تابعاً لمنظمة. اطلبوا ذلك من الإدارة.
problem-organisation-unknown = اختاروا منظمة من القائمة.
problem-password-differs = كلمتا المرور غير متطابقتين.
problem-password-length = تتكوّن كلمة المرور من { $minimum } إلى { $maximum } حرفاً. وتصلح لها جملة كاملة.
problem-password-guessable = يمكن تخمين كلمة السر هذه: فهي تكرّر نمطاً واحداً، أو تتبع ترتيب لوحة المفاتيح أو الحروف، أو من أكثر الكلمات شيوعاً.
problem-password-guessable-remedy = اختاروا عبارة من عدة كلمات لا صلة بينها.
problem-password-personal = كلمة السر هذه لا تكاد تزيد على اسمكم أو عنوانكم أو اسم هذا البرنامج.
problem-password-personal-remedy = اختاروا عبارة من عدة كلمات لا صلة بينها.
problem-password-wrong = هذه ليست كلمة المرور الحالية.
problem-sign-in-failed = العنوان أو كلمة المرور غير صحيح.
problem-stage-gate-closed = { $count ->
    [one] شرط واحد لم يتحقق بعد؛ وهو مبيّن أدناه.
    [two] شرطان لم يتحققا بعد؛ وهما مبيّنان أدناه.
    [few] { $count } شروط لم تتحقق بعد؛ والقائمة أدناه.
    [many] { $count } شرطاً لم تتحقق بعد؛ والقائمة أدناه.
   *[other] { $count } شرط لم تتحقق بعد؛ والقائمة أدناه.
}
problem-stage-moved-on = انتقل الملف إلى مرحلة أخرى في هذه الأثناء. افتحوا الصفحة من جديد.
problem-stage-needs-publication = لا يُبلغ هذه المرحلة إلا بالنشر.
problem-stage-unknown-exit = لا تقود هذه المرحلة مباشرة إلى تلك. افتحوا الصفحة من جديد لرؤية المراحل الممكنة.
problem-table-header = يعطي السطر الأول عناوين الأعمدة: من واحد إلى { $maximum } بعد عمود البيان.
problem-table-rows = يتكوّن الجدول من سطر واحد إلى { $maximum } تحت العناوين.
problem-table-not-a-number = السطر { $row }، العمود { $column }: «{ $value }» ليس رقماً.
problem-table-extra-cell = السطر { $row }، العمود { $column }: ليس للقيمة «{ $value }» عنوان عمود.
problem-sheet-file = { $rule ->
    [encrypted-or-old-format] { cell-fault-encrypted-or-old-format } { cell-fault-encrypted-or-old-format-remedy }
    [too-large] { cell-fault-too-large }
    [too-many-parts] { cell-fault-too-many-parts }
    [archive-bomb] { cell-fault-archive-bomb }
    [macros] { cell-fault-macros } { cell-fault-macros-remedy }
    [external-entity] { cell-fault-external-entity }
    [malformed] { cell-fault-malformed } { cell-fault-malformed-remedy }
    [too-many-cells] { cell-fault-too-many-cells }
   *[other] { cell-fault-not-a-spreadsheet } { cell-fault-not-a-spreadsheet-remedy }
}
problem-sheet-cell = الورقة «{ $sheet }»، الخلية { $cell }، «{ $value }»: { $rule ->
    [formula] { cell-fault-formula } { cell-fault-formula-remedy }
    [error-value] { cell-fault-error-value } { cell-fault-error-value-remedy }
    [too-long] { cell-fault-too-long }
    [extra-cell] ليس لهذا العمود عنوان.
   *[other] { cell-fault-not-a-number } { cell-fault-not-a-number-remedy }
}
problem-throttled = { $minutes ->
    [one] حاولوا من جديد بعد دقيقة واحدة.
    [two] حاولوا من جديد بعد دقيقتين.
    [few] حاولوا من جديد بعد { $minutes } دقائق.
   *[other] حاولوا من جديد بعد { $minutes } دقيقة.
}
problem-report-empty = السجلات التي يُبنى منها هذا التقرير فارغة.
problem-report-requirements-open = { $count ->
    [one] شرط واحد غير مستوفى؛ وهو مذكور تحت التقرير.
   *[other] { $count } شروط غير مستوفاة؛ وهي مذكورة تحت التقرير.
}
problem-report-unsigned = لم يُعتمد النص كما هو: اطلبوا توقيع اللجنة.
problem-amendment-reason-required = { $count ->
    [one] تغيّر عنصر واحد منذ الإصدار المنشور: بيّنوا السبب.
   *[other] تغيّرت { $count } عناصر منذ الإصدار المنشور: بيّنوا السبب.
}
problem-tabulate-purpose-needed = تُقرأ هذه البيانات لغرض معلن: أضيفوا --purpose مع أحد هذه الرموز: { $purposes }.
problem-finding-required = اختاروا نتيجة واحدة على الأقل.
problem-model-required = اختاروا تعريفًا واحدًا على الأقل.
problem-query-unreadable = لا يمكن قراءة معلمات العنوان: رمّزها بترميز UTF-8، وكل % يتبعها رقمان ست عشريان.
problem-finding-commented = على هذه النتيجة تعليقات ({ $count }) تظهر مع ما آلت إليه في ملحق التقرير. صحّحوا النتيجة بدل حذفها.
