#include "features/chat/attachments.h"

#include "base/fold.h"
#include "features/chat/attachment_store.h"
#include "features/chat/rows.h"
#include "platform/blobs/image.h"
#include "platform/blobs/keep.h"
#include "platform/blobs/sweep.h"
#include "platform/crypto/encode.h"
#include "platform/crypto/hash.h"

#include <fmt/format.h>

namespace ax::chat {
namespace {

constexpr Duration kUnsentFor = hours{24};
constexpr int kCollectedAtOnce = 200;
constexpr int kNameLength = 120;

}  // namespace

std::string tidy_file_name(std::string_view name, std::string_view extension) {
    if (auto const slash = name.find_last_of("/\\"); slash != std::string_view::npos)
        name.remove_prefix(slash + 1);
    std::string out;
    for (auto const c : tidy(name)) {
        if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f)
            out += c;
    }
    out = std::string(beginning(out, kNameLength));
    return is_blank(out) || out.starts_with('.') ? fmt::format("picture.{}", extension) : out;
}

Task<Result<Attachment>> Attachments::upload(Caller const& who, std::string name, std::string_view bytes) {
    if (std::cmp_greater(bytes.size(), most_))
        co_return fail(Code::too_large, "chat.attachment_too_large");
    // Before the work, so that who has no room costs nothing; and again with the row.
    if (co_await attachment_store::used(p_.db, who.account) >= quota_)
        co_return fail(Code::conflict, "chat.attachment_quota");
    // What is cheap first, so that hardly anything but pictures costs a process.
    AX_TRY(auto const looked_at, co_await p_.pool.run([&] { return blobs::clean_image(bytes); }));
    AX_TRY(auto const image, co_await p_.media.render(media::Purpose::message, looked_at.bytes));
    auto const verdict = co_await p_.quarantine.look(bytes);
    if (verdict == scan::Verdict::infected)
        co_return fail(Code::invalid, "files.infected");
    attachment_store::NewAttachment const row{
        .owner = who.account,
        .digest = crypto::to_hex(crypto::bytes(crypto::sha256(image.bytes))),
        .name = tidy_file_name(name, image.extension),
        .content_type = std::string(image.content_type),
        .bytes = static_cast<std::int64_t>(image.bytes.size()),
        .width = image.width,
        .height = image.height};
    AX_TRY(auto const id, co_await p_.db.write([&](db::Tx& tx) -> Task<Result<AttachmentId>> {
        if (co_await attachment_store::used(tx, who.account) + row.bytes > quota_)
            co_return fail(Code::conflict, "chat.attachment_quota");
        bool const known = co_await attachment_store::is_named(tx, row.digest);
        co_await p_.quarantine.note(tx, p_.files.folder(), row.digest, verdict, known);
        co_return co_await attachment_store::insert(tx, row, p_.clock.now());
    }));
    auto const take_back = [&](db::Tx& tx) -> Task<bool> {
        co_await attachment_store::forget(tx, id);
        co_return true;
    };
    co_await blobs::keep(p_.files, row.digest, image.bytes, [&] { return p_.db.write(take_back); });
    co_return Attachment{.id = id,
                         .name = row.name,
                         .content_type = row.content_type,
                         .bytes = row.bytes,
                         .width = row.width,
                         .height = row.height,
                         .url = attachment_url(id)};
}

Task<Result<Attachments::File>> Attachments::get(Caller const& who, AttachmentId id) {
    auto stored = co_await attachment_store::find(p_.db, id);
    bool allowed = stored && !stored->deleted;
    if (allowed && stored->conversation)
        allowed = (co_await p_.service.sides_of(p_.db, who, *stored->conversation)).has_value();
    else if (allowed)
        allowed = stored->owner == who.account;
    if (!allowed)
        co_return fail(Code::not_found, "chat.attachment_not_found");
    auto const state = co_await p_.quarantine.state(p_.db, stored->digest);
    if (state == scan::State::waiting)
        co_return fail(Code::not_found, "files.being_checked");
    if (state == scan::State::infected)
        co_return fail(Code::gone, "files.infected");
    File file{.bytes = {},
              .digest = std::move(stored->digest),
              .name = std::move(stored->name),
              .content_type = std::move(stored->content_type)};
    file.bytes = co_await p_.files.get(file.digest);
    if (!file.bytes)
        co_return fail(Code::gone, "chat.attachment_lost");
    co_return file;
}

Task<void> Attachments::collect() {
    for (;;) {
        auto const before = p_.clock.now() - kUnsentFor;
        auto const unsent = co_await attachment_store::expired(p_.db, before, kCollectedAtOnce);
        for (auto const& file : unsent) {
            auto const forget = [&](db::Tx& tx) -> Task<bool> {
                co_await attachment_store::forget(tx, file.id);
                bool const named = co_await attachment_store::is_named(tx, file.digest);
                if (!named)
                    co_await p_.quarantine.forget(tx, file.digest);
                co_return named;
            };
            co_await blobs::sweep(p_.files, file.digest, [&] { return p_.db.write(forget); });
        }
        if (unsent.size() < kCollectedAtOnce)
            co_return;
    }
}

}  // namespace ax::chat
