// The same with the byte products of AVX-512 VNNI: compile with -mavx2 -mfma -mavx512f -mavx512vl -mavx512vnni.
#include "step_kernel.h"

namespace plgt {
namespace {

struct DotVnni {
  static constexpr bool kPairs = false;
  static __m256i add(__m256i sum, __m256i a, __m256i b) { return _mm256_dpbusd_epi32(sum, a, b); }
};

}  // namespace

const StepKernel kVnniStepKernel{"vnni", integer_product<DotVnni>, float_product, normalise, quantise, curve,
                                 attend_row};

}  // namespace plgt
