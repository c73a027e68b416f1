// The kernel for AVX2 and FMA: compile with -mavx2 -mfma.
#include "attention_kernel.h"
#include "simd_avx2.h"

namespace plgt {

const Kernel kAvx2Kernel{"avx2", attend<Avx2>, log_probabilities<Avx2>};

}  // namespace plgt
