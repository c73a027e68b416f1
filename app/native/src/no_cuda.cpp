// Stands in for cuda_operators.cpp in the library without CUDA kernels.
#include "operator_table.h"

namespace plgt {

size_t add_cuda_operators(const ort::CustomOp**) { return 0; }

}  // namespace plgt
