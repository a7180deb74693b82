Attribute VB_Name = "QcdcRibbon"
Option Explicit

' The ribbon's callbacks that need no Python: they go to a sheet of this workbook.
' Users rename and move sheets, so a sheet is found by its marked table, never by its name.
' VBA source is ANSI: Vietnamese text stands here as UTF-16 codes, four hexadecimal digits a letter, so that
' every code page reads it alike. NOT_FOUND: "Khong tim thay trang nay ..."; TITLE: "Quy che dan chu co so".

Private Const NOT_FOUND As String = "004B006800F4006E00670020007400EC006D0020007400681EA500790020007400720061006E00670020006E00E00079002E0020004300F30020007400681EC30020007400720061006E00670020011100E3002000621ECB0020007800F30061003B0020006800E3007900200068006F00E0006E0020007400E1006300200068006F1EB70063002000741EA1006F0020006C1EA10069002000731ED5002000741ED5006E0067002000681EE30070002E"
Private Const TITLE As String = "0051007500790020006300681EBF0020006400E2006E0020006300681EE70020006301A1002000731EDF"

Public Sub QcdcShow(control As IRibbonControl)
    ShowTable control.Tag
End Sub

Public Sub ShowTable(ByVal tableName As String)
    Dim sheet As Worksheet
    Dim row As Long
    For Each sheet In ThisWorkbook.Worksheets
        For row = 1 To 60
            If CStr(sheet.Cells(row, 1).Value) = "#table " & tableName Then
                sheet.Activate
                Exit Sub
            End If
        Next row
    Next sheet
    MsgBox Letters(NOT_FOUND), vbExclamation, Letters(TITLE)
End Sub

Private Function Letters(ByVal codes As String) As String
    Dim place As Long
    Dim text As String
    text = ""
    For place = 1 To Len(codes) Step 4
        text = text & ChrW(CLng("&H" & Mid$(codes, place, 4)))
    Next place
    Letters = text
End Function
