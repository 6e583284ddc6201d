// Readers and writers of JavaScript values: see values.h.
#include "values.h"

#include <ATen/core/grad_mode.h>

#include <cmath>
#include <limits>

namespace ganymede {

namespace {

constexpr double kMaxSafeInteger = 9007199254740991.0;
constexpr size_t kShownCharacters = 60;
constexpr uint32_t kMostElements = 1 << 24;

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

struct TypedArray {
  napi_typedarray_type type;
  void* data;
  size_t length;
};

TypedArray toTypedArray(napi_env env, napi_value value, const char* expected) {
  bool isTyped = false;
  NODE_OK(napi_is_typedarray(env, value, &isTyped));
  if (!isTyped) throw ValueMismatch(expected, describe(env, value));
  TypedArray array;
  NODE_OK(napi_get_typedarray_info(env, value, &array.type, &array.length, &array.data, nullptr,
                                   nullptr));
  return array;
}

// The tensor of `{ tensor: handle }`, as arguments of TorchScript hold it, or null.
const at::Tensor* findTaggedTensor(const Environment& environment, napi_value value) {
  const napi_env env = environment.env;
  if (typeOf(env, value) != napi_object) return nullptr;
  napi_value handle;
  NODE_OK(napi_get_named_property(env, value, "tensor", &handle));
  return findTensor(environment, handle);
}

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
  const napi_valuetype type = typeOf(env, value);
  return type == napi_undefined || type == napi_null;
}

std::string describe(napi_env env, napi_value value) {
  switch (typeOf(env, value)) {
    case napi_undefined:
      return "undefined";
    case napi_null:
      return "null";
    case napi_symbol:
      return "a symbol";
    case napi_function:
      return "a function";
    case napi_external:
      return "an external";
    case napi_object: {
      bool isArray = false;
      napi_is_array(env, value, &isArray);
      if (!isArray) {
        return findTaggedTensor(environmentOf(env), value) != nullptr ? "a tensor" : "an object";
      }
      uint32_t length = 0;
      napi_get_array_length(env, value, &length);
      return "an array of length " + std::to_string(length);
    }
    case napi_string: {
      std::string text = toString(env, value);
      if (text.size() > kShownCharacters) text = text.substr(0, kShownCharacters) + "…";
      return "\"" + text + "\" (string)";
    }
    case napi_number:
    case napi_bigint:
    case napi_boolean:
      break;
  }
  napi_value text;
  NODE_OK(napi_coerce_to_string(env, value, &text));
  static constexpr const char* kNames[] = {"", "", "boolean", "number"};
  const napi_valuetype type = typeOf(env, value);
  const std::string name = type == napi_bigint ? "bigint" : kNames[type];
  const std::string digits = toString(env, text).substr(0, kShownCharacters);
  // A tensor's handle means nothing to a reader.
  const at::Tensor* tensor = findTensor(environmentOf(env), value);
  return tensor != nullptr ? "a tensor" : digits + " (" + name + ")";
}

double toDouble(napi_env env, napi_value value) {
  double result;
  if (napi_get_value_double(env, value, &result) == napi_ok) return result;
  if (typeOf(env, value) == napi_bigint) return static_cast<double>(toInt64(env, value));
  throw ValueMismatch("a number", describe(env, value));
}

int64_t toInt64(napi_env env, napi_value value) {
  double number;
  if (napi_get_value_double(env, value, &number) == napi_ok) {
    if (std::floor(number) != number || std::isinf(number)) {
      throw ValueMismatch("an integer", describe(env, value));
    }
    if (std::abs(number) <= kMaxSafeInteger) return static_cast<int64_t>(number);
    throw ValueMismatch("an integer", describe(env, value), "beyond 2^53 as a bigint");
  }
  int64_t result;
  bool lossless = false;
  if (napi_get_value_bigint_int64(env, value, &result, &lossless) == napi_ok) {
    if (lossless) return result;
    throw ValueMismatch("an integer", describe(env, value), "from -2^63 to 2^63 - 1");
  }
  throw ValueMismatch("an integer", describe(env, value));
}

int64_t toCount(napi_env env, napi_value value, int64_t most) {
  const int64_t count = toInt64(env, value);
  if (count >= 0 && count <= most) return count;
  throw ValueMismatch("an integer from 0 to " + std::to_string(most), describe(env, value));
}

uint64_t toSeed(napi_env env, napi_value value) {
  uint64_t seed;
  bool lossless = false;
  if (napi_get_value_bigint_uint64(env, value, &seed, &lossless) == napi_ok && lossless)
    return seed;
  return static_cast<uint64_t>(toInt64(env, value));
}

bool toBool(napi_env env, napi_value value) {
  bool result;
  if (napi_get_value_bool(env, value, &result) == napi_ok) return result;
  throw ValueMismatch("true or false", describe(env, value));
}

std::string toString(napi_env env, napi_value value) {
  size_t length = 0;
  if (napi_get_value_string_utf8(env, value, nullptr, 0, &length) != napi_ok) {
    throw ValueMismatch("a string", describe(env, value));
  }
  std::string text(length, '\0');
  NODE_OK(napi_get_value_string_utf8(env, value, text.data(), length + 1, &length));
  return text;
}

uint32_t arrayLength(napi_env env, napi_value value) {
  uint32_t length = 0;
  if (napi_get_array_length(env, value, &length) != napi_ok) {
    throw ValueMismatch("an array", describe(env, value));
  }
  // A sparse array may claim any length; no list of an operator comes near this.
  if (length > kMostElements) throw ArgumentError("the array is too long");
  return length;
}

std::vector<int64_t> toInt64List(napi_env env, napi_value value) {
  std::vector<int64_t> list;
  forEachElement(env, value, [&](napi_value element) { list.push_back(toInt64(env, element)); });
  return list;
}

uint32_t slotOf(napi_env env, napi_value value, HandleKind kind) {
  int32_t handle = 0;
  if (napi_get_value_int32(env, value, &handle) == napi_ok) {
    if (const auto slot = toSlot(kind, handle)) return *slot;
  }
  throw ValueMismatch(rangeOf(kind).name, describe(env, value));
}

at::Tensor toTensor(const Environment& environment, napi_value value) {
  if (const at::Tensor* tensor = findTensor(environment, value)) return *tensor;
  if (const at::Tensor* tensor = findTaggedTensor(environment, value)) return *tensor;
  slotOf(environment.env, value, HandleKind::kTensor);
  throw ArgumentError("expected a tensor, got one that has been freed");
}

at::Tensor toTensor(napi_env env, napi_value value) {
  return toTensor(environmentOf(env), value);
}

std::vector<at::Tensor> toTensorList(napi_env env, napi_value value) {
  const Environment& environment = environmentOf(env);
  std::vector<at::Tensor> list;
  forEachElement(env, value,
                 [&](napi_value element) { list.push_back(toTensor(environment, element)); });
  return list;
}

c10::Device toDevice(napi_env env, napi_value value) {
  const std::string name = toString(env, value);
  try {
    return c10::Device(name);
  } catch (const c10::Error&) {
    throw ValueMismatch("a device", describe(env, value), "cpu, cuda, cuda:1 …");
  }
}

at::ScalarType toScalarType(napi_env env, napi_value value) {
  std::string choices;
  const std::string name = typeOf(env, value) == napi_string ? toString(env, value) : "";
  for (const auto& [known, dtype] : kDtypes) {
    if (name == known) return dtype;
    choices += std::string(choices.empty() ? "" : ", ") + known;
  }
  throw ValueMismatch("a dtype", describe(env, value), choices);
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

napi_value fromScalar(napi_env env, const c10::Scalar& scalar) {
  if (scalar.isBoolean()) return fromBool(env, scalar.toBool());
  if (scalar.isIntegral(false)) return fromInt64(env, scalar.toLong());
  if (!scalar.isComplex()) return fromDouble(env, scalar.toDouble());
  throw ArgumentError("a complex number has no counterpart in JavaScript: use viewAsReal() first");
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

napi_value fromSlot(napi_env env, HandleKind kind, size_t slot) {
  TORCH_CHECK(slot < rangeOf(kind).count, "too many objects of one kind");
  napi_value value;
  NODE_OK(napi_create_int32(env, toHandle(kind, static_cast<uint32_t>(slot)), &value));
  return value;
}

at::Tensor withElements(const at::Tensor& zeros) {
  // A gradient of createGraph has a history, which the copy must have too.
  const at::AutoGradMode recording(true);
  return zeros.clone();
}

napi_value newTensor(Environment& environment, at::Tensor tensor) {
  if (!tensor.defined()) return nullValue(environment.env);
  // Nothing can be read from or written to it: no handle shall stand for one.
  if (tensor._is_zerotensor()) tensor = withElements(tensor);
  return fromSlot(environment.env, HandleKind::kTensor, environment.tensors.add(std::move(tensor)));
}

napi_value newTensor(napi_env env, at::Tensor tensor) {
  return newTensor(environmentOf(env), std::move(tensor));
}

ByteView toBytes(napi_env env, napi_value value) {
  const TypedArray array = toTypedArray(env, value, "a typed array");
  // In the order of napi_typedarray_type; the last is Float16Array of newer Node versions.
  static constexpr size_t kSizes[] = {1, 1, 1, 2, 2, 4, 4, 4, 8, 8, 8, 2};
  const auto index = static_cast<size_t>(array.type);
  if (index >= std::size(kSizes)) throw ArgumentError("this kind of typed array is not supported");
  return {static_cast<uint8_t*>(array.data), array.length * kSizes[index]};
}

std::pair<double*, size_t> toDoubles(napi_env env, napi_value value) {
  const TypedArray array = toTypedArray(env, value, "a Float64Array");
  if (array.type != napi_float64_array) throw ArgumentError("expected a Float64Array");
  return {static_cast<double*>(array.data), array.length};
}

std::pair<int32_t*, size_t> toInts(napi_env env, napi_value value) {
  const TypedArray array = toTypedArray(env, value, "an Int32Array");
  if (array.type != napi_int32_array && array.type != napi_uint32_array) {
    throw ArgumentError("expected an Int32Array");
  }
  return {static_cast<int32_t*>(array.data), array.length};
}

void define(napi_env env, napi_value exports, const char* name, napi_callback callback) {
  napi_value function;
  NODE_OK(napi_create_function(env, name, NAPI_AUTO_LENGTH, callback, nullptr, &function));
  NODE_OK(napi_set_named_property(env, exports, name, function));
}

}  // namespace ganymede
