// Sizes, dtype and device of tensors as JavaScript remembers them. Several handles can stand for
// one tensor of libtorch (`contiguous` of a contiguous tensor gives it back), so no handle can know
// of a change made through another one. Instead each environment counts the changes in memory that
// JavaScript reads without a call: metadataVersion().
#pragma once

#include <ATen/core/ivalue.h>
#include <c10/util/SmallVector.h>

#include <cstdint>
#include <vector>

#include "environment.h"

namespace ganymede {

// Tells JavaScript that any tensor of the environment may have other sizes, dtype or device now.
inline void countMetadataChange(Environment& environment) { *environment.metadataVersion += 1; }

// Lives around a call that may change any tensor.
class MetadataMayChange {
 public:
  explicit MetadataMayChange(Environment& environment) : environment_(environment) {}
  ~MetadataMayChange() { countMetadataChange(environment_); }
  MetadataMayChange(const MetadataMayChange&) = delete;
  MetadataMayChange& operator=(const MetadataMayChange&) = delete;

 private:
  Environment& environment_;
};

// Lives around one operator call and counts a change when an argument that the call writes has
// other sizes, dtype or device afterwards, also when the call fails half-way.
class WrittenTensors {
 public:
  // `written`: positions in the stack of the arguments that the schema says are written.
  WrittenTensors(Environment& environment, const std::vector<int>& written,
                 const std::vector<c10::IValue>& stack);
  ~WrittenTensors();
  WrittenTensors(const WrittenTensors&) = delete;
  WrittenTensors& operator=(const WrittenTensors&) = delete;

 private:
  using Metadata = c10::SmallVector<int64_t, 16>;
  Metadata metadata() const;

  Environment& environment_;
  // Held, not pointed to: a warning during the call reaches JavaScript, which may free them.
  c10::SmallVector<c10::IValue, 2> values_;
  Metadata before_;
};

}  // namespace ganymede
