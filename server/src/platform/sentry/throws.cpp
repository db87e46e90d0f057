#include "platform/sentry/throws.h"

#include <array>
#include <atomic>
#include <cstdlib>
#include <dlfcn.h>
#include <execinfo.h>
#include <mutex>
#include <typeinfo>

namespace ax::sentry {
namespace {

constexpr int kDeepest = 48;
constexpr std::size_t kKept = 64;

struct Throw {
    void const* thrown = nullptr;
    int depth = 0;
    std::array<void*, kDeepest> frames{};
};

constinit std::atomic<bool> remembering = false;
constinit std::mutex mutex;
constinit std::array<Throw, kKept> kept{};
constinit std::size_t next = 0;

}  // namespace

void remember_throws() noexcept {
    // The first backtrace loads libgcc; that is not to happen while something is thrown.
    void* first = nullptr;
    (void)backtrace(&first, 1);
    remembering = true;
}

std::vector<void*> stack_of(void const* thrown) {
    std::lock_guard const lock(mutex);
    for (std::size_t back = 1; thrown != nullptr && back <= kKept; ++back) {
        auto const& entry = kept[(next + kKept - back) % kKept];
        if (entry.thrown == thrown)
            return {entry.frames.begin() + 1, entry.frames.begin() + entry.depth};
    }
    return {};
}

// Called by __cxa_throw below; its own frame is the first.
[[gnu::noinline]] static void note_throw(void const* thrown) noexcept {
    Throw entry{.thrown = thrown};
    entry.depth = backtrace(entry.frames.data(), kDeepest);
    if (entry.depth < 2)
        return;
    std::lock_guard const lock(mutex);
    kept[next++ % kKept] = entry;
}

}  // namespace ax::sentry

/// Every `throw` calls this, and what a program defines comes before the C++ library's own, which goes on.
/// Its name is the ABI's (Itanium C++ ABI, Exception Handling, section 2.4.3).
// NOLINTNEXTLINE(bugprone-reserved-identifier,readability-identifier-naming): compilers call this very name
extern "C" [[noreturn, gnu::visibility("default")]] void __cxa_throw(void* thrown, std::type_info* type,
                                                                     void (*destroy)(void*)) {
    using Real = void (*)(void*, std::type_info*, void (*)(void*));
    static auto const real = reinterpret_cast<Real>(dlsym(RTLD_NEXT, "__cxa_throw"));
    if (ax::sentry::remembering.load(std::memory_order_relaxed))
        ax::sentry::note_throw(thrown);
    if (real != nullptr)
        real(thrown, type, destroy);
    std::abort();
}
