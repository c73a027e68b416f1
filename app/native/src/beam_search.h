// Greedy and beam search over a Decoding: the search of app/model/search.py for sentences without constraints and
// without recombination, decision for decision.
#pragma once

#include <cstdint>
#include <vector>

#include "decoder.h"

namespace plgt {

extern "C" {
struct PlgtSearch {
  int64_t sentences, source_length;
  const int64_t* lengths;       // [sentences] source tokens
  const float* const* cross;    // per layer keys and values [sentences, H, S, K]
  const int64_t* limits;        // [sentences] most target tokens, end symbol included
  const int64_t* repeats;       // [sentences, kLongestPeriod] tokens that may repeat with each period, or null: no guard
  const int64_t* banned;        // [banned_count] ids that are never produced
  int64_t banned_count;
  int64_t beam, n_best, k, bos, eos;
  double length_penalty;
  int32_t aligned;  // whether alignments are wanted
  // Called with the number of a sentence that is done, and, if `ticking`, with -1 before every step; a result other
  // than 0 ends the search at once. May be null.
  int32_t (*report)(int64_t sentence);
  int32_t ticking;
};
}

constexpr int64_t kLongestPeriod = 16;

struct Found {
  std::vector<int64_t> ids;  // the end symbol included, if it is finished
  std::vector<double> logps;
  std::vector<float> alignment;  // [ids, source_length] if wanted
  std::vector<float> top;        // [ids, k]
  std::vector<int64_t> top_ids;  // [ids, k]
  double score = 0;
  bool finished = false, guarded = false;
};

// Hypotheses of each sentence, best first. False if a report ended the search.
bool beam_search(const Decoder& decoder, const PlgtSearch& search, std::vector<std::vector<Found>>& found);

}  // namespace plgt
