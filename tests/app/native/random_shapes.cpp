// Runs every kernel over random shapes, with arrays of exactly the right size so that a sanitizer sees each wrong
// access, and compares with a plain double-precision loop. Usage: random_shapes ROUNDS SEED
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <random>
#include <vector>

#include "attention.h"

namespace {

using plgt::Attention;

struct Case {
  Attention shape;
  std::unique_ptr<float[]> query, key, value, g, mask, output, weights;
  std::unique_ptr<int64_t[]> lengths;
};

std::mt19937 generator;

int64_t between(int64_t low, int64_t high) { return std::uniform_int_distribution<int64_t>(low, high)(generator); }

std::unique_ptr<float[]> numbers(int64_t count, float size) {
  std::normal_distribution<float> normal(0.0f, size);
  std::unique_ptr<float[]> all(new float[static_cast<size_t>(count)]);
  for (int64_t i = 0; i < count; ++i) all[static_cast<size_t>(i)] = normal(generator);
  return all;
}

Case random_case() {
  Case c;
  Attention& a = c.shape;
  a.batch = between(0, 3);
  a.heads = between(1, 3);
  a.queries = between(0, 3) == 0 ? between(0, 130) : between(0, 6);
  a.keys = between(0, 3) == 0 ? between(0, 130) : between(0, 20);
  a.head_size = between(1, 70);
  a.value_size = between(0, 70);
  a.scale = 0.3f;
  a.negative_slope = 0.2f;
  const float size = between(0, 3) == 0 ? 50.0f : 1.0f;
  const int64_t pairs = a.batch * a.heads;
  if (between(0, 2) == 0) {  // queries, keys and values packed side by side, as an encoder has them
    a.keys = a.queries;
    a.value_size = a.head_size;
    const int64_t width = a.heads * a.head_size;
    c.query = numbers(a.batch * a.queries * 3 * width, 1.0f);
    a.query = c.query.get();
    a.key = a.query + width;
    a.value = a.query + 2 * width;
    a.query_layout = a.key_layout = a.value_layout = {a.queries * 3 * width, a.head_size, 3 * width};
    a.output_layout = {a.queries * width, a.head_size, width};
  } else {
    c.query = numbers(pairs * a.queries * a.head_size, size);
    c.key = numbers(pairs * a.keys * a.head_size, 1.0f);
    c.value = numbers(pairs * a.keys * a.value_size, 1.0f);
    a.query = c.query.get();
    a.key = c.key.get();
    a.value = c.value.get();
    a.query_layout = plgt::contiguous(a.heads, a.queries, a.head_size);
    a.key_layout = plgt::contiguous(a.heads, a.keys, a.head_size);
    a.value_layout = plgt::contiguous(a.heads, a.keys, a.value_size);
    a.output_layout = plgt::contiguous(a.heads, a.queries, a.value_size);
  }
  if (between(0, 2) == 0) {
    c.lengths.reset(new int64_t[static_cast<size_t>(a.batch)]);
    for (int64_t n = 0; n < a.batch; ++n) c.lengths[static_cast<size_t>(n)] = between(0, a.keys);
    a.lengths = c.lengths.get();
  }
  if (between(0, 2) == 0) {
    c.weights = numbers(a.batch * a.queries * a.keys, 1.0f);
    a.first_head_weights = c.weights.get();
  }
  if (between(0, 2) != 0) {
    const int64_t matrix = a.head_size * a.head_size;
    const bool per_batch = between(0, 3) == 0, per_head = between(0, 3) != 0;
    a.g_head_stride = per_head ? matrix : 0;
    a.g_batch_stride = per_batch ? matrix * (per_head ? a.heads : 1) : 0;
    c.g = numbers(matrix * (per_head ? a.heads : 1) * (per_batch ? a.batch : 1), 0.3f);
  }
  int64_t count = 1;
  const auto dimension = [&](int64_t length) {
    if (between(0, 1) == 0) return int64_t{0};
    const int64_t stride = count;
    count *= length;
    return stride;
  };
  a.mask_key_stride = dimension(a.keys);
  a.mask_query_stride = dimension(a.queries);
  a.mask_head_stride = dimension(a.heads);
  a.mask_batch_stride = dimension(a.batch);
  c.mask = numbers(count, 1.0f);
  for (int64_t i = 0; i < count; ++i)
    if (between(0, 2) == 0) c.mask[static_cast<size_t>(i)] = between(0, 1) == 0 ? -1e9f : -INFINITY;
  c.output = numbers(a.batch * a.heads * a.queries * a.value_size, 1.0f);
  a.energy_curvature = c.g.get();
  a.mask = a.lengths == nullptr ? c.mask.get() : nullptr;  // no operator has both
  a.output = c.output.get();
  return c;
}

const float* element(const float* array, const plgt::Layout& layout, int64_t batch, int64_t head, int64_t row) {
  return array + batch * layout.batch + head * layout.head + row * layout.row;
}

// One output row in double precision, and the weights that it was averaged with.
std::vector<double> reference(const Attention& a, int64_t batch, int64_t head, int64_t row,
                              std::vector<double>& weight) {
  const float* query = element(a.query, a.query_layout, batch, head, row);
  std::vector<double> projected(static_cast<size_t>(a.head_size));
  std::vector<double> out(static_cast<size_t>(a.value_size), 0.0);
  weight.assign(static_cast<size_t>(a.keys), 0.0);
  for (int64_t d = 0; d < a.head_size; ++d) {
    double sum = 0.0;
    if (a.energy_curvature == nullptr) sum = query[d];
    for (int64_t i = 0; a.energy_curvature != nullptr && i < a.head_size; ++i)
      sum += double{query[i]} *
             a.energy_curvature[batch * a.g_batch_stride + head * a.g_head_stride + i * a.head_size + d];
    projected[static_cast<size_t>(d)] = sum;
  }
  double top = -INFINITY, total = 0.0;
  for (int64_t t = 0; t < a.keys; ++t) {
    double s = 0.0;
    for (int64_t d = 0; d < a.head_size; ++d)
      s += projected[static_cast<size_t>(d)] * element(a.key, a.key_layout, batch, head, t)[d];
    s *= a.scale;
    if (s < 0) s *= a.negative_slope;
    float bias = 0.0f;
    if (a.mask != nullptr)
      bias = a.mask[batch * a.mask_batch_stride + head * a.mask_head_stride + row * a.mask_query_stride +
                    t * a.mask_key_stride];
    const bool hidden = bias <= -1e4f || (a.lengths != nullptr && t >= a.lengths[batch]);
    s = hidden ? -1e30 : s + bias;
    weight[static_cast<size_t>(t)] = s;
    top = std::fmax(top, s);
  }
  for (double& s : weight) total += s = std::exp(s - top);
  for (double& s : weight) s /= total;
  for (int64_t t = 0; t < a.keys; ++t)
    for (int64_t e = 0; e < a.value_size; ++e)
      out[static_cast<size_t>(e)] +=
          weight[static_cast<size_t>(t)] * element(a.value, a.value_layout, batch, head, t)[e];
  return out;
}

bool agrees(const Attention& a, const plgt::Kernel& kernel) {
  for (int64_t task = 0; task < plgt::task_count(a); ++task) plgt::run_task(a, kernel, task);
  for (int64_t batch = 0; batch < a.batch; ++batch)
    for (int64_t head = 0; head < a.heads; ++head)
      for (int64_t row = 0; row < a.queries; ++row) {
        std::vector<double> weight;
        const std::vector<double> wanted = reference(a, batch, head, row, weight);
        const float* actual = element(a.output, a.output_layout, batch, head, row);
        bool close = true;
        for (int64_t e = 0; e < a.value_size; ++e)
          close = close && std::fabs(actual[e] - wanted[static_cast<size_t>(e)]) < 5e-3;
        for (int64_t t = 0; a.first_head_weights != nullptr && head == 0 && t < a.keys; ++t)
          close = close && std::fabs(a.first_head_weights[(batch * a.queries + row) * a.keys + t] -
                                     weight[static_cast<size_t>(t)]) < 5e-3;
        if (!close) {
          std::printf("%s differs: batch %lld heads %lld queries %lld keys %lld sizes %lld %lld\n", kernel.name,
                      static_cast<long long>(a.batch), static_cast<long long>(a.heads),
                      static_cast<long long>(a.queries), static_cast<long long>(a.keys),
                      static_cast<long long>(a.head_size), static_cast<long long>(a.value_size));
          return false;
        }
      }
  return true;
}

// A step of decoding: copies and appends exactly, attends like the reference.
bool step_agrees(const plgt::Kernel& kernel) {
  plgt::CachedStep step;
  step.rows = between(0, 5);
  step.heads = between(1, 3);
  step.head_size = between(1, 40);
  step.past = between(0, 40);
  step.scale = 0.3f;
  step.negative_slope = 0.2f;
  const int64_t previous = between(1, 4), width = step.heads * step.head_size, keys = step.past + 1;
  const auto packed = numbers(step.rows * 3 * width, 1.0f);
  const auto key = numbers(previous * step.past * width, 1.0f), value = numbers(previous * step.past * width, 1.0f);
  const auto g = numbers(step.heads * step.head_size * step.head_size, 0.3f);
  std::unique_ptr<int64_t[]> origin(new int64_t[static_cast<size_t>(step.rows)]);
  for (int64_t r = 0; r < step.rows; ++r) origin[static_cast<size_t>(r)] = between(0, previous - 1);
  const auto new_key = numbers(step.rows * keys * width, 9.0f), new_value = numbers(step.rows * keys * width, 9.0f);
  const auto output = numbers(step.rows * width, 9.0f);
  step.packed = packed.get();
  step.cache_key = key.get();
  step.cache_value = value.get();
  step.origin = origin.get();
  step.energy_curvature = g.get();
  step.new_key = new_key.get();
  step.new_value = new_value.get();
  step.output = output.get();
  for (int64_t task = 0; task < step.rows * step.heads; ++task) plgt::run_step_task(step, kernel, task);

  const float open = 0.0f;
  Attention a;
  a.batch = step.rows;
  a.heads = step.heads;
  a.queries = 1;
  a.keys = keys;
  a.head_size = a.value_size = step.head_size;
  a.query = packed.get();
  a.query_layout = {3 * width, step.head_size, step.head_size};
  a.key = new_key.get();
  a.value = new_value.get();
  a.key_layout = a.value_layout = plgt::contiguous(a.heads, keys, step.head_size);
  a.energy_curvature = g.get();
  a.g_head_stride = step.head_size * step.head_size;
  a.mask = &open;
  a.scale = step.scale;
  a.negative_slope = step.negative_slope;
  for (int64_t row = 0; row < step.rows; ++row)
    for (int64_t head = 0; head < step.heads; ++head) {
      const int64_t pair = row * step.heads + head;
      const int64_t old = (origin[static_cast<size_t>(row)] * step.heads + head) * step.past * step.head_size;
      for (int64_t i = 0; i < keys * step.head_size; ++i) {
        const bool past = i < step.past * step.head_size;
        const int64_t fresh = row * 3 * width + width + head * step.head_size + i - step.past * step.head_size;
        if (step.new_key[pair * keys * step.head_size + i] != (past ? step.cache_key[old + i] : step.packed[fresh]))
          return false;
      }
      std::vector<double> weight;
      const std::vector<double> wanted = reference(a, row, head, 0, weight);
      for (int64_t e = 0; e < step.head_size; ++e)
        if (!(std::fabs(step.output[pair * step.head_size + e] - wanted[static_cast<size_t>(e)]) < 5e-3)) return false;
    }
  return true;
}

bool log_probabilities_agree(const plgt::Kernel& kernel) {
  plgt::LogProbabilityRow row;
  row.count = between(1, 100);
  row.k = between(1, row.count);
  row.forced_count = between(0, 3);
  const auto logits = numbers(row.count, 10.0f);
  std::unique_ptr<int64_t[]> forced(new int64_t[static_cast<size_t>(row.forced_count)]);
  for (int64_t i = 0; i < row.forced_count; ++i) forced[static_cast<size_t>(i)] = between(0, row.count - 1);
  const auto top = numbers(row.k, 1.0f), out = numbers(row.forced_count, 1.0f);
  std::unique_ptr<int64_t[]> ids(new int64_t[static_cast<size_t>(row.k)]);
  row.logits = logits.get();
  row.forced = forced.get();
  row.top = top.get();
  row.top_ids = ids.get();
  row.forced_out = out.get();
  kernel.log_probabilities(row);
  double total = 0.0;
  for (int64_t i = 0; i < row.count; ++i) total += std::exp(double{row.logits[i]});
  const auto right = [&](float actual, int64_t id) {
    return std::fabs(actual - (row.logits[id] - std::log(total))) < 1e-3;
  };
  for (int64_t i = 0; i < row.k; ++i)
    if (!right(row.top[i], row.top_ids[i]) || (i > 0 && row.top[i] > row.top[i - 1])) return false;
  for (int64_t i = 0; i < row.forced_count; ++i)
    if (!right(row.forced_out[i], row.forced[i])) return false;
  return true;
}

bool all_agree(const Attention& attention, const plgt::Kernel& kernel) {
  if (!agrees(attention, kernel)) return false;
  if (!step_agrees(kernel)) {
    std::printf("%s: a step of decoding differs\n", kernel.name);
    return false;
  }
  if (!log_probabilities_agree(kernel)) {
    std::printf("%s: log-probabilities differ\n", kernel.name);
    return false;
  }
  return true;
}

}  // namespace

int main(int count, char** arguments) {
  const int rounds = count > 1 ? std::atoi(arguments[1]) : 200;
  generator.seed(count > 2 ? static_cast<unsigned>(std::atoi(arguments[2])) : 1u);
  const plgt::Kernel* best = plgt::best_kernel();
  if (best == nullptr) {
    std::puts("this processor has no AVX2");
    return 2;
  }
  for (int round = 0; round < rounds; ++round) {
    const Case c = random_case();
    if (!all_agree(c.shape, plgt::kAvx2Kernel)) return 1;
    if (best != &plgt::kAvx2Kernel && !all_agree(c.shape, *best)) return 1;
  }
  std::printf("%d random shapes agree\n", rounds);
  return 0;
}
