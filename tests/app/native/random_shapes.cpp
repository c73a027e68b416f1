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
  std::unique_ptr<float[]> query, key, value, g, mask, output;
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
  c.query = numbers(a.batch * a.heads * a.queries * a.head_size, size);
  c.key = numbers(a.batch * a.heads * a.keys * a.head_size, 1.0f);
  c.value = numbers(a.batch * a.heads * a.keys * a.value_size, 1.0f);
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
  a.query = c.query.get();
  a.key = c.key.get();
  a.value = c.value.get();
  a.energy_curvature = c.g.get();
  a.mask = c.mask.get();
  a.output = c.output.get();
  return c;
}

// One output row in double precision.
std::vector<double> reference(const Attention& a, int64_t batch, int64_t head, int64_t row) {
  const int64_t pair = batch * a.heads + head;
  const float* query = a.query + (pair * a.queries + row) * a.head_size;
  std::vector<double> projected(static_cast<size_t>(a.head_size)), score(static_cast<size_t>(a.keys));
  std::vector<double> out(static_cast<size_t>(a.value_size), 0.0);
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
      s += projected[static_cast<size_t>(d)] * a.key[(pair * a.keys + t) * a.head_size + d];
    s *= a.scale;
    if (s < 0) s *= a.negative_slope;
    const float bias = a.mask[batch * a.mask_batch_stride + head * a.mask_head_stride + row * a.mask_query_stride +
                              t * a.mask_key_stride];
    s = bias <= -1e4f ? -1e30 : s + bias;
    score[static_cast<size_t>(t)] = s;
    top = std::fmax(top, s);
  }
  for (double& s : score) total += s = std::exp(s - top);
  for (int64_t t = 0; t < a.keys; ++t)
    for (int64_t e = 0; e < a.value_size; ++e)
      out[static_cast<size_t>(e)] +=
          score[static_cast<size_t>(t)] / total * a.value[(pair * a.keys + t) * a.value_size + e];
  return out;
}

bool agrees(const Attention& a, const plgt::Kernel& kernel) {
  for (int64_t task = 0; task < plgt::task_count(a); ++task) plgt::run_task(a, kernel, task);
  for (int64_t batch = 0; batch < a.batch; ++batch)
    for (int64_t head = 0; head < a.heads; ++head)
      for (int64_t row = 0; row < a.queries; ++row) {
        const std::vector<double> wanted = reference(a, batch, head, row);
        const float* actual = a.output + ((batch * a.heads + head) * a.queries + row) * a.value_size;
        for (int64_t e = 0; e < a.value_size; ++e)
          if (!(std::fabs(actual[e] - wanted[static_cast<size_t>(e)]) < 5e-3)) {
            std::printf("%s: batch %lld heads %lld queries %lld keys %lld sizes %lld %lld: %g, not %g\n", kernel.name,
                        static_cast<long long>(a.batch), static_cast<long long>(a.heads),
                        static_cast<long long>(a.queries), static_cast<long long>(a.keys),
                        static_cast<long long>(a.head_size), static_cast<long long>(a.value_size),
                        static_cast<double>(actual[e]), wanted[static_cast<size_t>(e)]);
            return false;
          }
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
    if (!agrees(c.shape, plgt::kAvx2Kernel)) return 1;
    if (best != &plgt::kAvx2Kernel && !agrees(c.shape, *best)) return 1;
  }
  std::printf("%d random shapes agree\n", rounds);
  return 0;
}
