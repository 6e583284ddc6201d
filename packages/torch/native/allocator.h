// The CPU allocator that counts: libtorch's own allocation with a process-wide tally of bytes.
#pragma once

#include <cstdint>

namespace ganymede {

struct AllocatorStats {
  int64_t bytes;
  int64_t peakBytes;
};

// Puts the counting allocator in front of libtorch's; once per process.
void installCountingAllocator();
AllocatorStats allocatorStats();
void resetAllocatorPeak();

}  // namespace ganymede
