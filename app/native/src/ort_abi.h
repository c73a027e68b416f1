// The part of onnxruntime's C ABI that a custom operator library uses, written by hand because the Python wheels of
// onnxruntime ship no headers.
//
// Source: onnxruntime's include/onnxruntime/core/session/onnxruntime_c_api.h. `OrtApi` is a table of function
// pointers that only ever grows at its end, so a slot number, once given, stays valid in all later versions.
#pragma once

#include <cstddef>
#include <cstdint>

namespace plgt::ort {

// The API version asked for: 17 is the first with every slot below (KernelContext_ParallelFor came last).
#ifndef PLGT_ORT_API_VERSION
#define PLGT_ORT_API_VERSION 17
#endif
constexpr uint32_t kApiVersion = PLGT_ORT_API_VERSION;

// Opaque objects of onnxruntime.
struct Status;  // a null Status* means success
struct SessionOptions;
struct CustomOpDomain;
struct KernelInfo;
struct KernelContext;
struct Value;
struct TensorShape;

enum Slot : size_t {
  kCreateStatus = 0,
  kCreateCustomOpDomain = 26,
  kCustomOpDomainAdd = 27,
  kAddCustomOpDomain = 28,
  kGetTensorMutableData = 51,
  kGetDimensionsCount = 61,
  kGetDimensions = 62,
  kGetTensorTypeAndShape = 65,
  kKernelInfoGetAttributeFloat = 85,
  kKernelContextGetInput = 90,
  kKernelContextGetOutput = 91,
  kReleaseStatus = 93,
  kReleaseTensorTypeAndShape = 99,
  kKernelContextGetGpuStream = 193,
  kKernelContextParallelFor = 274,
};

enum ErrorCode : int { kFail = 1, kInvalidArgument = 2, kNotImplemented = 9 };
enum ElementType : int { kFloat = 1, kInt64 = 7, kFloat16 = 10 };
enum Characteristic : int { kRequired = 0 };
enum MemoryType : int { kDefaultMemory = 0 };

using Api = const void* const*;  // the table

struct ApiBase {
  Api (*GetApi)(uint32_t version);  // null if this onnxruntime is older than `version`
  const char* (*GetVersionString)();
};

// Calls the function in `slot`, whose parameters are exactly `Arguments`.
template <class Result = Status*, class... Arguments>
inline Result call(Api api, Slot slot, Arguments... arguments) {
  using Function = Result (*)(Arguments...);
  return reinterpret_cast<Function>(const_cast<void*>(api[slot]))(arguments...);
}

inline Status* error(Api api, ErrorCode code, const char* message) {
  return call(api, kCreateStatus, static_cast<int>(code), message);
}

// `OrtCustomOp`, all fields up to version 17. The tail is reserved for later fields, which onnxruntime does not read
// while `version` is 17.
struct CustomOp {
  uint32_t version;
  void* (*CreateKernel)(const CustomOp*, Api, const KernelInfo*);
  const char* (*GetName)(const CustomOp*);
  const char* (*GetExecutionProviderType)(const CustomOp*);
  int (*GetInputType)(const CustomOp*, size_t index);
  size_t (*GetInputTypeCount)(const CustomOp*);
  int (*GetOutputType)(const CustomOp*, size_t index);
  size_t (*GetOutputTypeCount)(const CustomOp*);
  void (*KernelCompute)(void* kernel, KernelContext*);
  void (*KernelDestroy)(void* kernel);
  int (*GetInputCharacteristic)(const CustomOp*, size_t index);
  int (*GetOutputCharacteristic)(const CustomOp*, size_t index);
  int (*GetInputMemoryType)(const CustomOp*, size_t index);
  int (*GetVariadicInputMinArity)(const CustomOp*);
  int (*GetVariadicInputHomogeneity)(const CustomOp*);
  int (*GetVariadicOutputMinArity)(const CustomOp*);
  int (*GetVariadicOutputHomogeneity)(const CustomOp*);
  Status* (*CreateKernelV2)(const CustomOp*, Api, const KernelInfo*, void** kernel);
  Status* (*KernelComputeV2)(void* kernel, KernelContext*);
  Status* (*InferOutputShape)(const CustomOp*, void* context);
  int (*GetStartVersion)(const CustomOp*);
  int (*GetEndVersion)(const CustomOp*);
  const void* reserved[16];
};

}  // namespace plgt::ort
