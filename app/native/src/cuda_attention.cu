// The CUDA kernel: one warp per query row, a streaming softmax over tiles of 32 keys.
//
// Scores, softmax and sums are float32 for float16 tensors too. Any head size, value size and length.
#include <cuda_fp16.h>
#include <cuda_runtime.h>

#include "cuda_attention.h"

namespace plgt {
namespace {

constexpr int kWarp = 32;
constexpr int kWarpsPerBlock = 4;
constexpr int kValuesPerLane = 8;                         // value columns that a lane accumulates
constexpr int kColumnsPerBlock = kWarp * kValuesPerLane;  // wider values are split over blockIdx.z
constexpr unsigned kAllLanes = 0xffffffffu;

__device__ float widen(float x) { return x; }
__device__ float widen(__half x) { return __half2float(x); }
__device__ void narrow(float x, float* to) { *to = x; }
__device__ void narrow(float x, __half* to) { *to = __float2half(x); }

__device__ float warp_max(float x) {
  for (int offset = kWarp / 2; offset > 0; offset /= 2) x = fmaxf(x, __shfl_xor_sync(kAllLanes, x, offset));
  return x;
}
__device__ float warp_sum(float x) {
  for (int offset = kWarp / 2; offset > 0; offset /= 2) x += __shfl_xor_sync(kAllLanes, x, offset);
  return x;
}

template <class Element>
__global__ void attention_kernel(Attention a) {
  extern __shared__ float shared[];  // per warp: the query [D], the query times G_LM [D]
  const int warp = threadIdx.x / kWarp, lane = threadIdx.x % kWarp;
  const long long row = static_cast<long long>(blockIdx.x) * kWarpsPerBlock + warp;  // over batch, heads, queries
  if (row >= a.batch * a.heads * a.queries) return;
  const long long pair = row / a.queries, position = row % a.queries;
  const long long batch = pair / a.heads, head = pair % a.heads;

  float* query = shared + static_cast<long long>(warp) * 2 * a.head_size;
  const Element* query_row = reinterpret_cast<const Element*>(a.query) + row * a.head_size;
  for (long long d = lane; d < a.head_size; d += kWarp) query[d] = widen(query_row[d]);
  __syncwarp();
  if (a.energy_curvature != nullptr) {
    float* projected = query + a.head_size;
    const Element* g = reinterpret_cast<const Element*>(a.energy_curvature) + batch * a.g_batch_stride +
                       head * a.g_head_stride;
    for (long long d = lane; d < a.head_size; d += kWarp) {
      float sum = 0.0f;
      for (long long i = 0; i < a.head_size; ++i) sum += query[i] * widen(g[i * a.head_size + d]);
      projected[d] = sum;
    }
    query = projected;
    __syncwarp();
  }

  const Element* keys = reinterpret_cast<const Element*>(a.key) + pair * a.keys * a.head_size;
  const Element* values = reinterpret_cast<const Element*>(a.value) + pair * a.keys * a.value_size;
  const Element* mask = reinterpret_cast<const Element*>(a.mask) + batch * a.mask_batch_stride +
                        head * a.mask_head_stride + position * a.mask_query_stride;
  const long long first_column = static_cast<long long>(blockIdx.z) * kColumnsPerBlock;

  float top = -INFINITY, total = 0.0f;
  float sum[kValuesPerLane] = {};
  for (long long start = 0; start < a.keys; start += kWarp) {
    const long long key = start + lane;
    float score = -INFINITY;
    if (key < a.keys) {
      score = 0.0f;
      for (long long d = 0; d < a.head_size; ++d) score += query[d] * widen(keys[key * a.head_size + d]);
      score *= a.scale;
      if (score <= 0.0f) score *= a.negative_slope;
      const float bias = widen(mask[key * a.mask_key_stride]);
      score += bias <= kHiddenMask ? kHiddenBias : bias;
    }
    const float new_top = fmaxf(top, warp_max(score));
    const float correction = expf(top - new_top);  // 0 for the first tile
    const float weight = key < a.keys ? expf(score - new_top) : 0.0f;
    total = total * correction + warp_sum(weight);
    top = new_top;
    for (float& x : sum) x *= correction;
    const int tile = static_cast<int>(a.keys - start < kWarp ? a.keys - start : kWarp);
    for (int t = 0; t < tile; ++t) {
      const float w = __shfl_sync(kAllLanes, weight, t);
      const Element* value = values + (start + t) * a.value_size;
      for (int i = 0; i < kValuesPerLane; ++i) {
        const long long column = first_column + i * kWarp + lane;
        if (column < a.value_size) sum[i] += w * widen(value[column]);
      }
    }
  }
  Element* out = reinterpret_cast<Element*>(a.output) + row * a.value_size;
  for (int i = 0; i < kValuesPerLane; ++i) {
    const long long column = first_column + i * kWarp + lane;
    if (column < a.value_size) narrow(a.keys > 0 ? sum[i] / total : 0.0f, out + column);
  }
}

}  // namespace

const char* launch_attention(const Attention& attention, CudaElement element, void* stream) {
  const long long rows = attention.batch * attention.heads * attention.queries;
  if (rows == 0 || attention.value_size == 0) return nullptr;
  const dim3 blocks(static_cast<unsigned>((rows + kWarpsPerBlock - 1) / kWarpsPerBlock), 1,
                    static_cast<unsigned>((attention.value_size + kColumnsPerBlock - 1) / kColumnsPerBlock));
  const size_t shared = static_cast<size_t>(kWarpsPerBlock) * 2 * static_cast<size_t>(attention.head_size) * sizeof(float);
  if (shared > 48 * 1024) return "plgt attention: the CUDA kernel takes head sizes up to 1536";
  cudaStream_t on = static_cast<cudaStream_t>(stream);
  if (element == CudaElement::kFloat32)
    attention_kernel<float><<<blocks, kWarpsPerBlock * kWarp, shared, on>>>(attention);
  else
    attention_kernel<__half><<<blocks, kWarpsPerBlock * kWarp, shared, on>>>(attention);
  const cudaError_t result = cudaGetLastError();
  return result == cudaSuccess ? nullptr : cudaGetErrorString(result);
}

}  // namespace plgt
