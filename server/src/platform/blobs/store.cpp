#include "platform/blobs/store.h"

#include <algorithm>

#include <fmt/format.h>

namespace ax::blobs {
namespace {

constexpr std::size_t kPrefix = 2;

// The pool hands values over, and these have none.
template <class F>
Task<void> in(runtime::Pool& pool, F work) {
    (void)co_await pool.run([&] {
        work();
        return true;
    });
}

}  // namespace

Task<void> DiskStore::put(std::string_view key, std::string_view bytes) {
    return in(pool_, [=, this] { files_.put(key, bytes); });
}

Task<std::shared_ptr<std::string const>> DiskStore::get(std::string_view key) {
    return pool_.run([=, this] { return files_.get(key); });
}

Task<void> DiskStore::set_aside(std::string_view key) {
    return in(pool_, [=, this] { files_.set_aside(key); });
}

Task<void> DiskStore::restore(std::string_view key) {
    return in(pool_, [=, this] { files_.restore(key); });
}

Task<void> DiskStore::forget(std::string_view key) {
    return in(pool_, [=, this] { files_.forget(key); });
}

std::string name_of(std::string_view folder, std::string_view key) {
    auto const at = std::min(kPrefix, key.size());
    return fmt::format("{}/{}/{}", folder, key.substr(0, at), key.substr(at));
}

}  // namespace ax::blobs
