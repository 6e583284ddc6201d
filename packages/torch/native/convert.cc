// Schema-driven conversion of values: see convert.h.
#include "convert.h"

#include <ATen/core/Dict.h>
#include <ATen/core/List.h>
#include <ATen/core/jit_type.h>

#include <cmath>

#include "values.h"

namespace ganymede {

namespace {

constexpr double kInt64Limit = 9223372036854775808.0;

c10::Scalar toScalar(napi_env env, napi_value value, bool integral) {
  switch (typeOf(env, value)) {
    case napi_boolean:
      return toBool(env, value);
    case napi_bigint:
      return toInt64(env, value);
    case napi_number: {
      const double number = toDouble(env, value);
      // A double scalar would silently turn an integer tensor into float32.
      if (integral && std::floor(number) == number && std::abs(number) < kInt64Limit) {
        return static_cast<int64_t>(number);
      }
      return number;
    }
    default:
      throw ValueMismatch("a number, bigint or boolean", describe(env, value));
  }
}

template <typename Element, typename Read>
c10::List<Element> toList(napi_env env, napi_value value, Read read) {
  c10::List<Element> list;
  list.reserve(arrayLength(env, value));
  forEachElement(env, value, [&](napi_value element) { list.push_back(read(element)); });
  return list;
}

c10::IValue toIntList(napi_env env, napi_value value, int32_t length) {
  const napi_valuetype type = typeOf(env, value);
  if (length > 0 && (type == napi_number || type == napi_bigint)) {
    return std::vector<int64_t>(length, toInt64(env, value));
  }
  return toInt64List(env, value);
}

c10::IValue toAny(const Environment& environment, napi_value value) {
  const napi_env env = environment.env;
  switch (typeOf(env, value)) {
    case napi_boolean:
      return toBool(env, value);
    case napi_bigint:
      return toInt64(env, value);
    case napi_string:
      return toString(env, value);
    case napi_number:
      if (const at::Tensor* tensor = findTensor(environment, value)) return *tensor;
      return toDouble(env, value);
    case napi_object:
      return toTensor(environment, value);
    default:
      throw ValueMismatch("a tensor, string, number or boolean", describe(env, value));
  }
}

template <typename Value, size_t kCount>
Value choose(napi_env env, napi_value value, const char* expected,
             const std::pair<const char*, Value> (&known)[kCount]) {
  const std::string name = typeOf(env, value) == napi_string ? toString(env, value) : "";
  std::string choices;
  for (const auto& [text, result] : known) {
    if (name == text) return result;
    choices += std::string(choices.empty() ? "" : ", ") + text;
  }
  throw ValueMismatch(expected, describe(env, value), choices);
}

at::Layout toLayout(napi_env env, napi_value value) {
  return choose<at::Layout>(env, value, "a layout",
                            {{"strided", at::kStrided}, {"sparse", at::kSparse}});
}

at::MemoryFormat toMemoryFormat(napi_env env, napi_value value) {
  return choose<at::MemoryFormat>(env, value, "a memory format",
                                  {{"contiguous", at::MemoryFormat::Contiguous},
                                   {"preserve", at::MemoryFormat::Preserve},
                                   {"channelsLast", at::MemoryFormat::ChannelsLast},
                                   {"channelsLast3d", at::MemoryFormat::ChannelsLast3d}});
}

at::Generator toGenerator(const Environment& environment, napi_value value) {
  const uint32_t slot = slotOf(environment.env, value, HandleKind::kGenerator);
  // An undefined generator would stand for the default one.
  if (slot >= environment.generators.size() || !environment.generators[slot].defined()) {
    throw ArgumentError("the random generator has been disposed of");
  }
  return environment.generators[slot];
}

c10::Stream toStream(const Environment& environment, napi_value value) {
  const uint32_t slot = slotOf(environment.env, value, HandleKind::kStream);
  if (slot >= environment.streams.size()) throw ArgumentError("the stream does not exist");
  return environment.streams[slot];
}

c10::IValue toKey(napi_env env, napi_value key, const c10::Type& type) {
  const std::string text = toString(env, key);
  if (type.kind() == c10::TypeKind::StringType) return text;
  if (type.kind() == c10::TypeKind::IntType) {
    size_t used = 0;
    int64_t number = 0;
    try {
      number = std::stoll(text, &used);
    } catch (const std::exception&) {
      used = 0;
    }
    if (used > 0 && used == text.size()) return number;
    throw ValueMismatch("a whole number as key", "\"" + text + "\" (string)");
  }
  throw ArgumentError("dicts with keys of type " + type.str() +
                      " cannot be passed from JavaScript");
}

c10::IValue toNested(const Environment& environment, napi_value value, const ArgumentPlan& plan) {
  const napi_env env = environment.env;
  const auto read = [&](napi_value item, const c10::TypePtr& type) {
    return toIValue(environment, item, planOf(type, plan.name), true);
  };
  switch (plan.type->kind()) {
    case c10::TypeKind::ListType: {
      const auto element = plan.type->expectRef<c10::ListType>().getElementType();
      c10::impl::GenericList list(element);
      forEachElement(env, value, [&](napi_value item) { list.push_back(read(item, element)); });
      return list;
    }
    case c10::TypeKind::TupleType: {
      const auto elements = plan.type->expectRef<c10::TupleType>().elements();
      std::vector<c10::IValue> items;
      if (arrayLength(env, value) != elements.size()) {
        throw ValueMismatch("an array of length " + std::to_string(elements.size()),
                            describe(env, value));
      }
      forEachElement(env, value,
                     [&](napi_value item) { items.push_back(read(item, elements[items.size()])); });
      return c10::ivalue::Tuple::create(std::move(items));
    }
    case c10::TypeKind::DictType: {
      const auto& dictType = plan.type->expectRef<c10::DictType>();
      if (typeOf(env, value) != napi_object) throw ValueMismatch("an object", describe(env, value));
      c10::impl::GenericDict dict(dictType.getKeyType(), dictType.getValueType());
      napi_value entries;
      NODE_OK(napi_get_named_property(env, value, "entries", &entries));
      // The `entries` of an array is a function.
      bool isList = false;
      NODE_OK(napi_is_array(env, entries, &isList));
      if (!isList) throw ValueMismatch("an object", describe(env, value));
      forEachElement(env, entries, [&](napi_value entry) {
        napi_value key, item;
        NODE_OK(napi_get_element(env, entry, 0, &key));
        NODE_OK(napi_get_element(env, entry, 1, &item));
        dict.insert(toKey(env, key, *dictType.getKeyType()), read(item, dictType.getValueType()));
      });
      return dict;
    }
    default:
      throw ArgumentError("values of type " + plan.typeName + " cannot be passed from JavaScript");
  }
}

// A value that is there: neither undefined nor null.
c10::IValue toPresent(const Environment& environment, napi_value value, const ArgumentPlan& plan,
                      bool integral) {
  const napi_env env = environment.env;
  switch (plan.kind) {
    case Kind::kTensor:
      return toTensor(environment, value);
    case Kind::kTensorList:
      return toList<at::Tensor>(env, value,
                                [&](napi_value element) { return toTensor(environment, element); });
    case Kind::kOptionalTensorList:
      return toList<std::optional<at::Tensor>>(
          env, value, [&](napi_value element) -> std::optional<at::Tensor> {
            if (isNullish(env, element)) return std::nullopt;
            return toTensor(environment, element);
          });
    case Kind::kInt:
      return toInt64(env, value);
    case Kind::kFloat:
      return toDouble(env, value);
    case Kind::kScalar:
      return toScalar(env, value, integral);
    case Kind::kBool:
      return toBool(env, value);
    case Kind::kString:
      return toString(env, value);
    case Kind::kScalarType:
      return static_cast<int64_t>(toScalarType(env, value));
    case Kind::kLayout:
      return static_cast<int64_t>(toLayout(env, value));
    case Kind::kMemoryFormat:
      return static_cast<int64_t>(toMemoryFormat(env, value));
    case Kind::kDevice:
      return toDevice(env, value);
    case Kind::kGenerator:
      return toGenerator(environment, value);
    case Kind::kStream:
      return toStream(environment, value);
    case Kind::kIntList:
      return toIntList(env, value, plan.length);
    case Kind::kFloatList:
      return toList<double>(env, value, [&](napi_value element) { return toDouble(env, element); });
    case Kind::kBoolList:
      return toList<bool>(env, value, [&](napi_value element) { return toBool(env, element); });
    case Kind::kStringList:
      return toList<std::string>(env, value,
                                 [&](napi_value element) { return toString(env, element); });
    case Kind::kScalarList: {
      c10::impl::GenericList list(c10::NumberType::get());
      forEachElement(env, value, [&](napi_value element) {
        list.push_back(c10::IValue(toScalar(env, element, integral)));
      });
      return list;
    }
    case Kind::kAny:
      return toAny(environment, value);
    case Kind::kNested:
      return toNested(environment, value, plan);
  }
  throw ArgumentError("the argument cannot be passed from JavaScript");
}

}  // namespace

c10::IValue toIValue(const Environment& environment, napi_value value, const ArgumentPlan& plan,
                     bool integral) {
  switch (typeOf(environment.env, value)) {
    case napi_undefined:
      if (plan.hasDefault) return plan.defaultValue;
      throw MissingArgument();
    case napi_null:
      if (plan.optional) return {};
      throw ValueMismatch("a value", "null");
    default:
      return toPresent(environment, value, plan, integral);
  }
}

std::string argumentProblem(const ArgumentPlan& plan, size_t index, const ArgumentError& error) {
  const std::string where =
      "argument \"" + plan.name + "\" (position " + std::to_string(index + 1) + ")";
  if (dynamic_cast<const MissingArgument*>(&error) != nullptr) {
    return where + " of type " + plan.typeName + " is missing";
  }
  const auto* mismatch = dynamic_cast<const ValueMismatch*>(&error);
  if (mismatch == nullptr) return where + " of type " + plan.typeName + ": " + error.what();
  const std::string choices = mismatch->choices.empty() ? "" : " (" + mismatch->choices + ")";
  return where + " expects " + plan.typeName + choices + ", got " + mismatch->got;
}

napi_value fromIValue(Environment& environment, const c10::IValue& value, bool tagged) {
  const napi_env env = environment.env;
  if (value.isNone()) return nullValue(env);
  if (value.isTensor()) {
    napi_value handle = newTensor(environment, value.toTensor());
    if (!tagged || !value.toTensor().defined()) return handle;
    napi_value object;
    NODE_OK(napi_create_object(env, &object));
    NODE_OK(napi_set_named_property(env, object, "tensor", handle));
    return object;
  }
  if (value.isBool()) return fromBool(env, value.toBool());
  if (value.isInt()) return fromInt64(env, value.toInt());
  if (value.isDouble()) return fromDouble(env, value.toDouble());
  if (value.isSymInt()) return fromInt64(env, value.toSymInt().guard_int(__FILE__, __LINE__));
  if (value.isString()) return fromString(env, value.toStringRef());
  if (value.isScalar()) return fromScalar(env, value.toScalar());
  if (value.isDevice()) return fromString(env, value.toDevice().str());
  napi_value result;
  const auto toArray = [&](const auto& elements) {
    NODE_OK(napi_create_array_with_length(env, elements.size(), &result));
    for (size_t i = 0; i < elements.size(); ++i) {
      NODE_OK(napi_set_element(env, result, static_cast<uint32_t>(i),
                               fromIValue(environment, elements[i], tagged)));
    }
    return result;
  };
  if (value.isList()) return toArray(value.toListRef());
  if (value.isTuple()) return toArray(value.toTupleRef().elements());
  if (value.isGenericDict()) {
    napi_value entries;
    NODE_OK(napi_create_array(env, &entries));
    uint32_t count = 0;
    for (const auto& item : value.toGenericDict()) {
      napi_value entry;
      NODE_OK(napi_create_array_with_length(env, 2, &entry));
      NODE_OK(napi_set_element(env, entry, 0, fromIValue(environment, item.key(), tagged)));
      NODE_OK(napi_set_element(env, entry, 1, fromIValue(environment, item.value(), tagged)));
      NODE_OK(napi_set_element(env, entries, count++, entry));
    }
    NODE_OK(napi_create_object(env, &result));
    NODE_OK(napi_set_named_property(env, result, "entries", entries));
    return result;
  }
  throw ArgumentError("a result of type " + value.tagKind() + " cannot be passed to JavaScript");
}

}  // namespace ganymede
