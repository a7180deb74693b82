"""Step 7: the Word report, in three layers: ``story`` (what is said), ``document`` (the words of Word), ``oxml``.

Beside the story: ``headings`` (their numbers), ``emphasis`` (bold and italic words of cells), ``annex`` (the tables),
``changes`` (since the last draft). Beside the document: ``template`` (styles), ``pdf``. ``export`` puts all together
for the flow, ``reported`` is what comes of it.
"""
