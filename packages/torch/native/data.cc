// Data in and out, and what a tensor is: fromData, read, write, item, info, free, freedInfo, and moving a tensor to
// another thread. Everything copies: a view into tensor memory would outlive the tensor or die under its reader.
#include <ATen/Functions.h>

#include <cstring>
#include <mutex>
#include <unordered_map>

#include "modules.h"
#include "values.h"

namespace ganymede {

namespace {

napi_value fromData(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    const Arguments args(env, info);
    const ByteView view = toBytes(env, args[0]);
    const std::vector<int64_t> sizes = toInt64List(env, args[1]);
    at::Tensor tensor = at::empty(sizes, at::TensorOptions().dtype(toScalarType(env, args[2])));
    if (tensor.nbytes() != view.bytes) {
      throw ArgumentError("the data holds " + std::to_string(view.bytes) + " bytes, the shape needs " +
                          std::to_string(tensor.nbytes()));
    }
    if (view.bytes > 0) std::memcpy(tensor.data_ptr(), view.data, view.bytes);
    return newSlot(env, std::move(tensor));
  });
}

napi_value read(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    const Arguments args(env, info);
    const at::Tensor tensor = toTensor(env, args[0]).detach().cpu().contiguous();
    const ByteView view = toBytes(env, args[1]);
    if (tensor.nbytes() != view.bytes) {
      throw ArgumentError("the tensor holds " + std::to_string(tensor.nbytes()) +
                          " bytes, the typed array " + std::to_string(view.bytes));
    }
    if (view.bytes > 0) std::memcpy(view.data, tensor.data_ptr(), view.bytes);
    return undefinedValue(env);
  });
}

napi_value write(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    const Arguments args(env, info);
    at::Tensor tensor = toTensor(env, args[0]).detach();
    const ByteView view = toBytes(env, args[1]);
    const size_t bytes = tensor.numel() * tensor.element_size();
    if (bytes != view.bytes) {
      throw ArgumentError("the tensor holds " + std::to_string(bytes) + " bytes, the typed array " +
                          std::to_string(view.bytes));
    }
    if (bytes == 0) return undefinedValue(env);
    at::Tensor source = at::from_blob(view.data, tensor.sizes(),
                                      at::TensorOptions().dtype(tensor.scalar_type()));
    tensor.copy_(source);
    return undefinedValue(env);
  });
}

napi_value item(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    const Arguments args(env, info);
    const c10::Scalar scalar = toTensor(env, args[0]).item();
    if (scalar.isBoolean()) return fromBool(env, scalar.toBool());
    if (scalar.isIntegral(false)) return fromInt64(env, scalar.toLong());
    return fromDouble(env, scalar.toDouble());
  });
}

// out: dtype code, device type, device index, requires grad, is leaf, storage bytes, ndim, sizes…, strides…
// Returns ndim; the caller's buffer is large enough for 32 dimensions.
napi_value tensorInfo(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    const Arguments args(env, info);
    const at::Tensor& tensor = toTensor(env, args[0]);
    const ByteView view = toBytes(env, args[1]);
    auto* out = reinterpret_cast<double*>(view.data);
    const int64_t ndim = tensor.dim();
    if (view.bytes < (7 + 2 * ndim) * sizeof(double)) throw ArgumentError("the info buffer is too small");
    out[0] = static_cast<double>(tensor.scalar_type());
    out[1] = static_cast<double>(tensor.device().type());
    out[2] = tensor.device().index();
    out[3] = tensor.requires_grad() ? 1 : 0;
    out[4] = tensor.is_leaf() ? 1 : 0;
    out[5] = tensor.has_storage() ? static_cast<double>(tensor.storage().nbytes()) : 0;
    out[6] = static_cast<double>(ndim);
    const bool strided = tensor.layout() == at::kStrided;
    for (int64_t d = 0; d < ndim; ++d) {
      out[7 + d] = static_cast<double>(tensor.size(d));
      out[7 + ndim + d] = strided ? static_cast<double>(tensor.stride(d)) : 0;
    }
    return fromDouble(env, static_cast<double>(ndim));
  });
}

// free(slots: Uint32Array, n): returns the serial number of the first one freed; the others follow in order.
napi_value freeSlots(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    const Arguments args(env, info);
    const ByteView view = toBytes(env, args[0]);
    const auto count = static_cast<size_t>(toSlot(env, args[1]));
    if (count * sizeof(uint32_t) > view.bytes) throw ArgumentError("more slots than the array holds");
    const auto* slots = reinterpret_cast<const uint32_t*>(view.data);
    TensorTable& table = environmentOf(env).tensors;
    const double first = static_cast<double>(table.freed() + 1);
    for (size_t i = 0; i < count; ++i) table.release(slots[i]);
    return fromDouble(env, first);
  });
}

napi_value freeSlot(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    const Arguments args(env, info);
    const uint64_t serial = environmentOf(env).tensors.release(toSlot(env, args[0]));
    return fromDouble(env, static_cast<double>(serial));
  });
}

// freedInfo(serial): { dtype, shape } of a freed tensor, or null when it is too long ago.
napi_value freedInfo(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    const Arguments args(env, info);
    const auto serial = static_cast<uint64_t>(toDouble(env, args[0]));
    const FreedRecord* record = environmentOf(env).tensors.freedRecord(serial);
    if (record == nullptr) return nullValue(env);
    napi_value object, shape;
    NODE_OK(napi_create_object(env, &object));
    NODE_OK(napi_create_array_with_length(env, record->sizes.size(), &shape));
    for (size_t d = 0; d < record->sizes.size(); ++d) {
      NODE_OK(napi_set_element(env, shape, static_cast<uint32_t>(d), fromInt64(env, record->sizes[d])));
    }
    NODE_OK(napi_set_named_property(env, object, "dtype", fromString(env, dtypeName(record->dtype))));
    NODE_OK(napi_set_named_property(env, object, "shape", shape));
    return object;
  });
}

// Tensors on their way to another thread: process-wide, because each thread has a table of its own.
struct Transit {
  std::mutex mutex;
  std::unordered_map<uint64_t, at::Tensor> tensors;
  uint64_t next = 1;
};

Transit& transit() {
  static Transit* instance = new Transit;  // outlives static destruction on purpose
  return *instance;
}

napi_value exportTensor(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    const Arguments args(env, info);
    const uint32_t slot = toSlot(env, args[0]);
    TensorTable& table = environmentOf(env).tensors;
    at::Tensor tensor = table.get(slot);
    TORCH_CHECK(!tensor.requires_grad() || tensor.is_leaf(),
                "only a tensor without history can go to another thread: detach() it first");
    table.release(slot);
    std::lock_guard<std::mutex> lock(transit().mutex);
    const uint64_t id = transit().next++;
    transit().tensors.emplace(id, std::move(tensor));
    return fromDouble(env, static_cast<double>(id));
  });
}

napi_value importTensor(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    const Arguments args(env, info);
    const auto id = static_cast<uint64_t>(toInt64(env, args[0]));
    at::Tensor tensor;
    {
      std::lock_guard<std::mutex> lock(transit().mutex);
      auto found = transit().tensors.find(id);
      TORCH_CHECK(found != transit().tensors.end(), "no tensor is in transit under number ", id,
                  ": each can be imported once");
      tensor = std::move(found->second);
      transit().tensors.erase(found);
    }
    return newSlot(env, std::move(tensor));
  });
}

}  // namespace

void registerData(napi_env env, napi_value exports) {
  define(env, exports, "fromData", fromData);
  define(env, exports, "read", read);
  define(env, exports, "write", write);
  define(env, exports, "item", item);
  define(env, exports, "info", tensorInfo);
  define(env, exports, "free", freeSlots);
  define(env, exports, "freeSlot", freeSlot);
  define(env, exports, "freedInfo", freedInfo);
  define(env, exports, "exportTensor", exportTensor);
  define(env, exports, "importTensor", importTensor);
}

}  // namespace ganymede
