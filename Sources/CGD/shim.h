// libgd's C API, unchanged, plus one call that Swift cannot make: it does not take a `va_list`.
#ifndef POSTERN_CGD_SHIM_H
#define POSTERN_CGD_SHIM_H

#include <gd.h>
#include <gd_errors.h>
#include <stdarg.h>

static void postern_gd_ignore(int priority, const char *format, va_list arguments) {
    (void)priority;
    (void)format;
    (void)arguments;
}

// Whatever gd and its decoders have to say of an image goes nowhere: by default it goes to stderr.
static inline void postern_gd_be_silent(void) { gdSetErrorMethod(postern_gd_ignore); }

#endif
