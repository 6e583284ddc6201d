// JavaScript values to and from libtorch's IValues, driven by the schema of an operator or method.
#pragma once

#include <node_api.h>

#include <string>

#include "environment.h"
#include "errors.h"
#include "plan.h"

namespace ganymede {

// Reads one argument; never guesses from the JS value alone. `integral`: a whole number given as a
// Scalar is int64 (it meets an integer tensor). Throws ArgumentError naming the argument and its
// position.
c10::IValue toIValue(const Environment& environment, napi_value value, const ArgumentPlan& plan,
                     bool integral);

// What an ArgumentError says of the argument at `index`.
std::string argumentProblem(const ArgumentPlan& plan, size_t index, const ArgumentError& error);

// One result: tensors become handles, lists and tuples arrays, None null, dicts { entries: [key,
// value][] } (an object's keys would be the caller's to choose, `__proto__` included). With
// `tagged`, tensors become { tensor: handle } so that they can be told from numbers (TorchScript,
// where the structure is free).
napi_value fromIValue(Environment& environment, const c10::IValue& value, bool tagged);

}  // namespace ganymede
