// TorchScript: load a module and call its methods. A file can hold code, so it is loaded on
// explicit request only.
#include <torch/csrc/jit/api/module.h>
#include <torch/csrc/jit/serialization/import.h>

#include "convert.h"
#include "metadata.h"
#include "modules.h"
#include "values.h"

namespace ganymede {

struct ModuleTable {
  std::vector<std::optional<torch::jit::Module>> modules;
};

namespace {

torch::jit::Module& moduleAt(napi_env env, napi_value id) {
  auto& modules = environmentOf(env).modules->modules;
  const uint32_t index = slotOf(env, id, HandleKind::kModule);
  if (index >= modules.size() || !modules[index]) {
    throw ArgumentError("the TorchScript module has been disposed of");
  }
  return *modules[index];
}

// jitLoad(path, device) → module; the module is in evaluation mode
napi_value jitLoad(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    const Arguments args(env, info);
    torch::jit::Module module = torch::jit::load(toString(env, args[0]), toDevice(env, args[1]));
    module.eval();
    auto& modules = environmentOf(env).modules->modules;
    modules.emplace_back(std::move(module));
    return fromSlot(env, HandleKind::kModule, modules.size() - 1);
  });
}

// jitMethods(module) → schemas of the methods
napi_value jitMethods(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    const Arguments args(env, info);
    napi_value list;
    NODE_OK(napi_create_array(env, &list));
    uint32_t index = 0;
    for (const auto& method : moduleAt(env, args[0]).get_methods()) {
      NODE_OK(napi_set_element(env, list, index++,
                               fromString(env, c10::toString(method.function().getSchema()))));
    }
    return list;
  });
}

// jitCall(module, method, arguments) → value as fromIValue gives it with `tagged`. The arguments
// hold tensors as { tensor } and dicts as { entries } too: a handle alone is a number.
napi_value jitCall(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    const Arguments args(env, info);
    Environment& environment = environmentOf(env);
    const torch::jit::Module module = moduleAt(env, args[0]);
    const std::string name = toString(env, args[1]);
    const auto method = module.find_method(name);
    if (!method) throw ArgumentError("the TorchScript module has no method \"" + name + "\"");
    // The first declared argument is the module itself.
    const auto& declared = method->function().getSchema().arguments();
    const size_t count = arrayLength(env, args[2]);
    if (count + 1 > declared.size()) {
      throw ArgumentError("takes at most " + std::to_string(declared.size() - 1) +
                          " arguments, got " + std::to_string(count));
    }
    std::vector<c10::IValue> stack;
    for (size_t i = 0; i + 1 < declared.size(); ++i) {
      const ArgumentPlan plan = planOf(declared[i + 1]);
      napi_value value = undefinedValue(env);
      if (i < count) NODE_OK(napi_get_element(env, args[2], static_cast<uint32_t>(i), &value));
      try {
        stack.push_back(toIValue(environment, value, plan, /*integral=*/true));
      } catch (const ArgumentError& error) {
        throw ArgumentError(argumentProblem(plan, i, error));
      }
    }
    c10::IValue result;
    {
      const MetadataMayChange afterwards(environment);
      result = (*method)(std::move(stack));
    }
    return fromIValue(environment, result, /*tagged=*/true);
  });
}

napi_value jitRelease(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    const Arguments args(env, info);
    auto& modules = environmentOf(env).modules->modules;
    const uint32_t index = slotOf(env, args[0], HandleKind::kModule);
    if (index < modules.size()) modules[index].reset();
    return undefinedValue(env);
  });
}

}  // namespace

std::shared_ptr<ModuleTable> makeModuleTable() { return std::make_shared<ModuleTable>(); }

void registerJit(napi_env env, napi_value exports) {
  define(env, exports, "jitLoad", jitLoad);
  define(env, exports, "jitMethods", jitMethods);
  define(env, exports, "jitCall", jitCall);
  define(env, exports, "jitRelease", jitRelease);
}

}  // namespace ganymede
