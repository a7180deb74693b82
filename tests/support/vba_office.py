"""The master's VBA in pyOpenVBA's runtime: buttons pressed, what it would run and say written down.

What VBA asks Windows for (the shell, the file system) and xlwings' RunPython are played by small VBA modules.
"""

from __future__ import annotations

from pathlib import Path

from pyopenvba.apps.excel import ExcelApplication

from qcdc_xl import __version__
from qcdc_xl.shipped import shipped

_CONTROL = "Public ID As String\nPublic Tag As String"
_RIBBON = "Public Times As Long\nPublic Sub Invalidate()\n  Times = Times + 1\nEnd Sub"
_SHELL = """
Public Function ExpandEnvironmentStrings(ByVal text As String) As String
    ExpandEnvironmentStrings = Replace(Replace(text, "%QCDC_PYTHON%", PlayedPython), "%QCDC_TEMP%", PlayedTemp)
End Function
Public Function Environment(ByVal kind As String) As FakeShell
    Set Environment = Me
End Function
Public Property Let Item(ByVal name As String, ByVal text As String)
    PlayedNamed = PlayedNamed & name & "=" & text
End Property
Public Function Popup(ByVal text As String, ByVal wait As Long, ByVal title As String, ByVal kind As Long) As Long
    PlayedTold = PlayedTold & "|" & title & ": " & text
End Function
"""
_FILES = """
Public Function FileExists(ByVal path As String) As Boolean
    FileExists = InStr(PlayedKnown, "|" & path & "|") > 0
End Function
Public Function FolderExists(ByVal path As String) As Boolean
    FolderExists = InStr(PlayedKnown, "|" & path & "|") > 0
End Function
Public Function GetParentFolderName(ByVal path As String) As String
    GetParentFolderName = Left$(path, InStrRev(path, "\\") - 1)
End Function
Public Function OpenTextFile(ByVal path As String) As FakeFiles
    Set OpenTextFile = Me
End Function
Public Function ReadLine() As String
    ReadLine = PlayedVersion
End Function
Public Function GetFolder(ByVal path As String) As FakeFiles
    Set GetFolder = Me
End Function
Public Property Get files() As Collection
    Dim found As New FakeFile
    Set files = New Collection
    found.Name = PlayedBackup
    If Len(PlayedBackup) > 0 Then files.Add found
End Property
"""
_PLAYED = """
Public PlayedPython As String
Public PlayedVersion As String
Public PlayedTemp As String
Public PlayedNamed As String
Public PlayedKnown As String
Public PlayedBackup As String
Public PlayedTold As String
Public Commands As String
Public Events As String
Public Ribbon As New FakeRibbon
Public Function CreateObject(ByVal name As String) As Object
    If PlayedVersion = "blocked" Then Err.Raise 429, , "ActiveX component can't create object"
    If name = "WScript.Shell" Then
        Set CreateObject = New FakeShell
    Else
        Set CreateObject = New FakeFiles
    End If
End Function
Public Function RunPython(ByVal command As String)
    Commands = Commands & command
    Events = Application.EnableEvents & " " & Application.DisplayAlerts & " " & Application.Calculation & " " & Application.StatusBar & " " & ActiveWorkbook.Name
    If InStr(PlayedPython, "broken") > 0 Then Err.Raise 1004, , "RunPython failed"
End Function
Public Sub Play(ByVal where As String, ByVal number As String, ByVal files As String, ByVal backupName As String, ByVal temp As String)
    PlayedPython = where
    PlayedTemp = temp
    PlayedVersion = number
    PlayedKnown = files
    PlayedBackup = backupName
End Sub
Public Function Heard(ByVal what As String) As String
    If what = "Told" Then Heard = PlayedTold
    If what = "Named" Then Heard = PlayedNamed
    If what = "Commands" Then Heard = Commands
    If what = "Events" Then Heard = Events
    If what = "Ribbon" Then Heard = CStr(Ribbon.Times)
End Function
Public Sub Press(ByVal id As String, ByVal tag As String)
    Dim control As New FakeControl
    control.ID = id
    control.Tag = tag
    QcdcClick control
End Sub
Public Function IsEnabled() As Boolean
    Dim control As New FakeControl
    Dim enabled
    QcdcEnabled control, enabled
    IsEnabled = enabled
End Function
Public Sub LoadRibbon()
    QcdcLoad Ribbon
End Sub
"""
PYTHON = "C:\\qcdc\\Scripts\\python.exe"
TEMP = "C:\\qcdc\\temp"


class VbaOffice:
    """A workbook open in the runtime, with our VBA (or an earlier ``source`` of it) and a Windows played for it."""

    def __init__(
        self,
        path: Path,
        version: str = __version__,
        python: str = PYTHON,
        installed: bool = True,
        source: str = "",
        temp: str = TEMP,
    ) -> None:
        self.app = ExcelApplication.open(path, with_vba=False)
        for name, code, kind in (
            ("FakeControl", _CONTROL, "class"),
            ("FakeRibbon", _RIBBON, "class"),
            ("FakeFile", "Public Name As String", "class"),
            ("FakeFiles", _FILES, "class"),
            ("FakeShell", _SHELL, "class"),
            ("Played", _PLAYED, "standard"),
        ):
            self.app.add_module(code, name=name, kind=kind)
        present = shipped("workbook/vba/QcdcRibbon.bas").read_text(encoding="ascii")
        self.app.add_module(source or present, name="QcdcRibbon")
        note = python.rpartition("\\")[0] + "\\qcdc-version.txt"
        known = f"|{python}|{note}|{TEMP}|" if installed else "|"
        self.app.run("Play", python, version, known, "", temp)
        self.app.run("LoadRibbon")

    def press(self, button: str, tag: str = "") -> None:
        """Click a button."""
        self.app.run("Press", button, tag)

    def heard(self, what: str) -> str:
        """``Told`` (windows that popped up), ``Commands`` (for Python), ``Events`` (Excel's state meanwhile), ``Named``
        (variables of the environment that VBA set)."""
        return str(self.app.run("Heard", what))
