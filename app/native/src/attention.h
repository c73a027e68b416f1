// Power law attention on plain arrays, independent of onnxruntime.
//
//     out = softmax(mask(LeakyReLU(scale Q G K^T))) V         per batch entry and head
//
// OPERATOR.md, in the folder above, defines every detail; here is only how it is computed.
#pragma once

#include <cstddef>
#include <cstdint>

namespace plgt {

// A mask value at or below kHiddenMask hides its key: the key's score becomes kHiddenBias, which absorbs any finite
// score. A row whose keys are all hidden therefore has equal scores and averages the values.
constexpr float kHiddenMask = -1.0e4f;
constexpr float kHiddenBias = -1.0e30f;

// All arrays are float32, row-major and contiguous.
struct Attention {
  int64_t batch = 0, heads = 0, queries = 0, keys = 0, head_size = 0, value_size = 0;
  const float* query = nullptr;             // [batch, heads, queries, head_size]
  const float* key = nullptr;               // [batch, heads, keys, head_size]
  const float* value = nullptr;             // [batch, heads, keys, value_size]
  const float* energy_curvature = nullptr;  // G_LM [head_size, head_size] per head, or null when folded
  int64_t g_batch_stride = 0, g_head_stride = 0;
  const float* mask = nullptr;  // added to the scores; a stride of 0 broadcasts
  int64_t mask_batch_stride = 0, mask_head_stride = 0, mask_query_stride = 0, mask_key_stride = 0;
  float* output = nullptr;  // [batch, heads, queries, value_size]
  float scale = 1.0f;
  float negative_slope = 1.0f;
};

// Some consecutive query rows of one head: what one call of a kernel computes.
struct HeadRows {
  const float* query = nullptr;  // [rows, head_size]
  const float* key = nullptr;    // [keys, head_size]
  const float* value = nullptr;  // [keys, value_size]
  const float* energy_curvature = nullptr;
  const float* mask = nullptr;
  int64_t mask_query_stride = 0, mask_key_stride = 0;
  float* output = nullptr;  // [rows, value_size]
  int64_t rows = 0, keys = 0, head_size = 0, value_size = 0;
  float scale = 1.0f, negative_slope = 1.0f;
  bool few_queries = false;  // the whole head has at most kFewQueries rows: skip transposing the keys
};

constexpr int64_t kFewQueries = 4;
constexpr int64_t kRowBlock = 12;    // query rows whose scores are kept at a time
constexpr int64_t kRowsPerTask = 48;  // query rows of a head that one task computes, a multiple of kRowBlock

// Each instruction set has its kernel and the number of floats of scratch that it needs.
struct Kernel {
  const char* name;
  void (*attend)(const HeadRows&, float* scratch);
};
extern const Kernel kAvx2Kernel;
extern const Kernel kAvx512Kernel;

// Floats of scratch, enough for either kernel.
int64_t scratch_size(int64_t keys, int64_t head_size);

// The fastest kernel that this processor can run, or null if it has none (no AVX2 and FMA). The environment variable
// PLGT_NATIVE_ISA=avx2 leaves AVX-512 out.
const Kernel* best_kernel();

// How the work splits into independent tasks, and one of them. A result does not depend on the split.
int64_t task_count(const Attention& attention);
void run_task(const Attention& attention, const Kernel& kernel, int64_t task);

// An estimate of the multiply-adds, to decide how many threads are worth waking.
double work(const Attention& attention);

}  // namespace plgt
