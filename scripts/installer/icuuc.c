/* Stand-in for icuuc.dll, which Windows 10 has and Wine 8 lacks: every converter is "unsupported", and Qt then uses its own. */
#define EXPORT __declspec(dllexport)
enum { U_UNSUPPORTED_ERROR = 16 };
EXPORT void *ucnv_open(const char *name, int *error) { *error = U_UNSUPPORTED_ERROR; return 0; }
EXPORT void ucnv_close(void *c) {}
EXPORT void UCNV_FROM_U_CALLBACK_SUBSTITUTE(void) {}
EXPORT void UCNV_TO_U_CALLBACK_SUBSTITUTE(void) {}
EXPORT void ucnv_reset(void *c) {}
EXPORT signed char ucnv_getMaxCharSize(void *c) { return 1; }
EXPORT const char *ucnv_getName(void *c, int *error) { *error = U_UNSUPPORTED_ERROR; return 0; }
#define NOTHING(name) EXPORT void name(void) {}
NOTHING(ucnv_getToUCallBack) NOTHING(ucnv_getFromUCallBack) NOTHING(ucnv_setToUCallBack) NOTHING(ucnv_setFromUCallBack)
NOTHING(ucnv_cbToUWriteUChars) NOTHING(ucnv_cbFromUWriteUChars) NOTHING(ucnv_toUnicode) NOTHING(ucnv_fromUnicode)
EXPORT int ucnv_toUCountPending(void *c, int *error) { *error = U_UNSUPPORTED_ERROR; return 0; }
EXPORT int ucnv_fromUCountPending(void *c, int *error) { *error = U_UNSUPPORTED_ERROR; return 0; }
EXPORT const char *ucnv_getStandardName(void *a, void *b, int *error) { *error = U_UNSUPPORTED_ERROR; return 0; }
EXPORT const char *ucnv_getAvailableName(int n) { return 0; }
EXPORT int ucnv_countAvailable(void) { return 0; }
