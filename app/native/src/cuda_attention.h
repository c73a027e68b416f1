// Launching the CUDA kernel; free of CUDA headers, so that an ordinary compiler can include it.
#pragma once

#include <cstdint>

#include "attention.h"

namespace plgt {

enum class CudaElement { kFloat32, kFloat16 };

// Runs `attention` on `stream`; its pointers are device pointers to elements of type `element` (declared as float in
// Attention whatever they are). Returns null, or what CUDA says went wrong.
const char* launch_attention(const Attention& attention, CudaElement element, void* stream);

}  // namespace plgt
