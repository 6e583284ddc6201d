// Modes of the calling thread: grad, inference, autocast; of the process: determinism, thread
// counts. Each setter returns the previous value; TypeScript restores it in `finally`.
#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/autocast_mode.h>
#include <c10/core/GradMode.h>
#include <c10/core/InferenceMode.h>

#include <algorithm>
#include <atomic>
#include <future>
#include <system_error>
#include <thread>

#include "modules.h"
#include "values.h"

namespace ganymede {

// Inference mode is only offered as a guard object, so the guards form a stack.
struct InferenceStack {
  std::vector<std::unique_ptr<c10::InferenceMode>> guards;
  // Innermost first, also when the environment ends inside one (a worker is terminated).
  ~InferenceStack() {
    while (!guards.empty()) guards.pop_back();
  }
};

int64_t startableThreads(int64_t wanted) {
  std::promise<void> end;
  const std::shared_future<void> ended = end.get_future().share();
  std::vector<std::thread> threads;
  threads.reserve(static_cast<size_t>(wanted));
  try {
    while (static_cast<int64_t>(threads.size()) < wanted) {
      threads.emplace_back([ended] { ended.wait(); });
    }
  } catch (const std::system_error&) {
    // As many as there are.
  }
  end.set_value();
  for (std::thread& thread : threads) thread.join();
  return static_cast<int64_t>(threads.size());
}

namespace {

// More than any operator gains from, on this machine.
int64_t mostThreads() {
  const int64_t cores = std::thread::hardware_concurrency();
  return std::clamp<int64_t>(4 * cores, 64, 1024);
}

void requireThreads(int64_t wanted) {
  static std::atomic<int64_t> started{1};
  if (wanted <= started.load()) return;
  const int64_t most = startableThreads(wanted);
  if (most < wanted) {
    throw ArgumentError("the system gives this process no more than " + std::to_string(most) +
                        " further threads, " + std::to_string(wanted) + " were asked for");
  }
  started.store(wanted);
}

napi_value setGradEnabled(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    const Arguments args(env, info);
    const bool previous = c10::GradMode::is_enabled();
    c10::GradMode::set_enabled(toBool(env, args[0]));
    return fromBool(env, previous);
  });
}

napi_value isGradEnabled(napi_env env, napi_callback_info) {
  return guarded(env, [&] { return fromBool(env, c10::GradMode::is_enabled()); });
}

napi_value enterInference(napi_env env, napi_callback_info) {
  return guarded(env, [&]() -> napi_value {
    environmentOf(env).inference->guards.push_back(std::make_unique<c10::InferenceMode>(true));
    return undefinedValue(env);
  });
}

napi_value leaveInference(napi_env env, napi_callback_info) {
  return guarded(env, [&]() -> napi_value {
    auto& guards = environmentOf(env).inference->guards;
    if (guards.empty()) throw ArgumentError("inference mode is not active");
    guards.pop_back();
    return undefinedValue(env);
  });
}

// setAutocast(device, enabled, dtype) → [enabled, dtype] before
napi_value setAutocast(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    const Arguments args(env, info);
    const c10::DeviceType device = toDevice(env, args[0]).type();
    const bool enabled = toBool(env, args[1]);
    const at::ScalarType dtype = toScalarType(env, args[2]);
    napi_value previous;
    NODE_OK(napi_create_array_with_length(env, 2, &previous));
    NODE_OK(napi_set_element(env, previous, 0,
                             fromBool(env, at::autocast::is_autocast_enabled(device))));
    NODE_OK(napi_set_element(env, previous, 1,
                             fromString(env, dtypeName(at::autocast::get_autocast_dtype(device)))));
    at::autocast::set_autocast_dtype(device, dtype);
    at::autocast::set_autocast_enabled(device, enabled);
    return previous;
  });
}

// autocastNesting(±1) → nesting after the change; the weight cache is cleared when it reaches 0.
napi_value autocastNesting(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    const Arguments args(env, info);
    const int nesting = toInt64(env, args[0]) > 0 ? at::autocast::increment_nesting()
                                                  : at::autocast::decrement_nesting();
    if (nesting == 0) at::autocast::clear_cache();
    return fromDouble(env, nesting);
  });
}

napi_value clearAutocastCache(napi_env env, napi_callback_info) {
  return guarded(env, [&]() -> napi_value {
    at::autocast::clear_cache();
    return undefinedValue(env);
  });
}

napi_value setThreads(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    const Arguments args(env, info);
    const int previous = at::get_num_threads();
    const int64_t wanted = toInt64(env, args[0]);
    if (wanted < 1 || wanted > mostThreads()) {
      throw ArgumentError("threads must be between 1 and " + std::to_string(mostThreads()) +
                          ", got " + std::to_string(wanted));
    }
    requireThreads(wanted);
    at::set_num_threads(static_cast<int>(wanted));
    countThreads(environmentOf(env), static_cast<int>(wanted));
    return fromDouble(env, previous);
  });
}

napi_value getThreads(napi_env env, napi_callback_info) {
  return guarded(env, [&] { return fromDouble(env, at::get_num_threads()); });
}

napi_value setDeterministic(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    const Arguments args(env, info);
    const bool previous = at::globalContext().deterministicAlgorithms();
    at::globalContext().setDeterministicAlgorithms(toBool(env, args[0]), /*warn_only=*/false);
    return fromBool(env, previous);
  });
}

}  // namespace

std::shared_ptr<InferenceStack> makeInferenceStack() { return std::make_shared<InferenceStack>(); }

void registerModes(napi_env env, napi_value exports) {
  define(env, exports, "setGradEnabled", setGradEnabled);
  define(env, exports, "isGradEnabled", isGradEnabled);
  define(env, exports, "enterInference", enterInference);
  define(env, exports, "leaveInference", leaveInference);
  define(env, exports, "setAutocast", setAutocast);
  define(env, exports, "autocastNesting", autocastNesting);
  define(env, exports, "clearAutocastCache", clearAutocastCache);
  define(env, exports, "setThreads", setThreads);
  define(env, exports, "getThreads", getThreads);
  define(env, exports, "setDeterministic", setDeterministic);
}

}  // namespace ganymede
