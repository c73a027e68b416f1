// The kernels of a decoding step, written once over the instruction that multiplies bytes (`Dot`) and compiled once per
// instruction set. Everything is formed row by row: a row's result does not depend on the other rows.
#pragma once

#include <cstring>

#include "attention_kernel.h"
#include "decoder.h"

namespace plgt {
namespace {

struct DotAvx2 {
  static constexpr bool kPairs = true;  // two groups at once are quicker
  // sum[i] += the products of the four bytes in lane i; a unsigned, b within -64..64
  static __m256i add(__m256i sum, __m256i a, __m256i b) {
    return _mm256_add_epi32(sum, _mm256_madd_epi16(_mm256_maddubs_epi16(a, b), _mm256_set1_epi16(1)));
  }
};

inline void finish(const Product& p, int64_t row, int64_t column, int64_t left, __m256 value) {
  float* out = p.out + row * p.out_stride + column;
  const bool whole = left >= 8;
  if (p.add != nullptr) {
    const float* add = p.add + row * p.out_stride + column;
    value = _mm256_add_ps(whole ? Avx2::load(add) : Avx2::load_first(add, left), value);
  }
  if (whole)
    Avx2::store(out, value);
  else
    Avx2::store_first(out, left, value);
}

// kRows rows times a panel of 16 columns. The sums are whole numbers and never overflow, so that every order of adding
// them up gives the same.
template <class Dot, int kRows>
inline void integer_block(const Product& p, int64_t row, int64_t panel) {
  const uint8_t* a[kRows];
  for (int r = 0; r < kRows; ++r) a[r] = static_cast<const uint8_t*>(p.a) + (row + r) * p.a_stride;
  const int64_t chunks = p.depth / kChunk;
  const int32_t* order = p.order + panel * chunks;
  const __m256i* w = reinterpret_cast<const __m256i*>(static_cast<const int8_t*>(p.weights) + panel * p.depth * kPanel);
  const auto factor = [&](int r, int64_t at) __attribute__((always_inline)) {
    int32_t four;
    std::memcpy(&four, a[r] + at, 4);
    return _mm256_set1_epi32(four);
  };
  __m256i sum[kRows][2];
  for (auto& one : sum) one[0] = one[1] = _mm256_setzero_si256();
  int64_t c = 0;
  if constexpr (Dot::kPairs) {
    const __m256i ones = _mm256_set1_epi16(1);
    for (const int64_t fitting = p.fitting[panel]; c < fitting; ++c, w += 4) {
      const int64_t at = order[c];
      for (int r = 0; r < kRows; ++r) {
        const __m256i first = factor(r, at), second = factor(r, at + 4);
        for (int v = 0; v < 2; ++v) {
          const __m256i both = _mm256_add_epi16(_mm256_maddubs_epi16(first, _mm256_load_si256(w + v)),
                                                _mm256_maddubs_epi16(second, _mm256_load_si256(w + 2 + v)));
          sum[r][v] = _mm256_add_epi32(sum[r][v], _mm256_madd_epi16(both, ones));
        }
      }
    }
  }
  for (; c < chunks; ++c, w += 4) {
    const int64_t at = order[c];
    for (int r = 0; r < kRows; ++r)
      for (int half = 0; half < 2; ++half) {
        const __m256i four = factor(r, at + 4 * half);
        for (int v = 0; v < 2; ++v) sum[r][v] = Dot::add(sum[r][v], four, _mm256_load_si256(w + 2 * half + v));
      }
  }
  for (int v = 0; v < 2; ++v) {
    const int64_t column = panel * kPanel + v * 8;
    if (column >= p.columns) break;
    const __m256i offset = _mm256_load_si256(reinterpret_cast<const __m256i*>(p.offset + column));
    const __m256 scale = _mm256_load_ps(p.scale + column), bias = _mm256_load_ps(p.bias + column);
    for (int r = 0; r < kRows; ++r) {
      const __m256 real = _mm256_cvtepi32_ps(_mm256_sub_epi32(sum[r][v], offset));
      finish(p, row + r, column, p.columns - column, _mm256_add_ps(_mm256_mul_ps(real, scale), bias));
    }
  }
}

template <int kRows, int kPanels>
inline void float_block(const Product& p, int64_t row, int64_t panel) {
  const float* a[kRows];
  for (int r = 0; r < kRows; ++r) a[r] = static_cast<const float*>(p.a) + (row + r) * p.a_stride;
  const int64_t panel_floats = p.depth * kPanel;
  const float* w = static_cast<const float*>(p.weights) + panel * panel_floats;
  __m256 sum[kRows][2 * kPanels];
  for (auto& one : sum)
    for (__m256& x : one) x = _mm256_setzero_ps();
  for (int64_t g = 0; g < p.depth; ++g) {
    __m256 b[2 * kPanels];
    for (int v = 0; v < 2 * kPanels; ++v) b[v] = _mm256_load_ps(w + v / 2 * panel_floats + g * kPanel + v % 2 * 8);
    for (int r = 0; r < kRows; ++r) {
      const __m256 factor = _mm256_set1_ps(a[r][g]);
      for (int v = 0; v < 2 * kPanels; ++v) sum[r][v] = _mm256_fmadd_ps(factor, b[v], sum[r][v]);
    }
  }
  for (int v = 0; v < 2 * kPanels; ++v) {
    const int64_t column = panel * kPanel + v * 8;
    if (column >= p.columns) break;
    const __m256 bias = _mm256_load_ps(p.bias + column);
    for (int r = 0; r < kRows; ++r)
      finish(p, row + r, column, p.columns - column, _mm256_add_ps(sum[r][v], bias));
  }
}

// Panels outside, rows inside: a panel stays in the first cache while all rows pass over it.
template <class Dot>
void integer_product(const Product& p) {
  const int64_t panels = (p.columns + kPanel - 1) / kPanel;
  for (int64_t panel = 0; panel < panels; ++panel) {
    int64_t row = 0;
    for (; row + 4 <= p.rows; row += 4) integer_block<Dot, 4>(p, row, panel);
    if (p.rows - row == 3) integer_block<Dot, 3>(p, row, panel);
    if (p.rows - row == 2) integer_block<Dot, 2>(p, row, panel);
    if (p.rows - row == 1) integer_block<Dot, 1>(p, row, panel);
  }
}

inline void float_product(const Product& p) {
  const int64_t panels = (p.columns + kPanel - 1) / kPanel;
  int64_t panel = 0;
  if (p.rows == 1) {
    for (; panel + 4 <= panels; panel += 4) float_block<1, 4>(p, 0, panel);
  }
  for (; panel < panels; ++panel) {
    int64_t row = 0;
    for (; row + 6 <= p.rows; row += 6) float_block<6, 1>(p, row, panel);
    for (; row + 4 <= p.rows; row += 4) float_block<4, 1>(p, row, panel);
    for (; row + 2 <= p.rows; row += 2) float_block<2, 1>(p, row, panel);
    for (; row < p.rows; ++row) float_block<1, 1>(p, row, panel);
  }
}

inline void normalise(const float* x, int64_t size, const float* gain, const float* bias, float epsilon, float* out) {
  const int64_t whole = size / 8 * 8;
  __m256 sums = Avx2::zero();
  for (int64_t i = 0; i < whole; i += 8) sums = _mm256_add_ps(sums, Avx2::load(x + i));
  float total = Avx2::sum(sums);
  for (int64_t i = whole; i < size; ++i) total += x[i];
  const float mean = total / static_cast<float>(size);
  __m256 squares = Avx2::zero();
  for (int64_t i = 0; i < whole; i += 8) {
    const __m256 d = _mm256_sub_ps(Avx2::load(x + i), Avx2::all(mean));
    squares = _mm256_fmadd_ps(d, d, squares);
  }
  float variance = Avx2::sum(squares);
  for (int64_t i = whole; i < size; ++i) variance += (x[i] - mean) * (x[i] - mean);
  const float factor = 1.0f / __builtin_sqrtf(variance / static_cast<float>(size) + epsilon);
  for (int64_t i = 0; i < whole; i += 8) {
    const __m256 d = _mm256_mul_ps(_mm256_sub_ps(Avx2::load(x + i), Avx2::all(mean)), Avx2::all(factor));
    Avx2::store(out + i, _mm256_fmadd_ps(d, Avx2::load(gain + i), Avx2::load(bias + i)));
  }
  for (int64_t i = whole; i < size; ++i) out[i] = (x[i] - mean) * factor * gain[i] + bias[i];
}

inline void quantise(const float* x, int64_t size, float scale, int32_t zero, uint8_t* out) {
  const __m256 scales = Avx2::all(scale);
  const __m256 low = Avx2::all(static_cast<float>(-zero)), high = Avx2::all(static_cast<float>(255 - zero));
  const __m256i zeros = _mm256_set1_epi32(zero);
  const auto eight = [&](__m256 value) {
    value = _mm256_div_ps(value, scales);
    value = _mm256_min_ps(_mm256_max_ps(value, low), high);  // before rounding: the bounds are whole
    return _mm256_add_epi32(_mm256_cvtps_epi32(value), zeros);
  };
  for (int64_t i = 0; i < size; i += 8) {
    const int64_t left = size - i;
    const __m256i n = eight(left >= 8 ? Avx2::load(x + i) : Avx2::load_first(x + i, left));
    const __m128i half = _mm_packus_epi32(_mm256_castsi256_si128(n), _mm256_extracti128_si256(n, 1));
    const __m128i bytes = _mm_packus_epi16(half, half);
    if (left >= 8) {
      _mm_storel_epi64(reinterpret_cast<__m128i*>(out + i), bytes);
    } else {
      uint8_t last[8];
      _mm_storel_epi64(reinterpret_cast<__m128i*>(last), bytes);
      std::memcpy(out + i, last, static_cast<size_t>(left));
    }
  }
}

inline void curve(const float* query, int64_t stride, int64_t rows, int64_t heads, int64_t head_size, const float* g,
                  float* out) {
  for (int64_t head = 0; head < heads; ++head)
    multiply<Avx2>(false, rows, query + head * head_size, stride, g + head * head_size * head_size, head_size,
                   out + head * head_size, heads * head_size, head_size, head_size);
}

// softmax(LeakyReLU(scale q K^T)) V. Scores lie [key][head], eight heads to a vector: the softmax of all of them is
// formed at once, and a key's row, which lies anywhere in memory, is read from its beginning to its end.
inline void attend_row(const OneRow& row, float* scores) {
  const int64_t size = row.head_size, heads = row.heads, padded = (heads + 7) / 8 * 8;
  const int64_t whole = size / 8 * 8, rest = size - whole, line = 16;
  for (int64_t t = 0; t < row.count; ++t) {
    const float* key = row.keys[t];
    const float* next = row.keys[t + 1 < row.count ? t + 1 : t];
    for (int64_t i = 0; i < heads * size; i += line) {
      _mm_prefetch(reinterpret_cast<const char*>(next + i), _MM_HINT_T0);
      _mm_prefetch(reinterpret_cast<const char*>(key + row.value_offset + i), _MM_HINT_T0);
    }
    for (int64_t first = 0; first < heads; first += 8) {
      __m256 sum[8];
      for (int i = 0; i < 8; ++i) {
        const int64_t head = first + i < heads ? first + i : heads - 1;
        const float *q = row.query + head * size, *k = key + head * size;
        sum[i] = Avx2::zero();
        for (int64_t d = 0; d < whole; d += 8) sum[i] = _mm256_fmadd_ps(Avx2::load(q + d), Avx2::load(k + d), sum[i]);
        if (rest > 0)
          sum[i] = _mm256_fmadd_ps(Avx2::load_first(q + whole, rest), Avx2::load_first(k + whole, rest), sum[i]);
      }
      Avx2::store(scores + t * padded + first, Avx2::sums(sum));
    }
  }
  const __m256 scale = Avx2::all(row.scale), slope = Avx2::all(row.negative_slope), zero = Avx2::zero();
  for (int64_t first = 0; first < padded; first += 8) {
    __m256 top = Avx2::all(-3.4028235e38f), total = zero;
    for (int64_t t = 0; t < row.count; ++t) {
      __m256 x = _mm256_mul_ps(Avx2::load(scores + t * padded + first), scale);
      x = Avx2::if_less_equal(x, zero, _mm256_mul_ps(x, slope), x);
      Avx2::store(scores + t * padded + first, x);
      top = Avx2::maximum(top, x);
    }
    for (int64_t t = 0; t < row.count; ++t) {
      const __m256 x = exponential<Avx2>(_mm256_sub_ps(Avx2::load(scores + t * padded + first), top));
      Avx2::store(scores + t * padded + first, x);
      total = _mm256_add_ps(total, x);
    }
    const __m256 share = _mm256_div_ps(Avx2::all(1.0f), total);
    for (int64_t t = 0; t < row.count; ++t)
      Avx2::store(scores + t * padded + first, _mm256_mul_ps(Avx2::load(scores + t * padded + first), share));
  }
  if (row.weights != nullptr)
    for (int64_t t = 0; t < row.count; ++t) row.weights[t] = scores[t * padded];
  for (int64_t head = 0; head < heads; ++head) {
    const int64_t at = row.value_offset + head * size;
    int64_t d = 0;
    for (; d + 32 <= size; d += 32) {
      __m256 sum[4] = {zero, zero, zero, zero};
      for (int64_t t = 0; t < row.count; ++t) {
        const float* value = row.keys[t] + at + d;
        const __m256 weight = Avx2::all(scores[t * padded + head]);
        for (int i = 0; i < 4; ++i) sum[i] = _mm256_fmadd_ps(weight, Avx2::load(value + 8 * i), sum[i]);
      }
      for (int i = 0; i < 4; ++i) Avx2::store(row.output + head * size + d + 8 * i, sum[i]);
    }
    for (; d < size; d += 8) {
      const int64_t left = size - d;
      __m256 sum = zero;
      for (int64_t t = 0; t < row.count; ++t) {
        const float* value = row.keys[t] + at + d;
        sum = _mm256_fmadd_ps(Avx2::all(scores[t * padded + head]),
                              left >= 8 ? Avx2::load(value) : Avx2::load_first(value, left), sum);
      }
      if (left >= 8)
        Avx2::store(row.output + head * size + d, sum);
      else
        Avx2::store_first(row.output + head * size + d, left, sum);
    }
  }
}

}  // namespace
}  // namespace plgt
