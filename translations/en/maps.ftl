maps = Maps
maps-show = Show
maps-download = Download the map (SVG)
maps-of-table = Table no. { $number }, { $period }
maps-of-today = These maps are drawn on today’s boundaries. The public page keeps those that were there when the table was signed.
maps-not-signed = These maps are in the workspace only: the table was signed before these boundaries were there. To publish them, withdraw the table and sign it again.
maps-incomplete = Some boundaries with which this table was signed can no longer be read. The numbers are in the table; whoever operates the program can bring the boundaries back from a backup.
map-of = Map: { $areas }
map-of-some = Map: { $areas } – { $others }
map-source = Boundaries: { $source }.
statistics-boundaries = Boundaries for maps
statistics-boundaries-lead = A table that tells places apart becomes a map on your office’s own boundaries. A table keeps the boundaries that were there when it was signed.
statistics-no-boundaries = No boundaries yet.
boundaries-new = Hand in boundaries
boundaries-lead = One file per level: regions in one, municipalities in another. Only codes and outlines are kept; whatever else the file says is left out.
boundaries-title = Title
boundaries-title-hint = What the areas are, and of when: “Municipalities, 2026”. It names the map.
boundaries-source = Source and licence
boundaries-source-hint = Whose boundaries they are and under which licence. This line stands below every map.
boundaries-variable = Variable
boundaries-variable-hint = The one whose codes the areas have.
boundaries-variable-choose = Choose a variable
boundaries-variable-of = { $label } – { $name } ({ $codes } codes)
boundaries-no-variable = No variable has codes yet. First import a dataset that tells places apart.
boundaries-property = Property of the code
boundaries-property-hint = Its name in the file, such as “code” or “INSEE_COM”. Needed only with a file.
boundaries-file = File
boundaries-file-hint = GeoJSON, in longitude and latitude (WGS 84), { $megabytes } MB at most.
boundaries-file-again-hint = A new file replaces the boundaries; without one they stay. GeoJSON, in longitude and latitude (WGS 84), { $megabytes } MB at most.
boundaries-areas = Areas
boundaries-without = Areas of signed tables without a boundary
boundaries-all = None: all are drawn
boundaries-no-table = No signed table tells these areas apart
boundaries-are-lost = The boundaries are missing from the file store: hand them in again
boundaries-more-areas = { $count ->
    [one] and { $count } more
   *[other] and { $count } more
}
boundaries-save = Save
boundaries-delete = Delete these boundaries
boundaries-delete-lead = The maps of the workspace go. Tables that are signed already keep theirs.
table-sign-maps = With the table, maps on these boundaries will be published, which will not change any more: { $sets }.
problem-boundaries-faults = { $count ->
    [one] The file has one fault, told below; nothing of it is kept.
   *[other] The file has { $count } faults, told below; nothing of it is kept.
}
problem-boundaries-property-absent = No area has a property “{ $property }”. The file has: { $found }.
problem-boundaries-property-absent-remedy = Write the name as it is in the file, capitals included.
problem-boundaries-two-levels = The file mixes two levels: “{ $code }” lies in “{ $within }”.
problem-boundaries-two-levels-remedy = Hand in each level as a file of its own.
problem-boundaries-changed = Somebody else changed these boundaries meanwhile. This is what is stored: look at it, then do it again.
problem-boundaries-lost = The stored boundaries are missing from the file store.
problem-boundaries-lost-remedy = Hand the file in again.
use-case-boundaries-save = Boundaries saved
use-case-boundaries-delete = Boundaries deleted
merge-field-variable = Variable
merge-field-areas = Areas
merge-field-digest = Digest
merge-field-source = Source
