@echo off
rem Tells what this computer lacks for the master to work in Excel: drop qcdc.xlsm onto this file, or just run it.
chcp 65001 >nul
if not exist "%QCDC_PYTHON%" (
  echo Chua cai QCDC tren may nay, hoac chua mo lai cua so sau khi cai. Chay install.cmd.
  pause
  exit /b 1
)
"%QCDC_PYTHON%" -X utf8 -m qcdc_xl doctor %*
set CODE=%errorlevel%
echo.
pause
exit /b %CODE%
