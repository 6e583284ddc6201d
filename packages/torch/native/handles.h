// Handles: how JavaScript names tensors, generators, streams and modules of its environment.
// Each kind has its own range of negative int32 numbers. So a number that a caller passes by
// mistake where a tensor belongs is refused, instead of naming whatever stands in that slot; and a
// handle is a small integer for V8.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>

namespace ganymede {

enum class HandleKind { kTensor, kGenerator, kStream, kModule };

struct HandleRange {
  int32_t first;
  uint32_t count;
  const char* name;
};

constexpr HandleRange rangeOf(HandleKind kind) {
  switch (kind) {
    case HandleKind::kTensor:
      return {std::numeric_limits<int32_t>::min(), 1u << 30, "a tensor"};
    case HandleKind::kGenerator:
      return {-(1 << 30), 1u << 29, "a random generator"};
    case HandleKind::kStream:
      return {-(1 << 29), 1u << 28, "a stream"};
    case HandleKind::kModule:
      break;
  }
  return {-(1 << 28), 1u << 27, "a TorchScript module"};
}

constexpr int32_t toHandle(HandleKind kind, uint32_t slot) {
  return rangeOf(kind).first + static_cast<int32_t>(slot);
}

constexpr std::optional<uint32_t> toSlot(HandleKind kind, int32_t handle) {
  const HandleRange range = rangeOf(kind);
  const int64_t slot = static_cast<int64_t>(handle) - range.first;
  if (slot < 0 || slot >= range.count) return std::nullopt;
  return static_cast<uint32_t>(slot);
}

}  // namespace ganymede
