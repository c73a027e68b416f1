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

void run_task(const Attention& attention, const Kernel& kernel, int64_t task) {
  static thread_local Scratch scratch;
  const int64_t per_head = tasks_per_head(attention);
  const int64_t pair = task / per_head;  // (batch entry, head)
  const int64_t first = task % per_head * kRowsPerTask;
  const int64_t batch = pair / attention.heads;
  const int64_t head = pair % attention.heads;

  HeadRows rows;
  rows.rows = std::min(kRowsPerTask, attention.queries - first);
  rows.keys = attention.keys;
  rows.head_size = attention.head_size;
  rows.value_size = attention.value_size;
  rows.query = attention.query + (pair * attention.queries + first) * attention.head_size;
  rows.key = attention.key + pair * attention.keys * attention.head_size;
  rows.value = attention.value + pair * attention.keys * attention.value_size;
  rows.output = attention.output + (pair * attention.queries + first) * attention.value_size;
  if (attention.energy_curvature != nullptr) {
    rows.energy_curvature =
        attention.energy_curvature + batch * attention.g_batch_stride + head * attention.g_head_stride;
  }
  rows.mask = attention.mask + batch * attention.mask_batch_stride + head * attention.mask_head_stride +
              first * attention.mask_query_stride;
  rows.mask_query_stride = attention.mask_query_stride;
  rows.mask_key_stride = attention.mask_key_stride;
  rows.scale = attention.scale;
  rows.negative_slope = attention.negative_slope;
  rows.few_queries = attention.queries <= kFewQueries;

  if (attention.keys == 0) {
    std::fill(rows.output, rows.output + rows.rows * rows.value_size, 0.0f);
    return;
  }
  kernel.attend(rows, scratch.reserve(scratch_size(attention.keys, attention.head_size)));
}

}  // namespace plgt
