@echo off
rem See environment.py: makes .venv when needed, then runs "bundle".
setlocal
set PYTHON=python
where py >nul 2>nul && set PYTHON=py -3
%PYTHON% "%~dp0environment.py" bundle %*
exit /b %errorlevel%
