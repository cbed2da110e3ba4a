catalogue-unreadable = تعذّرت قراءة الملف: { $detail }.
catalogue-unreadable-remedy = صحّحوا صيغة TOML في هذا السطر، أو اسم الحقل.
catalogue-duplicate-code = الرمز { $item } معطى من قبل في السطر { $first }.
catalogue-duplicate-code-remedy = أعطوا كل عنصر رمزاً خاصاً به.
catalogue-unknown-scale = { $item }: السلّم { $scale } غير موجود.
catalogue-unknown-scale-remedy = عرّفوا السلّم أو صحّحوا رمزه.
catalogue-missing-source = { $item } دون مصدر.
catalogue-missing-source-remedy = اذكروا مصدر العنصر.
catalogue-unknown-parent = { $item }: العنصر الأعلى { $parent } غير موجود.
catalogue-unknown-parent-remedy = أضيفوا العنصر الأعلى أو صحّحوا رمزه.
catalogue-cycle = { $item }: الصعود من عنصر إلى العنصر الأعلى منه يدور في حلقة.
catalogue-cycle-remedy = صحّحوا العنصر الأعلى لأحد هذه العناصر.
catalogue-duplicate-check = عملية التحقق { $check } مكرّرة.
catalogue-duplicate-check-remedy = أبقوا واحدة منهما.
catalogue-unknown-rule = { $check }: ليس في البرنامج قاعدة { $rule }.
catalogue-unknown-rule-remedy = اختاروا قاعدة من قائمة البرنامج.
catalogue-unknown-stage = المرحلة { $stage } غير موجودة.
catalogue-unknown-stage-remedy = عرّفوا المرحلة أو صحّحوا رمزها.
catalogue-unknown-check = عملية التحقق { $check } غير موجودة.
catalogue-unknown-check-remedy = عرّفوها أو صحّحوا رمزها.
catalogue-unknown-role = الدور { $role } غير موجود.
catalogue-unknown-role-remedy = اختاروا أحد أدوار البرنامج.
catalogue-text-for-unknown-code = يحمل نصٌّ الرمز { $item }، وهو ليس رمز أي عنصر.
catalogue-text-for-unknown-code-remedy = احذفوا النص أو أضيفوا العنصر.
catalogue-missing-french = { $what ->
    [name] اسم { $item }
    [notice] تنبيه { $item }
    [item] عنوان العنصر { $item }
    [scale] قيمة السلّم { $item }
    [stage] المرحلة { $item }
    [check] عملية التحقق { $item }
    [chapter] الفصل { $item }
   *[other] { $item } ({ $what })
}: لا يوجد نص بالفرنسية.
catalogue-missing-french-remedy = أضيفوه: تحلّ الفرنسية محل اللغات الناقصة.
catalogue-missing-translation = { $what ->
    [name] اسم { $item }
    [notice] تنبيه { $item }
    [item] عنوان العنصر { $item }
    [scale] قيمة السلّم { $item }
    [stage] المرحلة { $item }
    [check] عملية التحقق { $item }
    [chapter] الفصل { $item }
   *[other] { $item } ({ $what })
}: لا يوجد نص باللغة «{ $language }».
catalogue-missing-translation-remedy = أضيفوا الترجمة.
catalogue-missing-language = ينقص ملف نصوص اللغة «{ $language }».
catalogue-missing-language-remedy = أضيفوا text/{ $language }.toml إلى مجلد الإطار.
catalogue-unknown-language = { $language } ليست لغة معروفة.
catalogue-unknown-language-remedy = سمّوا الملف باسم إحدى لغات البرنامج.
catalogue-unknown-framework = الإطار { $framework } غير معروف.
catalogue-unknown-framework-remedy = صحّحوا الرمز أو النسخة.
catalogue-unknown-code = الرمز { $item } غير موجود في { $framework }.
catalogue-unknown-code-remedy = صحّحوا الرابط.
catalogue-missing-basis = رابط { $item } دون أساس أو دون مصدر.
catalogue-missing-basis-remedy = اذكروا هل هو منشور أم مستنتَج، وممّا استُنتج.
catalogue-unknown-report = الفصل { $chapter } مدرج في تقرير { $report } غير موجود.
catalogue-unknown-report-remedy = عرّفوا التقرير تحت [[reports]] أو صحّحوا رمزه.
