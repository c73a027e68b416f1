// Searches with random decoders, all arrays of exactly the right size so that a sanitizer sees each wrong access: every
// sentence must be translated alike alone and in company, and by step. Usage: random_decoders ROUNDS SEED
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <random>
#include <vector>

#include "beam_search.h"
#include "decoder.h"

namespace {

std::mt19937 generator;

int64_t between(int64_t low, int64_t high) { return std::uniform_int_distribution<int64_t>(low, high)(generator); }

template <class T>
struct Array {
  std::unique_ptr<T[]> data;
  explicit Array(int64_t count) : data(new T[static_cast<size_t>(count)]) {}
  T* get() const { return data.get(); }
};

// Owns everything that a description points to.
struct Owner {
  std::vector<std::unique_ptr<float[]>> floats;
  std::vector<std::unique_ptr<int8_t[]>> bytes;

  const float* reals(int64_t count, float size, float middle = 0.0f) {
    std::normal_distribution<float> normal(middle, size);
    floats.emplace_back(new float[static_cast<size_t>(count)]);
    for (int64_t i = 0; i < count; ++i) floats.back()[static_cast<size_t>(i)] = normal(generator);
    return floats.back().get();
  }
  const int8_t* integers(int64_t count) {
    bytes.emplace_back(new int8_t[static_cast<size_t>(count)]);
    for (int64_t i = 0; i < count; ++i) bytes.back()[static_cast<size_t>(i)] = static_cast<int8_t>(between(-64, 64));
    return bytes.back().get();
  }
  plgt::PlgtLinear linear(int64_t inputs, int64_t outputs, bool quantized, bool rectified = false) {
    plgt::PlgtLinear made{};
    made.inputs = inputs;
    made.outputs = outputs;
    made.bias = reals(outputs, 0.5f);
    made.rectified = rectified ? 1 : 0;
    made.transposed = between(0, 1) == 0 ? 1 : 0;
    if (quantized) {
      made.weight = integers(inputs * outputs);
      made.scale = reals(outputs, 0.002f, 0.01f);
      made.input_scale = 0.05f;
      made.input_zero = static_cast<int32_t>(between(0, 255));
    } else {
      made.weight = reals(inputs * outputs, 0.5f);
    }
    return made;
  }
  plgt::PlgtNorm norm(int64_t size) { return {reals(size, 0.3f, 1.0f), reals(size, 0.3f)}; }
};

bool alike(const plgt::Found& a, const plgt::Found& b) {
  return a.ids == b.ids && a.logps == b.logps && a.score == b.score && a.finished == b.finished &&
         a.guarded == b.guarded;
}

bool round_agrees(const plgt::StepKernel& kernel) {
  Owner own;
  const int64_t heads = between(1, 10), size = between(1, 40), width = heads * size, words = between(12, 70);
  const int64_t inner = between(1, 50), positions = between(1, 24);
  const bool quantized = between(0, 1) == 0;
  std::vector<plgt::PlgtLayer> layers(static_cast<size_t>(between(1, 3)));
  for (plgt::PlgtLayer& layer : layers) {
    for (plgt::PlgtNorm& norm : layer.norms) norm = own.norm(width);
    layer.packed = own.linear(width, 3 * width, quantized);
    layer.out = own.linear(width, width, quantized);
    layer.query = own.linear(width, width, quantized);
    layer.cross_out = own.linear(width, width, quantized);
    layer.inner = own.linear(width, inner, quantized);
    layer.outer = own.linear(inner, width, quantized, between(0, 1) == 0);
    layer.self = {own.reals(heads * size * size, 0.3f), 0.3f, 0.2f};
    layer.cross = {own.reals(heads * size * size, 0.3f), 0.3f, 0.2f};
  }
  plgt::PlgtDecoder description{};
  description.layers = static_cast<int64_t>(layers.size());
  description.width = width;
  description.heads = heads;
  description.words = words;
  description.positions = positions;
  description.norm_first = between(0, 1) == 0 ? 1 : 0;
  description.epsilon = 1e-6f;
  description.layer = layers.data();
  if (between(0, 1) == 0) description.last = own.norm(width);
  if (quantized) {
    description.embedding = own.integers(words * width);
    description.embedding_scale = own.reals(words, 0.005f, 0.02f);
  } else {
    description.embedding = own.reals(words * width, 1.0f);
    description.embedding_factor = 1.5f;
  }
  description.position_table = own.reals(positions * width, 1.0f);
  description.final = own.linear(width, words, quantized);
  const plgt::Decoder decoder(description, kernel, plgt::kAvx2Kernel);

  const int64_t sentences = between(1, 5), source = between(1, 30);
  Array<int64_t> lengths(sentences), limits(sentences), repeats(sentences * plgt::kLongestPeriod), banned(2);
  for (int64_t n = 0; n < sentences; ++n) {
    lengths.get()[n] = between(1, source);
    limits.get()[n] = between(1, positions);
    for (int64_t p = 0; p < plgt::kLongestPeriod; ++p)
      repeats.get()[n * plgt::kLongestPeriod + p] = (p + 1) * between(2, 4);
  }
  banned.get()[0] = 0;
  banned.get()[1] = 1;
  const int64_t one_sentence = heads * source * size;
  std::vector<const float*> cross;
  for (size_t i = 0; i < 2 * layers.size(); ++i) cross.push_back(own.reals(sentences * one_sentence, 1.0f));
  plgt::PlgtSearch search{};
  search.sentences = sentences;
  search.source_length = source;
  search.lengths = lengths.get();
  search.cross = cross.data();
  search.limits = limits.get();
  search.repeats = between(0, 3) == 0 ? nullptr : repeats.get();
  search.banned = banned.get();
  search.banned_count = 2;
  search.beam = between(1, 6);
  search.n_best = between(1, 3);
  search.k = std::min(words, search.beam + 6);
  search.bos = 1;
  search.eos = 2;
  search.length_penalty = 0.6;
  search.aligned = static_cast<int32_t>(between(0, 1));
  std::vector<std::vector<plgt::Found>> together, alone;
  if (!plgt::beam_search(decoder, search, together)) return false;
  for (int64_t n = 0; n < sentences; ++n) {
    plgt::PlgtSearch single = search;
    std::vector<const float*> own_cross;
    for (const float* all : cross) own_cross.push_back(all + n * one_sentence);
    single.sentences = 1;
    single.lengths = lengths.get() + n;
    single.limits = limits.get() + n;
    single.cross = own_cross.data();
    if (single.repeats != nullptr) single.repeats += n * plgt::kLongestPeriod;
    if (!plgt::beam_search(decoder, single, alone)) return false;
    const auto& company = together[static_cast<size_t>(n)];
    if (company.size() != alone[0].size() || company.empty()) return false;
    for (size_t i = 0; i < company.size(); ++i)
      if (!alike(company[i], alone[0][i]) || !std::isfinite(company[i].score)) return false;
  }
  return true;
}

}  // namespace

int main(int count, char** arguments) {
  const int rounds = count > 1 ? std::atoi(arguments[1]) : 100;
  generator.seed(count > 2 ? static_cast<unsigned>(std::atoi(arguments[2])) : 1u);
  const plgt::StepKernel* best = plgt::best_step_kernel();
  if (best == nullptr) {
    std::puts("this processor has no AVX2");
    return 2;
  }
  for (int round = 0; round < rounds; ++round) {
    if (!round_agrees(round % 2 == 0 ? *best : plgt::kAvx2StepKernel)) {
      std::printf("round %d: a sentence is translated otherwise in company, or not at all\n", round);
      return 1;
    }
  }
  std::printf("%d random decoders agree\n", rounds);
  return 0;
}
