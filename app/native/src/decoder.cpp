// Packs a decoder's weights and runs its steps; compiled for the baseline processor.
#include "decoder.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>

namespace plgt {

namespace {

constexpr std::align_val_t kLine{64};

int64_t up(int64_t n, int64_t unit) { return (n + unit - 1) / unit * unit; }

// Whether the products of a chunk's two groups can be added up in 16 bits, whatever the bytes that they are multiplied
// with: each 16-bit lane holds two weights of a column from each group.
bool fits(const int8_t* chunk) {
  const int64_t bytes = kPanel * 4;
  for (int64_t i = 0; i < bytes; i += 2) {
    int32_t above = 0, below = 0;
    for (const int8_t weight : {chunk[i], chunk[i + 1], chunk[bytes + i], chunk[bytes + i + 1]})
      (weight > 0 ? above : below) += weight;
    if (above * 255 > 32767 || below * 255 < -32768) return false;
  }
  return true;
}

// Moves the chunks of every panel that fit to its beginning.
void arrange(Linear& linear, int64_t depth) {
  const int64_t chunks = depth / kChunk, bytes = kChunk * kPanel;
  std::vector<int8_t> before(static_cast<size_t>(depth * kPanel));
  for (int64_t panel = 0; panel < linear.padded / kPanel; ++panel) {
    int8_t* weights = linear.weights.as<int8_t>() + panel * depth * kPanel;
    std::memcpy(before.data(), weights, before.size());
    int64_t place = 0;
    for (const bool wanted : {true, false}) {
      if (!wanted) linear.fitting.push_back(static_cast<int32_t>(place));
      for (int64_t c = 0; c < chunks; ++c) {
        if (fits(before.data() + c * bytes) != wanted) continue;
        std::memcpy(weights + place++ * bytes, before.data() + c * bytes, static_cast<size_t>(bytes));
        linear.order.push_back(static_cast<int32_t>(c * kChunk));
      }
    }
  }
}

Linear pack(const PlgtLinear& from) {
  Linear to;
  to.inputs = from.inputs;
  to.outputs = from.outputs;
  to.integers = from.input_scale > 0;
  to.rectified = from.rectified != 0;
  to.input_scale = from.input_scale;
  to.input_zero = from.input_zero;
  to.padded = up(from.outputs, kPanel);
  const int64_t depth = to.integers ? up(from.inputs, kChunk) : from.inputs;
  to.weights = Aligned(depth * to.padded * static_cast<int64_t>(to.integers ? 1 : sizeof(float)));
  to.scale = Aligned(to.padded * static_cast<int64_t>(sizeof(float)));
  to.offset = Aligned(to.padded * static_cast<int64_t>(sizeof(int32_t)));
  to.bias = Aligned(to.padded * static_cast<int64_t>(sizeof(float)));
  const int64_t input_step = from.transposed ? 1 : from.outputs, output_step = from.transposed ? from.inputs : 1;
  for (int64_t n = 0; n < from.outputs; ++n) {
    const int64_t panel = n / kPanel, lane = n % kPanel;
    int32_t sum = 0;
    for (int64_t i = 0; i < from.inputs; ++i) {
      const int64_t at = i * input_step + n * output_step;
      if (to.integers) {
        const int8_t value = static_cast<const int8_t*>(from.weight)[at];
        to.weights.as<int8_t>()[panel * depth * kPanel + i / 4 * 4 * kPanel + lane * 4 + i % 4] = value;
        sum += value;
      } else {
        to.weights.as<float>()[panel * depth * kPanel + i * kPanel + lane] = static_cast<const float*>(from.weight)[at];
      }
    }
    to.offset.as<int32_t>()[n] = sum * from.input_zero;
    if (to.integers) to.scale.as<float>()[n] = from.input_scale * from.scale[n];
    to.bias.as<float>()[n] = from.bias == nullptr ? 0.0f : from.bias[n];
  }
  if (to.integers) arrange(to, depth);
  return to;
}

Norm copied(const PlgtNorm& norm, int64_t size) {
  Norm to;
  if (norm.gain == nullptr) return to;
  to.gain.assign(norm.gain, norm.gain + size);
  to.bias.assign(norm.bias, norm.bias + size);
  return to;
}

}  // namespace

Aligned::Aligned(int64_t bytes, bool zero) {
  const size_t size = static_cast<size_t>(bytes > 0 ? bytes : 1);
  data_.reset(::operator new(size, kLine));
  if (zero) std::memset(data_.get(), 0, size);
}

void Aligned::Free::operator()(void* data) const { ::operator delete(data, kLine); }

const StepKernel* best_step_kernel() {
  const Kernel* attention = best_kernel();
  if (attention == nullptr) return nullptr;
  if (attention != &kAvx2Kernel && __builtin_cpu_supports("avx512vnni")) return &kVnniStepKernel;
  return &kAvx2StepKernel;
}

Decoder::Decoder(const PlgtDecoder& from, const StepKernel& step_kernel, const Kernel& attention)
    : kernel(step_kernel),
      attention_kernel(attention),
      width(from.width),
      heads(from.heads),
      head_size(from.width / from.heads),
      words(from.words),
      positions(from.positions),
      norm_first(from.norm_first != 0),
      epsilon(from.epsilon),
      last(copied(from.last, from.width)),
      position_table(from.position_table, from.position_table + from.positions * from.width),
      embedding_factor(from.embedding_factor),
      final(pack(from.final)) {
  const int64_t matrix = heads * head_size * head_size;
  for (int64_t i = 0; i < from.layers; ++i) {
    const PlgtLayer& source = from.layer[i];
    Layer layer;
    for (int n = 0; n < 3; ++n) layer.norms[n] = copied(source.norms[n], width);
    layer.packed = pack(source.packed);
    layer.out = pack(source.out);
    layer.query = pack(source.query);
    layer.cross_out = pack(source.cross_out);
    layer.inner = pack(source.inner);
    layer.outer = pack(source.outer);
    layer.self_g.assign(source.self.energy_curvature, source.self.energy_curvature + matrix);
    layer.cross_g.assign(source.cross.energy_curvature, source.cross.energy_curvature + matrix);
    layer.self_scale = source.self.scale;
    layer.self_slope = source.self.negative_slope;
    layer.cross_scale = source.cross.scale;
    layer.cross_slope = source.cross.negative_slope;
    layers.push_back(std::move(layer));
  }
  if (from.embedding_scale != nullptr) {
    const int8_t* table = static_cast<const int8_t*>(from.embedding);
    integer_embedding.assign(table, table + words * width);
    embedding_scale.assign(from.embedding_scale, from.embedding_scale + words);
  } else {
    const float* table = static_cast<const float*>(from.embedding);
    float_embedding.assign(table, table + words * width);
  }
}

Decoding::Decoding(const Decoder& decoder, int64_t sentences, int64_t source_length, const int64_t* lengths,
                   const float* const* cross)
    : decoder_(decoder), sentences_(sentences), source_(source_length), lengths_(lengths, lengths + sentences) {
  const int64_t width = decoder.width, heads = decoder.heads, size = decoder.head_size;
  for (size_t layer = 0; layer < decoder.layers.size(); ++layer) {
    encodings_.emplace_back(sentences * source_ * 2 * width * static_cast<int64_t>(sizeof(float)), false);
    float* to = encodings_.back().as<float>();
    for (int64_t part = 0; part < 2; ++part) {
      const float* from = cross[2 * layer + static_cast<size_t>(part)];
      for (int64_t n = 0; n < sentences; ++n)
        for (int64_t head = 0; head < heads; ++head)
          for (int64_t s = 0; s < lengths_[static_cast<size_t>(n)]; ++s)
            std::memcpy(to + ((n * source_ + s) * 2 + part) * width + head * size,
                        from + ((n * heads + head) * source_ + s) * size, static_cast<size_t>(size) * sizeof(float));
    }
  }
}

void Decoding::apply(const Linear& linear, const float* in, int64_t in_stride, int64_t rows, float* out,
                     const float* add) {
  Product p;
  p.rows = rows;
  p.columns = p.out_stride = linear.outputs;
  p.weights = linear.weights.as<void>();
  p.scale = linear.scale.as<float>();
  p.offset = linear.offset.as<int32_t>();
  p.bias = linear.bias.as<float>();
  p.add = add;
  p.out = out;
  if (linear.integers) {
    const int64_t depth = up(linear.inputs, kChunk);
    uint8_t* integers = integers_.as<uint8_t>();
    for (int64_t r = 0; r < rows; ++r)
      decoder_.kernel.quantise(in + r * in_stride, linear.inputs, linear.input_scale, linear.input_zero,
                               integers + r * depth);
    // bytes between inputs and depth meet weights of 0
    p.a = integers;
    p.a_stride = p.depth = depth;
    p.order = linear.order.data();
    p.fitting = linear.fitting.data();
    decoder_.kernel.integer_product(p);
  } else {
    p.a = in;
    p.a_stride = in_stride;
    p.depth = linear.inputs;
    decoder_.kernel.float_product(p);
  }
}

void Decoding::normalise(const Norm& norm, const float* in, float* out, int64_t rows) {
  const int64_t width = decoder_.width;
  for (int64_t r = 0; r < rows; ++r)
    decoder_.kernel.normalise(in + r * width, width, norm.gain.data(), norm.bias.data(), decoder_.epsilon,
                              out + r * width);
}

void Decoding::self_attention(const Layer& layer, int64_t index, const float* packed) {
  const int64_t width = decoder_.width, steps = position();
  decoder_.kernel.curve(packed, 3 * width, rows_, decoder_.heads, decoder_.head_size, layer.self_g.data(),
                        curved_.as<float>());
  OneRow row;
  row.keys = pointers_.data();
  row.count = steps;
  row.heads = decoder_.heads;
  row.head_size = decoder_.head_size;
  row.value_offset = width;
  row.scale = layer.self_scale;
  row.negative_slope = layer.self_slope;
  for (int64_t r = 0; r < rows_; ++r) {
    for (int64_t t = 0; t < steps; ++t)
      pointers_[static_cast<size_t>(t)] = blocks_[static_cast<size_t>(t)][static_cast<size_t>(index)].as<float>() +
                                          ancestry_[static_cast<size_t>(r * steps + t)] * 3 * width + width;
    row.query = curved_.as<float>() + r * width;
    row.output = attended_.as<float>() + r * width;
    decoder_.kernel.attend_row(row, scratch_.as<float>());
  }
}

void Decoding::cross_attention(const Layer& layer, int64_t index, const Step& step) {
  const int64_t width = decoder_.width;
  const bool told = step.alignment != nullptr && index + 1 == static_cast<int64_t>(decoder_.layers.size());
  decoder_.kernel.curve(inner_.as<float>(), width, rows_, decoder_.heads, decoder_.head_size, layer.cross_g.data(),
                        curved_.as<float>());
  OneRow row;
  row.keys = pointers_.data();
  row.heads = decoder_.heads;
  row.head_size = decoder_.head_size;
  row.value_offset = width;
  row.scale = layer.cross_scale;
  row.negative_slope = layer.cross_slope;
  int64_t before = -1;
  for (int64_t r = 0; r < rows_; ++r) {
    const int64_t sentence = step.sentence[r];
    row.count = lengths_[static_cast<size_t>(sentence)];
    if (sentence != before)
      for (int64_t s = 0; s < row.count; ++s)
        pointers_[static_cast<size_t>(s)] =
            encodings_[static_cast<size_t>(index)].as<float>() + (sentence * source_ + s) * 2 * width;
    before = sentence;
    row.query = curved_.as<float>() + r * width;
    row.output = attended_.as<float>() + r * width;
    row.weights = told ? step.alignment + r * source_ : nullptr;
    decoder_.kernel.attend_row(row, scratch_.as<float>());
    if (told) std::fill(step.alignment + r * source_ + row.count, step.alignment + (r + 1) * source_, 0.0f);
  }
}

void Decoding::step(const Step& step) {
  const Decoder& d = decoder_;
  const int64_t width = d.width, rows = step.rows, before = position();
  const int64_t floats = static_cast<int64_t>(sizeof(float));
  int64_t inner = width;
  for (const Layer& layer : d.layers) inner = std::max(inner, layer.inner.outputs);
  if (rows > room_) {
    x_ = Aligned(rows * width * floats);
    y_ = Aligned(rows * width * floats);
    curved_ = Aligned(rows * width * floats);
    attended_ = Aligned(rows * width * floats);
    inner_ = Aligned(rows * inner * floats);
    logits_ = Aligned(std::min(rows, kLogitRows) * d.words * floats);
    integers_ = Aligned(rows * up(std::max(inner, width), kChunk));
    room_ = rows;
  }
  const int64_t longest = std::max(before + 1, source_);
  const int64_t scratch = row_scratch(longest, d.heads);
  if (scratch > scratch_floats_) {
    scratch_floats_ = 2 * scratch;
    scratch_ = Aligned(scratch_floats_ * floats);
  }
  if (static_cast<int64_t>(pointers_.size()) < longest) pointers_.resize(static_cast<size_t>(2 * longest));

  // each row's ancestors
  next_ancestry_.resize(static_cast<size_t>(rows * (before + 1)));
  for (int64_t r = 0; r < rows; ++r) {
    int32_t* to = next_ancestry_.data() + r * (before + 1);
    if (before > 0) std::memcpy(to, ancestry_.data() + step.origin[r] * before, static_cast<size_t>(before) * 4);
    to[before] = static_cast<int32_t>(r);
  }
  ancestry_.swap(next_ancestry_);
  rows_ = rows;
  blocks_.emplace_back();

  float *x = x_.as<float>(), *y = y_.as<float>();
  const float* place = d.position_table.data() + before * width;
  for (int64_t r = 0; r < rows; ++r) {
    const int64_t id = step.ids[r];
    if (!d.integer_embedding.empty()) {
      const int8_t* row = d.integer_embedding.data() + id * width;
      const float scale = d.embedding_scale[static_cast<size_t>(id)];
      for (int64_t i = 0; i < width; ++i) x[r * width + i] = static_cast<float>(row[i]) * scale + place[i];
    } else {
      const float* row = d.float_embedding.data() + id * width;
      for (int64_t i = 0; i < width; ++i) x[r * width + i] = row[i] * d.embedding_factor + place[i];
    }
  }

  // x plus a block's output, with the norm before the block or after the sum
  const auto residual = [&](const Norm& norm, auto block) {
    if (d.norm_first) {
      normalise(norm, x, y, rows);
      block(y, x);
    } else {
      block(x, x);
      normalise(norm, x, x, rows);
    }
  };
  for (size_t i = 0; i < d.layers.size(); ++i) {
    const Layer& layer = d.layers[i];
    const int64_t index = static_cast<int64_t>(i);
    residual(layer.norms[0], [&](const float* in, float* sum) {
      blocks_.back().emplace_back(rows * 3 * width * floats, false);
      float* packed = blocks_.back().back().as<float>();
      apply(layer.packed, in, width, rows, packed, nullptr);
      self_attention(layer, index, packed);
      apply(layer.out, attended_.as<float>(), width, rows, sum, sum);
    });
    residual(layer.norms[1], [&](const float* in, float* sum) {
      apply(layer.query, in, width, rows, inner_.as<float>(), nullptr);
      cross_attention(layer, index, step);
      apply(layer.cross_out, attended_.as<float>(), width, rows, sum, sum);
    });
    residual(layer.norms[2], [&](const float* in, float* sum) {
      float* hidden = inner_.as<float>();
      const int64_t columns = layer.inner.outputs;
      apply(layer.inner, in, width, rows, hidden, nullptr);
      if (layer.outer.rectified)
        for (int64_t n = 0; n < rows * columns; ++n) hidden[n] = hidden[n] > 0.0f ? hidden[n] : 0.0f;
      apply(layer.outer, hidden, columns, rows, sum, sum);
    });
  }
  const float* top = x;
  if (!d.last.gain.empty()) {
    normalise(d.last, x, y, rows);
    top = y;
  }
  for (int64_t first = 0; first < rows; first += kLogitRows) {
    const int64_t count = std::min(kLogitRows, rows - first);
    float* logits = logits_.as<float>();
    apply(d.final, top + first * width, width, count, logits, nullptr);
    for (int64_t r = 0; r < count; ++r) {
      LogProbabilityRow one;
      one.logits = logits + r * d.words;
      one.count = d.words;
      one.k = step.k;
      one.forced_count = step.forced_count;
      one.forced = step.forced + (first + r) * step.forced_count;
      one.top = step.top + (first + r) * step.k;
      one.top_ids = step.top_ids + (first + r) * step.k;
      one.forced_out = step.forced_out + (first + r) * step.forced_count;
      d.attention_kernel.log_probabilities(one);
    }
  }
}

}  // namespace plgt
