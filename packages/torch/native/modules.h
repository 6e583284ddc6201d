// One registration function per file; addon.cc calls them all.
#pragma once

#include <node_api.h>

namespace ganymede {

void registerOperators(napi_env env, napi_value exports);
void registerData(napi_env env, napi_value exports);
void registerAutograd(napi_env env, napi_value exports);
void registerModes(napi_env env, napi_value exports);
void registerRandom(napi_env env, napi_value exports);
void registerMemory(napi_env env, napi_value exports);
void registerDevices(napi_env env, napi_value exports);
void registerJit(napi_env env, napi_value exports);

}  // namespace ganymede
