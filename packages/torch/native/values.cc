// Readers and writers of JavaScript values: see values.h.
#include "values.h"

#include <array>
#include <cmath>
#include <utility>

namespace ganymede {

namespace {

constexpr double kMaxSafeInteger = 9007199254740991.0;

constexpr std::array<std::pair<const char*, at::ScalarType>, 13> kDtypes{{
    {"float32", at::kFloat},
    {"float64", at::kDouble},
    {"float16", at::kHalf},
    {"bfloat16", at::kBFloat16},
    {"uint8", at::kByte},
    {"int8", at::kChar},
    {"int16", at::kShort},
    {"int32", at::kInt},
    {"int64", at::kLong},
    {"bool", at::kBool},
    {"complex64", at::kComplexFloat},
    {"complex128", at::kComplexDouble},
    {"complex32", at::kComplexHalf},
}};

}  // namespace

Arguments::Arguments(napi_env env, napi_callback_info info) : env_(env), count_(kInline) {
  NODE_OK(napi_get_cb_info(env, info, &count_, inline_, nullptr, &data_));
  if (count_ > kInline) {
    overflow_.resize(count_);
    NODE_OK(napi_get_cb_info(env, info, &count_, overflow_.data(), nullptr, &data_));
  }
}

napi_value Arguments::operator[](size_t index) const {
  if (index >= count_) return undefinedValue(env_);
  return overflow_.empty() ? inline_[index] : overflow_[index];
}

napi_valuetype typeOf(napi_env env, napi_value value) {
  napi_valuetype type;
  NODE_OK(napi_typeof(env, value, &type));
  return type;
}

bool isNullish(napi_env env, napi_value value) {
  napi_valuetype type = typeOf(env, value);
  return type == napi_undefined || type == napi_null;
}

std::string describe(napi_env env, napi_value value) {
  static const char* names[] = {"undefined", "null",   "boolean",  "number",   "string",
                                "symbol",    "object", "function", "external", "bigint"};
  napi_valuetype type = typeOf(env, value);
  if (type == napi_undefined || type == napi_null) return names[type];
  if (type == napi_object) {
    bool isArray = false;
    napi_is_array(env, value, &isArray);
    if (isArray) {
      uint32_t length = 0;
      napi_get_array_length(env, value, &length);
      return "an array of length " + std::to_string(length);
    }
    return "an object";
  }
  napi_value text;
  if (type == napi_function || napi_coerce_to_string(env, value, &text) != napi_ok) {
    return names[type];
  }
  std::string shown = toString(env, text);
  return (type == napi_string ? "\"" + shown + "\"" : shown) + " (" + names[type] + ")";
}

double toDouble(napi_env env, napi_value value) {
  double result;
  if (napi_get_value_double(env, value, &result) == napi_ok) return result;
  if (typeOf(env, value) == napi_bigint) return static_cast<double>(toInt64(env, value));
  throw ArgumentError("expected a number, got " + describe(env, value));
}

int64_t toInt64(napi_env env, napi_value value) {
  double number;
  if (napi_get_value_double(env, value, &number) == napi_ok) {
    if (std::floor(number) == number && std::abs(number) <= kMaxSafeInteger) {
      return static_cast<int64_t>(number);
    }
    throw ArgumentError("expected an integer, got " + describe(env, value));
  }
  int64_t result;
  bool lossless = false;
  if (napi_get_value_bigint_int64(env, value, &result, &lossless) == napi_ok) {
    if (lossless) return result;
    throw ArgumentError("expected an integer of 64 bits, got " + describe(env, value));
  }
  throw ArgumentError("expected an integer, got " + describe(env, value));
}

uint32_t toSlot(napi_env env, napi_value value) {
  uint32_t slot;
  if (napi_get_value_uint32(env, value, &slot) == napi_ok) return slot;
  throw ArgumentError("expected a tensor, got " + describe(env, value));
}

bool toBool(napi_env env, napi_value value) {
  bool result;
  if (napi_get_value_bool(env, value, &result) == napi_ok) return result;
  throw ArgumentError("expected true or false, got " + describe(env, value));
}

std::string toString(napi_env env, napi_value value) {
  size_t length = 0;
  if (napi_get_value_string_utf8(env, value, nullptr, 0, &length) != napi_ok) {
    throw ArgumentError("expected a string, got " + describe(env, value));
  }
  std::string text(length, '\0');
  NODE_OK(napi_get_value_string_utf8(env, value, text.data(), length + 1, &length));
  return text;
}

std::vector<int64_t> toInt64List(napi_env env, napi_value value) {
  uint32_t length = 0;
  if (napi_get_array_length(env, value, &length) != napi_ok) {
    throw ArgumentError("expected an array of integers, got " + describe(env, value));
  }
  std::vector<int64_t> list(length);
  for (uint32_t i = 0; i < length; ++i) {
    napi_value element;
    NODE_OK(napi_get_element(env, value, i, &element));
    list[i] = toInt64(env, element);
  }
  return list;
}

const at::Tensor& toTensor(napi_env env, napi_value value) {
  return environmentOf(env).tensors.get(toSlot(env, value));
}

std::vector<at::Tensor> toTensorList(napi_env env, napi_value value) {
  uint32_t length = 0;
  if (napi_get_array_length(env, value, &length) != napi_ok) {
    throw ArgumentError("expected an array of tensors, got " + describe(env, value));
  }
  std::vector<at::Tensor> list(length);
  for (uint32_t i = 0; i < length; ++i) {
    napi_value element;
    NODE_OK(napi_get_element(env, value, i, &element));
    if (!isNullish(env, element)) list[i] = toTensor(env, element);
  }
  return list;
}

c10::Device toDevice(napi_env env, napi_value value) { return c10::Device(toString(env, value)); }

at::ScalarType toScalarType(napi_env env, napi_value value) {
  if (typeOf(env, value) == napi_number) return static_cast<at::ScalarType>(toInt64(env, value));
  std::string name = toString(env, value);
  for (const auto& [known, dtype] : kDtypes) {
    if (name == known) return dtype;
  }
  throw ArgumentError("expected a dtype such as float32, bfloat16, int64, uint8 or bool, got \"" +
                      name + "\"");
}

const char* dtypeName(at::ScalarType dtype) {
  for (const auto& [name, known] : kDtypes) {
    if (dtype == known) return name;
  }
  return c10::toString(dtype);
}

napi_value undefinedValue(napi_env env) {
  napi_value value;
  NODE_OK(napi_get_undefined(env, &value));
  return value;
}

napi_value nullValue(napi_env env) {
  napi_value value;
  NODE_OK(napi_get_null(env, &value));
  return value;
}

napi_value fromDouble(napi_env env, double number) {
  napi_value value;
  NODE_OK(napi_create_double(env, number, &value));
  return value;
}

napi_value fromInt64(napi_env env, int64_t number) {
  napi_value value;
  if (std::abs(static_cast<double>(number)) <= kMaxSafeInteger) {
    NODE_OK(napi_create_int64(env, number, &value));
  } else {
    NODE_OK(napi_create_bigint_int64(env, number, &value));
  }
  return value;
}

napi_value fromSlot(napi_env env, uint32_t slot) {
  napi_value value;
  NODE_OK(napi_create_uint32(env, slot, &value));
  return value;
}

napi_value fromBool(napi_env env, bool flag) {
  napi_value value;
  NODE_OK(napi_get_boolean(env, flag, &value));
  return value;
}

napi_value fromString(napi_env env, const std::string& text) {
  napi_value value;
  NODE_OK(napi_create_string_utf8(env, text.data(), text.size(), &value));
  return value;
}

napi_value newSlot(napi_env env, at::Tensor tensor) {
  if (!tensor.defined()) return nullValue(env);
  return fromSlot(env, environmentOf(env).tensors.add(std::move(tensor)));
}

ByteView toBytes(napi_env env, napi_value value) {
  bool isTyped = false;
  NODE_OK(napi_is_typedarray(env, value, &isTyped));
  if (!isTyped) throw ArgumentError("expected a typed array, got " + describe(env, value));
  napi_typedarray_type type;
  size_t length = 0;
  void* data = nullptr;
  NODE_OK(napi_get_typedarray_info(env, value, &type, &length, &data, nullptr, nullptr));
  static constexpr size_t kSizes[] = {1, 1, 1, 2, 2, 4, 4, 4, 8, 8, 8};
  return {static_cast<uint8_t*>(data), length * kSizes[type]};
}

void define(napi_env env, napi_value exports, const char* name, napi_callback callback) {
  napi_value function;
  NODE_OK(napi_create_function(env, name, NAPI_AUTO_LENGTH, callback, nullptr, &function));
  NODE_OK(napi_set_named_property(env, exports, name, function));
}

}  // namespace ganymede
