// Tensors on their way to another thread: exportTensor, importTensor, tensorsInTransit.
// Process-wide, because each thread has a table of its own. Storage is shared; reference counts are
// atomic.
#include <mutex>
#include <unordered_map>

#include "modules.h"
#include "values.h"

namespace ganymede {

namespace {

struct Transit {
  std::mutex mutex;
  std::unordered_map<int64_t, at::Tensor> tensors;
  int64_t next = 1;
};

Transit& transit() {
  static Transit* instance = new Transit;  // outlives static destruction on purpose
  return *instance;
}

// Sizes and flags of one tensor must not be changed by two threads: a tensor that this thread still
// refers to, also as a gradient, goes as a tensor of its own with the same storage.
at::Tensor unshared(at::Tensor tensor) {
  if (tensor.use_count() > 1) {
    at::Tensor own = tensor.detach();
    own.set_requires_grad(tensor.requires_grad());
    if (tensor.grad().defined()) own.mutable_grad() = tensor.grad();
    tensor = std::move(own);
  }
  // Its history would belong to both threads, too.
  const at::Tensor& gradient = tensor.grad();
  if (gradient.defined() && (gradient.use_count() > 1 || gradient.requires_grad())) {
    tensor.mutable_grad() = gradient.detach();
  }
  return tensor;
}

// exportTensor(handle) → number for the other thread; the handle is given up
napi_value exportTensor(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    const Arguments args(env, info);
    at::Tensor tensor = toTensor(env, args[0]);
    TORCH_CHECK(!tensor.requires_grad() || tensor.is_leaf(),
                "only a tensor without history can go to another thread: detach() it first");
    environmentOf(env).tensors.release(slotOf(env, args[0], HandleKind::kTensor));
    tensor = unshared(std::move(tensor));
    const std::lock_guard<std::mutex> lock(transit().mutex);
    const int64_t number = transit().next++;
    transit().tensors.emplace(number, std::move(tensor));
    return fromInt64(env, number);
  });
}

// importTensor(number) → handle
napi_value importTensor(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    const Arguments args(env, info);
    const int64_t number = toInt64(env, args[0]);
    at::Tensor tensor;
    {
      const std::lock_guard<std::mutex> lock(transit().mutex);
      const auto found = transit().tensors.find(number);
      TORCH_CHECK(found != transit().tensors.end(), "no tensor is in transit under the number ",
                  number, ": each can be imported once");
      tensor = std::move(found->second);
      transit().tensors.erase(found);
    }
    return newTensor(env, std::move(tensor));
  });
}

napi_value tensorsInTransit(napi_env env, napi_callback_info) {
  return guarded(env, [&]() -> napi_value {
    const std::lock_guard<std::mutex> lock(transit().mutex);
    return fromDouble(env, static_cast<double>(transit().tensors.size()));
  });
}

}  // namespace

void registerTransfer(napi_env env, napi_value exports) {
  define(env, exports, "exportTensor", exportTensor);
  define(env, exports, "importTensor", importTensor);
  define(env, exports, "tensorsInTransit", tensorsInTransit);
}

}  // namespace ganymede
