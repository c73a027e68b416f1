// Reading an operator's inputs and attributes and laying its shapes out as an `Attention`.
#pragma once

#include <cmath>
#include <cstdint>
#include <stdexcept>
#include <string>

#include "attention.h"
#include "ort_abi.h"

namespace plgt {

// Raised for inputs that break the operator's definition; becomes an onnxruntime error.
class InvalidInput : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct Tensor {
  void* data = nullptr;

  template <class Element>
  const Element* elements() const {
    return static_cast<const Element*>(data);
  }

  int64_t shape[4] = {1, 1, 1, 1};  // right-aligned: missing leading dimensions are 1
  size_t rank = 0;
};

inline void check(ort::Api api, ort::Status* status) {
  if (status == nullptr) return;
  ort::call<void>(api, ort::kReleaseStatus, status);
  throw std::runtime_error("onnxruntime refused a call of the PLGT operator library");
}

inline Tensor input(ort::Api api, const ort::KernelContext* context, size_t index) {
  const ort::Value* value = nullptr;
  check(api, ort::call(api, ort::kKernelContextGetInput, context, index, &value));
  if (value == nullptr) throw InvalidInput("an input is missing");
  ort::TensorShape* description = nullptr;
  check(api, ort::call(api, ort::kGetTensorTypeAndShape, value, &description));
  Tensor tensor;
  int64_t dimensions[4] = {};
  check(api, ort::call(api, ort::kGetDimensionsCount, static_cast<const ort::TensorShape*>(description), &tensor.rank));
  const bool readable = tensor.rank <= 4;
  if (readable && tensor.rank > 0)
    check(api, ort::call(api, ort::kGetDimensions, static_cast<const ort::TensorShape*>(description),
                         static_cast<int64_t*>(dimensions), tensor.rank));
  ort::call<void>(api, ort::kReleaseTensorTypeAndShape, description);
  if (!readable) throw InvalidInput("an input has more than 4 dimensions");
  for (size_t i = 0; i < tensor.rank; ++i) tensor.shape[4 - tensor.rank + i] = dimensions[i];
  check(api, ort::call(api, ort::kGetTensorMutableData, const_cast<ort::Value*>(value), &tensor.data));
  return tensor;
}

inline void* output(ort::Api api, ort::KernelContext* context, size_t index, const int64_t* shape, size_t rank) {
  ort::Value* value = nullptr;
  check(api, ort::call(api, ort::kKernelContextGetOutput, context, index, shape, rank, &value));
  void* data = nullptr;
  check(api, ort::call(api, ort::kGetTensorMutableData, value, &data));
  return data;
}

// The sizes and strides of a call; the pointers are left to the caller.
inline Attention layout(const Tensor& q, const Tensor& k, const Tensor& v, const Tensor* g, const Tensor& mask) {
  if (q.rank != 4 || k.rank != 4 || v.rank != 4) throw InvalidInput("Q, K and V must have 4 dimensions");
  Attention a;
  a.batch = q.shape[0];
  a.heads = q.shape[1];
  a.queries = q.shape[2];
  a.head_size = q.shape[3];
  a.keys = k.shape[2];
  a.value_size = v.shape[3];
  for (int i = 0; i < 2; ++i)
    if (k.shape[i] != q.shape[i] || v.shape[i] != q.shape[i])
      throw InvalidInput("Q, K and V must agree in batch and heads");
  if (k.shape[3] != a.head_size) throw InvalidInput("Q and K must have the same head size");
  if (v.shape[2] != a.keys) throw InvalidInput("K and V must have the same length");

  a.query_layout = contiguous(a.heads, a.queries, a.head_size);
  a.key_layout = contiguous(a.heads, a.keys, a.head_size);
  a.value_layout = contiguous(a.heads, a.keys, a.value_size);
  a.output_layout = contiguous(a.heads, a.queries, a.value_size);

  if (g != nullptr) {
    if (g->rank < 2 || g->shape[2] != a.head_size || g->shape[3] != a.head_size)
      throw InvalidInput("the last two dimensions of G must be the head size");
    if ((g->shape[0] != 1 && g->shape[0] != a.batch) || (g->shape[1] != 1 && g->shape[1] != a.heads))
      throw InvalidInput("G must have one matrix per head, or one for all");
    const int64_t matrix = a.head_size * a.head_size;
    a.g_head_stride = g->shape[1] == 1 ? 0 : matrix;
    a.g_batch_stride = g->shape[0] == 1 ? 0 : matrix * g->shape[1];
  }

  const int64_t wanted[4] = {a.batch, a.heads, a.queries, a.keys};
  int64_t strides[4] = {};
  int64_t stride = 1;
  for (int i = 3; i >= 0; --i) {
    if (mask.shape[i] != 1 && mask.shape[i] != wanted[i])
      throw InvalidInput("the mask does not broadcast to [batch, heads, queries, keys]");
    strides[i] = mask.shape[i] == 1 ? 0 : stride;
    stride *= mask.shape[i];
  }
  a.mask_batch_stride = strides[0];
  a.mask_head_stride = strides[1];
  a.mask_query_stride = strides[2];
  a.mask_key_stride = strides[3];
  return a;
}

// A node's attributes. Both must be on the node: a kernel does not see a model function's defaults.
struct Attributes {
  float negative_slope = 1.0f;
  float scale = 0.0f;

  float scale_for(int64_t head_size) const {
    return scale != 0.0f ? scale : 1.0f / std::sqrt(static_cast<float>(head_size));
  }
};

inline ort::Status* read_attributes(ort::Api api, const ort::KernelInfo* info, Attributes& attributes) {
  ort::Status* status =
      ort::call(api, ort::kKernelInfoGetAttributeFloat, info, "negative_slope", &attributes.negative_slope);
  if (status != nullptr) return status;
  return ort::call(api, ort::kKernelInfoGetAttributeFloat, info, "scale", &attributes.scale);
}

}  // namespace plgt
