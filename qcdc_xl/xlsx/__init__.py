"""A closed workbook, changed part by part; knows nothing of QCDC."""
