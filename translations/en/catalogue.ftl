catalogue-unreadable = The file cannot be read: { $detail }.
catalogue-unreadable-remedy = Correct the TOML syntax on this line, or the name of the field.
catalogue-duplicate-code = The code { $item } is already given on line { $first }.
catalogue-duplicate-code-remedy = Give each item a code of its own.
catalogue-unknown-scale = { $item }: there is no scale { $scale }.
catalogue-unknown-scale-remedy = Declare the scale or correct its code.
catalogue-missing-source = { $item } has no source.
catalogue-missing-source-remedy = Say where the item comes from.
catalogue-unknown-parent = { $item }: there is no parent { $parent }.
catalogue-unknown-parent-remedy = Add the parent or correct its code.
catalogue-cycle = { $item }: going from parent to parent leads round in a circle.
catalogue-cycle-remedy = Correct the parent of one of these items.
catalogue-duplicate-check = The check { $check } stands twice.
catalogue-duplicate-check-remedy = Keep one.
catalogue-unknown-rule = { $check }: the program has no rule { $rule }.
catalogue-unknown-rule-remedy = Take a rule from the program’s list.
catalogue-unknown-stage = There is no stage { $stage }.
catalogue-unknown-stage-remedy = Declare the stage or correct its code.
catalogue-unknown-check = There is no check { $check }.
catalogue-unknown-check-remedy = Declare it or correct its code.
catalogue-unknown-role = There is no role { $role }.
catalogue-unknown-role-remedy = Take a role of the program.
catalogue-text-for-unknown-code = A text has the code { $item }, which no item has.
catalogue-text-for-unknown-code-remedy = Remove the text or add the item.
catalogue-missing-french = { $what ->
    [name] The name of { $item }
    [notice] The notice of { $item }
    [item] The title of the item { $item }
    [scale] The scale value { $item }
    [stage] The stage { $item }
    [check] The check { $item }
    [chapter] The chapter { $item }
   *[other] { $item } ({ $what })
} has no French text.
catalogue-missing-french-remedy = Add it: French stands in for languages that are missing.
catalogue-missing-translation = { $what ->
    [name] The name of { $item }
    [notice] The notice of { $item }
    [item] The title of the item { $item }
    [scale] The scale value { $item }
    [stage] The stage { $item }
    [check] The check { $item }
    [chapter] The chapter { $item }
   *[other] { $item } ({ $what })
} has no text in the language “{ $language }”.
catalogue-missing-translation-remedy = Add the translation.
catalogue-missing-language = The text file for the language “{ $language }” is missing.
catalogue-missing-language-remedy = Add text/{ $language }.toml to the framework’s folder.
catalogue-unknown-language = { $language } is not a known language.
catalogue-unknown-language-remedy = Name the file after a language of the program.
catalogue-unknown-framework = The framework { $framework } is not known.
catalogue-unknown-framework-remedy = Correct the code or the version.
catalogue-unknown-code = The code { $item } does not exist in { $framework }.
catalogue-unknown-code-remedy = Correct the link.
catalogue-missing-basis = The link of { $item } has no basis or source.
catalogue-missing-basis-remedy = Say whether it is published or derived, and from what.
catalogue-unknown-report = Chapter { $chapter } stands in a report { $report } that does not exist.
catalogue-unknown-report-remedy = Declare the report under [[reports]] or correct its code.
