// Devices: how many there are, streams, synchronisation, version and build of libtorch.
// Written against libtorch's device-neutral interfaces, so the same code serves CUDA without its
// headers.
#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <c10/core/Event.h>
#include <c10/core/impl/VirtualGuardImpl.h>

#include "modules.h"
#include "values.h"

namespace ganymede {

namespace {

bool hasGuard(c10::DeviceType type) { return c10::impl::hasDeviceGuardImpl(type); }

c10::impl::VirtualGuardImpl guardOf(c10::Device device) {
  TORCH_CHECK(hasGuard(device.type()), "this libtorch has no support for ", device.str());
  return c10::impl::VirtualGuardImpl(device.type());
}

c10::Device withIndex(c10::Device device) {
  if (device.has_index() || device.is_cpu()) return device;
  return guardOf(device).getDevice();
}

c10::Stream& streamAt(napi_env env, napi_value id) {
  auto& streams = environmentOf(env).streams;
  const uint32_t index = slotOf(env, id, HandleKind::kStream);
  if (index >= streams.size()) throw ArgumentError("the stream does not exist");
  return streams[index];
}

napi_value keepStream(napi_env env, c10::Stream stream) {
  auto& streams = environmentOf(env).streams;
  for (size_t i = 0; i < streams.size(); ++i) {
    if (streams[i] == stream) return fromSlot(env, HandleKind::kStream, i);
  }
  streams.push_back(stream);
  return fromSlot(env, HandleKind::kStream, streams.size() - 1);
}

napi_value deviceCount(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    const Arguments args(env, info);
    const c10::DeviceType type = toDevice(env, args[0]).type();
    if (type == c10::DeviceType::CPU) return fromDouble(env, 1);
    if (!hasGuard(type)) return fromDouble(env, 0);
    return fromDouble(env, c10::impl::VirtualGuardImpl(type).deviceCount());
  });
}

// newStream(device, priority) → stream; currentStream(device) → stream
napi_value newStream(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    const Arguments args(env, info);
    const c10::Device device = withIndex(toDevice(env, args[0]));
    const int64_t priority = toInt64(env, args[1]);
    if (priority < -100 || priority > 100) {
      throw ArgumentError("the priority of a stream is a small number");
    }
    return keepStream(env, guardOf(device).getNewStream(device, static_cast<int>(priority)));
  });
}

napi_value currentStream(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    const Arguments args(env, info);
    const c10::Device device = withIndex(toDevice(env, args[0]));
    return keepStream(env, guardOf(device).getStream(device));
  });
}

// setStream(stream) → the stream before
napi_value setStream(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    const Arguments args(env, info);
    const c10::Stream stream = streamAt(env, args[0]);
    return keepStream(env, guardOf(stream.device()).exchangeStream(stream));
  });
}

napi_value synchronizeStream(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    const Arguments args(env, info);
    const c10::Stream stream = streamAt(env, args[0]);
    guardOf(stream.device()).synchronizeStream(stream);
    return undefinedValue(env);
  });
}

// waitStream(waiting, awaited): work put on `waiting` from now on starts after what `awaited` holds
// now.
napi_value waitStream(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    const Arguments args(env, info);
    const c10::Stream waiting = streamAt(env, args[0]);
    const c10::Stream awaited = streamAt(env, args[1]);
    c10::Event event(awaited.device_type());
    event.record(awaited);
    event.block(waiting);
    return undefinedValue(env);
  });
}

// recordStream(tensor, stream): the tensor's memory is not reused before the stream has passed this
// point.
napi_value recordStream(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    const Arguments args(env, info);
    const c10::Stream stream = streamAt(env, args[1]);
    guardOf(stream.device())
        .recordDataPtrOnStream(toTensor(env, args[0]).storage().data_ptr(), stream);
    return undefinedValue(env);
  });
}

napi_value synchronizeDevice(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    const Arguments args(env, info);
    const c10::Device device = withIndex(toDevice(env, args[0]));
    if (!device.is_cpu()) guardOf(device).synchronizeDevice(device.index());
    return undefinedValue(env);
  });
}

// version() → { built, config, cpu, parallel }
napi_value version(napi_env env, napi_callback_info) {
  return guarded(env, [&]() -> napi_value {
    napi_value object;
    NODE_OK(napi_create_object(env, &object));
    const auto set = [&](const char* key, const std::string& text) {
      NODE_OK(napi_set_named_property(env, object, key, fromString(env, text)));
    };
    set("built", GANYMEDE_TORCH_VERSION);
    set("config", at::show_config());
    set("cpu", at::get_cpu_capability());
    set("parallel", at::get_parallel_info());
    return object;
  });
}

}  // namespace

void registerDevices(napi_env env, napi_value exports) {
  define(env, exports, "deviceCount", deviceCount);
  define(env, exports, "newStream", newStream);
  define(env, exports, "currentStream", currentStream);
  define(env, exports, "setStream", setStream);
  define(env, exports, "synchronizeStream", synchronizeStream);
  define(env, exports, "waitStream", waitStream);
  define(env, exports, "recordStream", recordStream);
  define(env, exports, "synchronizeDevice", synchronizeDevice);
  define(env, exports, "version", version);
}

}  // namespace ganymede
