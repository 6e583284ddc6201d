// Plans of arguments: see plan.h.
#include "plan.h"

#include <ATen/core/jit_type.h>

namespace ganymede {

namespace {

Kind kindOfList(const c10::Type& element) {
  switch (element.kind()) {
    case c10::TypeKind::TensorType:
      return Kind::kTensorList;
    case c10::TypeKind::OptionalType: {
      const auto inner = element.expectRef<c10::OptionalType>().getElementType();
      return inner->kind() == c10::TypeKind::TensorType ? Kind::kOptionalTensorList : Kind::kNested;
    }
    case c10::TypeKind::IntType:
    case c10::TypeKind::SymIntType:
      return Kind::kIntList;
    case c10::TypeKind::FloatType:
      return Kind::kFloatList;
    case c10::TypeKind::BoolType:
      return Kind::kBoolList;
    case c10::TypeKind::NumberType:
      return Kind::kScalarList;
    case c10::TypeKind::StringType:
      return Kind::kStringList;
    default:
      return Kind::kNested;
  }
}

Kind kindOf(const c10::Type& type) {
  switch (type.kind()) {
    case c10::TypeKind::TensorType:
      return Kind::kTensor;
    case c10::TypeKind::IntType:
    case c10::TypeKind::SymIntType:
      return Kind::kInt;
    case c10::TypeKind::FloatType:
      return Kind::kFloat;
    case c10::TypeKind::NumberType:
      return Kind::kScalar;
    case c10::TypeKind::BoolType:
      return Kind::kBool;
    case c10::TypeKind::StringType:
      return Kind::kString;
    case c10::TypeKind::ScalarTypeType:
      return Kind::kScalarType;
    case c10::TypeKind::LayoutType:
      return Kind::kLayout;
    case c10::TypeKind::MemoryFormatType:
      return Kind::kMemoryFormat;
    case c10::TypeKind::DeviceObjType:
      return Kind::kDevice;
    case c10::TypeKind::GeneratorType:
      return Kind::kGenerator;
    case c10::TypeKind::StreamObjType:
      return Kind::kStream;
    case c10::TypeKind::AnyType:
      return Kind::kAny;
    case c10::TypeKind::ListType:
      return kindOfList(*type.expectRef<c10::ListType>().getElementType());
    default:
      return Kind::kNested;
  }
}

// The type as a schema writes it, with the names that callers know: int for SymInt, int[2] with its
// length.
std::string nameOf(const c10::Type& type, int32_t length) {
  std::string name = type.str();
  for (size_t at = name.find("SymInt"); at != std::string::npos; at = name.find("SymInt")) {
    name.replace(at, 6, "int");
  }
  for (size_t at = name.find("number"); at != std::string::npos; at = name.find("number")) {
    name.replace(at, 6, "Scalar");
  }
  const size_t brackets = name.find("[]");
  if (length > 0 && brackets != std::string::npos) {
    name.insert(brackets + 1, std::to_string(length));
  }
  return name;
}

}  // namespace

ArgumentPlan planOf(const c10::TypePtr& type, const std::string& name) {
  ArgumentPlan plan;
  plan.name = name;
  plan.type = type;
  plan.typeName = nameOf(*type, 0);
  if (type->kind() == c10::TypeKind::OptionalType) {
    plan.optional = true;
    plan.type = type->expectRef<c10::OptionalType>().getElementType();
  }
  plan.kind = kindOf(*plan.type);
  return plan;
}

ArgumentPlan planOf(const c10::Argument& argument) {
  ArgumentPlan plan = planOf(argument.real_type(), argument.name());
  if (argument.N()) plan.length = *argument.N();
  plan.typeName = nameOf(*argument.real_type(), plan.length);
  if (argument.default_value()) {
    plan.hasDefault = true;
    plan.defaultValue = *argument.default_value();
  } else if (plan.optional) {
    plan.hasDefault = true;
  }
  return plan;
}

}  // namespace ganymede
