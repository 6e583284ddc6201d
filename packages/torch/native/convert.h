// JavaScript values to and from libtorch's IValues, driven by an operator's or method's schema.
#pragma once

#include <ATen/core/function_schema.h>
#include <ATen/core/ivalue.h>
#include <node_api.h>

#include <string>
#include <vector>

#include "environment.h"

namespace ganymede {

// How one argument is read: decided once per operator, so that a call only switches on it.
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
  kGeneric,  // nested lists, dicts and tuples: TorchScript methods only
};

struct ArgumentPlan {
  std::string name;
  std::string typeName;  // as in the schema, for error texts
  c10::TypePtr type;
  Kind kind = Kind::kGeneric;
  bool optional = false;
  int32_t length = 0;  // int[2]: 2; one number is repeated to it
  bool hasDefault = false;
  c10::IValue defaultValue;
};

std::vector<ArgumentPlan> planArguments(const std::vector<c10::Argument>& arguments);

// Reads one argument. `integral` answers whether a whole number as a Scalar means int64 here.
c10::IValue toIValue(napi_env env, napi_value value, const ArgumentPlan& plan, bool integral);

// One result: tensors become slots, lists arrays, None null. With `tagged`, tensors become { slot } so that they
// can be told from numbers (TorchScript, where the structure is free).
napi_value fromIValue(napi_env env, const c10::IValue& value, bool tagged);

}  // namespace ganymede
