// Data in and out, and what a tensor is: fromData, read, write, item, info, free, freeSlot,
// freedInfo. Everything copies: a view into tensor memory would outlive the tensor or die under its
// reader.
#include <ATen/ops/empty.h>
#include <ATen/NestedTensorImpl.h>

#include <cstring>

#include "modules.h"
#include "values.h"

namespace ganymede {

namespace {

// Bytes of a tensor that does not exist yet; sizes come from the caller and may be anything.
uint64_t bytesOf(const std::vector<int64_t>& sizes, at::ScalarType dtype) {
  uint64_t bytes = c10::elementSize(dtype);
  for (int64_t size : sizes) {
    if (size < 0) throw ArgumentError("a shape cannot hold " + std::to_string(size));
    if (__builtin_mul_overflow(bytes, static_cast<uint64_t>(size), &bytes)) {
      throw ArgumentError("the shape is too large");
    }
  }
  return bytes;
}

void requireBytes(uint64_t needed, const ByteView& view) {
  if (needed == view.bytes) return;
  throw ArgumentError("the tensor needs " + std::to_string(needed) + " bytes, the data holds " +
                      std::to_string(view.bytes));
}

napi_value fromData(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    const Arguments args(env, info);
    const std::vector<int64_t> sizes = toInt64List(env, args[1]);
    const at::ScalarType dtype = toScalarType(env, args[2]);
    const ByteView view = toBytes(env, args[0]);
    requireBytes(bytesOf(sizes, dtype), view);
    at::Tensor tensor = at::empty(sizes, at::TensorOptions().dtype(dtype));
    if (view.bytes > 0) std::memcpy(tensor.data_ptr(), view.data, view.bytes);
    return newTensor(env, std::move(tensor));
  });
}

// libtorch says of these that memory formats or data pointers are missing, or writes nothing
// without a word.
void requireElements(const at::Tensor& tensor) {
  if (tensor.is_meta()) throw ArgumentError("a tensor on the device meta has no elements");
  if (tensor.is_nested()) {
    throw ArgumentError("a nested tensor has no elements in one order: unbind it first");
  }
  if (tensor.layout() != at::kStrided) {
    throw ArgumentError("a tensor of the layout " + c10::str(tensor.layout()) +
                        " has no elements in row-major order: use raw('aten::to_dense') first");
  }
}

napi_value read(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    const Arguments args(env, info);
    const at::Tensor source = toTensor(env, args[0]);
    const ByteView view = toBytes(env, args[1]);
    requireElements(source);
    requireBytes(static_cast<uint64_t>(source.numel()) * source.element_size(), view);
    const at::Tensor tensor = source.detach().cpu().resolve_conj().resolve_neg().contiguous();
    if (view.bytes > 0) std::memcpy(view.data, tensor.data_ptr(), view.bytes);
    return undefinedValue(env);
  });
}

napi_value write(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    const Arguments args(env, info);
    at::Tensor tensor = toTensor(env, args[0]).detach();
    const ByteView view = toBytes(env, args[1]);
    requireElements(tensor);
    requireBytes(static_cast<uint64_t>(tensor.numel()) * tensor.element_size(), view);
    if (view.bytes == 0) return undefinedValue(env);
    // Through a copy of our own: the view may be unaligned, and a device may read it later.
    at::Tensor source = at::empty(tensor.sizes(), at::TensorOptions().dtype(tensor.scalar_type()));
    std::memcpy(source.data_ptr(), view.data, view.bytes);
    tensor.copy_(source);
    return undefinedValue(env);
  });
}

napi_value item(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    const Arguments args(env, info);
    return fromScalar(env, toTensor(env, args[0]).item());
  });
}

constexpr size_t kInfoSizes = 8;  // where the sizes begin

int64_t sizeOf(const at::Tensor& tensor, int64_t dimension) {
  if (!tensor.is_nested()) return tensor.size(dimension);
  return at::native::get_nested_tensor_impl(tensor)->opt_size(dimension).value_or(-1);
}

// out: dtype code, device type, device index, requires grad, is leaf, storage bytes, element bytes,
// ndim, then, where there is room for all, sizes… and strides…; an irregular size of a nested
// tensor is -1.
napi_value tensorInfo(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    const Arguments args(env, info);
    const at::Tensor tensor = toTensor(env, args[0]);
    const auto [out, length] = toDoubles(env, args[1]);
    const auto ndim = static_cast<size_t>(tensor.dim());
    if (length < kInfoSizes) throw ArgumentError("the information needs 8 numbers");
    out[0] = static_cast<double>(tensor.scalar_type());
    out[1] = static_cast<double>(tensor.device().type());
    out[2] = tensor.device().index();
    out[3] = tensor.requires_grad() ? 1 : 0;
    out[4] = tensor.is_leaf() ? 1 : 0;
    out[5] = tensor.has_storage() ? static_cast<double>(tensor.storage().nbytes()) : 0;
    out[6] = static_cast<double>(tensor.numel()) * static_cast<double>(tensor.element_size());
    out[7] = static_cast<double>(ndim);
    if (length < kInfoSizes + 2 * ndim) return undefinedValue(env);
    const bool strided = tensor.layout() == at::kStrided && !tensor.is_nested();
    double* sizes = out + kInfoSizes;
    for (size_t d = 0; d < ndim; ++d) {
      const auto dimension = static_cast<int64_t>(d);
      sizes[d] = static_cast<double>(sizeOf(tensor, dimension));
      sizes[ndim + d] = strided ? static_cast<double>(tensor.stride(dimension)) : 0;
    }
    return undefinedValue(env);
  });
}

// Handles of all live tensors of this environment, to look for leaks.
napi_value liveTensors(napi_env env, napi_callback_info) {
  return guarded(env, [&]() -> napi_value {
    napi_value list;
    NODE_OK(napi_create_array(env, &list));
    const TensorTable& table = environmentOf(env).tensors;
    uint32_t count = 0;
    for (uint32_t slot = 1; slot < table.slots(); ++slot) {
      if (table.find(slot) == nullptr) continue;
      NODE_OK(napi_set_element(env, list, count++, fromSlot(env, HandleKind::kTensor, slot)));
    }
    return list;
  });
}

// free(handles: Int32Array, n): returns the serial number of the first one freed; the others follow
// in order.
napi_value freeAll(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    const Arguments args(env, info);
    const auto [handles, length] = toInts(env, args[0]);
    const int64_t count = toCount(env, args[1], static_cast<int64_t>(length));
    TensorTable& table = environmentOf(env).tensors;
    const auto first = static_cast<double>(table.freed() + 1);
    for (int64_t i = 0; i < count; ++i) {
      table.release(toSlot(HandleKind::kTensor, handles[i]).value_or(0));
    }
    return fromDouble(env, first);
  });
}

napi_value freeOne(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    const Arguments args(env, info);
    const uint32_t slot = slotOf(env, args[0], HandleKind::kTensor);
    return fromDouble(env, static_cast<double>(environmentOf(env).tensors.release(slot)));
  });
}

// freedInfo(serial): { dtype, shape } of a freed tensor, or null when it is too long ago.
napi_value freedInfo(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    const Arguments args(env, info);
    const int64_t serial = toInt64(env, args[0]);
    const FreedRecord* record =
        serial < 0 ? nullptr
                   : environmentOf(env).tensors.freedRecord(static_cast<uint64_t>(serial));
    if (record == nullptr) return nullValue(env);
    napi_value object, shape;
    NODE_OK(napi_create_object(env, &object));
    NODE_OK(napi_create_array_with_length(env, record->sizes.size(), &shape));
    for (size_t d = 0; d < record->sizes.size(); ++d) {
      const auto index = static_cast<uint32_t>(d);
      NODE_OK(napi_set_element(env, shape, index, fromInt64(env, record->sizes[d])));
    }
    const napi_value dtype = fromString(env, dtypeName(record->dtype));
    NODE_OK(napi_set_named_property(env, object, "dtype", dtype));
    NODE_OK(napi_set_named_property(env, object, "shape", shape));
    return object;
  });
}

}  // namespace

void registerData(napi_env env, napi_value exports) {
  define(env, exports, "fromData", fromData);
  define(env, exports, "read", read);
  define(env, exports, "write", write);
  define(env, exports, "item", item);
  define(env, exports, "info", tensorInfo);
  define(env, exports, "liveTensors", liveTensors);
  define(env, exports, "free", freeAll);
  define(env, exports, "freeSlot", freeOne);
  define(env, exports, "freedInfo", freedInfo);
}

}  // namespace ganymede
