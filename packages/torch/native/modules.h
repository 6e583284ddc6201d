// What addon.cc takes from the other files: one registration function each, and what it makes and
// ends.
#pragma once

#include <node_api.h>

#include <memory>

namespace ganymede {

void registerMetadata(napi_env env, napi_value exports);
void registerOperators(napi_env env, napi_value exports);
void registerData(napi_env env, napi_value exports);
void registerTransfer(napi_env env, napi_value exports);
void registerAutograd(napi_env env, napi_value exports);
void registerModes(napi_env env, napi_value exports);
void registerWarnings(napi_env env, napi_value exports);
void registerRandom(napi_env env, napi_value exports);
void registerMemory(napi_env env, napi_value exports);
void registerDevices(napi_env env, napi_value exports);
void registerJit(napi_env env, napi_value exports);
void registerWaitingThreads(napi_env env, napi_value exports);

struct ModuleTable;
struct InferenceStack;
std::shared_ptr<ModuleTable> makeModuleTable();
std::shared_ptr<InferenceStack> makeInferenceStack();
void detachWarnings();

}  // namespace ganymede
