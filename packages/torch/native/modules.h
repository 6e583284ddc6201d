// What addon.cc takes from the other files: one registration function each, and what it makes and
// ends.
#pragma once

#include <node_api.h>

#include <cstdint>
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

struct Environment;
// How many threads an environment computes with; 0 when it ends.
void countThreads(Environment& environment, int threads);
// Starts and ends so many threads at once, since OpenMP ends the process when the system gives it
// none. Returns how many there can be.
int64_t startableThreads(int64_t wanted);

}  // namespace ganymede
