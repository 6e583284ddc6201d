// Schema-driven conversion of values: see convert.h.
#include "convert.h"

#include <ATen/core/Dict.h>
#include <ATen/core/List.h>
#include <ATen/core/jit_type.h>

#include "values.h"

namespace ganymede {

namespace {

Kind kindOf(const c10::Type& type);

Kind kindOfList(const c10::Type& element) {
  switch (element.kind()) {
    case c10::TypeKind::TensorType: return Kind::kTensorList;
    case c10::TypeKind::OptionalType: {
      const auto inner = element.expectRef<c10::OptionalType>().getElementType();
      return inner->kind() == c10::TypeKind::TensorType ? Kind::kOptionalTensorList
                                                        : Kind::kGeneric;
    }
    case c10::TypeKind::IntType:
    case c10::TypeKind::SymIntType: return Kind::kIntList;
    case c10::TypeKind::FloatType: return Kind::kFloatList;
    case c10::TypeKind::BoolType: return Kind::kBoolList;
    case c10::TypeKind::NumberType: return Kind::kScalarList;
    case c10::TypeKind::StringType: return Kind::kStringList;
    default: return Kind::kGeneric;
  }
}

Kind kindOf(const c10::Type& type) {
  switch (type.kind()) {
    case c10::TypeKind::TensorType: return Kind::kTensor;
    case c10::TypeKind::IntType:
    case c10::TypeKind::SymIntType: return Kind::kInt;
    case c10::TypeKind::FloatType: return Kind::kFloat;
    case c10::TypeKind::NumberType: return Kind::kScalar;
    case c10::TypeKind::BoolType: return Kind::kBool;
    case c10::TypeKind::StringType: return Kind::kString;
    case c10::TypeKind::ScalarTypeType: return Kind::kScalarType;
    case c10::TypeKind::LayoutType: return Kind::kLayout;
    case c10::TypeKind::MemoryFormatType: return Kind::kMemoryFormat;
    case c10::TypeKind::DeviceObjType: return Kind::kDevice;
    case c10::TypeKind::GeneratorType: return Kind::kGenerator;
    case c10::TypeKind::StreamObjType: return Kind::kStream;
    case c10::TypeKind::AnyType: return Kind::kAny;
    case c10::TypeKind::ListType:
      return kindOfList(*type.expectRef<c10::ListType>().getElementType());
    default: return Kind::kGeneric;
  }
}

c10::Scalar toScalar(napi_env env, napi_value value, bool integral) {
  switch (typeOf(env, value)) {
    case napi_boolean: return toBool(env, value);
    case napi_bigint: return toInt64(env, value);
    case napi_number: {
      const double number = toDouble(env, value);
      // A double scalar would silently turn an integer tensor into float32.
      if (integral && number == static_cast<double>(static_cast<int64_t>(number))) {
        return static_cast<int64_t>(number);
      }
      return number;
    }
    default: throw ArgumentError("expected a number, bigint or boolean, got " + describe(env, value));
  }
}

template <typename Element, typename Read>
c10::List<Element> toList(napi_env env, napi_value value, Read read) {
  uint32_t length = 0;
  if (napi_get_array_length(env, value, &length) != napi_ok) {
    throw ArgumentError("expected an array, got " + describe(env, value));
  }
  c10::List<Element> list;
  list.reserve(length);
  for (uint32_t i = 0; i < length; ++i) {
    napi_value element;
    NODE_OK(napi_get_element(env, value, i, &element));
    list.push_back(read(element));
  }
  return list;
}

c10::IValue repeatedOrList(napi_env env, napi_value value, int32_t length) {
  const napi_valuetype type = typeOf(env, value);
  if (length > 0 && (type == napi_number || type == napi_bigint)) {
    return std::vector<int64_t>(length, toInt64(env, value));
  }
  return toInt64List(env, value);
}

c10::IValue toAny(napi_env env, napi_value value) {
  switch (typeOf(env, value)) {
    case napi_boolean: return toBool(env, value);
    case napi_bigint: return toInt64(env, value);
    case napi_string: return toString(env, value);
    case napi_number: return toDouble(env, value);
    default: throw ArgumentError("expected a string, number or boolean, got " + describe(env, value));
  }
}

at::Layout toLayout(const std::string& name) {
  if (name == "strided") return at::kStrided;
  if (name == "sparse") return at::kSparse;
  throw ArgumentError("expected the layout strided or sparse, got \"" + name + "\"");
}

at::MemoryFormat toMemoryFormat(const std::string& name) {
  if (name == "contiguous") return at::MemoryFormat::Contiguous;
  if (name == "preserve") return at::MemoryFormat::Preserve;
  if (name == "channelsLast") return at::MemoryFormat::ChannelsLast;
  if (name == "channelsLast3d") return at::MemoryFormat::ChannelsLast3d;
  throw ArgumentError(
      "expected the memory format contiguous, preserve, channelsLast or channelsLast3d, got \"" +
      name + "\"");
}

// TorchScript arguments arrive with tensors tagged as { slot }.
bool taggedSlot(napi_env env, napi_value value, uint32_t* slot) {
  if (typeOf(env, value) != napi_object) return false;
  bool has = false;
  NODE_OK(napi_has_named_property(env, value, "slot", &has));
  if (!has) return false;
  napi_value number;
  NODE_OK(napi_get_named_property(env, value, "slot", &number));
  *slot = toSlot(env, number);
  return true;
}

ArgumentPlan planOf(const c10::TypePtr& type, const std::string& name) {
  ArgumentPlan plan;
  plan.name = name;
  plan.type = type;
  plan.typeName = type->repr_str();
  const c10::Type* inner = type.get();
  if (type->kind() == c10::TypeKind::OptionalType) {
    plan.optional = true;
    plan.type = type->expectRef<c10::OptionalType>().getElementType();
    inner = plan.type.get();
  }
  plan.kind = kindOf(*inner);
  return plan;
}

c10::IValue toGeneric(napi_env env, napi_value value, const ArgumentPlan& plan) {
  switch (plan.type->kind()) {
    case c10::TypeKind::ListType: {
      const auto element = plan.type->expectRef<c10::ListType>().getElementType();
      const ArgumentPlan inner = planOf(element, plan.name);
      c10::impl::GenericList list(element);
      uint32_t length = 0;
      NODE_OK(napi_get_array_length(env, value, &length));
      for (uint32_t i = 0; i < length; ++i) {
        napi_value item;
        NODE_OK(napi_get_element(env, value, i, &item));
        list.push_back(toIValue(env, item, inner, true));
      }
      return list;
    }
    case c10::TypeKind::TupleType: {
      const auto elements = plan.type->expectRef<c10::TupleType>().elements();
      std::vector<c10::IValue> items;
      for (size_t i = 0; i < elements.size(); ++i) {
        napi_value item;
        NODE_OK(napi_get_element(env, value, static_cast<uint32_t>(i), &item));
        items.push_back(toIValue(env, item, planOf(elements[i], plan.name), true));
      }
      return c10::ivalue::Tuple::create(std::move(items));
    }
    case c10::TypeKind::DictType: {
      const auto& dictType = plan.type->expectRef<c10::DictType>();
      c10::impl::GenericDict dict(dictType.getKeyType(), dictType.getValueType());
      const ArgumentPlan inner = planOf(dictType.getValueType(), plan.name);
      napi_value names;
      NODE_OK(napi_get_property_names(env, value, &names));
      uint32_t length = 0;
      NODE_OK(napi_get_array_length(env, names, &length));
      for (uint32_t i = 0; i < length; ++i) {
        napi_value key, item;
        NODE_OK(napi_get_element(env, names, i, &key));
        NODE_OK(napi_get_property(env, value, key, &item));
        dict.insert(toString(env, key), toIValue(env, item, inner, true));
      }
      return dict;
    }
    default:
      throw ArgumentError("the type " + plan.typeName + " cannot be passed from JavaScript");
  }
}

}  // namespace

std::vector<ArgumentPlan> planArguments(const std::vector<c10::Argument>& arguments) {
  std::vector<ArgumentPlan> plans;
  plans.reserve(arguments.size());
  for (const c10::Argument& argument : arguments) {
    ArgumentPlan plan = planOf(argument.real_type(), argument.name());
    if (argument.N()) plan.length = *argument.N();
    if (plan.length > 0) {
      plan.typeName.insert(plan.typeName.find(']') == std::string::npos
                               ? plan.typeName.size()
                               : plan.typeName.find(']'),
                           std::to_string(plan.length));
    }
    if (argument.default_value()) {
      plan.hasDefault = true;
      plan.defaultValue = *argument.default_value();
    } else if (plan.optional) {
      plan.hasDefault = true;
    }
    plans.push_back(std::move(plan));
  }
  return plans;
}

c10::IValue toIValue(napi_env env, napi_value value, const ArgumentPlan& plan, bool integral) {
  if (plan.kind == Kind::kTensor) {
    // The common case first: a slot number.
    uint32_t number = 0;
    if (napi_get_value_uint32(env, value, &number) == napi_ok) {
      return environmentOf(env).tensors.get(number);
    }
  }
  const napi_valuetype type = typeOf(env, value);
  if (type == napi_undefined) {
    if (plan.hasDefault) return plan.defaultValue;
    throw ArgumentError("is missing");
  }
  if (type == napi_null) {
    if (plan.optional) return c10::IValue();
    if (plan.kind == Kind::kTensor) return at::Tensor();
    throw ArgumentError("expected a value, got null");
  }
  uint32_t slot = 0;
  switch (plan.kind) {
    case Kind::kTensor:
      if (taggedSlot(env, value, &slot)) return environmentOf(env).tensors.get(slot);
      return toTensor(env, value);
    case Kind::kTensorList: {
      auto read = [&](napi_value element) -> at::Tensor {
        uint32_t inner = 0;
        if (taggedSlot(env, element, &inner)) return environmentOf(env).tensors.get(inner);
        return toTensor(env, element);
      };
      return toList<at::Tensor>(env, value, read);
    }
    case Kind::kOptionalTensorList: {
      auto read = [&](napi_value element) -> std::optional<at::Tensor> {
        if (isNullish(env, element)) return std::nullopt;
        return toTensor(env, element);
      };
      return toList<std::optional<at::Tensor>>(env, value, read);
    }
    case Kind::kInt: return toInt64(env, value);
    case Kind::kFloat: return toDouble(env, value);
    case Kind::kScalar: return toScalar(env, value, integral);
    case Kind::kBool: return toBool(env, value);
    case Kind::kString: return toString(env, value);
    case Kind::kScalarType: return static_cast<int64_t>(toScalarType(env, value));
    case Kind::kLayout: return static_cast<int64_t>(toLayout(toString(env, value)));
    case Kind::kMemoryFormat:
      return static_cast<int64_t>(toMemoryFormat(toString(env, value)));
    case Kind::kDevice: return toDevice(env, value);
    case Kind::kGenerator: return environmentOf(env).generators.at(toSlot(env, value));
    case Kind::kStream: return environmentOf(env).streams.at(toSlot(env, value));
    case Kind::kIntList: return repeatedOrList(env, value, plan.length);
    case Kind::kFloatList:
      return toList<double>(env, value, [&](napi_value element) { return toDouble(env, element); });
    case Kind::kBoolList:
      return toList<bool>(env, value, [&](napi_value element) { return toBool(env, element); });
    case Kind::kStringList:
      return toList<std::string>(env, value,
                                 [&](napi_value element) { return toString(env, element); });
    case Kind::kScalarList: {
      c10::impl::GenericList list(c10::NumberType::get());
      uint32_t length = 0;
      NODE_OK(napi_get_array_length(env, value, &length));
      for (uint32_t i = 0; i < length; ++i) {
        napi_value element;
        NODE_OK(napi_get_element(env, value, i, &element));
        list.push_back(c10::IValue(toScalar(env, element, integral)));
      }
      return list;
    }
    case Kind::kAny: return toAny(env, value);
    case Kind::kGeneric: return toGeneric(env, value, plan);
  }
  throw ArgumentError("has a type that cannot be passed from JavaScript");
}

napi_value fromIValue(napi_env env, const c10::IValue& value, bool tagged) {
  if (value.isNone()) return nullValue(env);
  if (value.isTensor()) {
    napi_value slot = newSlot(env, value.toTensor());
    if (!tagged || !value.toTensor().defined()) return slot;
    napi_value object;
    NODE_OK(napi_create_object(env, &object));
    NODE_OK(napi_set_named_property(env, object, "slot", slot));
    return object;
  }
  if (value.isBool()) return fromBool(env, value.toBool());
  if (value.isInt()) return fromInt64(env, value.toInt());
  if (value.isDouble()) return fromDouble(env, value.toDouble());
  if (value.isSymInt()) return fromInt64(env, value.toSymInt().guard_int(__FILE__, __LINE__));
  if (value.isString()) return fromString(env, value.toStringRef());
  if (value.isScalar()) {
    const c10::Scalar scalar = value.toScalar();
    if (scalar.isBoolean()) return fromBool(env, scalar.toBool());
    return scalar.isIntegral(false) ? fromInt64(env, scalar.toLong())
                                    : fromDouble(env, scalar.toDouble());
  }
  if (value.isDevice()) return fromString(env, value.toDevice().str());
  napi_value result;
  if (value.isList()) {
    const auto list = value.toListRef();
    NODE_OK(napi_create_array_with_length(env, list.size(), &result));
    for (size_t i = 0; i < list.size(); ++i) {
      NODE_OK(napi_set_element(env, result, static_cast<uint32_t>(i), fromIValue(env, list[i], tagged)));
    }
    return result;
  }
  if (value.isTuple()) {
    const auto& elements = value.toTupleRef().elements();
    NODE_OK(napi_create_array_with_length(env, elements.size(), &result));
    for (size_t i = 0; i < elements.size(); ++i) {
      NODE_OK(
          napi_set_element(env, result, static_cast<uint32_t>(i), fromIValue(env, elements[i], tagged)));
    }
    return result;
  }
  if (value.isGenericDict()) {
    NODE_OK(napi_create_object(env, &result));
    for (const auto& item : value.toGenericDict()) {
      const std::string key = item.key().isString() ? item.key().toStringRef()
                                                    : std::to_string(item.key().toInt());
      NODE_OK(napi_set_named_property(env, result, key.c_str(),
                                      fromIValue(env, item.value(), tagged)));
    }
    return result;
  }
  throw ArgumentError("a result of type " + value.tagKind() + " cannot be passed to JavaScript");
}

}  // namespace ganymede
