// What every operator of the library has in common, and the hook by which the CUDA operators join.
#pragma once

#include <climits>

#include "ort_abi.h"

namespace plgt {

inline void fill_common_fields(ort::CustomOp& op) {
  op.version = 17;
  op.GetInputType = [](const ort::CustomOp*, size_t) { return int{ort::kFloat}; };
  op.GetOutputType = [](const ort::CustomOp*, size_t) { return int{ort::kFloat}; };
  op.GetOutputTypeCount = [](const ort::CustomOp*) { return size_t{1}; };
  op.GetInputCharacteristic = [](const ort::CustomOp*, size_t) { return int{ort::kRequired}; };
  op.GetOutputCharacteristic = [](const ort::CustomOp*, size_t) { return int{ort::kRequired}; };
  op.GetInputMemoryType = [](const ort::CustomOp*, size_t) { return int{ort::kDefaultMemory}; };
  op.GetStartVersion = [](const ort::CustomOp*) { return 1; };
  op.GetEndVersion = [](const ort::CustomOp*) { return INT_MAX; };
}

constexpr size_t kMaximalCudaOperators = 4;

// Writes the CUDA operators to `operators` and returns how many there are: none in the CPU library.
size_t add_cuda_operators(const ort::CustomOp** operators);

}  // namespace plgt
