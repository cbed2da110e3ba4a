register-shown = { $count ->
    [0] لا قيود
    [one] قيد واحد
    [two] قيدان
    [few] { $count } قيود
    [many] { $count } قيداً
   *[other] { $count } قيد
}
register-any = الكل
register-others = السجلات الأخرى
register-add = إضافة قيد
register-export-xlsx = تنزيل (XLSX)
register-export-csv = تنزيل (CSV)
register-import = استيراد ملف
register-open = قيود ينبغي إكمالها من أجل: { $requirement }
register-total = المجموع { $amount }
register-empty = هذا السجل فارغ. ابدأوا بقيد أول؛ يمكن إكماله لاحقاً.
register-nothing = لا قيد يطابق هذه المرشحات.
register-pages = صفحات القائمة
register-saved = تم الحفظ.
register-back = العودة إلى القائمة
register-no-choice = لا شيء للاختيار بعد. املأوا السجل المعني أولاً.
register-chosen = تم اختيار { $count } من { $total }
register-save-another = الحفظ وإضافة قيد آخر
register-locked = مؤسسة أخرى مسؤولة عن هذا القيد أو أن المرحلة مغلقة: يمكنكم قراءته.
register-references = ما يشير إليه
register-delete = حذف هذا القيد
register-delete-text = يختفي القيد من السجل، ويبقى أثره في التاريخ.
tab-steps = الخطوات
tab-registers = السجلات
step = خطوة
step-met = المتطلبات المستوفاة
step-progress = { $met } من { $total }
step-contents = في هذه الصفحة
step-requirements = قائمة التحقق
step-instruments = أدوات العمل
step-questions = الأسئلة التوجيهية
step-actions = الإجراءات
step-tools = الأدوات
step-people = من يعمل عليها
step-assigned = { $count ->
    [one] سؤال واحد مسند
    [two] سؤالان مسندان
    [few] { $count } أسئلة مسندة
    [many] { $count } سؤالاً مسنداً
   *[other] { $count } سؤال مسند
}
step-looked-at = ما جرى النظر فيه: { $register }{ $field ->
    [empty] {""}
   *[other] {" "}› { $field }
} ({ $count })
requirement-met = مستوفى
requirement-open = مطلوب
requirement-excused = لا ينطبق هنا
requirement-attested = يشهد به شخص
requirement-derived = مستنتج من السجلات
requirement-continuous = مستمر
vision-caption = رؤية 360 درجة: الأهداف الـ23
vision-description = ما تفعله { $territory } بكل هدف من أهداف الاتفاق: منظور فيه، مختار، تدابير، ميزانية، مؤشرات، تقدم.
vision-note = من المركز إلى الخارج: منظور فيه، مختار، تدابير، ميزانية، مؤشرات، على المسار. هذا ليس تقييماً بالدرجات.
vision-objective = الهدف
vision-measures = التدابير
vision-number = عدد التدابير
vision-considered = منظور فيه
vision-selected = مختار
vision-budgeted = الميزانية
vision-indicators = المؤشرات
vision-on-track = على المسار
vision-yes = نعم
vision-no = –
check-entries-exist = لا يتضمن السجل «{ $register }» بعد ما يجيب عنه.
check-field-filled = { $count ->
    [0] لا يتضمن السجل «{ $register }» بعد أي قيد للنظر فيه.
    [one] «{ $field }» فارغ في { $examples }.
   *[other] «{ $field }» فارغ في { $count } من القيود: { $examples }.
}
check-field-filled-once = لا قيد في «{ $register }» يملأ «{ $field }».
check-value-chosen = لا قيد في «{ $register }» يذكر «{ $value }» تحت «{ $field }».
check-value-chosen-by-all = { $count ->
    [0] لا يتضمن السجل «{ $register }» بعد أي قيد للنظر فيه.
    [one] { $examples } لا يذكر «{ $value }» تحت «{ $field }».
   *[other] { $count } من القيود لا تذكر «{ $value }» تحت «{ $field }»: { $examples }.
}
check-everything-chosen = { $count ->
    [one] لا يذكر «{ $register }» بعد { $examples }.
   *[other] لا يذكر «{ $register }» بعد { $count } من الخيارات: { $examples }.
}
check-every-entry-named = { $count ->
    [0] لا يتضمن السجل «{ $target }» بعد أي قيد يُنظر فيه.
    [one] { $examples } لا يظهر في أي قيد من «{ $register }».
   *[other] { $count } من قيود «{ $target }» لا تظهر في «{ $register }»: { $examples }.
}
check-withheld = يُقرَّر هذا في سجلّ غير متاح لكم.
check-not-overdue = { $count ->
    [one] { $examples } تجاوز تاريخه.
   *[other] { $count } من القيود تجاوزت تاريخها: { $examples }.
}
check-budget-funded = { $count ->
    [0] لم تُسجَّل أي ميزانية بعد.
   *[other] ينقص { $examples }.
}
check-attested = لم يشهد به أحد بعد مع شرح.
problem-not-unique = قيد آخر يحمل «{ $value }». اختاروا غيره.
problem-number-invalid = «{ $value }» ليس رقماً. اكتبوا مثلاً 12.5.
problem-number-ambiguous = يمكن قراءة «{ $value }» بطريقتين. اكتبوا الآلاف بلا علامة (1250) أو المنازل العشرية بصفر إضافي (1.2500).
problem-number-too-large = «{ $value }» أكبر مما يمكن حفظه. اكتبوا عددًا من خمسة عشر رقمًا على الأكثر.
problem-value-negative = هذا المؤشر يُجمع: لا يمكن أن تكون «{ $value }» سالبة. صحّحوا القيمة، أو اذكروا في المؤشر أنه لا يُجمع.
problem-value-of-few = قد يدل { $value } على أشخاص يمكن التعرف عليهم: يُنشر العدد ابتداءً من { $minimum } أشخاص. اختاروا القراءة «محجوبة» أو ادمجوا المجموعات.
problem-value-follows = ما حُجب ({ $groups }) يُستنتج من الباقي: { $everybody } في المجموع ناقص { $sum } يبقى { $rest }. احجبوا مجموعة أخرى أو المجموع. إن كانت القيم لا تُجمع فاذكروا ذلك في المؤشر.
problem-value-follows-everybody = المجموع المحجوب يُستنتج من المجموعات التي تبلغ { $sum }. احجبوا إحدى المجموعات أيضًا. إن كانت القيم لا تُجمع فاذكروا ذلك في المؤشر.
problem-value-leaves-few = { $everybody } في المجموع ناقص { $sum } يبقى { $rest }: أقل من { $minimum } أشخاص يتطلبها النشر. احجبوا مجموعة أو المجموع، أو ادمجوا المجموعات.
problem-value-without-dimension = المجموعات تتجاوز المجموع، ومنها مجموعة محجوبة. اكتبوا البعد قبل كل مجموعة، مثل «الجنس – النساء»، حتى يمكن الحكم على ما يُستنتج.
problem-amount-invalid = «{ $value }» ليس مبلغاً. اكتبوا منزلتين عشريتين على الأكثر ودون العملة، مثلاً 1250.50.
problem-one-line = اكتبوا هذا الحقل في سطر واحد.
problem-choose-fewer = خيارات كثيرة لهذا الحقل. احتفظوا بواحد.
problem-entry-of-another-institution = هذا القيد يخص مؤسسة أخرى. سمّوا مؤسستكم مسؤولة عنه أو اسألوا من يقود الملف.
problem-entry-referenced = { $count ->
    [one] قيد آخر يشير إليه. صحّحوه أولاً.
   *[other] { $count } من القيود تشير إليه. صحّحوها أولاً.
}
catalogue-unknown-item = يشير { $at } إلى { $item } وهو غير موجود.
catalogue-unknown-item-remedy = عرّفوا العنصر أو صحّحوا رمزه.
catalogue-field-leads-nowhere = لا يقول الحقل { $at } من أين تأتي خياراته.
catalogue-field-leads-nowhere-remedy = حددوا قائمته أو سجله أو العناصر التي يُختار منها.
catalogue-unknown-field = ينظر { $item } في { $at } وهو غير موجود.
catalogue-unknown-field-remedy = عرّفوا السجل والحقل أو صحّحوا رمزيهما.
use-case-register-save = حُفظ قيد في سجل
use-case-register-delete = حُذف قيد من سجل
use-case-register-merge = جُمعت قيود سجل
use-case-register-import = استُورد سجل
merge-field-values = الحقول
problem-entry-unknown = لا قيد بهذا المعرّف. اتركوا الخلية فارغة لإضافة قيد.
problem-entry-twice = هذا القيد موجود أعلاه في الملف. احتفظوا بصف واحد.
problem-entry-cycle = هذا الاختيار يدور في حلقة: سيلي القيد نفسه. احذفوا أحدها.
cell-fault-not-a-register = هذا الملف ليس سجلاً: يجب أن تحتوي خليته الأولى على «id».
cell-fault-not-a-register-remedy = نزّلوا السجل وانطلقوا من ذلك الملف.
cell-fault-unknown-column = لا عمود بهذا الاسم في السجل.
cell-fault-unknown-column-remedy = صحّحوا اسم العمود أو احذفوه.
cell-fault-duplicate-column = هذا العمود مكرر.
cell-fault-duplicate-column-remedy = احتفظوا بواحد.
cell-fault-too-many-rows = صفوف الملف كثيرة جداً.
cell-fault-too-many-rows-remedy = قسّموه إلى عدة ملفات.
cell-fault-not-text = الملف ليس نصاً بترميز UTF-8.
cell-fault-not-text-remedy = احفظوه بصيغة CSV UTF-8 أو XLSX.
register-import-lead = يُقارن الملف أولاً بالسجل: ترون كل تغيير وكل خطأ قبل أن تقرروا. الصف بلا معرّف يضيف قيداً؛ ولا يُحذف شيء.
register-import-changes = { $count ->
    [0] لا شيء للتغيير
    [one] قيد واحد للإضافة أو التغيير
   *[other] { $count } قيد للإضافة أو التغيير
}
register-entry = القيد
check-requirement = { $requirement }: { $text }
questionnaire-attested-by = شهد به { $name }، { $date }
questionnaire-attested-someone = عضو في الملف
checks-reference-lead = كل متطلب من متطلبات الإطار وكيف يقرره البرنامج. من معايير الأدوات وقوائم التحقق، { $derived } من { $total } ({ $share }٪) مستنتجة من السجلات، والباقي يشهد به شخص مع شرح أو مصدر. يكتب هذا الجدول «jalon catalog checks».
checks-reference-code = الرمز
checks-reference-requirement = المتطلب
checks-reference-decided = كيف يُقرَّر
checks-reference-severity = الخطورة
checks-reference-source = المصدر
rule-where = (القيود التي «{ $field }» فيها: { $value })
rule-entries-exist = مستنتج: في السجل «{ $register }» قيد واحد على الأقل.
rule-field-filled = مستنتج: كل قيد في «{ $register }» يملأ «{ $field }».
rule-field-filled-once = مستنتج: قيد واحد على الأقل في «{ $register }» يملأ «{ $field }».
rule-value-chosen = مستنتج: قيد واحد على الأقل في «{ $register }» يذكر «{ $value }» تحت «{ $field }».
rule-value-chosen-by-all = مستنتج: كل قيد في «{ $register }» يذكر «{ $value }» تحت «{ $field }».
rule-everything-chosen = مستنتج: تغطي قيود «{ $register }» معاً كل ما يعرضه «{ $field }».
rule-every-entry-named = مستنتج: كل قيد في «{ $target }» يظهر تحت «{ $field }» في «{ $register }».
rule-not-overdue = مستنتج: لا قيد في «{ $register }» تجاوز «{ $field }» دون أن يُنجز أو يُترك.
rule-budget-funded = مستنتج: التمويل الملتزم به يغطي بنود الميزانية لكل عملة.
rule-attested = يشهد به شخص مع شرح أو مصدر.
rule-translations-up-to-date = مستنتج: لا ترجمة ناقصة أو قديمة.
rule-assignments-not-overdue = مستنتج: لا مهمة مسندة تجاوزت تاريخها.
rule-evidence-address-well-formed = مستنتج: كل عنوان مصدر عنوان ويب كامل.
cli-register-applied = { $count ->
    [0] لم يؤخذ أي قيد
    [one] أُخذ قيد واحد
   *[other] { $count } من القيود أُخذت
}
report-register-empty = لم يُدخل شيء بعد.
evidence-cited-entries = { $count ->
    [one] قيد واحد في سجل
   *[other] { $count } من قيود السجلات
}
evidence-cited-answers = { $count ->
    [one] شهادة واحدة
   *[other] { $count } من الشهادات
}
cycle-reports = التقارير (مسودات)
register-add-to = إضافة هنا:
register-copy = بدء قيد جديد انطلاقاً من هذا
amendments-caption = ما الذي تغيّر
amendments-since = مقارنةً بالإصدار { $version } المنشور في { $date }
amendments-reason = سبب التعديل: { $reason }
amendments-none = لم يتغيّر شيء منذ هذا الإصدار.
amendments-compare = المقارنة مع
amendments-register = السجل
amendments-entry = العنصر
amendments-field = الحقل
amendments-before = النص المعتمد
amendments-after = النص الجديد
amendments-added = أُضيف
amendments-changed = عُدّل
amendments-removed = حُذف
reports-lead = يُنشر كل تقرير عندما يجهز، في إصدار لا يتغيّر بعد ذلك. ويستمر العمل.
reports-never = لم يُنشر بعد
reports-last = الإصدار { $version }، نُشر في { $date }
reports-differences = { $count ->
    [0] لم يتغيّر شيء
    [one] تغيّر عنصر واحد
   *[other] تغيّرت { $count } عناصر
}
reports-empty = السجلات التي يُبنى منها هذا التقرير فارغة.
reports-requires = ما زال ينقص
reports-signature = الاعتماد: { $role }
reports-signature-outdated = تغيّر النص منذ التوقيع؛ يجب التوقيع من جديد.
reports-sign = اعتماد النص كما هو
reports-publish = نشر: { $report }
reports-publish-now = نشر
reports-reason = لماذا تُعدَّل الخطة
reports-reason-hint = يُنشر السبب مع الخطة قبل قائمة ما تغيّر.
reports-round = بدء دورة جديدة
reports-round-lead = تُنقل الأطراف المعنية والهيئات والبيانات والمؤشرات والتدابير غير المنتهية إلى ملف جديد. وتبقى القرارات والمشاورات والتقدم في هذا الملف.
rounds-cycle = من دورة إلى التي تليها
rounds-cycle-since = مقارنةً بالدورة { $period }

## عدة مدخلات معاً، والموافقة

bulk-title = تغيير عدة مدخلات
bulk-legend = تغيير المدخلات المختارة
bulk-choose = اختيار
bulk-choose-one = اختيار { $entry }
bulk-all = { $count ->
    [one] المدخل الذي تبقيه المرشحات
   *[other] كل المدخلات التي تبقيها المرشحات في كل الصفحات ({ $count })
}
bulk-field = الحقل المراد تغييره
bulk-go-on = اختيار القيمة
bulk-chosen = { $count ->
    [one] مدخل واحد مختار
   *[other] المدخلات المختارة: { $count }
}
bulk-empty-hint = لم يتغير شيء بعد: ترون أولاً ما سيتغير. القيمة الفارغة تمحو الحقل.
bulk-preview = عرض ما سيتغير
bulk-preview-title = ما سيتغير
bulk-changes = { $count ->
    [0] لن يتغير أي مدخل.
    [one] سيتغير مدخل واحد.
   *[other] عدد المدخلات التي ستتغير: { $count }.
}
bulk-unchanged = { $count ->
    [one] مدخل واحد يحمل هذه القيمة بالفعل.
   *[other] عدد المدخلات التي تحمل هذه القيمة بالفعل: { $count }.
}
bulk-refused = { $count ->
    [one] رُفض مدخل واحد ويبقى كما هو.
   *[other] عدد المدخلات المرفوضة التي تبقى كما هي: { $count }.
}
bulk-refused-title = المرفوض مع السبب
bulk-entry = المدخل
bulk-reason = السبب
bulk-apply = تطبيق هذه التغييرات
bulk-choose-again = اختيار مدخلات أخرى
bulk-done = { $count ->
    [one] تغيّر مدخل واحد.
   *[other] عدد المدخلات التي تغيّرت: { $count }.
}
bulk-undo = التراجع عن الكل
bulk-undone = { $count ->
    [one] عاد مدخل واحد كما كان.
   *[other] عدد المدخلات التي عادت كما كانت: { $count }.
}
problem-bulk-nothing-chosen = لم يُختر أي مدخل. أشّروا على واحد على الأقل في القائمة، أو على كل ما تبقيه المرشحات.
problem-bulk-too-many = عدد المدخلات المختارة { $count }، ولا يتغير معاً أكثر من { $limit }. رشّحوا القائمة.
problem-bulk-undo-changed = تغيّر «{ $entry }» منذ ذلك الحين: لا يُتراجع عن شيء. صحّحوا المدخلات واحداً واحداً.
problem-choose-field = اختاروا من القائمة الحقل المراد تغييره.
approve-title = في انتظار موافقتكم
approve-second = يوافق على القيمة شخص غير الذي أدخلها أو غيّرها آخر مرة.
approve-alone = أنتم الشخص الوحيد الذي يمكنه الموافقة هنا: توافقون أيضاً على ما أدخلتموه. عيّنوا شخصاً ثانياً في أقرب وقت.
approve-own = أدخلتموها أو غيّرتموها أنتم: يوافق عليها شخص آخر.
approve-button = الموافقة على القيم المختارة
problem-approval-by-another = أنتم من أدخل هذه القيمة أو غيّرها: يوافق عليها شخص آخر. اتركوها قيد التحقق.
problem-approval-changed = تغيّر «{ $entry }» منذ عرض الصفحة. أعيدوا قراءته قبل الموافقة عليه.
use-case-register-bulk = تغيير عدة مدخلات معاً
use-case-register-bulk-undo = التراجع عن تغيير عدة مدخلات

## طرق العرض المحفوظة

view-list = طرق العرض المحفوظة
view-shared = للجميع
view-manage = حفظ طريقة العرض هذه أو تغيير اسمها أو حذفها
view-name = اسم طريقة العرض
view-hint = المرشحات والبحث والترتيب كما ترونها الآن في القائمة. احفظوها لتجدوها فوق القائمة.
view-share = لجميع من في الملف
view-keep = حفظ طريقة العرض
view-rename = تغيير الاسم
view-rename-one = الاسم الجديد لـ«{ $name }»
view-delete = حذف
problem-view-name-taken = لديكم طريقة عرض باسم «{ $value }» في هذا السجل. اختاروا اسماً آخر.
problem-view-too-many = توجد { $limit } طريقة عرض لهذا السجل بالفعل. احذفوا واحدة أولاً.
use-case-view-save = حفظ طريقة عرض
use-case-view-delete = حذف طريقة عرض
published-gone = { $reference } (لم يعد منشورا)
checks-reference-test = الاختبار
