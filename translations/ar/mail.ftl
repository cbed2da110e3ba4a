mail-invitation-subject = حسابكم في Jalon
mail-invitation-body =
    مرحباً { $name }،

    فُتح لكم حساب في Jalon. اختاروا كلمة المرور عبر هذا العنوان:

    { $link }

    هذا الرابط صالح سبعة أيام ويُستعمل مرة واحدة. إذا انتهت صلاحيته فاطلبوا رابطاً آخر ممّن دعاكم.

    إذا لم تكونوا بانتظار هذه الرسالة، فيمكنكم تجاهلها.
mail-password-reset-subject = Jalon: اختيار كلمة مرور جديدة
mail-password-reset-body =
    مرحباً { $name }،

    لاختيار كلمة مرور جديدة، افتحوا هذا العنوان:

    { $link }

    هذا الرابط صالح ساعتين ويُستعمل مرة واحدة.

    إذا لم تطلبوا شيئاً، فلا داعي لأي إجراء: تبقى كلمة المرور كما هي.
mail-answer-reopened-subject = Jalon: أُعيد فتح إجابة
mail-answer-reopened-body =
    مرحبا { $name }،

    في «{ $dossier }» أُعيد فتح الإجابة عن «{ $topic }». ولا يتغير شيء آخر.

    السبب: { $reason }

    للاطلاع عليها: { $link }
mail-comments-answered-subject = Jalon: تمت الإجابة عن تعليقاتكم
mail-comments-answered-body =
    مرحبا { $name }،

    أُغلق نقاش «{ $dossier }». تلقى كل تعليق جوابا مع بيان ما غيّره، وترد الأجوبة أيضا في ملحق التقرير.

    لقراءتها: { $link }
mail-comments-answered-guest-subject = Jalon: أُغلق النقاش
mail-comments-answered-guest-body =
    مرحبا { $name }،

    أُغلق نقاش «{ $dossier }» الذي شاركتم فيه. تلقى كل تعليق جوابا مع بيان ما غيّره، وترد الأجوبة في ملحق التقرير.

    إذا كان لكم حساب، فصفحة الدخول هنا: { $link }

    تصلكم هذه الرسالة لأن عنوانكم مسجل بين المشاركين. لمحوه، أخبروا الشخص الذي دعاكم.
mail-comment-closed-subject = ورد رد على تعليقكم: { $dossier }
mail-comment-closed-body =
    مرحباً { $name }،

    اتُّخذ قرار بشأن تعليقكم للسبب التالي:
    { $reason }

    قراءة القرار: { $link }
mail-report-before-subject = Jalon: تقرير مطلوب في { $date }
mail-report-before-body =
    مرحبًا { $name }،

    في «{ $dossier }»، لم تقدّم مؤسستك بعد تقريرًا عن هذه التدابير عن: { $period }.

    { $measures }

    الموعد هو { $date }. إذا لم يتغير شيء، تكفي خطوة واحدة:

    { $link }
mail-report-after-subject = Jalon: تقرير ناقص منذ { $date }
mail-report-after-body =
    مرحبًا { $name }،

    في «{ $dossier }»، ما زال تقرير مؤسستك عن هذه التدابير ناقصًا عن: { $period }.

    { $measures }

    كان الموعد { $date }. إذا لم يتغير شيء، تكفي خطوة واحدة:

    { $link }
