// Small readers and writers of JavaScript values, shared by all callbacks.
#pragma once

#include <ATen/core/Tensor.h>
#include <c10/core/Device.h>
#include <node_api.h>

#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "environment.h"
#include "errors.h"
#include "handles.h"

namespace ganymede {

// The arguments of one callback; missing ones read as undefined.
class Arguments {
 public:
  Arguments(napi_env env, napi_callback_info info);
  napi_value operator[](size_t index) const;
  size_t size() const { return count_; }
  void* data() const { return data_; }

 private:
  static constexpr size_t kInline = 12;
  napi_env env_;
  size_t count_;
  napi_value inline_[kInline];
  std::vector<napi_value> overflow_;
  void* data_ = nullptr;
};

napi_valuetype typeOf(napi_env env, napi_value value);
std::string describe(napi_env env, napi_value value);  // for error texts: `"2" (string)`
bool isNullish(napi_env env, napi_value value);

double toDouble(napi_env env, napi_value value);
int64_t toInt64(napi_env env, napi_value value);                // safe integer or bigint
int64_t toCount(napi_env env, napi_value value, int64_t most);  // from 0 to `most`
uint64_t toSeed(napi_env env, napi_value value);  // as Python's seeds: signed or unsigned 64 bits
bool toBool(napi_env env, napi_value value);
std::string toString(napi_env env, napi_value value);
std::vector<int64_t> toInt64List(napi_env env, napi_value value);
c10::Device toDevice(napi_env env, napi_value value);
at::ScalarType toScalarType(napi_env env, napi_value value);

// Calls read(element) for each element of an array.
uint32_t arrayLength(napi_env env, napi_value value);
template <typename Read>
void forEachElement(napi_env env, napi_value value, Read read) {
  const uint32_t length = arrayLength(env, value);
  for (uint32_t i = 0; i < length; ++i) {
    napi_value element;
    NODE_OK(napi_get_element(env, value, i, &element));
    read(element);
  }
}

// The slot that a handle of this kind stands for.
uint32_t slotOf(napi_env env, napi_value value, HandleKind kind);
// The tensor of a handle, or null when the value is no handle of a live tensor.
inline const at::Tensor* findTensor(const Environment& environment, napi_value value) {
  int32_t handle = 0;
  if (napi_get_value_int32(environment.env, value, &handle) != napi_ok) return nullptr;
  const auto slot = toSlot(HandleKind::kTensor, handle);
  return slot ? environment.tensors.find(*slot) : nullptr;
}
// Not a reference into the table: reading a further argument can run JavaScript, which changes it.
at::Tensor toTensor(const Environment& environment, napi_value value);
at::Tensor toTensor(napi_env env, napi_value value);
std::vector<at::Tensor> toTensorList(napi_env env, napi_value value);

napi_value undefinedValue(napi_env env);
napi_value nullValue(napi_env env);
napi_value fromDouble(napi_env env, double value);
napi_value fromInt64(napi_env env, int64_t value);  // bigint beyond 2^53
napi_value fromScalar(napi_env env, const c10::Scalar& value);  // not of complex numbers
napi_value fromBool(napi_env env, bool value);
napi_value fromString(napi_env env, const std::string& value);
napi_value fromSlot(napi_env env, HandleKind kind, size_t slot);
// For a tensor of autograd that stands for zeros without memory: a real one with its history.
at::Tensor withElements(const at::Tensor& zeros);
napi_value newTensor(Environment& environment,
                     at::Tensor tensor);  // handle, or null when undefined
napi_value newTensor(napi_env env, at::Tensor tensor);

const char* dtypeName(at::ScalarType dtype);

// The memory of a typed array, until JavaScript runs again: it can give the memory away.
struct ByteView {
  uint8_t* data;
  size_t bytes;
};
ByteView toBytes(napi_env env, napi_value value);
// The elements of a typed array of one kind.
std::pair<double*, size_t> toDoubles(napi_env env, napi_value value);
std::pair<int32_t*, size_t> toInts(napi_env env, napi_value value);

void define(napi_env env, napi_value exports, const char* name, napi_callback callback);

}  // namespace ganymede
