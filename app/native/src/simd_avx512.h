// Sixteen floats at a time. Include only in sources compiled with -mavx512f -mavx512vl (and -mavx2 -mfma).
#pragma once

#include "simd_avx2.h"

namespace plgt {
namespace {

struct Avx512 {
  using Vector = __m512;
  static constexpr int64_t kWidth = 16;

  static __mmask16 first(int64_t n) { return static_cast<__mmask16>((1u << n) - 1u); }

  static Vector load(const float* p) { return _mm512_loadu_ps(p); }
  static Vector load_first(const float* p, int64_t n) { return _mm512_maskz_loadu_ps(first(n), p); }
  static void store(float* p, Vector x) { _mm512_storeu_ps(p, x); }
  static void store_first(float* p, int64_t n, Vector x) { _mm512_mask_storeu_ps(p, first(n), x); }
  static Vector keep_first(Vector x, int64_t n, Vector other) { return _mm512_mask_mov_ps(other, first(n), x); }

  static Vector all(float x) { return _mm512_set1_ps(x); }
  static Vector zero() { return _mm512_setzero_ps(); }
  static Vector add(Vector a, Vector b) { return _mm512_add_ps(a, b); }
  static Vector subtract(Vector a, Vector b) { return _mm512_sub_ps(a, b); }
  static Vector multiply(Vector a, Vector b) { return _mm512_mul_ps(a, b); }
  static Vector multiply_add(Vector a, Vector b, Vector c) { return _mm512_fmadd_ps(a, b, c); }
  static Vector maximum(Vector a, Vector b) { return _mm512_max_ps(a, b); }
  static Vector round(Vector a) { return _mm512_roundscale_ps(a, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC); }

  static Vector if_less_equal(Vector a, Vector b, Vector then, Vector otherwise) {
    return _mm512_mask_mov_ps(otherwise, _mm512_cmp_ps_mask(a, b, _CMP_LE_OQ), then);
  }

  static unsigned greater(Vector a, Vector b) { return _mm512_cmp_ps_mask(a, b, _CMP_GT_OQ); }

  static Vector power_of_two(Vector n) {
    const __m512i exponent = _mm512_add_epi32(_mm512_cvtps_epi32(n), _mm512_set1_epi32(127));
    return _mm512_castsi512_ps(_mm512_slli_epi32(exponent, 23));
  }

  static __m256 low(Vector x) { return _mm512_castps512_ps256(x); }
  static __m256 high(Vector x) { return _mm256_castpd_ps(_mm512_extractf64x4_pd(_mm512_castps_pd(x), 1)); }
  static float sum(Vector x) { return Avx2::sum(_mm256_add_ps(low(x), high(x))); }
  static float largest(Vector x) { return Avx2::largest(_mm256_max_ps(low(x), high(x))); }
  static __m256 sums(const Vector (&a)[8]) {
    __m256 halves[8];
    for (int i = 0; i < 8; ++i) halves[i] = _mm256_add_ps(low(a[i]), high(a[i]));
    return sums_of_eight(halves);
  }
};

}  // namespace
}  // namespace plgt
