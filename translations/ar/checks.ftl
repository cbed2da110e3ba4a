check-lead-and-counterpart-named = لا أحد يتولى هذا الدور بعد: { $role }.
check-commitment-recorded = لا يوجد بعد مصدر يثبت التزام السلطات.
check-every-topic-answered = { $item }: دون إجابة ودون سبب مذكور.
check-excuse-names-competence = { $item }: ذُكر أنه لا ينطبق هنا، دون تحديد المستوى الحكومي المختص.
check-every-finding-has-evidence = لا يستند «{ $title }» بعد إلى أي مصدر.
check-finding-has-topic-and-kind = «{ $title }» دون نص، أو غير مرتبط بأي موضوع من الإطار.
check-dimension-has-both-parts = { $dimension }: لم يُذكر شيء بعد تحت «{ $kind }».
check-context-items-covered = { $item }: لا نص ولا شكل في السياق.
check-every-figure-has-source = الشكل «{ $title }» دون مصدر.
check-citation-gives-page = يستشهد «{ $title }» بوثيقة أو قانون دون ذكر الصفحة.
check-evidence-address-well-formed = العنوان { $address } ليس عنوان ويب كاملاً.
check-every-comment-has-disposition = لا يزال تعليق في انتظار الرد: { $subject ->
    [answer] { $item }
   *[other] «{ $title }»
}.
check-national-level-took-part = لا يوجد مشارك يمثّل المستوى الوطني.
check-translations-up-to-date = { $language }: { $missing ->
    [0] لا نصوص للترجمة
    [one] نص واحد للترجمة
    [two] نصّان للترجمة
    [few] { $missing } نصوص للترجمة
    [many] { $missing } نصاً للترجمة
   *[other] { $missing } نص للترجمة
}، { $stale ->
    [0] لا ترجمات للمراجعة
    [one] ترجمة واحدة للمراجعة
    [two] ترجمتان للمراجعة
    [few] { $stale } ترجمات للمراجعة
   *[other] { $stale } ترجمة للمراجعة
}.
check-assignments-not-overdue = { $item }: كانت الإجابة منتظرة في { $due }.
check-validated-by-both-governments = { $side ->
    [same] التوقيعان من المنظمة نفسها أو من الشخص نفسه.
    [local] { $outdated ->
        [true] توقيع الحكومة المحلية يخصّ نصاً سابقاً.
       *[other] ينقص توقيع الحكومة المحلية.
    }
   *[national] { $outdated ->
        [true] توقيع الحكومة الوطنية يخصّ نصاً سابقاً.
       *[other] ينقص توقيع الحكومة الوطنية.
    }
}
check-carried-findings-confirmed = مأخوذ من التقييم السابق ولم يُؤكَّد بعد: { $subject ->
    [answer] { $item }
   *[other] «{ $title }»
}.
