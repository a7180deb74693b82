Attribute VB_Name = "QcdcRibbon"
Option Explicit

' The ribbon of the master. A button with a tag goes to the sheet with that marked table; any other hands its
' id to Python (qcdc_xl.ribbon) through xlwings. Nothing runs by itself but the check at opening.
' VBA source and its MsgBox, Dir and Environ are ANSI. So the Vietnamese texts stand as cells on the hidden
' sheet of xlwings' settings, windows come from WScript.Shell, files are looked at by FileSystemObject.

Private Const SETTINGS As String = "qcdc.conf"
' If Python cannot even begin, xlwings shows what stands on its error stream: a sentence then, not a traceback. The
' installed program has set its own hook before xlwings was loaded; this one is for a program that was not installed.
Private Const NO_TRACEBACK As String = "import sys; sys.excepthook = sys.excepthook if sys.excepthook is not sys.__excepthook__ else lambda *e: sys.stderr.write('Chuong trinh QCDC chua chay duoc. Chay lai tep install.cmd, roi dong het Excel va mo lai so.'); "
Private shownRibbon As IRibbonUI
Private unlockedSheets As Collection
Private running As Boolean

Public Sub QcdcLoad(ribbon As IRibbonUI)
    Set shownRibbon = ribbon
End Sub

' Undo is grey until there is something to undo.
Public Sub QcdcEnabled(control As IRibbonControl, ByRef enabled)
    enabled = HasBackup()
End Sub

Public Sub QcdcClick(control As IRibbonControl)
    If Len(control.Tag) > 0 Then
        ShowTable control.Tag
    Else
        Work control.ID
    End If
End Sub

' Excel calls this when a person opens the workbook.
Public Sub Auto_Open()
    Dim reason As String
    reason = WhyNot()
    If Len(reason) > 0 Then Say reason
End Sub

Public Sub ShowTable(ByVal tableName As String)
    Dim sheet As Worksheet
    On Error GoTo Locked
    For Each sheet In ThisWorkbook.Worksheets
        If Application.WorksheetFunction.CountIf(sheet.UsedRange, "#table " & tableName) > 0 Then
            If sheet.Visible <> xlSheetVisible Then sheet.Visible = xlSheetVisible
            ThisWorkbook.Activate
            sheet.Activate
            Exit Sub
        End If
    Next sheet
    Say Words("QCDC_SHEET_GONE")
    Exit Sub
Locked:
    Say Words("QCDC_SHEET_LOCKED")
End Sub

' Let Python do the work of a button; whatever happens there, Excel is afterwards as it was.
Private Sub Work(ByVal verb As String)
    Dim reason As String
    Dim calculationWas As Long
    Dim eventsWere As Boolean
    Dim alertsWere As Boolean
    Dim done As Boolean
    If running Then Exit Sub
    reason = WhyNot()
    If Len(reason) > 0 Then
        Say reason
        Exit Sub
    End If
    calculationWas = Application.Calculation
    eventsWere = Application.EnableEvents
    alertsWere = Application.DisplayAlerts
    running = True
    On Error GoTo Restore
    ThisWorkbook.Activate
    Application.StatusBar = Words("QCDC_STARTING")
    Application.EnableEvents = False
    Application.DisplayAlerts = False
    Application.Calculation = xlCalculationAutomatic
    RunPython NO_TRACEBACK & "import qcdc_xl.ribbon; qcdc_xl.ribbon.click('" & Plain(verb) & "', '" & Plain(Words("QCDC_VERSION")) & "')"
    done = True
Restore:
    On Error Resume Next
    QcdcLock
    Application.Calculation = calculationWas
    Application.EnableEvents = eventsWere
    Application.DisplayAlerts = alertsWere
    Application.StatusBar = False
    running = False
    If Not shownRibbon Is Nothing Then shownRibbon.Invalidate
    If Not done Then Say Words("QCDC_FAILED")
End Sub

' Python asks for this before its first change: sheets that are protected without a password are unprotected, and
' filters taken off the program's own sheets, since a filtered sheet takes writing in its visible rows only.
' Gives the names of the sheets whose filter was taken off.
Public Function QcdcUnlock() As String
    Dim sheet As Worksheet
    Dim filtered As String
    If unlockedSheets Is Nothing Then Set unlockedSheets = New Collection
    For Each sheet In ThisWorkbook.Worksheets
        If sheet.ProtectContents Then OpenUp sheet
        If Unfiltered(sheet) Then filtered = filtered & IIf(Len(filtered) > 0, ", ", "") & sheet.Name
    Next sheet
    QcdcUnlock = filtered
End Function

' The sheets that QcdcUnlock opened are protected again, each as it was.
Public Sub QcdcLock()
    Dim was As Variant
    If unlockedSheets Is Nothing Then Exit Sub
    On Error Resume Next
    For Each was In unlockedSheets
        ThisWorkbook.Worksheets(was(0)).Protect Password:="", DrawingObjects:=was(1), Scenarios:=was(2), _
            AllowFormattingCells:=was(3), AllowFormattingColumns:=was(4), AllowFormattingRows:=was(5), _
            AllowInsertingColumns:=was(6), AllowInsertingRows:=was(7), AllowInsertingHyperlinks:=was(8), _
            AllowDeletingColumns:=was(9), AllowDeletingRows:=was(10), AllowSorting:=was(11), _
            AllowFiltering:=was(12), AllowUsingPivotTables:=was(13)
        If Not ThisWorkbook.Worksheets(was(0)).ProtectContents Then ThisWorkbook.Worksheets(was(0)).Protect ""
    Next was
    Set unlockedSheets = Nothing
End Sub

' A sheet with a password stays protected; Python says so. (Where a program knows no Protection, the
' strictest is taken, and where it knows none of Protect's options, none.)
Private Sub OpenUp(ByVal sheet As Worksheet)
    Dim was As Variant
    was = Array(sheet.Name, True, True, False, False, False, False, False, False, False, False, False, False, False)
    On Error Resume Next
    With sheet.Protection
        was = Array(sheet.Name, sheet.ProtectDrawingObjects, sheet.ProtectScenarios, _
            .AllowFormattingCells, .AllowFormattingColumns, .AllowFormattingRows, .AllowInsertingColumns, _
            .AllowInsertingRows, .AllowInsertingHyperlinks, .AllowDeletingColumns, .AllowDeletingRows, _
            .AllowSorting, .AllowFiltering, .AllowUsingPivotTables)
    End With
    sheet.Unprotect ""
    If Not sheet.ProtectContents Then unlockedSheets.Add was
End Sub

Private Function Unfiltered(ByVal sheet As Worksheet) As Boolean
    Dim filtered As Boolean
    On Error Resume Next
    filtered = sheet.FilterMode
    If Not filtered Or sheet.ProtectContents Then Exit Function
    If Application.WorksheetFunction.CountIf(sheet.UsedRange, "#table *") = 0 Then Exit Function
    sheet.ShowAllData
    Unfiltered = True
End Function

' Why no button can work here; nothing if all is well.
Private Function WhyNot() As String
    Dim files As Object
    Dim python As String
    Dim note As String
    Dim found As String
    On Error GoTo Blocked
    Set files = CreateObject("Scripting.FileSystemObject")
    python = Expanded(Words("INTERPRETER_WIN"))
    If Not files.FileExists(python) Then
        WhyNot = Words("QCDC_NOT_INSTALLED")
        Exit Function
    End If
    NameFolderForNotes files, python
    note = files.GetParentFolderName(python) & "\qcdc-version.txt"
    found = "?"
    If files.FileExists(note) Then found = Trim$(files.OpenTextFile(note).ReadLine)
    If Older(found, Words("QCDC_VERSION")) Then
        WhyNot = Replace(Replace(Words("QCDC_OTHER_VERSION"), "{0}", Words("QCDC_VERSION")), "{1}", found)
    End If
    Exit Function
Blocked:
    WhyNot = Words("QCDC_BLOCKED")
End Function

' xlwings writes what went wrong into the folder of TEMP DIR, which the installer made and named. An Excel that was open
' meanwhile does not know its name yet, and gets it here.
Private Sub NameFolderForNotes(ByVal files As Object, ByVal python As String)
    On Error Resume Next
    If files.FolderExists(Expanded(Words("TEMP DIR"))) Then Exit Sub
    CreateObject("WScript.Shell").Environment("PROCESS").Item("QCDC_TEMP") = _
        files.GetParentFolderName(files.GetParentFolderName(python)) & "\temp"
End Sub

Private Function Expanded(ByVal text As String) As String
    Expanded = CreateObject("WScript.Shell").ExpandEnvironmentStrings(text)
End Function

' Whether one version is older than the other. A newer program serves every older workbook; only an older one cannot.
Private Function Older(ByVal version As String, ByVal other As String) As Boolean
    Dim mine As Variant
    Dim theirs As Variant
    Dim part As Long
    mine = Split(version & "..", ".")
    theirs = Split(other & "..", ".")
    For part = 0 To 2
        If Val(mine(part)) <> Val(theirs(part)) Then
            Older = Val(mine(part)) < Val(theirs(part))
            Exit Function
        End If
    Next part
End Function

Private Function HasBackup() As Boolean
    Dim files As Object
    Dim folder As String
    Dim file As Object
    On Error Resume Next
    folder = ThisWorkbook.Path & "\sao-luu"
    Set files = CreateObject("Scripting.FileSystemObject")
    HasBackup = InStr(folder, "://") > 0
    If HasBackup Or Not files.FolderExists(folder) Then Exit Function
    For Each file In files.GetFolder(folder).files
        If InStr(file.Name, " truoc ") > 0 Then HasBackup = True
    Next file
End Function

' A setting or text from the hidden sheet.
Private Function Words(ByVal key As String) As String
    Dim row As Long
    Words = key
    On Error GoTo Gone
    With ThisWorkbook.Worksheets(SETTINGS)
        For row = 1 To 50
            If .Cells(row, 1).Value = key Then Words = CStr(.Cells(row, 2).Value)
        Next row
    End With
Gone:
End Function

' What stands in cells may be anybody's: in a command line it must not end the text that it is put into.
Private Function Plain(ByVal text As String) As String
    Dim at As Long
    For at = 1 To Len(text)
        If Mid$(text, at, 1) Like "[0-9A-Za-z._-]" Then Plain = Plain & Mid$(text, at, 1)
    Next at
End Function

' Where Windows Script Host is switched off, VBA's own window must do, though it lacks letters.
Private Sub Say(ByVal text As String)
    On Error GoTo Plain
    CreateObject("WScript.Shell").Popup text, 0, Words("QCDC_TITLE"), 48
    Exit Sub
Plain:
    MsgBox text, vbExclamation, "QCDC"
End Sub
