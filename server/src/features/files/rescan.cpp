#include "features/files/files.h"
#include "features/files/store.h"

namespace ax::files {
namespace {

constexpr int kAtOnce = 200;

}  // namespace

Task<scan::Quarantine::Rescanned> Files::rescan() {
    co_return co_await p_.quarantine.rescan_kept(
        [this](std::string const& after) -> Task<std::vector<scan::Quarantine::Kept>> {
            std::vector<scan::Quarantine::Kept> files;
            for (auto& key : co_await store::after(p_.db, after, kAtOnce))
                files.push_back({.folder = (picture_type(key) ? p_.pictures : p_.documents).folder(),
                                 .key = std::move(key)});
            co_return files;
        });
}

}  // namespace ax::files
