// The counting CPU allocator: see allocator.h.
#include "allocator.h"

#include <c10/core/CPUAllocator.h>
#include <c10/core/impl/alloc_cpu.h>

#include <atomic>
#include <mutex>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace ganymede {

namespace {

std::atomic<int64_t> liveBytes{0};
std::atomic<int64_t> peakBytes{0};

#ifdef __GLIBC__
size_t blockSize(void* block) { return malloc_usable_size(block); }

void release(void* block) {
  if (block == nullptr) return;
  liveBytes.fetch_sub(static_cast<int64_t>(blockSize(block)), std::memory_order_relaxed);
  c10::free_cpu(block);
}

class CountingAllocator final : public c10::Allocator {
 public:
  c10::DataPtr allocate(size_t bytes) override {
    void* block = c10::alloc_cpu(bytes);
    if (block != nullptr) {
      const auto size = static_cast<int64_t>(blockSize(block));
      const int64_t now = liveBytes.fetch_add(size, std::memory_order_relaxed) + size;
      int64_t peak = peakBytes.load(std::memory_order_relaxed);
      while (now > peak && !peakBytes.compare_exchange_weak(peak, now, std::memory_order_relaxed)) {
      }
    }
    return {block, block, &release, c10::Device(c10::DeviceType::CPU)};
  }
  c10::DeleterFnPtr raw_deleter() const override { return &release; }
  void copy_data(void* destination, const void* source, std::size_t count) const override {
    default_copy_data(destination, source, count);
  }
};
#endif

}  // namespace

void installCountingAllocator() {
#ifdef __GLIBC__
  static std::once_flag once;
  std::call_once(once, [] {
    static auto* allocator = new CountingAllocator;  // tensors may outlive static destruction
    c10::SetCPUAllocator(allocator, /*priority=*/1);
  });
#endif
}

AllocatorStats allocatorStats() {
  return {liveBytes.load(std::memory_order_relaxed), peakBytes.load(std::memory_order_relaxed)};
}

void resetAllocatorPeak() { peakBytes.store(liveBytes.load(std::memory_order_relaxed)); }

}  // namespace ganymede
