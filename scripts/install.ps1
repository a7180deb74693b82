# Finds a Python of version 3.11 or later and lets it do the rest: see install.py.
# Folders are named with -LiteralPath: in a name like "QCDC [2026]" the brackets are letters, not a pattern.
param([string]$Folder = "", [switch]$Uninstall)
[Console]::OutputEncoding = [Text.Encoding]::UTF8
$env:PYTHONUTF8 = "1"
$here = [IO.Path]::GetDirectoryName($MyInvocation.MyCommand.Path)

function Test-Python([string]$path) {
    if (-not $path -or -not (Test-Path -LiteralPath $path) -or $path -like "*\WindowsApps\*") { return $false }
    & $path -c "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))" 2>$null
    return $LASTEXITCODE -eq 0
}

# A Python that came with the bundle is copied first: the stick that it came on will be gone.
function Copy-Bundled {
    $own = Join-Path $env:LOCALAPPDATA "qcdc-python"
    foreach ($source in @("python\tools", "python")) {
        $found = Join-Path $here $source
        if (Test-Path -LiteralPath (Join-Path $found "python.exe")) {
            if (-not (Test-Path -LiteralPath (Join-Path $own "python.exe"))) {
                Copy-Item -LiteralPath $found -Destination $own -Recurse -Force
            }
        }
    }
    # python.org's own installer: for this person alone, without a question, without touching other Pythons.
    foreach ($setup in @(Get-ChildItem -LiteralPath (Join-Path $here "python") -Filter "python-*.exe" -ErrorAction SilentlyContinue)) {
        if (-not (Test-Path -LiteralPath (Join-Path $own "python.exe"))) {
            Write-Host "Đang cài Python đi kèm bộ cài, chờ một lát …"
            & $setup.FullName /quiet InstallAllUsers=0 "TargetDir=$own" PrependPath=0 AssociateFiles=0 Shortcuts=0 Include_launcher=0 Include_test=0 Include_doc=0 Include_tcltk=0 | Out-Null
        }
    }
    return (Join-Path $own "python.exe")
}

# The Python that runs install.py cannot take itself away; python.org's installer also forgets that it was here.
function Remove-Bundled {
    $own = Join-Path $env:LOCALAPPDATA "qcdc-python"
    foreach ($setup in @(Get-ChildItem -LiteralPath (Join-Path $here "python") -Filter "python-*.exe" -ErrorAction SilentlyContinue)) {
        & $setup.FullName /uninstall /quiet | Out-Null
    }
    if (Test-Path -LiteralPath $own) { Remove-Item -LiteralPath $own -Recurse -Force -ErrorAction SilentlyContinue }
}

function Find-Python {
    $known = @((Copy-Bundled))
    $launcher = Get-Command py.exe -ErrorAction SilentlyContinue
    if ($launcher) { $known += (& $launcher.Source -3 -c "import sys; print(sys.executable)" 2>$null) }
    foreach ($command in @(Get-Command python.exe -All -ErrorAction SilentlyContinue)) { $known += $command.Source }
    foreach ($path in $known) { if (Test-Python $path) { return $path } }
    return ""
}

$python = Find-Python
if (-not $python) {
    Write-Host "Máy này chưa có Python 3.11 trở lên. Tải bộ cài ở https://www.python.org/downloads/windows/, chọn “Install Now” (không cần quyền quản trị), rồi chạy lại tệp này. Máy không có Internet: dùng bộ cài QCDC có kèm Python."
    exit 1
}
$arguments = @((Join-Path $here "install.py"))
if ($Uninstall) { $arguments += "--uninstall" }
if ($Folder) { $arguments += $Folder }
& $python @arguments
$code = $LASTEXITCODE
if ($Uninstall -and $code -eq 0) { Remove-Bundled }
exit $code
