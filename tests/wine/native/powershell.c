/* In PowerShell's place, which Wine lacks: tells on standard output what it was called with, a word a line, so that
   the .cmd files that call it can be looked at. Exit code 5, for them to hand on. */
#include <stdio.h>
#include <windows.h>

int wmain(int count, wchar_t **words)
{
    static char text[65536];
    for (int i = 1; i < count; i++) {
        WideCharToMultiByte(CP_UTF8, 0, words[i], -1, text, sizeof text, NULL, NULL);
        puts(text);
    }
    return 5;
}
