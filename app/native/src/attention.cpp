// Splits attention into tasks and picks the kernel; compiled for the baseline processor.
#include "attention.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>

namespace plgt {

namespace {

constexpr std::align_val_t kAlignment{64};

// Grows on demand, one per thread, so that a step of decoding allocates nothing.
class Scratch {
 public:
  Scratch() = default;
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() { release(); }

  float* reserve(int64_t floats) {
    if (floats > size_) {
      release();
      data_ = static_cast<float*>(::operator new(static_cast<size_t>(floats) * sizeof(float), kAlignment));
      size_ = floats;
    }
    return data_;
  }

 private:
  void release() {
    if (data_ != nullptr) ::operator delete(data_, kAlignment);
    data_ = nullptr;
    size_ = 0;
  }
  float* data_ = nullptr;
  int64_t size_ = 0;
};

int64_t tasks_per_head(const Attention& attention) {
  return (attention.queries + kRowsPerTask - 1) / kRowsPerTask;
}

int64_t rounded_up(int64_t n) { return (n + 15) / 16 * 16; }

}  // namespace

int64_t scratch_size(int64_t keys, int64_t head_size) {
  // projected queries, transposed keys, scores
  return kRowBlock * rounded_up(head_size) + (head_size + kRowBlock) * rounded_up(keys) + 16;
}

const Kernel* best_kernel() {
#ifdef PLGT_WITHOUT_AVX2  // for the tests: behave as on a processor without it
  return nullptr;
#else
  __builtin_cpu_init();
  if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma")) return nullptr;
  const char* wanted = std::getenv("PLGT_NATIVE_ISA");
  if (wanted != nullptr && std::strcmp(wanted, "avx2") == 0) return &kAvx2Kernel;
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl")) return &kAvx512Kernel;
  return &kAvx2Kernel;
#endif
}

int64_t task_count(const Attention& attention) {
  return attention.batch * attention.heads * tasks_per_head(attention);
}

double work(const Attention& attention) {
  const double rows = static_cast<double>(attention.batch * attention.heads * attention.queries);
  const double projection =
      attention.energy_curvature == nullptr ? 0.0 : static_cast<double>(attention.head_size * attention.head_size);
  const double per_key = static_cast<double>(attention.head_size + attention.value_size);
  return rows * (projection + static_cast<double>(attention.keys) * per_key);
}

namespace {

float* scratch_for(int64_t keys, int64_t head_size) {
  static thread_local Scratch scratch;
  return scratch.reserve(scratch_size(keys, head_size));
}

constexpr float kOpen = 0.0f, kHidden = kHiddenBias;  // masks of one element

}  // namespace

void run_task(const Attention& attention, const Kernel& kernel, int64_t task) {
  const int64_t per_head = tasks_per_head(attention);
  const int64_t pair = task / per_head;
  const int64_t first = task % per_head * kRowsPerTask;
  const int64_t batch = pair / attention.heads;
  const int64_t head = pair % attention.heads;
  const auto offset = [&](const Layout& layout, int64_t row) {
    return batch * layout.batch + head * layout.head + row * layout.row;
  };

  HeadRows rows;
  rows.rows = std::min(kRowsPerTask, attention.queries - first);
  rows.keys = attention.keys;
  rows.head_size = attention.head_size;
  rows.value_size = attention.value_size;
  rows.query = attention.query + offset(attention.query_layout, first);
  rows.key = attention.key + offset(attention.key_layout, 0);
  rows.value = attention.value + offset(attention.value_layout, 0);
  rows.output = attention.output + offset(attention.output_layout, first);
  rows.query_stride = attention.query_layout.row;
  rows.key_stride = attention.key_layout.row;
  rows.value_stride = attention.value_layout.row;
  rows.output_stride = attention.output_layout.row;
  if (attention.energy_curvature != nullptr) {
    rows.energy_curvature =
        attention.energy_curvature + batch * attention.g_batch_stride + head * attention.g_head_stride;
  }
  if (attention.mask != nullptr) {
    rows.mask = attention.mask + batch * attention.mask_batch_stride + head * attention.mask_head_stride +
                first * attention.mask_query_stride;
    rows.mask_query_stride = attention.mask_query_stride;
    rows.mask_key_stride = attention.mask_key_stride;
  } else {
    rows.mask = &kOpen;
  }
  if (attention.lengths != nullptr) {
    const int64_t length = attention.lengths[batch];
    if (length <= 0)
      rows.mask = &kHidden;  // no key is visible: all are hidden alike
    else
      rows.keys = std::min(length, attention.keys);
  }
  if (attention.first_head_weights != nullptr && head == 0) {
    rows.weights = attention.first_head_weights + (batch * attention.queries + first) * attention.keys;
    rows.weights_stride = attention.keys;
    for (int64_t r = 0; r < rows.rows; ++r)
      std::fill(rows.weights + r * attention.keys + rows.keys, rows.weights + (r + 1) * attention.keys, 0.0f);
  }
  rows.scale = attention.scale;
  rows.negative_slope = attention.negative_slope;
  rows.few_queries = attention.queries <= kFewQueries;

  if (attention.keys == 0) {
    for (int64_t r = 0; r < rows.rows; ++r)
      std::fill_n(rows.output + r * rows.output_stride, rows.value_size, 0.0f);
    return;
  }
  kernel.attend(rows, scratch_for(attention.keys, attention.head_size));
}

void run_step_task(const CachedStep& step, const Kernel& kernel, int64_t task) {
  const int64_t row = task / step.heads, head = task % step.heads;
  const int64_t size = step.head_size, width = step.heads * size, keys = step.past + 1;
  const float* query = step.packed + row * 3 * width + head * size;
  const int64_t old = (step.origin[row] * step.heads + head) * step.past * size;
  float* key = step.new_key + task * keys * size;
  float* value = step.new_value + task * keys * size;
  std::copy_n(step.cache_key + old, step.past * size, key);
  std::copy_n(query + width, size, key + step.past * size);
  std::copy_n(step.cache_value + old, step.past * size, value);
  std::copy_n(query + 2 * width, size, value + step.past * size);

  HeadRows rows;
  rows.rows = 1;
  rows.few_queries = true;
  rows.keys = keys;
  rows.head_size = rows.value_size = size;
  rows.query = query;
  rows.key = key;
  rows.value = value;
  rows.output = step.output + task * size;
  rows.query_stride = rows.key_stride = rows.value_stride = rows.output_stride = size;
  rows.energy_curvature = step.energy_curvature + head * size * size;
  rows.mask = &kOpen;
  rows.scale = step.scale;
  rows.negative_slope = step.negative_slope;
  kernel.attend(rows, scratch_for(keys, size));
}

}  // namespace plgt
