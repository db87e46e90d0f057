#include "features/files/resumable.h"

#include "platform/crypto/encode.h"
#include "platform/crypto/hash.h"
#include "platform/http/text.h"

#include <algorithm>
#include <utility>

namespace ax::files {
namespace {

constexpr int kCollectedAtOnce = 20;
constexpr std::size_t kIdBytes = 16;
constexpr std::size_t kMetadata = 2048;

Error not_found() { return {Code::not_found, "files.upload_not_found"}; }

}  // namespace

std::optional<std::string> metadata_value(std::string_view metadata, std::string_view key) {
    // It is kept as text.
    if (!std::ranges::all_of(metadata, [](char c) { return c >= ' ' && c <= '~'; }))
        return std::nullopt;
    std::optional<std::string> found;
    while (!metadata.empty()) {
        auto value = http::trim(http::next_item(metadata, ','));
        auto const name = http::next_item(value, ' ');
        auto const decoded = crypto::from_base64(value);
        if (name.empty() || !decoded)
            return std::nullopt;
        if (name == key)
            found = *decoded;
    }
    return found;
}

Resumable::Purpose const* Resumable::purpose(std::string_view name) const noexcept {
    auto const at = std::ranges::find(purposes_, name, &Purpose::name);
    return at == purposes_.end() ? nullptr : &*at;
}

std::int64_t Resumable::largest() const noexcept {
    std::int64_t most = 0;
    for (auto const& one : purposes_) most = std::max(most, one.bytes);
    return most;
}

Task<Result<void>> Resumable::make_room(db::Tx& tx, Purpose const& purpose, AccountId owner,
                                        std::int64_t bytes) {
    auto open = co_await upload_store::open(tx, owner);
    if (open.count >= kMostOpen) {
        auto const stale = co_await upload_store::stale(tx, owner, p_.clock.now() - kIdle);
        if (!stale)
            co_return fail(Code::conflict, "files.too_many_uploads");
        co_await upload_store::remove(tx, *stale);
        open = co_await upload_store::open(tx, owner);
    }
    if (co_await purpose.used(tx, owner) + open.bytes + bytes > purpose.quota)
        co_return fail(Code::conflict, purpose.full);
    co_return Result<void>{};
}

Task<Result<Resumable::Upload>> Resumable::create(AccountId owner, Wish wish) {
    auto const named = metadata_value(wish.metadata, "purpose");
    auto const* const wanted = named ? purpose(*named) : nullptr;
    if (wanted == nullptr || wish.metadata.size() > kMetadata)
        co_return fail(Code::malformed, "files.upload_purpose");
    if (wish.bytes > wanted->bytes)
        co_return fail(Code::too_large, "files.too_large");
    auto const now = p_.clock.now();
    Upload const upload{.id = crypto::to_base62(crypto::random_bytes(kIdBytes)),
                        .owner = owner,
                        .purpose = std::string(wanted->name),
                        .metadata = std::move(wish.metadata),
                        .bytes = wish.bytes,
                        .received = 0,
                        .expires_at = now + kLife};
    co_return co_await p_.db.write([&](db::Tx& tx) -> Task<Result<Upload>> {
        AX_CHECK(co_await make_room(tx, *wanted, owner, upload.bytes));
        co_await upload_store::add(tx, upload, now);
        co_return upload;
    });
}

Task<Result<Resumable::Upload>> Resumable::find(AccountId owner, std::string_view id) {
    auto upload = co_await upload_store::find(p_.db, id, owner);
    if (!upload)
        co_return std::unexpected(not_found());
    if (upload->expires_at <= p_.clock.now())
        co_return fail(Code::gone, "files.upload_expired");
    co_return *std::move(upload);
}

Task<Result<Resumable::Upload>> Resumable::append(AccountId owner, std::string_view id, std::int64_t at,
                                                  std::string_view bytes) {
    auto const size = static_cast<std::int64_t>(bytes.size());
    AX_TRY(auto upload, co_await find(owner, id));
    if (upload.received != at)
        co_return fail(Code::conflict, "files.upload_offset");
    if (size > upload.bytes - at)
        co_return fail(Code::too_large, "files.upload_too_long");
    if (size == 0)
        co_return upload;
    co_return co_await p_.db.write([&](db::Tx& tx) -> Task<Result<Upload>> {
        if (!co_await upload_store::append(tx, id, at, bytes, p_.clock.now()))
            co_return fail(Code::conflict, "files.upload_offset");
        auto grown = upload;
        grown.received += size;
        co_return grown;
    });
}

Task<Result<void>> Resumable::remove(AccountId owner, std::string_view id) {
    AX_TRY(auto upload, co_await find(owner, id));
    co_await end(std::move(upload.id));
    co_return Result<void>{};
}

Task<void> Resumable::end(std::string id) {
    co_await p_.db.write([&](db::Tx& tx) -> Task<bool> {
        co_await upload_store::remove(tx, id);
        co_return true;
    });
}

Task<Result<Resumable::Whole>> Resumable::whole(AccountId owner, std::string_view id,
                                                std::string_view purpose) {
    AX_TRY(auto const upload, co_await find(owner, id));
    if (upload.purpose != purpose)
        co_return std::unexpected(not_found());
    if (upload.received != upload.bytes)
        co_return fail(Code::conflict, "files.upload_incomplete");
    co_return Whole{.bytes = co_await upload_store::content(p_.db, upload),
                    .name = metadata_value(upload.metadata, "filename").value_or("")};
}

Task<Result<FileStorage>> Resumable::storage(AccountId owner) {
    FileStorage out;
    for (auto const& one : purposes_)
        out.rooms.push_back({.room = one.room, .used = co_await one.used(p_.db, owner), .most = one.quota});
    co_return out;
}

Task<void> Resumable::collect() {
    for (;;) {
        // A few at a time: each may have ten megabytes, and others write meanwhile.
        auto const ids = co_await upload_store::expired(p_.db, p_.clock.now(), kCollectedAtOnce);
        for (auto const& id : ids) co_await end(id);
        if (ids.size() < kCollectedAtOnce)
            co_return;
    }
}

}  // namespace ax::files
