"""qcdc_xl: from returned workbooks to the official report on grassroots democracy, in Excel."""

__version__ = "0.1.1"
