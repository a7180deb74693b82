/* The complex functions of Microsoft's C runtime, which Wine 8 lacks and numpy imports, made from mingw's own.

   Microsoft's compilers hand a complex number over as a struct of two parts, and `long double` is `double`. Each
   function is exported by the name that follows "as_". */
#include <complex.h>

typedef struct { double re, im; } Double;
typedef struct { float re, im; } Float;

#define IN(z) __builtin_complex((z).re, (z).im)

#define PART(name)                                                                  \
    double as_##name(Double z) { return name(IN(z)); }                              \
    double as_##name##l(Double z) { return name(IN(z)); }                           \
    float as_##name##f(Float z) { return name##f(IN(z)); }

#define MAP(name)                                                                   \
    Double as_##name(Double z) { double complex w = name(IN(z)); return (Double){__real__ w, __imag__ w}; } \
    Double as_##name##l(Double z) { return as_##name(z); }                          \
    Float as_##name##f(Float z) { float complex w = name##f(IN(z)); return (Float){__real__ w, __imag__ w}; }

PART(creal) PART(cimag) PART(cabs) PART(carg)
MAP(ccos) MAP(ccosh) MAP(cexp) MAP(csin) MAP(csinh) MAP(ctan) MAP(ctanh)
MAP(cacos) MAP(cacosh) MAP(casin) MAP(casinh) MAP(catan) MAP(catanh) MAP(clog) MAP(csqrt)

Double as_cpow(Double a, Double b) { double complex w = cpow(IN(a), IN(b)); return (Double){__real__ w, __imag__ w}; }
Double as_cpowl(Double a, Double b) { return as_cpow(a, b); }
Float as_cpowf(Float a, Float b) { float complex w = cpowf(IN(a), IN(b)); return (Float){__real__ w, __imag__ w}; }
