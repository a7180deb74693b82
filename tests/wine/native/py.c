/* py.exe, the launcher that python.org's installer puts on the path: here there is one Python, so what follows
   the word for the version ("-3") goes to it as it was typed. */
#include <wchar.h>
#include "start.h"

static wchar_t command_line[32768];

int wmain(void)
{
    const wchar_t *typed = wcsstr(GetCommandLineW(), L" -3");
    _snwprintf(command_line, 32767, L"\"C:\\Python311\\python.exe\"%ls", typed ? typed + 3 : L"");
    return start_and_wait(L"C:\\Python311\\python.exe", command_line);
}
