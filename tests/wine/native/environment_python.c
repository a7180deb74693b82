/* What `venv` copies into an environment as python.exe: the interpreter that pyvenv.cfg names as "home" is started
   with the words of our own command line after its own name, which is how it knows what to spawn children with, and
   told through __PYVENV_LAUNCHER__ (as CPython's getpath asks for) whose environment it serves. */
#include <stdio.h>
#include <string.h>
#include <wchar.h>
#include "start.h"

#define LONGEST 32768

static wchar_t me[LONGEST], settings[LONGEST], interpreter[LONGEST], command_line[LONGEST];

/* Cut the last part of a path off; gives the part. */
static wchar_t *cut(wchar_t *path)
{
    wchar_t *slash = wcsrchr(path, L'\\');
    *slash = 0;
    return slash + 1;
}

static int read_home(void)
{
    char line[LONGEST];
    FILE *file = _wfopen(settings, L"rb");
    if (!file)
        return 0;
    while (fgets(line, sizeof line, file)) {
        char *value = strchr(line, '=');
        if (strncmp(line, "home", 4) != 0 || !value)
            continue;
        value += 1 + strspn(value + 1, " ");
        value[strcspn(value, "\r\n")] = 0;
        MultiByteToWideChar(CP_UTF8, 0, value, -1, interpreter, LONGEST);
    }
    fclose(file);
    return interpreter[0] != 0;
}

/* What follows the program's own name on a command line. */
static const wchar_t *words(const wchar_t *line)
{
    int quoted = 0;
    for (; *line && (quoted || (*line != L' ' && *line != L'\t')); line++)
        if (*line == L'"')
            quoted = !quoted;
    return line;
}

int wmain(void)
{
    GetModuleFileNameW(NULL, me, LONGEST);
    wcscpy(settings, me);
    cut(settings);
    cut(settings);
    wcscat(settings, L"\\pyvenv.cfg");
    if (!read_home()) {
        fwprintf(stderr, L"no pyvenv.cfg with a home: %ls\n", settings);
        return 106;
    }
    wcscat(interpreter, L"\\python.exe");
    SetEnvironmentVariableW(L"__PYVENV_LAUNCHER__", me);
    _snwprintf(command_line, LONGEST - 1, L"\"%ls\"%ls", interpreter, words(GetCommandLineW()));
    return start_and_wait(interpreter, command_line);
}
