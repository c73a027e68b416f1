// The kernel for AVX-512: compile with -mavx2 -mfma -mavx512f -mavx512vl.
#if defined(__GNUC__) && !defined(__clang__)
// GCC warns about its own intrinsics, which pass an undefined vector on purpose.
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#pragma GCC diagnostic ignored "-Wuninitialized"
#endif

#include "attention_kernel.h"
#include "simd_avx512.h"

namespace plgt {

const Kernel kAvx512Kernel{"avx512", attend<Avx512>, log_probabilities<Avx512>};

}  // namespace plgt
