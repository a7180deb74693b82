"""Step 7: the Word report, in three layers: ``story`` (what is said), ``document`` (the words of Word), ``oxml``.

Beside them: ``annex`` (the tables), ``narratives`` (texts from below), ``changes`` (since the last draft),
``emphasis`` (bold and italic words of cells), ``template`` (styles), ``pdf``.
"""
