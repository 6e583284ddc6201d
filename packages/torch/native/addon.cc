// The addon: one Environment per Node environment (main thread, each worker), registered functions,
// clean-up.
#include "allocator.h"
#include "environment.h"
#include "errors.h"
#include "modules.h"
#include "values.h"

namespace ganymede {

Environment& environmentOf(napi_env env) {
  void* data = nullptr;
  NODE_OK(napi_get_instance_data(env, &data));
  if (data == nullptr) throw ArgumentError("the environment has ended");
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
    // Runs on the environment's own thread, after the last call into it: tensors, generators and
    // modules go here.
    const auto destroy = [](napi_env env, void* data, void*) {
      detachWarnings();
      const std::unique_ptr<Environment> ended(static_cast<Environment*>(data));
      countThreads(*ended, 0);
      // Node leaves references to those who made them: each worker would leak its own.
      for (const napi_ref reference : {ended->onWarning, ended->metadataArray}) {
        if (reference != nullptr) napi_delete_reference(env, reference);
      }
    };
    NODE_OK(napi_set_instance_data(env, environment.release(), destroy, nullptr));
    registerMetadata(env, exports);
    registerOperators(env, exports);
    registerData(env, exports);
    registerTransfer(env, exports);
    registerAutograd(env, exports);
    registerModes(env, exports);
    registerWarnings(env, exports);
    registerRandom(env, exports);
    registerMemory(env, exports);
    registerDevices(env, exports);
    registerJit(env, exports);
    registerWaitingThreads(env, exports);
    return exports;
  });
}
