@echo off
rem See install.py; needs no administrator rights.
chcp 65001 >nul
powershell -NoProfile -ExecutionPolicy Bypass -File "%~dp0install.ps1" %*
set CODE=%errorlevel%
echo.
pause
exit /b %CODE%
