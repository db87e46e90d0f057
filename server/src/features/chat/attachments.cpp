#include "features/chat/attachments.h"

#include "base/fold.h"
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
constexpr std::string_view kPurpose = "attachment";

}  // namespace

Attachments::Attachments(Ports ports, Options const& options)
    : p_(ports), most_(options.attachment_bytes), quota_(options.attachment_quota) {
    p_.uploads.accept({.name = kPurpose,
                       .bytes = most_,
                       .room = files::FileRoom::attachments,
                       .quota = quota_,
                       .full = "chat.attachment_quota",
                       .used = attachment_store::used});
}

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

Task<Result<Attachment>> Attachments::take_uploaded(Caller const& who, std::string id) {
    auto const keep = [&](files::Resumable::Whole const& file) { return upload(who, file.name, file.bytes); };
    co_return co_await p_.uploads.finish<Attachment>(who.account, std::move(id), kPurpose, keep);
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
