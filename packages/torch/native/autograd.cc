// Autograd: backward, grad, gradients of leaves, requires-grad flags.
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/variable.h>

#include "modules.h"
#include "values.h"

namespace ganymede {

namespace {

using torch::autograd::variable_list;

std::optional<bool> optionalBool(napi_env env, napi_value value) {
  if (isNullish(env, value)) return std::nullopt;
  return toBool(env, value);
}

variable_list optionalTensors(napi_env env, napi_value value) {
  if (isNullish(env, value)) return {};
  return toTensorList(env, value);
}

// backward(roots, gradients | null, retainGraph | null, createGraph, inputs | null)
napi_value backward(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    const Arguments args(env, info);
    torch::autograd::backward(toTensorList(env, args[0]), optionalTensors(env, args[1]),
                              optionalBool(env, args[2]), toBool(env, args[3]),
                              optionalTensors(env, args[4]));
    return undefinedValue(env);
  });
}

// grad(outputs, inputs, gradOutputs | null, retainGraph | null, createGraph, allowUnused) → (slot | null)[]
napi_value grad(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    const Arguments args(env, info);
    variable_list gradients = torch::autograd::grad(
        toTensorList(env, args[0]), toTensorList(env, args[1]), optionalTensors(env, args[2]),
        optionalBool(env, args[3]), toBool(env, args[4]), toBool(env, args[5]));
    napi_value list;
    NODE_OK(napi_create_array_with_length(env, gradients.size(), &list));
    for (size_t i = 0; i < gradients.size(); ++i) {
      NODE_OK(napi_set_element(env, list, static_cast<uint32_t>(i), newSlot(env, gradients[i])));
    }
    return list;
  });
}

// gradOf(slot, known): the gradient's slot, or null. `known` is returned while it is still the same tensor.
napi_value gradOf(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    const Arguments args(env, info);
    TensorTable& table = environmentOf(env).tensors;
    at::Tensor gradient = toTensor(env, args[0]).grad();
    if (!gradient.defined()) return nullValue(env);
    const uint32_t known = toSlot(env, args[1]);
    if (known != 0 && table.get(known).is_same(gradient)) return args[1];
    return newSlot(env, std::move(gradient));
  });
}

// setGrad(slot, gradient | null)
napi_value setGrad(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    const Arguments args(env, info);
    const at::Tensor& tensor = toTensor(env, args[0]);
    tensor.mutable_grad() = isNullish(env, args[1]) ? at::Tensor() : toTensor(env, args[1]);
    return undefinedValue(env);
  });
}

// zeroGrads(slots): sets many gradients to none in one call.
napi_value zeroGrads(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    const Arguments args(env, info);
    for (const at::Tensor& tensor : toTensorList(env, args[0])) tensor.mutable_grad().reset();
    return undefinedValue(env);
  });
}

napi_value setRequiresGrad(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    const Arguments args(env, info);
    const at::Tensor& tensor = toTensor(env, args[0]);
    const bool wanted = toBool(env, args[1]);
    TORCH_CHECK(tensor.is_leaf() || wanted,
                "requiresGrad can only be changed on leaves; use detach() to cut a result off its graph");
    TORCH_CHECK(!wanted || at::isFloatingType(tensor.scalar_type()) ||
                    at::isComplexType(tensor.scalar_type()),
                "only floating-point tensors can require gradients, this one is ",
                dtypeName(tensor.scalar_type()));
    tensor.set_requires_grad(wanted);
    return undefinedValue(env);
  });
}

// setData(slot, source): the tensor takes over the source's storage, sizes, dtype and device; its identity stays.
napi_value setData(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    const Arguments args(env, info);
    const at::Tensor& tensor = toTensor(env, args[0]);
    TORCH_CHECK(tensor.is_leaf(), "only the data of a leaf can be replaced");
    tensor.set_data(toTensor(env, args[1]).detach());
    return undefinedValue(env);
  });
}

// historyOf(slot): name of the function that made the tensor, or null for leaves.
napi_value historyOf(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    const Arguments args(env, info);
    const auto& node = toTensor(env, args[0]).grad_fn();
    return node ? fromString(env, node->name()) : nullValue(env);
  });
}

// version(slot): how often the tensor was written in place.
napi_value versionOf(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    const Arguments args(env, info);
    return fromDouble(env, toTensor(env, args[0])._version());
  });
}

}  // namespace

void registerAutograd(napi_env env, napi_value exports) {
  define(env, exports, "backward", backward);
  define(env, exports, "grad", grad);
  define(env, exports, "gradOf", gradOf);
  define(env, exports, "setGrad", setGrad);
  define(env, exports, "zeroGrads", zeroGrads);
  define(env, exports, "setRequiresGrad", setRequiresGrad);
  define(env, exports, "setData", setData);
  define(env, exports, "historyOf", historyOf);
  define(env, exports, "versionOf", versionOf);
}

}  // namespace ganymede
