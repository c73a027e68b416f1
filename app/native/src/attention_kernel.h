// The attention kernel, written once over a SIMD type (Avx2, Avx512) and compiled once per instruction set.
//
// Names in comments: R query rows, T keys, D head size, E value size, W the SIMD width. No array needs padding: the
// last, partial vector of a row is read and written with a mask.
#pragma once

#include "attention.h"
#include "simd_avx2.h"

namespace plgt {
namespace {

// exp(x) for x <= 0, and exactly 0 below the smallest normal float, so that a hidden key weighs nothing at all.
// Method: Cephes' expf, relative error about 1e-7.
template <class S>
inline typename S::Vector exponential(typename S::Vector x) {
  using Vector = typename S::Vector;
  const Vector lowest = S::all(-87.0f);
  const Vector bounded = S::maximum(x, lowest);
  const Vector n = S::round(S::multiply(bounded, S::all(1.44269504088896341f)));
  Vector r = S::multiply_add(n, S::all(-0.693359375f), bounded);
  r = S::multiply_add(n, S::all(2.12194440e-4f), r);
  Vector p = S::all(1.9875691500e-4f);
  p = S::multiply_add(p, r, S::all(1.3981999507e-3f));
  p = S::multiply_add(p, r, S::all(8.3334519073e-3f));
  p = S::multiply_add(p, r, S::all(4.1665795894e-2f));
  p = S::multiply_add(p, r, S::all(1.6666665459e-1f));
  p = S::multiply_add(p, r, S::all(5.0000001201e-1f));
  p = S::add(S::multiply_add(S::multiply(p, r), r, r), S::all(1.0f));
  return S::if_less_equal(x, lowest, S::zero(), S::multiply(p, S::power_of_two(n)));
}

// C [kRows, columns] = A [kRows, depth] B [depth, columns] for kVectors vectors of columns, the last of them holding
// only `last` columns when kPartial. kStrands independent partial sums hide the latency of the multiply-add.
template <class S, int kRows, int kVectors, bool kPartial, int kStrands>
inline void multiply_block(const float* a, int64_t a_stride, const float* b, int64_t b_stride, float* c,
                           int64_t c_stride, int64_t depth, int64_t last) {
  using Vector = typename S::Vector;
  Vector sum[kStrands][kRows][kVectors];
  for (auto& strand : sum)
    for (auto& row : strand)
      for (Vector& x : row) x = S::zero();
  const auto step = [&](int64_t k, Vector(&total)[kRows][kVectors]) __attribute__((always_inline)) {
    Vector columns[kVectors];
    for (int v = 0; v < kVectors; ++v) {
      const float* p = b + k * b_stride + v * S::kWidth;
      columns[v] = kPartial && v == kVectors - 1 ? S::load_first(p, last) : S::load(p);
    }
    for (int r = 0; r < kRows; ++r) {
      const Vector factor = S::all(a[r * a_stride + k]);
      for (int v = 0; v < kVectors; ++v) total[r][v] = S::multiply_add(factor, columns[v], total[r][v]);
    }
  };
  int64_t k = 0;
  for (; k + kStrands <= depth; k += kStrands)
    for (int s = 0; s < kStrands; ++s) step(k + s, sum[s]);
  for (int s = 0; k < depth; ++k, ++s) step(k, sum[s]);  // the same sum for the same k, whatever the depth
  for (int r = 0; r < kRows; ++r) {
    for (int v = 0; v < kVectors; ++v) {
      Vector total = sum[0][r][v];
      for (int s = 1; s < kStrands; ++s) total = S::add(total, sum[s][r][v]);
      float* p = c + r * c_stride + v * S::kWidth;
      if (kPartial && v == kVectors - 1)
        S::store_first(p, last, total);
      else
        S::store(p, total);
    }
  }
}

// All columns of kRows rows, in blocks that keep the sums in registers.
template <class S, int kRows, int kVectors, int kStrands, int kNarrowStrands>
inline void multiply_rows(const float* a, int64_t a_stride, const float* b, int64_t b_stride, float* c,
                          int64_t c_stride, int64_t depth, int64_t columns) {
  constexpr int64_t kWide = kVectors * S::kWidth;
  int64_t n = 0;
  for (; n + kWide <= columns; n += kWide)
    multiply_block<S, kRows, kVectors, false, kStrands>(a, a_stride, b + n, b_stride, c + n, c_stride, depth, 0);
  if (kVectors > 2 && n + 2 * S::kWidth <= columns) {
    multiply_block<S, kRows, 2, false, kNarrowStrands>(a, a_stride, b + n, b_stride, c + n, c_stride, depth, 0);
    n += 2 * S::kWidth;
  }
  if (n + S::kWidth <= columns) {
    multiply_block<S, kRows, 1, false, kNarrowStrands>(a, a_stride, b + n, b_stride, c + n, c_stride, depth, 0);
    n += S::kWidth;
  }
  if (n < columns)
    multiply_block<S, kRows, 1, true, kNarrowStrands>(a, a_stride, b + n, b_stride, c + n, c_stride, depth,
                                                      columns - n);
}

// C [rows, columns] = A [rows, depth] B [depth, columns]. A row's sums do not depend on the number of rows, given
// `few_rows`: they are either all formed in one strand or, with few rows, all in several.
template <class S>
void multiply(bool few_rows, int64_t rows, const float* a, int64_t a_stride, const float* b, int64_t b_stride,
              float* c, int64_t c_stride, int64_t depth, int64_t columns) {
  int64_t r = 0;
  const auto block = [&](auto function) {
    function(a + r * a_stride, a_stride, b, b_stride, c + r * c_stride, c_stride, depth, columns);
  };
  if (few_rows) {
    for (; r < rows; ++r) block(multiply_rows<S, 1, 4, 2, 4>);
    return;
  }
  for (; r + 6 <= rows; r += 6) block(multiply_rows<S, 6, 2, 1, 1>);
  for (; r + 4 <= rows; r += 4) block(multiply_rows<S, 4, 2, 1, 1>);
  for (; r + 2 <= rows; r += 2) block(multiply_rows<S, 2, 4, 1, 1>);
  for (; r < rows; ++r) block(multiply_rows<S, 1, 4, 1, 1>);
}

// scores[t] = query . key[t], eight keys at a time. The last block reads its missing keys from the last row again:
// every key's sum is formed in the same order, whatever the number of keys, and nothing beyond the array is read.
// Writes up to the next multiple of eight.
template <class S>
void dot_products(const float* query, const float* key, int64_t key_stride, int64_t keys, int64_t head_size,
                  float* scores) {
  using Vector = typename S::Vector;
  const int64_t whole = head_size / S::kWidth * S::kWidth;
  const int64_t rest = head_size - whole;
  for (int64_t t = 0; t < keys; t += 8) {
    const float* row[8];
    for (int i = 0; i < 8; ++i) row[i] = key + (t + i < keys ? t + i : keys - 1) * key_stride;
    Vector sum[8];
    for (Vector& x : sum) x = S::zero();
    for (int64_t d = 0; d < whole; d += S::kWidth) {
      const Vector q = S::load(query + d);
      for (int i = 0; i < 8; ++i) sum[i] = S::multiply_add(q, S::load(row[i] + d), sum[i]);
    }
    if (rest > 0) {
      const Vector q = S::load_first(query + whole, rest);
      for (int i = 0; i < 8; ++i) sum[i] = S::multiply_add(q, S::load_first(row[i] + whole, rest), sum[i]);
    }
    _mm256_storeu_ps(scores + t, S::sums(sum));
  }
}

// transposed [D, padded] = key [T, D]^T, zeros in the padding.
inline void transpose_keys(const float* key, int64_t key_stride, int64_t keys, int64_t head_size, float* transposed,
                           int64_t padded) {
  const int64_t whole_keys = keys / 8 * 8;
  const int64_t whole_size = head_size / 8 * 8;
  for (int64_t t = 0; t < whole_keys; t += 8)
    for (int64_t d = 0; d < whole_size; d += 8)
      transpose_8x8(key + t * key_stride + d, key_stride, transposed + d * padded + t, padded);
  for (int64_t d = 0; d < head_size; ++d) {
    float* row = transposed + d * padded;
    for (int64_t t = d < whole_size ? whole_keys : 0; t < keys; ++t) row[t] = key[t * key_stride + d];
    for (int64_t t = keys; t < padded; ++t) row[t] = 0.0f;
  }
}

// Scores to weights, in place: softmax(LeakyReLU(scale score) + mask) over the first `keys` of `padded` entries
// (a multiple of W); the padding becomes 0.
template <class S>
void weights(float* score, int64_t keys, int64_t padded, const float* mask, int64_t mask_key_stride, float scale,
             float negative_slope) {
  using Vector = typename S::Vector;
  const Vector scales = S::all(scale), slopes = S::all(negative_slope), zero = S::zero();
  const Vector hidden_mask = S::all(kHiddenMask), hidden_bias = S::all(kHiddenBias);
  const Vector nothing = S::all(-3.4028235e38f);
  Vector top = nothing;
  for (int64_t t = 0; t < padded; t += S::kWidth) {
    const int64_t left = keys - t;
    Vector x = S::multiply(S::load(score + t), scales);
    x = S::if_less_equal(x, zero, S::multiply(x, slopes), x);
    Vector bias;
    if (mask_key_stride == 0)
      bias = S::all(mask[0]);
    else
      bias = left >= S::kWidth ? S::load(mask + t) : S::load_first(mask + t, left);
    x = S::add(x, S::if_less_equal(bias, hidden_mask, hidden_bias, bias));
    if (left < S::kWidth) x = S::keep_first(x, left, nothing);
    S::store(score + t, x);
    top = S::maximum(top, x);
  }
  const Vector largest = S::all(S::largest(top));
  Vector total = zero;
  for (int64_t t = 0; t < padded; t += S::kWidth) {
    const int64_t left = keys - t;
    Vector x = exponential<S>(S::subtract(S::load(score + t), largest));
    if (left < S::kWidth) x = S::keep_first(x, left, zero);
    S::store(score + t, x);
    total = S::add(total, x);
  }
  const Vector share = S::all(1.0f / S::sum(total));
  for (int64_t t = 0; t < padded; t += S::kWidth) S::store(score + t, S::multiply(S::load(score + t), share));
}

template <class S>
void attend(const HeadRows& head, float* scratch) {
  const int64_t size = head.head_size;
  const int64_t padded = (head.keys + S::kWidth - 1) / S::kWidth * S::kWidth;
  float* projected = scratch;                            // [kRowBlock, D]
  float* scores = projected + kRowBlock * ((size + 15) / 16 * 16);  // [kRowBlock, padded]
  float* transposed = scores + kRowBlock * padded;       // [D, padded]
  if (!head.few_queries) transpose_keys(head.key, head.key_stride, head.keys, size, transposed, padded);

  for (int64_t first = 0; first < head.rows; first += kRowBlock) {
    const int64_t rows = head.rows - first < kRowBlock ? head.rows - first : kRowBlock;
    const float* query = head.query + first * head.query_stride;
    int64_t query_stride = head.query_stride;
    if (head.energy_curvature != nullptr) {
      multiply<S>(head.few_queries, rows, query, query_stride, head.energy_curvature, size, projected, size, size, size);
      query = projected;
      query_stride = size;
    }
    if (head.few_queries) {
      for (int64_t r = 0; r < rows; ++r)
        dot_products<S>(query + r * query_stride, head.key, head.key_stride, head.keys, size, scores + r * padded);
    } else {
      multiply<S>(head.few_queries, rows, query, query_stride, transposed, padded, scores, padded, size, padded);
    }
    for (int64_t r = 0; r < rows; ++r)
      weights<S>(scores + r * padded, head.keys, padded, head.mask + (first + r) * head.mask_query_stride,
                 head.mask_key_stride, head.scale, head.negative_slope);
    if (head.weights != nullptr) {
      for (int64_t r = 0; r < rows; ++r)
        for (int64_t t = 0; t < head.keys; ++t)
          head.weights[(first + r) * head.weights_stride + t] = scores[r * padded + t];
    }
    multiply<S>(head.few_queries, rows, scores, padded, head.value, head.value_stride, head.output + first * head.output_stride,
                head.output_stride, head.keys, head.value_size);
  }
}

// Puts (value, id) into the sorted list of the `filled` largest so far, of at most k; returns the new length. An equal
// value that came first stays before it.
inline int64_t insert(float value, int64_t id, float* top, int64_t* ids, int64_t filled, int64_t k) {
  int64_t place = filled < k ? filled : k - 1;
  for (; place > 0 && top[place - 1] < value; --place) {
    top[place] = top[place - 1];
    ids[place] = ids[place - 1];
  }
  top[place] = value;
  ids[place] = id;
  return filled < k ? filled + 1 : k;
}

template <class S>
void log_probabilities(const LogProbabilityRow& row) {
  using Vector = typename S::Vector;
  const int64_t whole = row.count / S::kWidth * S::kWidth;
  int64_t filled = 0, i = 0;
  for (; i < row.k; ++i) filled = insert(row.logits[i], i, row.top, row.top_ids, filled, row.k);
  const auto consider = [&](int64_t id) __attribute__((always_inline)) {
    if (row.logits[id] > row.top[row.k - 1]) insert(row.logits[id], id, row.top, row.top_ids, row.k, row.k);
  };
  for (; i % S::kWidth != 0 && i < row.count; ++i) consider(i);
  for (; i < whole; i += S::kWidth) {
    unsigned above = S::greater(S::load(row.logits + i), S::all(row.top[row.k - 1]));
    for (; above != 0; above &= above - 1) consider(i + __builtin_ctz(above));
  }
  for (; i < row.count; ++i) consider(i);

  const Vector largest = S::all(row.top[0]);
  Vector sums[2] = {S::zero(), S::zero()};
  int64_t t = 0;
  for (; t + 2 * S::kWidth <= row.count; t += 2 * S::kWidth) {
    sums[0] = S::add(sums[0], exponential<S>(S::subtract(S::load(row.logits + t), largest)));
    sums[1] = S::add(sums[1], exponential<S>(S::subtract(S::load(row.logits + t + S::kWidth), largest)));
  }
  float total = S::sum(S::add(sums[0], sums[1]));
  for (; t < row.count; ++t) total += __builtin_expf(row.logits[t] - row.top[0]);
  const float maximum = row.top[0], normaliser = __builtin_logf(total);
  for (int64_t j = 0; j < row.k; ++j) row.top[j] = row.top[j] - maximum - normaliser;
  for (int64_t j = 0; j < row.forced_count; ++j)
    row.forced_out[j] = row.logits[row.forced[j]] - maximum - normaliser;
}

}  // namespace
}  // namespace plgt
