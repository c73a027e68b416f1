// The operator library: the CPU operators, and the function that onnxruntime calls to register them.
#include <atomic>
#include <climits>
#include <cmath>
#include <exception>

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

struct AttentionKernel {
  ort::Api api;
  bool folded;
  Attributes attributes;
  const Kernel* kernel;
};

// What ParallelFor hands to each task.
struct Job {
  const Attention* attention;
  const Kernel* kernel;
  int64_t tasks, tasks_per_part;
  std::atomic<bool> failed{false};
};

void run_part(void* user, size_t part) {
  Job& job = *static_cast<Job*>(user);
  const int64_t first = static_cast<int64_t>(part) * job.tasks_per_part;
  const int64_t end = first + job.tasks_per_part < job.tasks ? first + job.tasks_per_part : job.tasks;
  try {
    for (int64_t task = first; task < end; ++task) run_task(*job.attention, *job.kernel, task);
  } catch (const std::exception&) {  // out of memory: must not cross onnxruntime's C boundary
    job.failed = true;
  }
}

// Waking a thread costs a few microseconds: give each part at least this many multiply-adds.
constexpr double kWorkPerPart = 200000.0;

void compute_attention(const AttentionKernel& kernel, ort::KernelContext* context) {
  const ort::Api api = kernel.api;
  const Tensor q = input(api, context, 0), k = input(api, context, 1), v = input(api, context, 2);
  const Tensor g = kernel.folded ? Tensor{} : input(api, context, 3);
  const Tensor mask = input(api, context, kernel.folded ? 3 : 4);
  Attention attention = layout(q, k, v, kernel.folded ? nullptr : &g, mask);
  attention.query = static_cast<const float*>(q.data);
  attention.key = static_cast<const float*>(k.data);
  attention.value = static_cast<const float*>(v.data);
  attention.energy_curvature = static_cast<const float*>(g.data);
  attention.mask = static_cast<const float*>(mask.data);
  attention.scale = kernel.attributes.scale_for(attention.head_size);
  attention.negative_slope = kernel.attributes.negative_slope;
  const int64_t shape[4] = {attention.batch, attention.heads, attention.queries, attention.value_size};
  attention.output = static_cast<float*>(output(api, context, 0, shape, 4));

  Job job{};
  job.attention = &attention;
  job.kernel = kernel.kernel;
  job.tasks = task_count(attention);
  if (job.tasks == 0) return;
  int64_t parts = static_cast<int64_t>(work(attention) / kWorkPerPart);
  if (parts < 1) parts = 1;
  if (parts > job.tasks) parts = job.tasks;
  job.tasks_per_part = (job.tasks + parts - 1) / parts;
  parts = (job.tasks + job.tasks_per_part - 1) / job.tasks_per_part;
  if (parts == 1)
    run_part(&job, 0);
  else
    check(api, ort::call(api, ort::kKernelContextParallelFor, static_cast<const ort::KernelContext*>(context),
                         &run_part, static_cast<size_t>(parts), size_t{0}, static_cast<void*>(&job)));
  if (job.failed) throw std::runtime_error("not enough memory for attention");
}

struct AttentionOperator : ort::CustomOp {
  bool folded;
};

const AttentionOperator& self(const ort::CustomOp* op) { return *static_cast<const AttentionOperator*>(op); }

ort::Status* create_attention(const ort::CustomOp* op, ort::Api api, const ort::KernelInfo* info, void** kernel) {
  *kernel = nullptr;
  Attributes attributes;
  if (ort::Status* status = read_attributes(api, info, attributes)) return status;
  *kernel = new (std::nothrow) AttentionKernel{api, self(op).folded, attributes, best_kernel()};
  return *kernel != nullptr ? nullptr : ort::error(api, ort::kFail, "plgt: not enough memory");
}

ort::Status* run_attention(void* kernel, ort::KernelContext* context) {
  const AttentionKernel& attention = *static_cast<const AttentionKernel*>(kernel);
  calls.fetch_add(1, std::memory_order_relaxed);
  try {
    compute_attention(attention, context);
    return nullptr;
  } catch (const InvalidInput& error) {
    const std::string message = std::string("plgt attention: ") + error.what();
    return ort::error(attention.api, ort::kInvalidArgument, message.c_str());
  } catch (const std::exception& error) {
    return ort::error(attention.api, ort::kFail, error.what());
  }
}

AttentionOperator attention_operator(bool folded) {
  AttentionOperator op{};
  fill_common_fields(op);
  op.folded = folded;
  op.CreateKernelV2 = create_attention;
  op.KernelComputeV2 = run_attention;
  op.KernelDestroy = [](void* kernel) { delete static_cast<AttentionKernel*>(kernel); };
  op.GetName = [](const ort::CustomOp* o) {
    return self(o).folded ? "FoldedPowerLawAttention" : "PowerLawAttention";
  };
  op.GetExecutionProviderType = [](const ort::CustomOp*) { return "CPUExecutionProvider"; };
  op.GetInputTypeCount = [](const ort::CustomOp* o) { return self(o).folded ? size_t{4} : size_t{5}; };
  return op;
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
    return ort::error(base->GetApi(1), ort::kNotImplemented, "plgt: this onnxruntime is too old for the operator library");
  if (best_kernel() == nullptr)
    return ort::error(api, ort::kNotImplemented, "plgt: this processor has no AVX2 and FMA");

  // onnxruntime keeps pointers to operators and domain for as long as the process may open sessions.
  static const AttentionOperator plain = attention_operator(false), folded = attention_operator(true);
  static ort::CustomOpDomain* domain = nullptr;
  if (domain == nullptr) {
    ort::CustomOpDomain* created = nullptr;
    if (ort::Status* status = ort::call(api, ort::kCreateCustomOpDomain, "plgt", &created)) return status;
    const ort::CustomOp* operators[2 + kMaximalCudaOperators] = {&plain, &folded};
    const size_t count = 2 + add_cuda_operators(operators + 2);
    for (size_t i = 0; i < count; ++i)
      if (ort::Status* status = ort::call(api, ort::kCustomOpDomainAdd, created, operators[i])) return status;
    domain = created;
  }
  return ort::call(api, ort::kAddCustomOpDomain, options, domain);
}
