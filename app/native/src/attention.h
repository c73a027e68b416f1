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

// Where the rows of an array lie: offsets in elements from one batch entry, head and position to the next. The
// elements of a row are adjacent. An array may be packed with others, as in [batch, position, 3, heads, size].
struct Layout {
  int64_t batch = 0, head = 0, row = 0;
};

// The layout of a contiguous array [batch, heads, rows, size].
inline Layout contiguous(int64_t heads, int64_t rows, int64_t size) { return {heads * rows * size, rows * size, size}; }

// All arrays are float32.
struct Attention {
  int64_t batch = 0, heads = 0, queries = 0, keys = 0, head_size = 0, value_size = 0;
  const float* query = nullptr;             // [batch, heads, queries, head_size]
  const float* key = nullptr;               // [batch, heads, keys, head_size]
  const float* value = nullptr;             // [batch, heads, keys, value_size]
  const float* energy_curvature = nullptr;  // G_LM [head_size, head_size] per head, or null when folded
  float* output = nullptr;                  // [batch, heads, queries, value_size]
  Layout query_layout, key_layout, value_layout, output_layout;
  int64_t g_batch_stride = 0, g_head_stride = 0;
  const float* mask = nullptr;  // added to the scores; a stride of 0 broadcasts. Null = nothing is hidden
  int64_t mask_batch_stride = 0, mask_head_stride = 0, mask_query_stride = 0, mask_key_stride = 0;
  const int64_t* lengths = nullptr;     // instead of a mask: [batch], only so many keys are visible
  float* first_head_weights = nullptr;  // [batch, queries, keys]: where the weights of head 0 go, or null
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
  float* output = nullptr;   // [rows, value_size]
  float* weights = nullptr;  // [rows, keys], or null if nobody wants them
  int64_t query_stride = 0, key_stride = 0, value_stride = 0, output_stride = 0, weights_stride = 0;  // row to row
  int64_t mask_query_stride = 0, mask_key_stride = 0;
  int64_t rows = 0, keys = 0, head_size = 0, value_size = 0;
  float scale = 1.0f, negative_slope = 1.0f;
  bool few_queries = false;  // the whole head has at most kFewQueries rows: skip transposing the keys
};

constexpr int64_t kFewQueries = 4;
constexpr int64_t kRowBlock = 12;    // query rows whose scores are kept at a time
constexpr int64_t kRowsPerTask = 48;  // query rows of a head that one task computes, a multiple of kRowBlock

// The k largest of `count` logits as log-probabilities, largest first, and of equal ones the first; then the
// log-probabilities of the `forced` ids. Needs 0 < k <= count.
struct LogProbabilityRow {
  const float* logits = nullptr;
  int64_t count = 0, k = 0, forced_count = 0;
  const int64_t* forced = nullptr;
  float* top = nullptr;           // [k]
  int64_t* top_ids = nullptr;     // [k]
  float* forced_out = nullptr;    // [forced_count]
};

// What one instruction set offers.
struct Kernel {
  const char* name;
  void (*attend)(const HeadRows&, float* scratch);  // scratch: scratch_size(...) floats
  void (*log_probabilities)(const LogProbabilityRow&);
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

// One step of self-attention over cached keys and values, for each row and head: the cache of the row that it continues
// is copied, the new key and value appended, and the query attends to all of them.
struct CachedStep {
  int64_t rows = 0, heads = 0, past = 0, head_size = 0;  // past: length of the cache
  const float* packed = nullptr;                         // [rows, 3, heads, head_size]: query, key, value
  const float* cache_key = nullptr;                      // [previous rows, heads, past, head_size]
  const float* cache_value = nullptr;
  const int64_t* origin = nullptr;          // [rows]: row of the cache that each row continues
  const float* energy_curvature = nullptr;  // [heads, head_size, head_size]
  float* new_key = nullptr;                 // [rows, heads, past + 1, head_size]
  float* new_value = nullptr;
  float* output = nullptr;  // [rows, heads, head_size]
  float scale = 1.0f, negative_slope = 1.0f;
};

// The row and head number `task` of rows * heads.
void run_step_task(const CachedStep& step, const Kernel& kernel, int64_t task);

// An estimate of the multiply-adds, to decide how many threads are worth waking.
double work(const Attention& attention);

}  // namespace plgt
