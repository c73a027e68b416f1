// See beam_search.h; compiled for the baseline processor.
#include "beam_search.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace plgt {

namespace {

constexpr double kNever = -std::numeric_limits<double>::infinity();

// An open hypothesis.
struct Open {
  std::vector<int64_t> ids;
  std::vector<double> logps;
  std::vector<int64_t> rows;  // row of each step's outputs that made the token
  int64_t run[kLongestPeriod] = {};  // tokens for which it has been repeating with each period
  double score = 0;
  bool guarded = false;
};

struct Sentence {
  int64_t number = 0;
  int64_t first_row = 0;
  std::vector<Open> open;
};

// What a step gave, kept as long as hypotheses may be read back from it.
struct Trace {
  std::vector<float> top, alignment;
  std::vector<int64_t> top_ids;
};

double penalty(int64_t length, double alpha) { return std::pow((5.0 + static_cast<double>(length)) / 6.0, alpha); }

class Search {
 public:
  Search(const Decoder& decoder, const PlgtSearch& search, std::vector<std::vector<Found>>& found)
      : decoding_(decoder, search.sentences, search.source_length, search.lengths, search.cross),
        search_(search),
        found_(found),
        beam_(std::max(search.beam, search.n_best)) {
    found_.assign(static_cast<size_t>(search.sentences), {});
    for (int64_t n = 0; n < search.sentences; ++n) {
      Sentence sentence;
      sentence.number = sentence.first_row = n;
      sentence.open.resize(1);
      sentences_.push_back(std::move(sentence));
      ids_.push_back(search.bos);
      origin_.push_back(n);
      numbers_.push_back(n);
      last_ = std::max(last_, search.limits[n]);
    }
  }

  bool run() {
    for (int64_t position = 0; position < last_ && !sentences_.empty(); ++position) {
      if (search_.report != nullptr && search_.ticking != 0 && search_.report(-1) != 0) return false;
      step();
      ids_.clear();
      origin_.clear();
      numbers_.clear();
      size_t kept = 0;
      for (size_t i = 0; i < sentences_.size(); ++i) {
        const bool done = advance(sentences_[i], position);
        if (done) {
          if (search_.report != nullptr && search_.report(sentences_[i].number) != 0) return false;
          continue;
        }
        Sentence& sentence = sentences_[i];
        sentence.first_row = static_cast<int64_t>(ids_.size());
        for (const Open& open : sentence.open) {
          ids_.push_back(open.ids.back());
          origin_.push_back(open.rows.back());
          numbers_.push_back(sentence.number);
        }
        if (kept != i) std::swap(sentences_[kept], sentences_[i]);
        ++kept;
      }
      sentences_.resize(kept);
    }
    for (std::vector<Found>& all : found_) {
      std::stable_sort(all.begin(), all.end(), [](const Found& a, const Found& b) { return a.score > b.score; });
      if (static_cast<int64_t>(all.size()) > search_.n_best) all.resize(static_cast<size_t>(search_.n_best));
    }
    return true;
  }

 private:
  void step() {
    trace_.emplace_back();
    Trace& trace = trace_.back();
    const size_t rows = ids_.size(), k = static_cast<size_t>(search_.k);
    trace.top.resize(rows * k);
    trace.top_ids.resize(rows * k);
    if (search_.aligned != 0) trace.alignment.resize(rows * static_cast<size_t>(search_.source_length));
    Decoding::Step step;
    step.rows = static_cast<int64_t>(rows);
    step.k = search_.k;
    step.ids = ids_.data();
    step.origin = origin_.data();
    step.sentence = numbers_.data();
    step.top = trace.top.data();
    step.top_ids = trace.top_ids.data();
    step.alignment = search_.aligned != 0 ? trace.alignment.data() : nullptr;
    decoding_.step(step);
  }

  // Whether `id` would complete one repetition too many.
  bool forbidden(const Open& open, const int64_t* limits, int64_t id) const {
    const int64_t length = static_cast<int64_t>(open.ids.size());
    for (int64_t p = 0; p < kLongestPeriod && p < length; ++p)
      if (open.run[p] + 1 >= limits[p] && open.ids[static_cast<size_t>(length - 1 - p)] == id) return true;
    return false;
  }

  Found read_back(const Open& open, int64_t row, int64_t id, double logp, double score, bool guarded) const {
    Found one;
    one.ids = open.ids;
    one.logps = open.logps;
    std::vector<int64_t> rows = open.rows;
    if (row >= 0) {
      one.ids.push_back(id);
      one.logps.push_back(logp);
      rows.push_back(row);
    }
    one.score = score;
    one.finished = row >= 0;
    one.guarded = guarded;
    const size_t k = static_cast<size_t>(search_.k), source = static_cast<size_t>(search_.source_length);
    for (size_t t = 0; search_.aligned != 0 && t < rows.size(); ++t) {
      const Trace& trace = trace_[t];
      const size_t at = static_cast<size_t>(rows[t]);
      one.top.insert(one.top.end(), trace.top.begin() + static_cast<int64_t>(at * k),
                     trace.top.begin() + static_cast<int64_t>((at + 1) * k));
      one.top_ids.insert(one.top_ids.end(), trace.top_ids.begin() + static_cast<int64_t>(at * k),
                         trace.top_ids.begin() + static_cast<int64_t>((at + 1) * k));
      one.alignment.insert(one.alignment.end(), trace.alignment.begin() + static_cast<int64_t>(at * source),
                           trace.alignment.begin() + static_cast<int64_t>((at + 1) * source));
    }
    return one;
  }

  // Ends and extends the hypotheses of one sentence by what the last step offers; true if it is done.
  bool advance(Sentence& sentence, int64_t position) {
    const Trace& trace = trace_.back();
    const int64_t k = search_.k, width = static_cast<int64_t>(sentence.open.size());
    const int64_t* limits =
        search_.repeats == nullptr ? nullptr : search_.repeats + sentence.number * kLongestPeriod;
    const float* logp = trace.top.data() + sentence.first_row * k;
    const int64_t* ids = trace.top_ids.data() + sentence.first_row * k;
    total_.resize(static_cast<size_t>(width * k));
    first_choice_.assign(static_cast<size_t>(width), false);
    for (int64_t b = 0; b < width; ++b) {
      const Open& open = sentence.open[static_cast<size_t>(b)];
      for (int64_t c = 0; c < k; ++c) {
        const int64_t at = b * k + c;
        double& total = total_[static_cast<size_t>(at)];
        total = open.score + static_cast<double>(logp[at]);
        for (int64_t i = 0; i < search_.banned_count; ++i)
          if (ids[at] == search_.banned[i]) total = kNever;
        if (limits != nullptr && forbidden(open, limits, ids[at])) {
          total = kNever;
          if (c == 0) first_choice_[static_cast<size_t>(b)] = true;
        }
      }
    }
    // the best 2B candidates, of equal ones the first
    const int64_t most = std::min(2 * beam_, width * k);
    order_.resize(static_cast<size_t>(width * k));
    for (int64_t i = 0; i < width * k; ++i) order_[static_cast<size_t>(i)] = i;
    std::partial_sort(order_.begin(), order_.begin() + most, order_.end(), [&](int64_t a, int64_t b) {
      const double left = total_[static_cast<size_t>(a)], right = total_[static_cast<size_t>(b)];
      return left != right ? left > right : a < b;
    });
    std::vector<Found>& have = found_[static_cast<size_t>(sentence.number)];
    const double divisor = penalty(position + 1, search_.length_penalty);
    chosen_.clear();
    for (int64_t j = 0; j < most; ++j) {
      const int64_t at = order_[static_cast<size_t>(j)];
      const double total = total_[static_cast<size_t>(at)];
      if (ids[at] != search_.eos) {
        if (static_cast<int64_t>(chosen_.size()) < beam_) chosen_.push_back({at, total});
        continue;
      }
      if (j >= beam_ || !std::isfinite(total)) continue;
      const int64_t b = at / k;
      const Open& open = sentence.open[static_cast<size_t>(b)];
      have.push_back(read_back(open, sentence.first_row + b, search_.eos, static_cast<double>(logp[at]),
                               total / divisor, open.guarded || first_choice_[static_cast<size_t>(b)]));
    }
    // fewer than B may go on: hypotheses that have ended, or that nothing can follow, fill the places up
    for (int64_t j = 0; j < most && static_cast<int64_t>(chosen_.size()) < beam_; ++j)
      if (ids[order_[static_cast<size_t>(j)]] == search_.eos) chosen_.push_back({order_[static_cast<size_t>(j)], kNever});
    while (static_cast<int64_t>(chosen_.size()) < beam_) chosen_.push_back({0, kNever});

    extend(sentence, trace);
    double reachable = kNever;
    for (const Open& open : sentence.open) reachable = std::max(reachable, open.score);
    reachable /= penalty(position + 2, search_.length_penalty);
    bool done = false;
    if (static_cast<int64_t>(have.size()) >= search_.n_best) {
      std::vector<double> scores;
      for (const Found& one : have) scores.push_back(one.score);
      std::sort(scores.begin(), scores.end(), [](double a, double b) { return a > b; });
      done = scores[static_cast<size_t>(search_.n_best - 1)] >= reachable;
    } else if (!std::isfinite(reachable)) {
      done = true;
    }
    if (!done && position + 1 >= search_.limits[sentence.number]) {
      done = true;
      if (have.empty()) cut(sentence, divisor, have);
    }
    return done;
  }

  void extend(Sentence& sentence, const Trace& trace) {
    const int64_t k = search_.k;
    std::vector<Open> next;
    next.reserve(chosen_.size());
    uses_.assign(sentence.open.size(), 0);
    for (const auto& [at, score] : chosen_) ++uses_[static_cast<size_t>(at / k)];
    for (const auto& [at, score] : chosen_) {
      const size_t b = static_cast<size_t>(at / k);
      Open& parent = sentence.open[b];
      const size_t place = static_cast<size_t>(sentence.first_row * k + at);
      const int64_t id = trace.top_ids[place];
      if (--uses_[b] == 0)
        next.push_back(std::move(parent));  // its last child
      else
        next.push_back(parent);
      Open& open = next.back();
      const int64_t length = static_cast<int64_t>(open.ids.size());
      for (int64_t p = 0; p < kLongestPeriod && p < length; ++p)
        open.run[p] = open.ids[static_cast<size_t>(length - 1 - p)] == id ? open.run[p] + 1 : 0;
      open.guarded = open.guarded || first_choice_[b];
      open.ids.push_back(id);
      open.logps.push_back(static_cast<double>(trace.top[place]));
      open.rows.push_back(sentence.first_row + static_cast<int64_t>(b));
      open.score = score;
    }
    sentence.open.swap(next);
  }

  // The open hypotheses as they stand at the length limit.
  void cut(const Sentence& sentence, double divisor, std::vector<Found>& have) const {
    std::vector<const Open*> order;
    for (const Open& open : sentence.open)
      if (std::isfinite(open.score)) order.push_back(&open);
    std::stable_sort(order.begin(), order.end(), [](const Open* a, const Open* b) { return a->score > b->score; });
    for (const Open* open : order)
      have.push_back(read_back(*open, -1, 0, 0.0, open->score / divisor, open->guarded));
  }

  Decoding decoding_;
  const PlgtSearch& search_;
  std::vector<std::vector<Found>>& found_;
  const int64_t beam_;
  int64_t last_ = 0;
  std::vector<Sentence> sentences_;
  std::vector<Trace> trace_;
  std::vector<int64_t> ids_, origin_, numbers_, order_, uses_;
  std::vector<double> total_;
  std::vector<bool> first_choice_;
  std::vector<std::pair<int64_t, double>> chosen_;  // candidates that go on, and their sums
};

}  // namespace

bool beam_search(const Decoder& decoder, const PlgtSearch& search, std::vector<std::vector<Found>>& found) {
  return Search(decoder, search, found).run();
}

}  // namespace plgt
