// Memory: statistics of tensors and devices, allocator tuning, trimming, and accounting of root
// tensors to V8.
#include <c10/core/Allocator.h>
#include <c10/core/CachingDeviceAllocator.h>
#include <c10/core/impl/VirtualGuardImpl.h>

#include <climits>
#include <mutex>

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "allocator.h"
#include "modules.h"
#include "values.h"

namespace ganymede {

namespace {

// The caching allocator of a kind of device, or null where there is none or nothing has been
// allocated yet.
c10::DeviceAllocator* deviceAllocator(c10::DeviceType type) {
  if (type == c10::DeviceType::CPU || !c10::impl::hasDeviceGuardImpl(type)) return nullptr;
  auto* allocator = dynamic_cast<c10::DeviceAllocator*>(c10::GetAllocator(type));
  return allocator != nullptr && allocator->initialized() ? allocator : nullptr;
}

// stats(out: Float64Array): live, created, freed, peakLive, bytes, peakBytes, tableBytes
napi_value stats(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    const Arguments args(env, info);
    const auto [out, length] = toDoubles(env, args[0]);
    if (length < 7) throw ArgumentError("the statistics need 7 numbers");
    const TensorTable& table = environmentOf(env).tensors;
    const AllocatorStats allocated = allocatorStats();
    out[0] = static_cast<double>(table.live());
    out[1] = static_cast<double>(table.created());
    out[2] = static_cast<double>(table.freed());
    out[3] = static_cast<double>(table.peakLive());
    out[4] = static_cast<double>(allocated.bytes);
    out[5] = static_cast<double>(allocated.peakBytes);
    out[6] = static_cast<double>(table.bytes());
    return undefinedValue(env);
  });
}

napi_value resetPeak(napi_env env, napi_callback_info) {
  return guarded(env, [&]() -> napi_value {
    environmentOf(env).tensors.resetPeak();
    resetAllocatorPeak();
    return undefinedValue(env);
  });
}

// tune(): keeps freed blocks inside the process instead of handing pages back after every step
// (glibc only). Returns whether it took effect.
napi_value tune(napi_env env, napi_callback_info) {
  return guarded(env, [&]() -> napi_value {
    bool tuned = false;
#ifdef __GLIBC__
    static std::once_flag once;
    static bool done = false;
    std::call_once(once, [] {
      // Older glibc refuses more than 32 MiB.
      const bool threshold =
          mallopt(M_MMAP_THRESHOLD, 1 << 30) == 1 || mallopt(M_MMAP_THRESHOLD, 32 << 20) == 1;
      done = mallopt(M_TRIM_THRESHOLD, INT_MAX) == 1 && threshold;
    });
    tuned = done;
#endif
    return fromBool(env, tuned);
  });
}

// trim(): gives free memory back to the system and empties the caches of the devices.
napi_value trim(napi_env env, napi_callback_info) {
  return guarded(env, [&]() -> napi_value {
#ifdef __GLIBC__
    malloc_trim(0);
#endif
    for (const c10::DeviceType type : {c10::DeviceType::CUDA, c10::DeviceType::XPU}) {
      if (auto* allocator = deviceAllocator(type)) allocator->emptyCache();
    }
    return undefinedValue(env);
  });
}

// deviceMemory(device) → [allocated, peak allocated, reserved] in bytes; null for the CPU and
// before the first use
napi_value deviceMemory(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    const Arguments args(env, info);
    const c10::Device device = toDevice(env, args[0]);
    auto* allocator = deviceAllocator(device.type());
    if (allocator == nullptr) return nullValue(env);
    const c10::DeviceIndex index =
        device.has_index() ? device.index()
                           : c10::impl::VirtualGuardImpl(device.type()).getDevice().index();
    const auto stats = allocator->getDeviceStats(index);
    constexpr size_t kAll = 0;  // StatType::AGGREGATE
    const int64_t values[] = {stats.allocated_bytes[kAll].current, stats.allocated_bytes[kAll].peak,
                              stats.reserved_bytes[kAll].current};
    napi_value list;
    NODE_OK(napi_create_array_with_length(env, 3, &list));
    for (uint32_t i = 0; i < 3; ++i)
      NODE_OK(napi_set_element(env, list, i, fromInt64(env, values[i])));
    return list;
  });
}

// What V8 was told of and has not been told is gone: one count per thread, since V8 counts per
// isolate, of which Node runs one on a thread.
thread_local int64_t reportedBytes = 0;

// adjustExternal(bytes): tells V8 of native bytes that its own objects hold on to. Newer versions
// of V8 end the process when their total would fall below zero, and all of them when it rises
// without bound: what this thread has reported stays between zero and more than any machine has.
napi_value adjustExternal(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    const Arguments args(env, info);
    const int64_t bytes = toInt64(env, args[0]);
    constexpr int64_t kMostBytes = int64_t{1} << 50;
    if (bytes < -reportedBytes || bytes > kMostBytes - reportedBytes) {
      throw ArgumentError("the bytes reported to V8 must stay between 0 and " +
                          std::to_string(kMostBytes) + ": they are " +
                          std::to_string(reportedBytes) + ", and " + std::to_string(bytes) +
                          " would be added");
    }
    int64_t total = 0;
    NODE_OK(napi_adjust_external_memory(env, bytes, &total));
    reportedBytes += bytes;
    return undefinedValue(env);
  });
}

}  // namespace

void registerMemory(napi_env env, napi_value exports) {
  define(env, exports, "stats", stats);
  define(env, exports, "resetPeak", resetPeak);
  define(env, exports, "tune", tune);
  define(env, exports, "trim", trim);
  define(env, exports, "deviceMemory", deviceMemory);
  define(env, exports, "adjustExternal", adjustExternal);
}

}  // namespace ganymede
