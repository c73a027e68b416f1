// The operator library: the CPU operators, and the function that onnxruntime calls to register them.
#include <atomic>
#include <exception>
#include <mutex>
#include <new>
#include <string>
#include <vector>

#include "attention.h"
#include "operator_table.h"
#include "ort_abi.h"
#include "tensors.h"

#define PLGT_EXPORT extern "C" __attribute__((visibility("default")))

// The version of the interface between this library and the Python loader, and of the operators' definitions.
#ifndef PLGT_VERSION
#define PLGT_VERSION 1
#endif

namespace plgt {
namespace {

std::atomic<long> calls{0};

struct Definition;

// A node of a session.
struct CpuKernel {
  ort::Api api;
  const Definition* definition;
  Attributes attributes;
  const Kernel* kernel;
};

struct Definition {
  const char* name;
  std::vector<int> inputs, outputs;  // element types
  bool has_attributes;
  void (*compute)(const CpuKernel&, ort::KernelContext*);
};

// Running in parallel ------------------------------------------------------------------------------------------

using Task = void (*)(const void* work, const Kernel& kernel, int64_t task);

struct Job {
  Task run;
  const void* work;
  const Kernel* kernel;
  int64_t tasks, tasks_per_part;
  std::atomic<bool> failed{false};
};

void run_part(void* user, size_t part) {
  Job& job = *static_cast<Job*>(user);
  const int64_t first = static_cast<int64_t>(part) * job.tasks_per_part;
  const int64_t end = first + job.tasks_per_part < job.tasks ? first + job.tasks_per_part : job.tasks;
  try {
    for (int64_t task = first; task < end; ++task) job.run(job.work, *job.kernel, task);
  } catch (const std::exception&) {  // out of memory: must not cross onnxruntime's C boundary
    job.failed = true;
  }
}

// Waking a thread costs a few microseconds: give each part at least this many multiply-adds.
constexpr double kCostPerPart = 200000.0;

// Runs `tasks` tasks on onnxruntime's threads; `cost` is an estimate of all their multiply-adds.
void run_tasks(const CpuKernel& kernel, ort::KernelContext* context, int64_t tasks, double cost, const void* work,
               Task run) {
  if (tasks == 0) return;
  Job job{};
  job.run = run;
  job.work = work;
  job.kernel = kernel.kernel;
  job.tasks = tasks;
  int64_t parts = static_cast<int64_t>(cost / kCostPerPart);
  if (parts < 1) parts = 1;
  if (parts > tasks) parts = tasks;
  job.tasks_per_part = (tasks + parts - 1) / parts;
  parts = (tasks + job.tasks_per_part - 1) / job.tasks_per_part;
  if (parts == 1)
    run_part(&job, 0);
  else
    check(kernel.api,
          ort::call(kernel.api, ort::kKernelContextParallelFor, static_cast<const ort::KernelContext*>(context),
                    &run_part, static_cast<size_t>(parts), size_t{0}, static_cast<void*>(&job)));
  if (job.failed) throw std::runtime_error("not enough memory for attention");
}

void run_attention(const CpuKernel& kernel, ort::KernelContext* context, const Attention& attention) {
  run_tasks(kernel, context, task_count(attention), work(attention), &attention,
            [](const void* shared, const Kernel& k, int64_t task) {
              run_task(*static_cast<const Attention*>(shared), k, task);
            });
}

// The operators ------------------------------------------------------------------------------------------------

float* output_floats(const CpuKernel& kernel, ort::KernelContext* context, size_t index,
                     const std::vector<int64_t>& shape) {
  return static_cast<float*>(output(kernel.api, context, index, shape.data(), shape.size()));
}

void require(bool condition, const char* message) {
  if (!condition) throw InvalidInput(message);
}

void compute_attention(const CpuKernel& kernel, ort::KernelContext* context, bool folded) {
  const ort::Api api = kernel.api;
  const Tensor q = input(api, context, 0), k = input(api, context, 1), v = input(api, context, 2);
  const Tensor g = folded ? Tensor{} : input(api, context, 3);
  const Tensor mask = input(api, context, folded ? 3 : 4);
  Attention a = layout(q, k, v, folded ? nullptr : &g, mask);
  a.query = q.elements<float>();
  a.key = k.elements<float>();
  a.value = v.elements<float>();
  a.energy_curvature = g.elements<float>();
  a.mask = mask.elements<float>();
  a.scale = kernel.attributes.scale_for(a.head_size);
  a.negative_slope = kernel.attributes.negative_slope;
  a.output = output_floats(kernel, context, 0, {a.batch, a.heads, a.queries, a.value_size});
  run_attention(kernel, context, a);
}

void compute_plain(const CpuKernel& kernel, ort::KernelContext* context) { compute_attention(kernel, context, false); }
void compute_folded(const CpuKernel& kernel, ort::KernelContext* context) { compute_attention(kernel, context, true); }

// The sizes that an operator with packed heads reads from G [H, K, K], and its scale and slope.
Attention from_g(const CpuKernel& kernel, const Tensor& g) {
  require(g.rank == 3 && g.shape[2] == g.shape[3], "G must have the shape [heads, head size, head size]");
  Attention a;
  a.heads = g.shape[1];
  a.head_size = a.value_size = g.shape[3];
  a.energy_curvature = g.elements<float>();
  a.g_head_stride = a.head_size * a.head_size;
  a.scale = kernel.attributes.scale_for(a.head_size);
  a.negative_slope = kernel.attributes.negative_slope;
  return a;
}

// Rows of a matrix of rank 2.
int64_t matrix_rows(const Tensor& matrix, int64_t columns, const char* message) {
  require(matrix.rank == 2 && matrix.shape[3] == columns, message);
  return matrix.shape[2];
}

// PackedPowerLawAttention(QKV [N*S, 3*H*K], lengths [N], G) -> output [N*S, H*K]
void compute_packed(const CpuKernel& kernel, ort::KernelContext* context) {
  const ort::Api api = kernel.api;
  const Tensor packed = input(api, context, 0), lengths = input(api, context, 1), g = input(api, context, 2);
  Attention a = from_g(kernel, g);
  const int64_t width = a.heads * a.head_size;
  const int64_t rows = matrix_rows(packed, 3 * width, "QKV must have 3 * heads * head size columns");
  require(lengths.rank == 1, "lengths must have one dimension");
  a.batch = lengths.shape[3];
  require(a.batch == 0 ? rows == 0 : rows % a.batch == 0, "the rows of QKV must be a multiple of the lengths");
  a.queries = a.keys = a.batch == 0 ? 0 : rows / a.batch;
  a.query = packed.elements<float>();
  a.key = a.query + width;
  a.value = a.query + 2 * width;
  a.query_layout = a.key_layout = a.value_layout = {a.keys * 3 * width, a.head_size, 3 * width};
  a.output_layout = {a.keys * width, a.head_size, width};
  a.lengths = lengths.elements<int64_t>();
  a.output = output_floats(kernel, context, 0, {rows, width});
  run_attention(kernel, context, a);
}

// CrossPowerLawAttention(Q [N*B, H*K], K [N,H,S,K], V [N,H,S,K], lengths [N], G)
// -> output [N*B, H*K], alignment [N*B, S]
void compute_cross(const CpuKernel& kernel, ort::KernelContext* context) {
  const ort::Api api = kernel.api;
  const Tensor q = input(api, context, 0), k = input(api, context, 1), v = input(api, context, 2);
  const Tensor lengths = input(api, context, 3), g = input(api, context, 4);
  Attention a = from_g(kernel, g);
  const int64_t width = a.heads * a.head_size;
  const int64_t rows = matrix_rows(q, width, "Q must have heads * head size columns");
  require(k.rank == 4 && v.rank == 4, "K and V must have 4 dimensions");
  for (int i = 0; i < 4; ++i) require(k.shape[i] == v.shape[i], "K and V must have the same shape");
  require(k.shape[1] == a.heads && k.shape[3] == a.head_size, "K must have the heads and the head size of G");
  a.batch = k.shape[0];
  require(lengths.rank == 1 && lengths.shape[3] == a.batch, "lengths must have one entry for each of K's batch");
  require(a.batch == 0 ? rows == 0 : rows % a.batch == 0, "the rows of Q must be a multiple of K's batch");
  a.queries = a.batch == 0 ? 0 : rows / a.batch;
  a.keys = k.shape[2];
  a.query = q.elements<float>();
  a.key = k.elements<float>();
  a.value = v.elements<float>();
  a.query_layout = a.output_layout = {a.queries * width, a.head_size, width};
  a.key_layout = a.value_layout = contiguous(a.heads, a.keys, a.head_size);
  a.lengths = lengths.elements<int64_t>();
  a.output = output_floats(kernel, context, 0, {rows, width});
  a.first_head_weights = output_floats(kernel, context, 1, {rows, a.keys});
  run_attention(kernel, context, a);
}

// CachedPowerLawAttention(QKV [M, 3*H*K], cache_k [P,H,T,K], cache_v [P,H,T,K], origin [M], G)
// -> output [M, H*K], new_cache_k [M,H,T+1,K], new_cache_v [M,H,T+1,K]
void compute_cached(const CpuKernel& kernel, ort::KernelContext* context) {
  const ort::Api api = kernel.api;
  const Tensor packed = input(api, context, 0), k = input(api, context, 1), v = input(api, context, 2);
  const Tensor origin = input(api, context, 3), g = input(api, context, 4);
  const Attention sizes = from_g(kernel, g);
  CachedStep step;
  step.heads = sizes.heads;
  step.head_size = sizes.head_size;
  const int64_t width = step.heads * step.head_size;
  step.rows = matrix_rows(packed, 3 * width, "QKV must have 3 * heads * head size columns");
  require(k.rank == 4 && v.rank == 4, "the caches must have 4 dimensions");
  for (int i = 0; i < 4; ++i) require(k.shape[i] == v.shape[i], "the caches must have the same shape");
  require(k.shape[1] == step.heads && k.shape[3] == step.head_size, "the caches must have the heads and size of G");
  require(origin.rank == 1 && origin.shape[3] == step.rows, "origin must have one entry for each row of QKV");
  step.past = k.shape[2];
  step.packed = packed.elements<float>();
  step.cache_key = k.elements<float>();
  step.cache_value = v.elements<float>();
  step.origin = origin.elements<int64_t>();
  for (int64_t row = 0; row < step.rows; ++row)
    require(step.origin[row] >= 0 && step.origin[row] < k.shape[0], "an entry of origin is not a row of the caches");
  step.energy_curvature = sizes.energy_curvature;
  step.scale = sizes.scale;
  step.negative_slope = sizes.negative_slope;
  step.output = output_floats(kernel, context, 0, {step.rows, width});
  const std::vector<int64_t> shape = {step.rows, step.heads, step.past + 1, step.head_size};
  step.new_key = output_floats(kernel, context, 1, shape);
  step.new_value = output_floats(kernel, context, 2, shape);
  const double per_task = static_cast<double>(step.head_size * (step.head_size + 4 * (step.past + 1)));
  run_tasks(kernel, context, step.rows * step.heads, static_cast<double>(step.rows * step.heads) * per_task, &step,
            [](const void* shared, const Kernel& chosen, int64_t task) {
              run_step_task(*static_cast<const CachedStep*>(shared), chosen, task);
            });
}

// TopLogProbabilities(logits [M,V], k [1], forced [M,F]) -> top [M,k], top_ids [M,k], forced_out [M,F]
struct LogProbabilities {
  const float* logits;
  int64_t vocabulary, k, forced_count;
  const int64_t* forced;
  float* top;
  int64_t* top_ids;
  float* forced_out;
};

void compute_log_probabilities(const CpuKernel& kernel, ort::KernelContext* context) {
  const ort::Api api = kernel.api;
  const Tensor logits = input(api, context, 0), k = input(api, context, 1), forced = input(api, context, 2);
  require(logits.rank == 2 && forced.rank == 2, "logits and forced must have 2 dimensions");
  const int64_t rows = logits.shape[2];
  require(forced.shape[2] == rows, "logits and forced must have the same number of rows");
  require(k.rank == 1 && k.shape[3] == 1, "k must be an array of one number");
  LogProbabilities all;
  all.logits = logits.elements<float>();
  all.vocabulary = logits.shape[3];
  all.k = *k.elements<int64_t>();
  all.forced_count = forced.shape[3];
  all.forced = forced.elements<int64_t>();
  require(all.k >= 1 && all.k <= all.vocabulary, "k must be between 1 and the number of columns of logits");
  for (int64_t i = 0; i < rows * all.forced_count; ++i)
    require(all.forced[i] >= 0 && all.forced[i] < all.vocabulary, "an entry of forced is not a column of logits");
  all.top = output_floats(kernel, context, 0, {rows, all.k});
  const int64_t shape[2] = {rows, all.k};
  all.top_ids = static_cast<int64_t*>(output(api, context, 1, shape, 2));
  all.forced_out = output_floats(kernel, context, 2, {rows, all.forced_count});
  run_tasks(kernel, context, rows, static_cast<double>(rows * all.vocabulary) * 8.0, &all,
            [](const void* shared, const Kernel& chosen, int64_t row) {
              const LogProbabilities& a = *static_cast<const LogProbabilities*>(shared);
              LogProbabilityRow one;
              one.logits = a.logits + row * a.vocabulary;
              one.count = a.vocabulary;
              one.k = a.k;
              one.forced_count = a.forced_count;
              one.forced = a.forced + row * a.forced_count;
              one.top = a.top + row * a.k;
              one.top_ids = a.top_ids + row * a.k;
              one.forced_out = a.forced_out + row * a.forced_count;
              chosen.log_probabilities(one);
            });
}

const std::vector<Definition>& definitions() {
  constexpr int f = ort::kFloat, i = ort::kInt64;
  static const std::vector<Definition> all = {
      {"PowerLawAttention", {f, f, f, f, f}, {f}, true, compute_plain},
      {"FoldedPowerLawAttention", {f, f, f, f}, {f}, true, compute_folded},
      {"PackedPowerLawAttention", {f, i, f}, {f}, true, compute_packed},
      {"CrossPowerLawAttention", {f, f, f, i, f}, {f, f}, true, compute_cross},
      {"CachedPowerLawAttention", {f, f, f, i, f}, {f, f, f}, true, compute_cached},
      {"TopLogProbabilities", {f, i, i}, {f, i, f}, false, compute_log_probabilities},
  };
  return all;
}
// The library with CUDA kernels registers only these: it has CUDA kernels for them, and the other operators are
// spelled with them by their functions.
constexpr size_t kBasicOperators = 2;

// Between onnxruntime and the operators ------------------------------------------------------------------------

struct CpuOperator : ort::CustomOp {
  const Definition* definition;
};

const Definition& defined(const ort::CustomOp* op) { return *static_cast<const CpuOperator*>(op)->definition; }

ort::Status* create(const ort::CustomOp* op, ort::Api api, const ort::KernelInfo* info, void** kernel) {
  *kernel = nullptr;
  Attributes attributes;
  if (defined(op).has_attributes)
    if (ort::Status* status = read_attributes(api, info, attributes)) return status;
  *kernel = new (std::nothrow) CpuKernel{api, &defined(op), attributes, best_kernel()};
  return *kernel != nullptr ? nullptr : ort::error(api, ort::kFail, "plgt: not enough memory");
}

ort::Status* run(void* kernel, ort::KernelContext* context) {
  const CpuKernel& node = *static_cast<const CpuKernel*>(kernel);
  calls.fetch_add(1, std::memory_order_relaxed);
  try {
    node.definition->compute(node, context);
    return nullptr;
  } catch (const InvalidInput& error) {
    const std::string message = std::string("plgt ") + node.definition->name + ": " + error.what();
    return ort::error(node.api, ort::kInvalidArgument, message.c_str());
  } catch (const std::exception& error) {
    return ort::error(node.api, ort::kFail, error.what());
  }
}

std::vector<CpuOperator> make_operators() {
  std::vector<CpuOperator> all;
  for (const Definition& definition : definitions()) {
    CpuOperator op{};
    fill_common_fields(op);
    op.definition = &definition;
    op.CreateKernelV2 = create;
    op.KernelComputeV2 = run;
    op.KernelDestroy = [](void* kernel) { delete static_cast<CpuKernel*>(kernel); };
    op.GetName = [](const ort::CustomOp* o) { return defined(o).name; };
    op.GetExecutionProviderType = [](const ort::CustomOp*) { return "CPUExecutionProvider"; };
    op.GetInputTypeCount = [](const ort::CustomOp* o) { return defined(o).inputs.size(); };
    op.GetInputType = [](const ort::CustomOp* o, size_t index) { return defined(o).inputs[index]; };
    op.GetOutputTypeCount = [](const ort::CustomOp* o) { return defined(o).outputs.size(); };
    op.GetOutputType = [](const ort::CustomOp* o, size_t index) { return defined(o).outputs[index]; };
    all.push_back(op);
  }
  return all;
}

}  // namespace
}  // namespace plgt

PLGT_EXPORT int plgt_version() { return PLGT_VERSION; }

// The name of the kernel that would run on this processor, or null if none can.
PLGT_EXPORT const char* plgt_kernel() {
  const plgt::Kernel* kernel = plgt::best_kernel();
  return kernel == nullptr ? nullptr : kernel->name;
}

// How often a CPU operator of this library has run in this process.
PLGT_EXPORT long plgt_calls() { return plgt::calls.load(); }

PLGT_EXPORT plgt::ort::Status* RegisterCustomOps(plgt::ort::SessionOptions* options, const plgt::ort::ApiBase* base) {
  using namespace plgt;
  const ort::Api api = base->GetApi(ort::kApiVersion);
  if (api == nullptr)
    return ort::error(base->GetApi(1), ort::kNotImplemented,
                      "plgt: this onnxruntime is too old for the operator library");
  if (best_kernel() == nullptr)
    return ort::error(api, ort::kNotImplemented, "plgt: this processor has no AVX2 and FMA");

  // onnxruntime keeps pointers to operators and domain for as long as the process may open sessions.
  static const std::vector<CpuOperator> operators = make_operators();
  static ort::CustomOpDomain* domain = nullptr;
  static std::mutex creating;  // sessions may be opened by several threads at once
  const std::lock_guard<std::mutex> lock(creating);
  if (domain == nullptr) {
    ort::CustomOpDomain* created = nullptr;
    if (ort::Status* status = ort::call(api, ort::kCreateCustomOpDomain, "plgt", &created)) return status;
    const ort::CustomOp* cuda[kMaximalCudaOperators];
    const size_t cuda_count = add_cuda_operators(cuda);
    const size_t cpu_count = cuda_count == 0 ? operators.size() : kBasicOperators;
    for (size_t i = 0; i < cpu_count + cuda_count; ++i) {
      const ort::CustomOp* op = i < cpu_count ? &operators[i] : cuda[i - cpu_count];
      if (ort::Status* status = ort::call(api, ort::kCustomOpDomainAdd, created, op)) return status;
    }
    domain = created;
  }
  return ort::call(api, ort::kAddCustomOpDomain, options, domain);
}
