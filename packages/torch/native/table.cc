// The tensor table: see table.h.
#include "table.h"

#include <unordered_set>

#include "handles.h"

namespace ganymede {

namespace {
// A few training steps' worth of tensors: long enough for the mistake to show, small enough to
// forget about.
constexpr size_t kGraveyardSize = 8192;
}  // namespace

TensorTable::TensorTable() : entries_(1), graveyard_(kGraveyardSize) {
  entries_.reserve(4096);
  free_.reserve(4096);
}

uint32_t TensorTable::add(at::Tensor tensor) {
  if (!tensor.defined()) return 0;
  uint32_t slot;
  if (free_.empty()) {
    TORCH_CHECK(entries_.size() < rangeOf(HandleKind::kTensor).count, "too many live tensors");
    slot = static_cast<uint32_t>(entries_.size());
    entries_.push_back(std::move(tensor));
  } else {
    slot = free_.back();
    free_.pop_back();
    entries_[slot] = std::move(tensor);
  }
  ++created_;
  if (live() > peakLive_) peakLive_ = live();
  return slot;
}

uint64_t TensorTable::release(uint32_t slot) {
  if (slot == 0 || slot >= entries_.size() || !entries_[slot].defined()) return 0;
  // Reserved first: nothing may throw between giving up the tensor and giving back its slot.
  if (free_.size() == free_.capacity()) free_.reserve(2 * free_.capacity());
  const at::Tensor tensor = std::move(entries_[slot]);
  ++freed_;
  FreedRecord& record = graveyard_[freed_ % kGraveyardSize];
  record.serial = freed_;
  record.dtype = tensor.scalar_type();
  record.sizes.clear();
  if (!tensor.is_nested()) record.sizes.append(tensor.sizes().begin(), tensor.sizes().end());
  free_.push_back(slot);
  return freed_;
}

const FreedRecord* TensorTable::freedRecord(uint64_t serial) const {
  const FreedRecord& record = graveyard_[serial % kGraveyardSize];
  return serial != 0 && record.serial == serial ? &record : nullptr;
}

uint64_t TensorTable::bytes() const {
  std::unordered_set<const void*> seen;
  uint64_t total = 0;
  for (const at::Tensor& tensor : entries_) {
    if (!tensor.defined() || !tensor.has_storage()) continue;
    const auto* storage = tensor.storage().unsafeGetStorageImpl();
    if (seen.insert(storage).second) total += storage->nbytes();
  }
  return total;
}

}  // namespace ganymede
