"""Official documents: made from what they are given. 文书.

One Jinja2 template per kind of instrument writes a small neutral structure (`blocks`): lines with a style, and grids.
The page for print (`page`), the Word file (`word`) and the plain text are all made from that one structure, so they
cannot say different things.

Why not Word templates filled in (docxtpl and its kin): a .docx is a zip of XML that no reviewer can read in a
difference; a lawyer's correction would be a binary change; its fields fail silently or at print; and the page on the
screen would need a second template that drifts from the first.  Here each sentence of an official document stands in
one text file, is reviewed there, and an unknown variable is an error.

What a document may know is decided before a word is written: a kind that reaches the person who did harm is given
`ForRespondent`, which has no field for where the child lives or learns, who cares for it or who reported
(`instrument`); its words are then searched for what must be kept away (`privacy`).

This package renders; it knows nothing of the database, of the clock or of who is owed what.
"""
