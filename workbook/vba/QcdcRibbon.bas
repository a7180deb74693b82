Attribute VB_Name = "QcdcRibbon"
Option Explicit

' The ribbon's callbacks that need no Python: they go to a sheet of this workbook.
' Users rename, move and hide sheets, insert rows and columns: a sheet is found by its marked table, wherever
' on it that stands, never by its name.
' VBA source is ANSI: Vietnamese text stands here as UTF-16 codes, four hexadecimal digits a letter, so that
' every code page reads it alike. MsgBox is ANSI as well and prints "?" for letters that the machine's code
' page lacks, so each text stands here without its accents too.

Private Const NOT_FOUND As String = "004B006800F4006E00670020007400EC006D0020007400681EA500790020007400720061006E00670020006E00E00079002E0020004300F30020007400681EC30020007400720061006E00670020011100E3002000621ECB0020007800F30061003B0020006800E3007900200068006F00E0006E0020007400E1006300200068006F1EB70063002000741EA1006F0020006C1EA10069002000731ED5002000741ED5006E0067002000681EE30070002E"
Private Const NOT_FOUND_PLAIN As String = "Khong tim thay trang nay. Co the trang da bi xoa; hay hoan tac hoac tao lai so tong hop."
Private Const TITLE As String = "0051007500790020006300681EBF0020006400E2006E0020006300681EE70020006301A1002000731EDF"
Private Const TITLE_PLAIN As String = "Quy che dan chu co so"

Public Sub QcdcShow(control As IRibbonControl)
    ShowTable control.Tag
End Sub

Public Sub ShowTable(ByVal tableName As String)
    Dim sheet As Worksheet
    For Each sheet In ThisWorkbook.Worksheets
        If Application.WorksheetFunction.CountIf(sheet.UsedRange, "#table " & tableName) > 0 Then
            If sheet.Visible <> xlSheetVisible Then sheet.Visible = xlSheetVisible
            sheet.Activate
            Exit Sub
        End If
    Next sheet
    MsgBox Readable(NOT_FOUND, NOT_FOUND_PLAIN), vbExclamation, Readable(TITLE, TITLE_PLAIN)
End Sub

' The text as it should be, or without accents where MsgBox could not show it.
Private Function Readable(ByVal codes As String, ByVal plain As String) As String
    Dim place As Long
    Dim letter As String
    Dim text As String
    text = ""
    Readable = plain
    On Error GoTo Done
    For place = 1 To Len(codes) Step 4
        letter = ChrW(CLng("&H" & Mid$(codes, place, 4)))
        If Chr$(Asc(letter)) <> letter Then Exit Function
        text = text & letter
    Next place
    Readable = text
Done:
End Function
