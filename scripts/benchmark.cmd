@echo off
rem See environment.py: makes .venv when needed, then runs "benchmark".
setlocal
set PYTHON=python
where py >nul 2>nul && set PYTHON=py -3
%PYTHON% "%~dp0environment.py" benchmark %*
exit /b %errorlevel%
