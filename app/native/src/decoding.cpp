// The decoder and its search for Python: plain functions, opened with ctypes by app/native/decoder.py.
#include <cstring>
#include <exception>
#include <memory>
#include <new>

#include "beam_search.h"
#include "decoder.h"

#define PLGT_EXPORT extern "C" __attribute__((visibility("default")))

using plgt::Decoder;
using plgt::Decoding;
using plgt::Found;

namespace {

struct Result {
  std::vector<std::vector<Found>> found;
  int64_t tokens = 0, hypotheses = 0;
};

}  // namespace

// "avx2", "vnni", or null where no decoder can run.
PLGT_EXPORT const char* plgt_decoder_kernel() {
  const plgt::StepKernel* kernel = plgt::best_step_kernel();
  return kernel == nullptr ? nullptr : kernel->name;
}

// Null if there is no kernel for this processor or not enough memory.
PLGT_EXPORT void* plgt_decoder_open(const plgt::PlgtDecoder* description) {
  const plgt::StepKernel* kernel = plgt::best_step_kernel();
  if (kernel == nullptr) return nullptr;
  try {
    return new Decoder(*description, *kernel, *plgt::best_kernel());
  } catch (const std::exception&) {
    return nullptr;
  }
}

PLGT_EXPORT void plgt_decoder_close(void* decoder) { delete static_cast<Decoder*>(decoder); }

// Search ---------------------------------------------------------------------------------------------------------

// 0 and a result to be closed, 1 if a report ended the search, 2 without memory. sizes: all hypotheses and all tokens.
PLGT_EXPORT int plgt_search(const void* decoder, const plgt::PlgtSearch* search, void** result, int64_t sizes[2]) {
  *result = nullptr;
  try {
    auto all = std::make_unique<Result>();
    if (!plgt::beam_search(*static_cast<const Decoder*>(decoder), *search, all->found)) return 1;
    for (const auto& sentence : all->found) {
      all->hypotheses += static_cast<int64_t>(sentence.size());
      for (const Found& one : sentence) all->tokens += static_cast<int64_t>(one.ids.size());
    }
    sizes[0] = all->hypotheses;
    sizes[1] = all->tokens;
    *result = all.release();
    return 0;
  } catch (const std::exception&) {
    return 2;
  }
}

// counts [sentences] hypotheses of each; lengths, scores, flags [hypotheses] (1: finished, 2: guarded); ids, logps
// [tokens]; and if alignments were wanted alignment [tokens, S], top and top_ids [tokens, k].
PLGT_EXPORT void plgt_search_copy(const void* result, int64_t* counts, int64_t* lengths, double* scores, int64_t* flags,
                                  int64_t* ids, double* logps, float* alignment, float* top, int64_t* top_ids) {
  const auto copied = [](const auto& from, auto* to) {
    if (to != nullptr) std::memcpy(to, from.data(), from.size() * sizeof(*to));
    return to == nullptr ? to : to + from.size();
  };
  for (const auto& sentence : static_cast<const Result*>(result)->found) {
    *counts++ = static_cast<int64_t>(sentence.size());
    for (const Found& one : sentence) {
      *lengths++ = static_cast<int64_t>(one.ids.size());
      *scores++ = one.score;
      *flags++ = (one.finished ? 1 : 0) + (one.guarded ? 2 : 0);
      ids = copied(one.ids, ids);
      logps = copied(one.logps, logps);
      alignment = copied(one.alignment, alignment);
      top = copied(one.top, top);
      top_ids = copied(one.top_ids, top_ids);
    }
  }
}

PLGT_EXPORT void plgt_search_close(void* result) { delete static_cast<Result*>(result); }

// Step by step ---------------------------------------------------------------------------------------------------

// The decoder must stay open as long as the decoding.
PLGT_EXPORT void* plgt_decoding_open(const void* decoder, int64_t sentences, int64_t source_length,
                                     const int64_t* lengths, const float* const* cross) {
  try {
    return new Decoding(*static_cast<const Decoder*>(decoder), sentences, source_length, lengths, cross);
  } catch (const std::exception&) {
    return nullptr;
  }
}

PLGT_EXPORT void plgt_decoding_close(void* decoding) { delete static_cast<Decoding*>(decoding); }

// 0, 1 if an id, an origin, a sentence, k or the position is out of range, 2 without memory.
PLGT_EXPORT int plgt_decoding_step(void* decoding, int64_t rows, int64_t k, int64_t forced_count, const int64_t* ids,
                                   const int64_t* origin, const int64_t* sentence, const int64_t* forced, float* top,
                                   int64_t* top_ids, float* forced_out, float* alignment) {
  Decoding& run = *static_cast<Decoding*>(decoding);
  const Decoder& decoder = run.decoder();
  if (k < 1 || k > decoder.words || run.position() >= decoder.positions) return 1;
  for (int64_t r = 0; r < rows; ++r) {
    if (ids[r] < 0 || ids[r] >= decoder.words) return 1;
    if (run.position() > 0 && (origin[r] < 0 || origin[r] >= run.rows())) return 1;
    if (sentence[r] < 0 || sentence[r] >= run.sentences()) return 1;
  }
  for (int64_t i = 0; i < rows * forced_count; ++i)
    if (forced[i] < 0 || forced[i] >= decoder.words) return 1;
  try {
    Decoding::Step step;
    step.rows = rows;
    step.k = k;
    step.forced_count = forced_count;
    step.ids = ids;
    step.origin = origin;
    step.sentence = sentence;
    step.forced = forced;
    step.top = top;
    step.top_ids = top_ids;
    step.forced_out = forced_out;
    step.alignment = alignment;
    run.step(step);
    return 0;
  } catch (const std::exception&) {
    return 2;
  }
}
