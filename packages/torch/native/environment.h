// What one Node environment (main thread or worker) owns: tensors, generators, modules, streams.
// Offers nothing to JavaScript itself; every other file reaches its state through environmentOf().
#pragma once

#include <ATen/core/Generator.h>
#include <ATen/core/ivalue.h>
#include <c10/core/Stream.h>
#include <node_api.h>

#include <memory>
#include <vector>

#include "table.h"

namespace ganymede {

struct ModuleTable;     // jit.cc: keeps the heavy TorchScript headers out of every other file
struct InferenceStack;  // modes.cc

struct Environment {
  napi_env env = nullptr;
  TensorTable tensors;
  // Generators and streams are few and live as long as the environment: a slot is never reused.
  std::vector<at::Generator> generators;
  std::vector<c10::Stream> streams;
  std::shared_ptr<ModuleTable> modules;
  std::shared_ptr<InferenceStack> inference;
  napi_ref onWarning = nullptr;
  int threads = 0;  // waiting_threads.cc
  // Counts changes of sizes, dtypes and devices; lies in memory of metadataArray (metadata.h).
  double* metadataVersion = nullptr;
  napi_ref metadataArray = nullptr;
  // The argument stack of the last operator call, empty, for the next one.
  std::vector<c10::IValue> spareStack;
};

Environment& environmentOf(napi_env env);

}  // namespace ganymede
