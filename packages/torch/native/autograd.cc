// Autograd: backward, grad, gradients of leaves, requires-grad flags.
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/variable.h>

#include "metadata.h"
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
  return isNullish(env, value) ? variable_list() : toTensorList(env, value);
}

// Gradients of outputs: null stands for ones, which an undefined tensor says here.
variable_list outputGradients(napi_env env, napi_value value, size_t outputs) {
  if (isNullish(env, value)) return {};
  variable_list list;
  forEachElement(env, value, [&](napi_value element) {
    list.push_back(isNullish(env, element) ? at::Tensor() : toTensor(env, element));
  });
  if (list.size() != outputs) {
    throw ArgumentError("got " + std::to_string(list.size()) + " gradients for " +
                        std::to_string(outputs) + " outputs");
  }
  return list;
}

// backward(roots, gradients | null, retainGraph | null, createGraph, inputs | null)
napi_value backward(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    const Arguments args(env, info);
    const variable_list roots = toTensorList(env, args[0]);
    torch::autograd::backward(roots, outputGradients(env, args[1], roots.size()),
                              optionalBool(env, args[2]), toBool(env, args[3]),
                              optionalTensors(env, args[4]));
    return undefinedValue(env);
  });
}

// grad(outputs, inputs, gradOutputs | null, retainGraph | null, createGraph, allowUnused) →
// (tensor | null)[]
napi_value grad(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    const Arguments args(env, info);
    const variable_list outputs = toTensorList(env, args[0]);
    const variable_list gradients = torch::autograd::grad(
        outputs, toTensorList(env, args[1]), outputGradients(env, args[2], outputs.size()),
        optionalBool(env, args[3]), toBool(env, args[4]), toBool(env, args[5]));
    napi_value list;
    NODE_OK(napi_create_array_with_length(env, gradients.size(), &list));
    for (size_t i = 0; i < gradients.size(); ++i) {
      NODE_OK(napi_set_element(env, list, static_cast<uint32_t>(i), newTensor(env, gradients[i])));
    }
    return list;
  });
}

// gradOf(tensor, known): the gradient, or null. `known` (or 0) is returned while it is still the
// same tensor.
napi_value gradOf(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    const Arguments args(env, info);
    at::Tensor gradient = toTensor(env, args[0]).grad();
    if (!gradient.defined()) return nullValue(env);
    if (gradient._is_zerotensor()) {
      // Put back, so that the leaf, its optimizer and the caller have one and the same gradient.
      gradient = withElements(gradient);
      toTensor(env, args[0]).mutable_grad() = gradient;
    }
    const at::Tensor* known = findTensor(environmentOf(env), args[1]);
    if (known != nullptr && known->is_same(gradient)) return args[1];
    return newTensor(env, std::move(gradient));
  });
}

// setGrad(tensor, gradient | null)
napi_value setGrad(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    const Arguments args(env, info);
    const at::Tensor tensor = toTensor(env, args[0]);
    if (isNullish(env, args[1])) {
      tensor.mutable_grad().reset();
      return undefinedValue(env);
    }
    const at::Tensor gradient = toTensor(env, args[1]);
    TORCH_CHECK(!gradient.is_same(tensor), "a tensor cannot be its own gradient");
    // Optimizers trust these: a shorter gradient would be read beyond its end.
    TORCH_CHECK(gradient.sizes() == tensor.sizes(), "the gradient has the shape ", gradient.sizes(),
                ", the tensor ", tensor.sizes());
    TORCH_CHECK(gradient.scalar_type() == tensor.scalar_type(), "the gradient is ",
                dtypeName(gradient.scalar_type()), ", the tensor ",
                dtypeName(tensor.scalar_type()));
    TORCH_CHECK(gradient.device() == tensor.device(), "the gradient is on ", gradient.device(),
                ", the tensor on ", tensor.device());
    tensor.mutable_grad() = gradient;
    return undefinedValue(env);
  });
}

// zeroGrads(tensors): sets many gradients to none in one call.
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
    const at::Tensor tensor = toTensor(env, args[0]);
    const bool wanted = toBool(env, args[1]);
    TORCH_CHECK(
        tensor.is_leaf(),
        "only leaves can be marked, and this is the result of an operator: detach() it first");
    TORCH_CHECK(!wanted || at::isFloatingType(tensor.scalar_type()) ||
                    at::isComplexType(tensor.scalar_type()),
                "only floating-point tensors can require gradients, this one is ",
                dtypeName(tensor.scalar_type()));
    tensor.set_requires_grad(wanted);
    return undefinedValue(env);
  });
}

// setData(tensor, source): the tensor takes over the source's storage, sizes, dtype and device; its
// identity stays.
napi_value setData(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    const Arguments args(env, info);
    const at::Tensor tensor = toTensor(env, args[0]);
    TORCH_CHECK(tensor.is_leaf(), "only the data of a leaf can be replaced");
    const MetadataMayChange afterwards(environmentOf(env));
    tensor.set_data(toTensor(env, args[1]).detach());
    return undefinedValue(env);
  });
}

// historyOf(tensor): name of the function that made the tensor, or null for leaves.
napi_value historyOf(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    const Arguments args(env, info);
    const auto node = toTensor(env, args[0]).grad_fn();
    return node ? fromString(env, node->name()) : nullValue(env);
  });
}

// version(tensor): how often the tensor was written in place.
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
