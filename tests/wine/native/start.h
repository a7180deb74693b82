/* Start a program with a command line of ours, wait for it, and give its exit code. */
#include <windows.h>

static int start_and_wait(const wchar_t *program, wchar_t *command_line)
{
    STARTUPINFOW how;
    PROCESS_INFORMATION started;
    DWORD code = 1;

    GetStartupInfoW(&how); /* the standard streams as we have them */
    if (!CreateProcessW(program, command_line, NULL, NULL, TRUE, 0, NULL, NULL, &how, &started))
        return 103;
    WaitForSingleObject(started.hProcess, INFINITE);
    GetExitCodeProcess(started.hProcess, &code);
    CloseHandle(started.hThread);
    CloseHandle(started.hProcess);
    return (int)code;
}
