// libgd's types, and those of its functions that drawing takes; the functions themselves are not
// linked but looked up by name. Plus one call that Swift cannot make: it does not take a `va_list`.
#ifndef POSTERN_CGD_SHIM_H
#define POSTERN_CGD_SHIM_H

#include <gd.h>
#include <gd_errors.h>
#include <stdarg.h>

// Names the type of a pointer to a function just as gd.h declares it.
#define POSTERN_GD(function) \
    typedef __typeof__(function) *function##Function __attribute__((swift_attr("@Sendable")))

POSTERN_GD(gdFree);
POSTERN_GD(gdImageAlphaBlending);
POSTERN_GD(gdImageCopyResampled);
POSTERN_GD(gdImageCreateFromGifPtr);
POSTERN_GD(gdImageCreateFromJpegPtr);
POSTERN_GD(gdImageCreateFromPngPtr);
POSTERN_GD(gdImageCreateTrueColor);
POSTERN_GD(gdImageDestroy);
POSTERN_GD(gdImageFilledRectangle);
POSTERN_GD(gdImageGetTrueColorPixel);
POSTERN_GD(gdImageJpegPtr);
POSTERN_GD(gdImagePngPtrEx);
POSTERN_GD(gdImageSaveAlpha);
POSTERN_GD(gdImageSetPixel);

#undef POSTERN_GD

static void postern_gd_ignore(int priority, const char *format, va_list arguments) {
    (void)priority;
    (void)format;
    (void)arguments;
}

// Whatever gd and its decoders have to say of an image goes nowhere: by default it goes to stderr.
// The address is that of gdSetErrorMethod.
static inline void postern_gd_be_silent(void *set_error_method) {
    ((__typeof__(gdSetErrorMethod) *)set_error_method)(postern_gd_ignore);
}

#endif
