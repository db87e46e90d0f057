#include "features/files/files.h"
#include "features/files/model.h"
#include "features/files/rendition_store.h"
#include "features/files/store.h"
#include "platform/blobs/sweep.h"

// Narrower pictures: they come with a picture and go after it.
namespace ax::files {
namespace {

constexpr int kCollectedAtOnce = 200;

}  // namespace

Task<std::int64_t> Files::used(db::Executor& db, AccountId owner) {
    co_return co_await store::used(db, owner) + co_await rendition_store::used(db, owner);
}

Task<void> Files::name_renditions(db::Tx& tx, std::string_view of, std::vector<NewRendition>& renditions) {
    for (auto& one : renditions) {
        auto const kept =
            co_await rendition_store::put(tx, {.of = std::string(of),
                                               .width = one.width,
                                               .format = one.format,
                                               .key = one.key,
                                               .bytes = static_cast<std::int64_t>(one.bytes.size())});
        one.named = kept == one.key;  // else another encoder's is there already
    }
}

// A store that fails now leaves rows without bytes. The upload has failed then, so no address with them is
// given out, and the picture is collected with them or brought again.
Task<void> Files::put_renditions(std::vector<NewRendition> const& renditions) {
    for (auto const& one : renditions)
        if (one.named)
            co_await p_.pictures.put(one.key, one.bytes);
}

Task<void> Files::collect_renditions() {
    for (;;) {
        auto const left_over = co_await rendition_store::left_over(p_.db, kCollectedAtOnce);
        for (auto const& row : left_over) {
            auto const forget = [&](db::Tx& tx) -> Task<bool> {
                co_await rendition_store::forget(tx, row);
                // Bytes are by content: another picture's may be the same, and so may a picture itself.
                co_return co_await rendition_store::is_named(tx, row.key) ||
                    co_await store::is_named(tx, row.key);
            };
            co_await blobs::sweep(p_.pictures, row.key, [&] { return p_.db.write(forget); });
        }
        if (left_over.size() < kCollectedAtOnce)
            co_return;
    }
}

}  // namespace ax::files
