// The table of tensors of one Node environment: JavaScript holds slot numbers, C++ holds the
// handles. Slot 0 means "no tensor". Freed slots leave a small record so that a use after dispose
// can say what it was.
#pragma once

#include <ATen/core/Tensor.h>
#include <c10/util/SmallVector.h>

#include <cstdint>
#include <vector>

namespace ganymede {

// What is remembered of a freed tensor.
struct FreedRecord {
  uint64_t serial = 0;
  at::ScalarType dtype = at::ScalarType::Undefined;
  c10::SmallVector<int64_t, 5> sizes;
};

class TensorTable {
 public:
  TensorTable();

  // Takes ownership of a handle; an undefined tensor gets slot 0.
  uint32_t add(at::Tensor tensor);
  // The tensor of a slot, or null when the slot holds none.
  const at::Tensor* find(uint32_t slot) const {
    return slot < entries_.size() && entries_[slot].defined() ? &entries_[slot] : nullptr;
  }
  // One more than the largest slot that was ever used.
  uint32_t slots() const { return static_cast<uint32_t>(entries_.size()); }
  // Releases a slot; slot 0 and empty slots are ignored. Returns the serial number of the freed
  // record, or 0.
  uint64_t release(uint32_t slot);
  // The record of a freed tensor, or null when it has been overwritten since.
  const FreedRecord* freedRecord(uint64_t serial) const;

  uint64_t live() const { return created_ - freed_; }
  uint64_t created() const { return created_; }
  uint64_t freed() const { return freed_; }
  uint64_t peakLive() const { return peakLive_; }
  void resetPeak() { peakLive_ = live(); }
  // Bytes of the distinct storages that live slots refer to.
  uint64_t bytes() const;

 private:
  std::vector<at::Tensor> entries_;
  std::vector<uint32_t> free_;
  std::vector<FreedRecord> graveyard_;
  uint64_t created_ = 0;
  uint64_t freed_ = 0;
  uint64_t peakLive_ = 0;
};

}  // namespace ganymede
