// Random generators: the default one of each device, and named ones of our own, with saved and
// restored state.
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Context.h>

#include "modules.h"
#include "values.h"

namespace ganymede {

namespace {

at::Generator makeGenerator(c10::Device device) {
  if (device.is_cpu()) return at::detail::createCPUGenerator();
  return at::globalContext()
      .getAcceleratorHooksInterface(device.type())
      .getNewGenerator(device.index());
}

napi_value keepGenerator(napi_env env, at::Generator generator) {
  auto& generators = environmentOf(env).generators;
  generators.push_back(std::move(generator));
  return fromSlot(env, HandleKind::kGenerator, generators.size() - 1);
}

at::Generator& generatorAt(napi_env env, napi_value id) {
  auto& generators = environmentOf(env).generators;
  const uint32_t index = slotOf(env, id, HandleKind::kGenerator);
  if (index >= generators.size() || !generators[index].defined()) {
    throw ArgumentError("the random generator has been disposed of");
  }
  return generators[index];
}

napi_value manualSeed(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    const Arguments args(env, info);
    at::manual_seed(toSeed(env, args[0]));
    return undefinedValue(env);
  });
}

// generator(device, seed) → id
napi_value generator(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    const Arguments args(env, info);
    const uint64_t seed = toSeed(env, args[1]);
    at::Generator made = makeGenerator(toDevice(env, args[0]));
    {
      const std::lock_guard<std::mutex> lock(made.mutex());
      made.set_current_seed(seed);
    }
    return keepGenerator(env, std::move(made));
  });
}

// defaultGenerator(device) → id
napi_value defaultGenerator(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    const Arguments args(env, info);
    return keepGenerator(env, at::globalContext().defaultGenerator(toDevice(env, args[0])));
  });
}

napi_value releaseGenerator(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    const Arguments args(env, info);
    generatorAt(env, args[0]) = at::Generator();
    return undefinedValue(env);
  });
}

napi_value seedGenerator(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    const Arguments args(env, info);
    at::Generator target = generatorAt(env, args[0]);
    const uint64_t seed = toSeed(env, args[1]);
    const std::lock_guard<std::mutex> lock(target.mutex());
    target.set_current_seed(seed);
    return undefinedValue(env);
  });
}

// generatorState(id) → uint8 tensor
napi_value generatorState(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    const Arguments args(env, info);
    at::Generator target = generatorAt(env, args[0]);
    const std::lock_guard<std::mutex> lock(target.mutex());
    return newTensor(env, target.get_state());
  });
}

// setGeneratorState(id, state)
napi_value setGeneratorState(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    const Arguments args(env, info);
    at::Generator target = generatorAt(env, args[0]);
    const at::Tensor state = toTensor(env, args[1]);
    const std::lock_guard<std::mutex> lock(target.mutex());
    // libtorch reads the state from the start of its storage, whatever the tensor's offset: a view
    // needs a copy.
    target.set_state(state.detach().clone(at::MemoryFormat::Contiguous));
    return undefinedValue(env);
  });
}

}  // namespace

void registerRandom(napi_env env, napi_value exports) {
  define(env, exports, "manualSeed", manualSeed);
  define(env, exports, "generator", generator);
  define(env, exports, "defaultGenerator", defaultGenerator);
  define(env, exports, "releaseGenerator", releaseGenerator);
  define(env, exports, "seedGenerator", seedGenerator);
  define(env, exports, "generatorState", generatorState);
  define(env, exports, "setGeneratorState", setGeneratorState);
}

}  // namespace ganymede
