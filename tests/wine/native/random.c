/* bcryptprimitives.dll: the random bytes that libraries written in Rust ask Windows for; Wine 8 has no such file. */
#include <windows.h>
#include <bcrypt.h>

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE bytes, SIZE_T count)
{
    while (count > 0) {
        ULONG part = count > 0x100000 ? 0x100000 : (ULONG)count;
        if (BCryptGenRandom(NULL, bytes, part, BCRYPT_USE_SYSTEM_PREFERRED_RNG) != 0)
            return FALSE;
        bytes += part;
        count -= part;
    }
    return TRUE;
}
