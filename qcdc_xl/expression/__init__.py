"""The expression language (law 6): one definition, evaluated in Python and rendered as an Excel formula.

``syntax`` parses, ``schema`` checks names and kinds, ``evaluate`` computes on whole columns at once,
``render`` writes the same thing as a formula that Excel 2010 knows.
"""
