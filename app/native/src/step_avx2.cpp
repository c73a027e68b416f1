// The kernels of a decoding step for AVX2 and FMA: compile with -mavx2 -mfma.
#include "step_kernel.h"

namespace plgt {

const StepKernel kAvx2StepKernel{"avx2", integer_product<DotAvx2>, float_product, normalise, quantise, curve,
                                 attend_row};

}  // namespace plgt
