// The CUDA operators, for float32 and float16, of the library that also holds the CPU kernels.
#include <exception>
#include <new>
#include <string>

#include "cuda_attention.h"
#include "operator_table.h"
#include "tensors.h"

namespace plgt {
namespace {

struct CudaOperator : ort::CustomOp {
  bool folded;
  CudaElement element;
};

struct CudaKernel {
  ort::Api api;
  bool folded;
  CudaElement element;
  Attributes attributes;
};

const CudaOperator& self(const ort::CustomOp* op) { return *static_cast<const CudaOperator*>(op); }

ort::Status* create(const ort::CustomOp* op, ort::Api api, const ort::KernelInfo* info, void** kernel) {
  *kernel = nullptr;
  Attributes attributes;
  if (ort::Status* status = read_attributes(api, info, attributes)) return status;
  *kernel = new (std::nothrow) CudaKernel{api, self(op).folded, self(op).element, attributes};
  return *kernel != nullptr ? nullptr : ort::error(api, ort::kFail, "plgt: not enough memory");
}

void compute(const CudaKernel& kernel, ort::KernelContext* context) {
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
  void* stream = nullptr;
  check(api, ort::call(api, ort::kKernelContextGetGpuStream, static_cast<const ort::KernelContext*>(context), &stream));
  if (const char* problem = launch_attention(attention, kernel.element, stream)) throw std::runtime_error(problem);
}

ort::Status* run(void* kernel, ort::KernelContext* context) {
  const CudaKernel& attention = *static_cast<const CudaKernel*>(kernel);
  try {
    compute(attention, context);
    return nullptr;
  } catch (const InvalidInput& error) {
    const std::string message = std::string("plgt attention: ") + error.what();
    return ort::error(attention.api, ort::kInvalidArgument, message.c_str());
  } catch (const std::exception& error) {
    return ort::error(attention.api, ort::kFail, error.what());
  }
}

int element_type(const ort::CustomOp* op, size_t) {
  return self(op).element == CudaElement::kFloat16 ? ort::kFloat16 : ort::kFloat;
}

CudaOperator make(bool folded, CudaElement element) {
  CudaOperator op{};
  fill_common_fields(op);
  op.folded = folded;
  op.element = element;
  op.CreateKernelV2 = create;
  op.KernelComputeV2 = run;
  op.KernelDestroy = [](void* kernel) { delete static_cast<CudaKernel*>(kernel); };
  op.GetName = [](const ort::CustomOp* o) {
    return self(o).folded ? "FoldedPowerLawAttention" : "PowerLawAttention";
  };
  op.GetExecutionProviderType = [](const ort::CustomOp*) { return "CUDAExecutionProvider"; };
  op.GetInputTypeCount = [](const ort::CustomOp* o) { return self(o).folded ? size_t{4} : size_t{5}; };
  op.GetInputType = element_type;
  op.GetOutputType = element_type;
  return op;
}

}  // namespace

size_t add_cuda_operators(const ort::CustomOp** operators) {
  static const CudaOperator all[kMaximalCudaOperators] = {
      make(false, CudaElement::kFloat32), make(true, CudaElement::kFloat32),
      make(false, CudaElement::kFloat16), make(true, CudaElement::kFloat16)};
  for (size_t i = 0; i < kMaximalCudaOperators; ++i) operators[i] = &all[i];
  return kMaximalCudaOperators;
}

}  // namespace plgt
