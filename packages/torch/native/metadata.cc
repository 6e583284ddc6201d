// The counter of changed sizes, dtypes and devices: see metadata.h.
#include "metadata.h"

#include "modules.h"
#include "values.h"

namespace ganymede {

namespace {

void append(const at::Tensor& tensor, c10::SmallVectorImpl<int64_t>& metadata) {
  if (!tensor.defined()) return;
  metadata.push_back(static_cast<int64_t>(tensor.scalar_type()));
  metadata.push_back(static_cast<int64_t>(tensor.device().type()));
  metadata.push_back(tensor.device().index());
  metadata.push_back(tensor.dim());
  if (!tensor.is_nested()) metadata.append(tensor.sizes().begin(), tensor.sizes().end());
}

// metadataVersion(): a Float64Array of one number, which grows whenever sizes, dtype or device of a
// tensor of this environment change.
napi_value metadataVersion(napi_env env, napi_callback_info) {
  return guarded(env, [&]() -> napi_value {
    napi_value array;
    NODE_OK(napi_get_reference_value(env, environmentOf(env).metadataArray, &array));
    return array;
  });
}

}  // namespace

WrittenTensors::WrittenTensors(Environment& environment, const std::vector<int>& written,
                               const std::vector<c10::IValue>& stack)
    : environment_(environment) {
  for (const int position : written) values_.push_back(stack[position]);
  before_ = metadata();
}

WrittenTensors::~WrittenTensors() {
  if (metadata() != before_) countMetadataChange(environment_);
}

WrittenTensors::Metadata WrittenTensors::metadata() const {
  Metadata metadata;
  for (const c10::IValue& value : values_) {
    if (value.isTensor()) {
      append(value.toTensor(), metadata);
    } else if (value.isList()) {
      for (const c10::IValue& element : value.toListRef()) {
        if (element.isTensor()) append(element.toTensor(), metadata);
      }
    }
  }
  return metadata;
}

void registerMetadata(napi_env env, napi_value exports) {
  Environment& environment = environmentOf(env);
  void* memory = nullptr;
  napi_value buffer, array;
  NODE_OK(napi_create_arraybuffer(env, sizeof(double), &memory, &buffer));
  NODE_OK(napi_create_typedarray(env, napi_float64_array, 1, buffer, 0, &array));
  NODE_OK(napi_create_reference(env, array, 1, &environment.metadataArray));
  environment.metadataVersion = static_cast<double*>(memory);
  define(env, exports, "metadataVersion", metadataVersion);
}

}  // namespace ganymede
