// How the threads of OpenMP wait for one another while others use the same processors.
//
// libgomp's threads spin for milliseconds before they sleep. On a machine of one's own that is a
// third faster than sleeping at once; beside another busy process they burn the time that the
// threads with work need. libgomp spins a thousandth as long while more of its threads are alive
// than there are processors, so one parked thread with a parallel region of its own makes all
// others give way, and its end lets them spin again. Results do not change: only waiting does.
#include <ATen/Parallel.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <system_error>
#include <thread>

#ifdef __linux__
#include <dlfcn.h>
#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>
#endif

#include "modules.h"
#include "values.h"

namespace ganymede {

namespace {

// Processors that this process may use, those that others have of them, and whether they are too
// few for its threads then. Read by any thread.
std::atomic<double> processors{0};
std::atomic<double> processorsOfOthers{0};
std::atomic<bool> isShared{false};
// Those of all environments together. libtorch keeps its count for each thread, and the watcher's
// own says nothing.
std::atomic<int> threadsOfUs{0};

#ifdef __linux__

using Clock = std::chrono::steady_clock;
using Seconds = std::chrono::duration<double>;

constexpr auto kInterval = std::chrono::milliseconds(250);
// Weight of the newest interval: the counters of the system tick a hundred times a second only.
constexpr double kNewest = 0.5;
// Others must have so many processors, beside a part of each that may be counted wrongly.
constexpr double kShared = 0.2;
constexpr double kSharedPerProcessor = 0.02;
// Spinning is tried again once they have had less than so many for so long.
constexpr double kAlone = 0.5;  // of the above
constexpr int kAloneIntervals = 4;

using ParallelRegion = void (*)(void (*)(void*), void*, unsigned, unsigned);

// libgomp's entry for a parallel region, where libtorch uses libgomp: other libraries of OpenMP have
// a function of this name too, and wait in ways of their own.
ParallelRegion findParallelRegion() {
  void* torch = dlopen("libtorch_cpu.so", RTLD_LAZY | RTLD_NOLOAD);
  void* region = torch == nullptr ? nullptr : dlsym(torch, "GOMP_parallel");
  Dl_info place{};
  if (region == nullptr || dladdr(region, &place) == 0 || place.dli_fname == nullptr) return nullptr;
  const bool isLibgomp = std::string(place.dli_fname).find("libgomp") != std::string::npos;
  return isLibgomp ? reinterpret_cast<ParallelRegion>(region) : nullptr;
}

// A thread whose team keeps libgomp's other threads from spinning while it lives.
class ParkedThread {
 public:
  ParkedThread(ParallelRegion region, unsigned threads)
      : thread_([this, region, threads] {
          region([](void*) {}, nullptr, threads, 0);
          std::unique_lock lock(mutex_);
          ended_.wait(lock, [this] { return isEnded_; });
        }) {}

  ~ParkedThread() {
    {
      const std::lock_guard lock(mutex_);
      isEnded_ = true;
    }
    ended_.notify_one();
    thread_.join();
  }

  ParkedThread(const ParkedThread&) = delete;
  ParkedThread& operator=(const ParkedThread&) = delete;

 private:
  std::mutex mutex_;
  std::condition_variable ended_;
  bool isEnded_ = false;
  std::thread thread_;
};

double ownSeconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

struct Usage {
  int processors = 0;
  double seconds = 0;  // of processor time, of all processes
};

// What all processes have used of the processors that this one may use (proc_stat(5)). Time that
// the host of a virtual machine takes is left out: sleeping does not bring it back.
std::optional<Usage> systemUsage() {
  static const double ticksPerSecond = static_cast<double>(sysconf(_SC_CLK_TCK));
  cpu_set_t allowed;
  if (sched_getaffinity(0, sizeof(allowed), &allowed) != 0) return std::nullopt;
  std::ifstream file("/proc/stat");
  Usage usage;
  for (std::string name; file >> name && name.starts_with("cpu");
       file.ignore(std::numeric_limits<std::streamsize>::max(), '\n')) {
    if (name == "cpu") continue;
    const int number = std::atoi(name.c_str() + 3);
    if (number >= CPU_SETSIZE || !CPU_ISSET(number, &allowed)) continue;
    double user, nice, system, idle, waiting, interrupts, soft;
    if (!(file >> user >> nice >> system >> idle >> waiting >> interrupts >> soft)) break;
    usage.processors += 1;
    usage.seconds += (user + nice + system + interrupts + soft) / ticksPerSecond;
  }
  if (usage.processors == 0) return std::nullopt;
  return usage;
}

// Runs for as long as the process does.
void watch(ParallelRegion region, int processorsAtStart) {
  std::unique_ptr<ParkedThread> parked;
  Clock::time_point then = Clock::now();
  double ownThen = ownSeconds();
  std::optional<Usage> systemThen = systemUsage();
  double others = 0;
  int alone = 0;  // intervals
  for (;;) {
    std::this_thread::sleep_for(kInterval);
    const Clock::time_point now = Clock::now();
    const double passed = Seconds(now - then).count();
    const double own = ownSeconds();
    const std::optional<Usage> system = systemUsage();
    const double ownUsed = own - ownThen;
    const std::optional<Usage> before = systemThen;
    then = now;
    ownThen = own;
    systemThen = system;
    // A count that changed, or a file that could not be opened for a moment: the next look tells.
    if (!system.has_value() || !before.has_value() || system->processors != before->processors) {
      others = 0;
      processors = system.has_value() ? system->processors : 0;
      processorsOfOthers = 0;
      isShared = false;
      parked = nullptr;
      continue;
    }
    const double used = std::max(0.0, system->seconds - before->seconds - ownUsed);
    others += kNewest * (used / passed - others);
    processors = system->processors;
    processorsOfOthers = others;

    const double free = system->processors - others;
    const double noise = kShared + kSharedPerProcessor * system->processors;
    const int threads = threadsOfUs;
    alone = others < kAlone * noise || threads < free ? alone + 1 : 0;
    if (others > noise && threads > free) isShared = true;
    if (alone >= kAloneIntervals) isShared = false;
    if (!isShared) {
      parked = nullptr;
    } else if (parked == nullptr && region != nullptr) {
      // More than there are processors, whatever libtorch itself has.
      const int team = std::max(system->processors, processorsAtStart) + 1;
      try {
        if (startableThreads(team) == team) {
          parked = std::make_unique<ParkedThread>(region, static_cast<unsigned>(team));
        } else {
          region = nullptr;
        }
      } catch (const std::system_error&) {
        region = nullptr;  // No further thread may be started here.
      }
    }
  }
}

// Who has chosen how OpenMP waits keeps it.
bool isChosen() {
  return std::getenv("OMP_WAIT_POLICY") != nullptr || std::getenv("GOMP_SPINCOUNT") != nullptr;
}

#endif

// watchProcessors(): begins to watch what others use of the processors, once in a process.
napi_value watchProcessors(napi_env env, napi_callback_info) {
  return guarded(env, [&]() -> napi_value {
    countThreads(environmentOf(env), at::get_num_threads());
#ifdef __linux__
    static std::once_flag once;
    std::call_once(once, [] {
      const ParallelRegion region = isChosen() ? nullptr : findParallelRegion();
      try {
        const int count = static_cast<int>(std::thread::hardware_concurrency());
        std::thread(watch, region, count).detach();
      } catch (const std::system_error&) {
        // Without a thread for it everything works as libgomp has it.
      }
    });
#endif
    return undefinedValue(env);
  });
}

// processorUse() → [processors, those that others have, whether they are too few for our threads]
// All are 0 before the first look, and where the system does not tell.
napi_value processorUse(napi_env env, napi_callback_info) {
  return guarded(env, [&]() -> napi_value {
    napi_value list;
    NODE_OK(napi_create_array_with_length(env, 3, &list));
    NODE_OK(napi_set_element(env, list, 0, fromDouble(env, processors)));
    NODE_OK(napi_set_element(env, list, 1, fromDouble(env, processorsOfOthers)));
    NODE_OK(napi_set_element(env, list, 2, fromBool(env, isShared)));
    return list;
  });
}

}  // namespace

void countThreads(Environment& environment, int threads) {
  threadsOfUs += threads - environment.threads;
  environment.threads = threads;
}

void registerWaitingThreads(napi_env env, napi_value exports) {
  define(env, exports, "watchProcessors", watchProcessors);
  define(env, exports, "processorUse", processorUse);
}

}  // namespace ganymede
