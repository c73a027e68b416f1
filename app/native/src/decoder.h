// A Transformer decoder with power law attention on plain arrays, independent of onnxruntime: what a run of the decoder
// graph's nodes computes, step by step, with the weights packed once and the caches never copied.
//
// M rows (open hypotheses), D = width of the model, H heads of K, V words, S source positions.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "attention.h"

namespace plgt {

// Columns of a packed weight are kept in panels of so many, each panel contiguous.
constexpr int64_t kPanel = 16;
// Inputs of an integer product are taken in chunks of so many: two groups of four.
constexpr int64_t kChunk = 8;
// Rows whose logits are kept at a time.
constexpr int64_t kLogitRows = 16;

// Memory at a cache line's start, zero at first unless told otherwise.
class Aligned {
 public:
  Aligned() = default;
  explicit Aligned(int64_t bytes, bool zero = true);
  template <class T>
  T* as() const {
    return static_cast<T*>(data_.get());
  }

 private:
  struct Free {
    void operator()(void*) const;
  };
  std::unique_ptr<void, Free> data_;
};

// out [rows, columns] = a [rows, depth] times packed weights, scaled, plus bias (and plus `add`, which may be out).
// Integers: a is u8 with a zero point, the weights are s8 in -64..64, so that two products fit 16 bits.
struct Product {
  int64_t rows = 0, depth = 0, columns = 0;  // depth: of integers a multiple of kChunk
  const void* a = nullptr;                   // [rows, depth] u8 or float
  int64_t a_stride = 0;                      // in elements
  const void* weights = nullptr;             // s8 [panels][depth / kChunk][2][kPanel][4], float [panels][depth][kPanel]
  const float* scale = nullptr;               // [padded columns], integers only
  const int32_t* offset = nullptr;            // [padded columns]: zero point times the column's sum
  const int32_t* order = nullptr;             // [panels, depth / kChunk]: where in a row each chunk's inputs are
  const int32_t* fitting = nullptr;           // [panels]: so many chunks, the first ones, have sums that fit 16 bits
  const float* bias = nullptr;                // [padded columns]
  const float* add = nullptr;                 // residual [rows, columns], or null
  float* out = nullptr;
  int64_t out_stride = 0;  // of `add` too
};

// All heads of one row on keys that may lie anywhere; the queries are already multiplied by G_LM.
struct OneRow {
  const float* query = nullptr;        // [H, K]
  const float* const* keys = nullptr;  // [count] rows [H, K]; the value's row lies `value_offset` after the key's
  int64_t count = 0, heads = 0, head_size = 0, value_offset = 0;
  float* output = nullptr;   // [H, K]
  float* weights = nullptr;  // [count] of head 0, or null
  float scale = 1.0f, negative_slope = 1.0f;
};

// Floats of scratch that `attend_row` needs.
inline int64_t row_scratch(int64_t count, int64_t heads) { return count * ((heads + 7) / 8 * 8); }

// What an instruction set offers for decoding.
struct StepKernel {
  const char* name;
  void (*integer_product)(const Product&);
  void (*float_product)(const Product&);
  // out = (x - mean) / sqrt(variance + epsilon) * gain + bias, over `size` elements
  void (*normalise)(const float* x, int64_t size, const float* gain, const float* bias, float epsilon, float* out);
  // out = clamp(round_half_even(x / scale) + zero, 0, 255)
  void (*quantise)(const float* x, int64_t size, float scale, int32_t zero, uint8_t* out);
  // out [rows, H, K] = queries [rows, H, K] (rows `stride` apart) times G_LM [H, K, K], head by head
  void (*curve)(const float* query, int64_t stride, int64_t rows, int64_t heads, int64_t head_size, const float* g,
                float* out);
  void (*attend_row)(const OneRow&, float* scratch);
};
extern const StepKernel kAvx2StepKernel;
extern const StepKernel kVnniStepKernel;  // AVX-512 VNNI on 256-bit vectors

// The fastest that this processor can run, or null. PLGT_NATIVE_ISA=avx2 leaves VNNI out.
const StepKernel* best_step_kernel();

// How Python describes a decoder; every array is copied or packed. Null where a part is missing.
extern "C" {
struct PlgtLinear {
  int64_t inputs, outputs;
  const void* weight;  // [inputs, outputs] row by row: s8 if `input_scale` > 0, else float
  const float* scale;  // [outputs], of the weights; integers only
  const float* bias;   // [outputs]
  float input_scale;   // 0 = a float product
  int32_t input_zero;
  int32_t transposed;  // 1: weight is [outputs, inputs]
  int32_t rectified;   // 1: negative inputs count as 0
};
struct PlgtAttention {
  const float* energy_curvature;  // [H, K, K]
  float scale, negative_slope;
};
struct PlgtNorm {
  const float* gain;
  const float* bias;
};
struct PlgtLayer {
  PlgtNorm norms[3];  // self-attention, cross-attention, feed-forward
  PlgtLinear packed, out, query, cross_out, inner, outer;
  PlgtAttention self, cross;
};
struct PlgtDecoder {
  int64_t layers, width, heads, words, positions;
  int32_t norm_first;  // 1: before each block, 0: after each sum
  float epsilon;
  const PlgtLayer* layer;
  PlgtNorm last;            // after the last layer, or null pointers
  const void* embedding;    // [words, width]: s8 with `embedding_scale` per row, or float
  const float* embedding_scale;  // [words], or null: the rows are floats and `embedding_factor` applies
  float embedding_factor;
  const float* position_table;  // [positions, width]
  PlgtLinear final;
};
}

struct Linear {
  int64_t inputs = 0, outputs = 0, padded = 0;
  bool integers = false, rectified = false;
  float input_scale = 0;
  int32_t input_zero = 0;
  Aligned weights, scale, offset, bias;
  std::vector<int32_t> order, fitting;  // of integers, see Product
};

struct Norm {
  std::vector<float> gain, bias;  // empty: none
};

struct Layer {
  Norm norms[3];
  Linear packed, out, query, cross_out, inner, outer;
  std::vector<float> self_g, cross_g;
  float self_scale, self_slope, cross_scale, cross_slope;
};

class Decoder {
 public:
  Decoder(const PlgtDecoder& description, const StepKernel& kernel, const Kernel& attention);
  const StepKernel& kernel;
  const Kernel& attention_kernel;
  int64_t width, heads, head_size, words, positions;
  bool norm_first;
  float epsilon;
  std::vector<Layer> layers;
  Norm last;
  std::vector<int8_t> integer_embedding;
  std::vector<float> float_embedding, embedding_scale, position_table;
  float embedding_factor;
  Linear final;
};

// The sentences of one search: their encodings, and the caches of all steps so far.
class Decoding {
 public:
  // cross: for each layer keys and values [sentences, H, S, K]; lengths [sentences].
  Decoding(const Decoder& decoder, int64_t sentences, int64_t source_length, const int64_t* lengths,
           const float* const* cross);

  struct Step {
    int64_t rows = 0, k = 0, forced_count = 0;
    const int64_t* ids = nullptr;       // [rows]
    const int64_t* origin = nullptr;    // [rows]: row of the step before that each row continues; unused at first
    const int64_t* sentence = nullptr;  // [rows]
    const int64_t* forced = nullptr;    // [rows, forced_count]
    float* top = nullptr;               // [rows, k] largest log-probabilities, falling
    int64_t* top_ids = nullptr;         // [rows, k]
    float* forced_out = nullptr;        // [rows, forced_count]
    float* alignment = nullptr;         // [rows, S]: weights of head 0 in the last layer's cross-attention, or null
  };
  void step(const Step& step);

  int64_t position() const { return static_cast<int64_t>(blocks_.size()); }
  int64_t rows() const { return rows_; }
  int64_t sentences() const { return sentences_; }
  int64_t source_length() const { return source_; }
  const Decoder& decoder() const { return decoder_; }

 private:
  void apply(const Linear& linear, const float* in, int64_t in_stride, int64_t rows, float* out, const float* add);
  void normalise(const Norm& norm, const float* in, float* out, int64_t rows);
  void self_attention(const Layer& layer, int64_t index, const float* packed);
  void cross_attention(const Layer& layer, int64_t index, const Step& step);

  const Decoder& decoder_;
  int64_t sentences_, source_, rows_ = 0;
  std::vector<int64_t> lengths_;
  std::vector<Aligned> encodings_;            // per layer [sentences, S, 2, D]: keys beside values
  std::vector<std::vector<Aligned>> blocks_;  // per step and layer [rows, 3, D]: queries, keys, values
  std::vector<int32_t> ancestry_, next_ancestry_;  // [rows, steps]: each row's row in every step
  std::vector<const float*> pointers_;
  Aligned x_, y_, curved_, attended_, inner_, logits_, integers_, scratch_;
  int64_t room_ = 0, scratch_floats_ = 0;
};

}  // namespace plgt
