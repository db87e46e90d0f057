#include "features/chat/attachments.h"
#include "features/chat/rows.h"

#include <fmt/format.h>

// Attachments for who may read them, and for who has an address that one of those asked for.
namespace ax::chat {
namespace {

using attachment_store::Stored;

constexpr int kRescannedAtOnce = 200;

// With the conversation: once its message is deleted, it is in none, and the addresses of it end.
std::string object_of(AttachmentId id, Stored const& stored) {
    auto const where = stored.conversation ? stored.conversation->value : 0;
    return fmt::format("attachment:{}:{}:{}", id.value, where, stored.digest);
}

}  // namespace

Task<Result<Stored>> Attachments::readable(Caller const& who, AttachmentId id) {
    auto stored = co_await attachment_store::find(p_.db, id);
    bool allowed = stored && !stored->deleted;
    if (allowed && stored->conversation)
        allowed = (co_await p_.service.sides_of(p_.db, who, *stored->conversation)).has_value();
    else if (allowed)
        allowed = stored->owner == who.account;
    if (!allowed)
        co_return fail(Code::not_found, "chat.attachment_not_found");
    co_return *std::move(stored);
}

Task<Result<Attachments::File>> Attachments::open(Stored stored) {
    AX_CHECK(co_await p_.quarantine.released(p_.db, stored.digest));
    File file{.bytes = {},
              .digest = std::move(stored.digest),
              .name = std::move(stored.name),
              .content_type = std::move(stored.content_type)};
    file.bytes = co_await p_.files.get(file.digest);
    if (!file.bytes)
        co_return fail(Code::gone, "chat.attachment_lost");
    co_return file;
}

Task<Result<Attachments::File>> Attachments::get(Caller const& who, AttachmentId id) {
    AX_TRY(auto stored, co_await readable(who, id));
    co_return co_await open(std::move(stored));
}

Task<Result<Attachments::File>> Attachments::get(std::string_view link, AttachmentId id) {
    auto stored = co_await attachment_store::find(p_.db, id);
    AX_CHECK(p_.links.check(stored ? object_of(id, *stored) : std::string{}, link, p_.clock.now()));
    if (!stored || stored->deleted)
        co_return fail(Code::forbidden, "files.link_invalid");
    co_return co_await open(*std::move(stored));
}

Task<Result<files::FileLink>> Attachments::link(Caller const& who, AttachmentId id) {
    AX_TRY(auto const stored, co_await readable(who, id));
    AX_CHECK(co_await p_.quarantine.released(p_.db, stored.digest));
    auto link = p_.links.sign(attachment_url(id), object_of(id, stored), p_.clock.now());
    co_return files::FileLink{.url = std::move(link.url), .expires_at = link.expires_at};
}

Task<scan::Quarantine::Rescanned> Attachments::rescan() {
    co_return co_await p_.quarantine.rescan_kept(
        [this](std::string const& after) -> Task<std::vector<scan::Quarantine::Kept>> {
            std::vector<scan::Quarantine::Kept> files;
            for (auto& digest : co_await attachment_store::after(p_.db, after, kRescannedAtOnce))
                files.push_back({.folder = p_.files.folder(), .key = std::move(digest)});
            co_return files;
        });
}

}  // namespace ax::chat
