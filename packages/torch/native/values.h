// Small readers and writers of JavaScript values, shared by all callbacks.
#pragma once

#include <ATen/core/Tensor.h>
#include <c10/core/Device.h>
#include <node_api.h>

#include <cstdint>
#include <string>
#include <vector>

#include "environment.h"
#include "errors.h"

namespace ganymede {

// The arguments of one callback; missing ones read as undefined.
class Arguments {
 public:
  Arguments(napi_env env, napi_callback_info info);
  napi_value operator[](size_t index) const;
  size_t size() const { return count_; }
  void* data() const { return data_; }

 private:
  static constexpr size_t kInline = 24;
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
int64_t toInt64(napi_env env, napi_value value);  // safe integer or bigint
uint32_t toSlot(napi_env env, napi_value value);
bool toBool(napi_env env, napi_value value);
std::string toString(napi_env env, napi_value value);
std::vector<int64_t> toInt64List(napi_env env, napi_value value);
const at::Tensor& toTensor(napi_env env, napi_value value);
std::vector<at::Tensor> toTensorList(napi_env env, napi_value value);  // null → undefined tensor
c10::Device toDevice(napi_env env, napi_value value);
at::ScalarType toScalarType(napi_env env, napi_value value);  // dtype name or code

napi_value undefinedValue(napi_env env);
napi_value nullValue(napi_env env);
napi_value fromDouble(napi_env env, double value);
napi_value fromInt64(napi_env env, int64_t value);  // bigint beyond 2^53
napi_value fromSlot(napi_env env, uint32_t slot);
napi_value fromBool(napi_env env, bool value);
napi_value fromString(napi_env env, const std::string& value);
napi_value newSlot(napi_env env, at::Tensor tensor);  // slot number, or null when undefined

const char* dtypeName(at::ScalarType dtype);

// Typed-array or ArrayBuffer view: pointer and length in bytes.
struct ByteView {
  uint8_t* data;
  size_t bytes;
};
ByteView toBytes(napi_env env, napi_value value);

void define(napi_env env, napi_value exports, const char* name, napi_callback callback);

}  // namespace ganymede
