// How the arguments of an operator or TorchScript method are read: decided once from its schema.
#pragma once

#include <ATen/core/function_schema.h>
#include <ATen/core/ivalue.h>

#include <string>
#include <vector>

namespace ganymede {

enum class Kind : uint8_t {
  kTensor,
  kTensorList,
  kOptionalTensorList,
  kInt,
  kFloat,
  kScalar,
  kBool,
  kString,
  kScalarType,
  kLayout,
  kMemoryFormat,
  kDevice,
  kGenerator,
  kStream,
  kIntList,
  kFloatList,
  kBoolList,
  kScalarList,
  kStringList,
  kAny,
  kNested,  // lists of lists, dicts and tuples: TorchScript methods only
};

struct ArgumentPlan {
  std::string name;
  std::string typeName;  // as in the schema, for error texts: int[2]
  c10::TypePtr type;     // without the Optional around it
  Kind kind = Kind::kNested;
  bool optional = false;
  int32_t length = 0;  // int[2]: 2; one number is repeated to it
  bool hasDefault = false;
  c10::IValue defaultValue;
};

ArgumentPlan planOf(const c10::TypePtr& type, const std::string& name);
ArgumentPlan planOf(const c10::Argument& argument);

}  // namespace ganymede
