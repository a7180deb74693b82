"""Step 1: from the catalogue, a unit and a period to a blank workbook that checks itself.

``layout`` decides where everything stands, ``state`` what each checking cell says (in Python, for the
cached results, and as a formula), ``write`` makes the workbook. No macros: mailed macros are blocked.
"""

from qcdc_xl.forms.write import form_name, write_form

__all__ = ["form_name", "write_form"]
