// The addon: one Environment per Node environment (main thread, each worker), registered functions, clean-up.
#include "allocator.h"
#include "environment.h"
#include "errors.h"
#include "modules.h"
#include "values.h"

namespace ganymede {

std::shared_ptr<ModuleTable> makeModuleTable();
std::shared_ptr<InferenceStack> makeInferenceStack();
void detachWarnings();

Environment& environmentOf(napi_env env) {
  void* data = nullptr;
  NODE_OK(napi_get_instance_data(env, &data));
  return *static_cast<Environment*>(data);
}

}  // namespace ganymede

NAPI_MODULE_INIT() {
  using namespace ganymede;
  return guarded(env, [&]() -> napi_value {
    installCountingAllocator();
    auto environment = std::make_unique<Environment>();
    environment->env = env;
    environment->modules = makeModuleTable();
    environment->inference = makeInferenceStack();
    // Runs on the environment's own thread, after the last call into it.
    const auto destroy = [](napi_env, void* data, void*) {
      detachWarnings();
      delete static_cast<Environment*>(data);
    };
    NODE_OK(napi_set_instance_data(env, environment.release(), destroy, nullptr));
    registerOperators(env, exports);
    registerData(env, exports);
    registerAutograd(env, exports);
    registerModes(env, exports);
    registerRandom(env, exports);
    registerMemory(env, exports);
    registerDevices(env, exports);
    registerJit(env, exports);
    return exports;
  });
}
