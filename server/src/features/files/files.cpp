#include "features/files/files.h"

#include "features/files/model.h"
#include "features/files/rendition_store.h"
#include "features/files/store.h"
#include "platform/blobs/keep.h"
#include "platform/blobs/picture.h"
#include "platform/blobs/sweep.h"
#include "platform/crypto/encode.h"
#include "platform/crypto/hash.h"

#include <fmt/format.h>

namespace ax::files {
namespace {

constexpr int kCollectedAtOnce = 200;
constexpr std::string_view kCvEnding = ".pdf";

std::string digest_of(std::string_view bytes) { return crypto::to_hex(crypto::bytes(crypto::sha256(bytes))); }

// How the caller is known to others.
std::string public_name(Caller const& who) {
    if (who.mentor)
        return public_id(*who.mentor);
    return who.student ? public_id(*who.student) : std::string{};
}

CvState state_of(scan::State state) {
    switch (state) {
        case scan::State::free:
            return CvState::ready;
        case scan::State::waiting:
            return CvState::checking;
        case scan::State::infected:
            return CvState::refused;
    }
    return CvState::ready;
}

}  // namespace

Files::Files(Ports ports, Options options) : p_(ports), options_(options), resumable_({p_.db, p_.clock}) {
    accept_uploads();
    for (auto const* const store : {&p_.pictures, &p_.documents})
        p_.quarantine.when_found(std::string(store->folder()), [this](db::Tx& tx, std::string key) {
            return found_infected(tx, std::move(key));
        });
}

// To who brought it first: of the same picture of two people there is one.
Task<void> Files::found_infected(db::Tx& tx, std::string key) const {
    auto const row = co_await store::find(tx, key);
    if (!row)
        co_return;
    auto kind = FileKind::cv;
    if (!key.ends_with(kCvEnding)) {
        auto const owner = co_await p_.accounts.find(tx, row->owner);
        kind = owner && blobs::without_looks(owner->photo_key) == key ? FileKind::photo : FileKind::cover;
    }
    FoundInfected const event{
        .owner = row->owner, .kind = kind, .uploaded_at = row->created_at, .key = std::move(key)};
    co_await p_.outbox.add(tx, event);
}

Task<bool> Files::use(db::Tx& tx, std::string_view column) const {
    auto const key = blobs::without_looks(column);
    if (!picture_type(key))
        co_return false;
    co_return co_await store::use(tx, key);
}

Task<void> Files::release(db::Tx& tx, std::string_view column) const {
    if (!column.empty())
        co_await store::release(tx, blobs::without_looks(column));
}

std::string Files::key_of(std::string_view url) { return std::string(key_in(url).value_or("")); }

Task<Result<bool>> Files::keep(AccountId owner, blobs::Store& store, std::string const& key, Upload upload) {
    auto const verdict = co_await p_.quarantine.look(upload.sent);
    if (verdict == scan::Verdict::infected)
        co_return fail(Code::invalid, "files.infected");
    auto const now = p_.clock.now();
    bool known = false;
    AX_TRY(bool const waits, co_await p_.db.write([&](db::Tx& tx) -> Task<Result<bool>> {
        auto const size = static_cast<std::int64_t>(upload.kept.size());
        auto all = size;
        for (auto const& one : upload.renditions) all += static_cast<std::int64_t>(one.bytes.size());
        known = co_await store::is_named(tx, key);
        if (!known && co_await used(tx, owner) + all > options_.quota)
            co_return fail(Code::conflict, "files.quota");
        co_await store::put(tx, key, owner, size, now);
        co_await name_renditions(tx, key, upload.renditions);
        co_await p_.quarantine.note(tx, store.folder(), key, verdict, known);
        co_return co_await p_.quarantine.state(tx, key) != scan::State::free;
    }));
    auto const take_back = [&](db::Tx& tx) -> Task<bool> {
        if (!known)
            co_await store::take_back(tx, key, now);
        co_return true;
    };
    co_await blobs::keep(store, key, upload.kept, [&] { return p_.db.write(take_back); });
    co_await put_renditions(upload.renditions);
    co_return waits;
}

Task<Result<Files::Kept>> Files::keep_picture(Caller const& who, std::string_view body,
                                              std::vector<std::uint32_t> widths) {
    // Before the work, so that who has no room costs nothing.
    if (co_await used(p_.db, who.account) >= options_.quota)
        co_return fail(Code::conflict, "files.quota");
    // What is cheap first, so that hardly anything but pictures costs a process.
    AX_TRY(auto const looked_at, co_await p_.pool.run([&] { return picture_in(body); }));
    AX_TRY(auto const image,
           co_await p_.media.render(media::Purpose::still, looked_at.bytes, std::move(widths)));
    auto const key = fmt::format("{}.{}", digest_of(image.bytes), image.extension);
    Upload upload{.sent = body, .kept = image.bytes};
    blobs::Looks looks{.width = image.width, .height = image.height, .hash = image.hash};
    for (auto const& one : image.renditions) {
        upload.renditions.push_back({.width = one.width,
                                     .format = std::string(one.extension),
                                     .key = fmt::format("{}.{}", digest_of(one.bytes), one.extension),
                                     .bytes = one.bytes});
        if (looks.widths.empty() || looks.widths.back() != one.width)
            looks.widths.push_back(one.width);
    }
    AX_TRY(bool const waits, co_await keep(who.account, p_.pictures, key, std::move(upload)));
    co_return Kept{.column = blobs::with_looks(key, looks),
                   .width = image.width,
                   .height = image.height,
                   .waits = waits};
}

Task<Result<Picture>> Files::set_photo(Caller const& who, std::string_view body) {
    AX_TRY(auto const kept, co_await keep_picture(who, body, kPhotoWidths));
    AX_CHECK(co_await change_photo(who.account, kept.column));
    co_return Picture{.url = *blobs::picture_url(kept.column),
                      .width = kept.width,
                      .height = kept.height,
                      .checking = kept.waits};
}

Task<Result<Empty>> Files::remove_photo(Caller const& who) {
    co_return co_await change_photo(who.account, std::string{});
}

Task<Result<Empty>> Files::change_photo(AccountId account, std::string column) {
    co_return co_await p_.db.write([&](db::Tx& tx) -> Task<Result<Empty>> {
        auto const before = co_await p_.accounts.find(tx, account);
        if (!before || before->photo_key == column)
            co_return Empty{};
        if (!column.empty() && !co_await use(tx, column))
            co_return fail(Code::unavailable, "server.busy");
        co_await p_.accounts.set_photo(tx, account, column);
        co_await release(tx, before->photo_key);
        co_await p_.mentors.photo_changed(tx, account);
        co_return Empty{};
    });
}

Task<Result<Picture>> Files::add_cover(Caller const& who, std::string_view body) {
    if (!who.mentor && !who.staff)
        co_return fail(Code::forbidden, "auth.not_allowed");
    AX_TRY(auto const kept, co_await keep_picture(who, body, kCoverWidths));
    co_return Picture{.url = *blobs::picture_url(kept.column),
                      .width = kept.width,
                      .height = kept.height,
                      .checking = kept.waits};
}

Task<Result<CvAnswer>> Files::set_cv(Caller const& who, std::string_view body) {
    if (!who.student && !who.mentor)
        co_return fail(Code::forbidden, "auth.not_allowed");
    AX_CHECK(co_await p_.pool.run([&] { return check_cv(body); }));
    // Not by content alone: whose CV it is decides who may read it, so the same PDF of two people is two.
    auto const key =
        fmt::format("{}{}", digest_of(fmt::format("{}:{}", who.account.value, digest_of(body))), kCvEnding);
    AX_CHECK(co_await keep(who.account, p_.documents, key, {.sent = body, .kept = body}));
    AX_CHECK(co_await change_cv(who.account, key));
    co_return co_await my_cv(who);
}

Task<Result<Empty>> Files::remove_cv(Caller const& who) {
    co_return co_await change_cv(who.account, std::string{});
}

Task<Result<Empty>> Files::change_cv(AccountId account, std::string key) {
    co_return co_await p_.db.write([&](db::Tx& tx) -> Task<Result<Empty>> {
        auto const before = co_await p_.accounts.find(tx, account);
        if (!before || before->cv_key == key)
            co_return Empty{};
        if (!key.empty() && !co_await store::use(tx, key))
            co_return fail(Code::unavailable, "server.busy");
        co_await p_.accounts.set_cv(tx, account, key);
        co_await release(tx, before->cv_key);
        co_return Empty{};
    });
}

Task<CvAnswer> Files::answer(db::Executor& db, std::string_view person, std::string_view key) const {
    CvAnswer out;
    if (key.empty())
        co_return out;
    if (auto const row = co_await store::find(db, key))
        out.cv = Cv{.url = fmt::format("{}{}", kCvFolder, person),
                    .bytes = row->bytes,
                    .uploaded_at = row->created_at,
                    .state = state_of(co_await p_.quarantine.state(db, key))};
    co_return out;
}

Task<Result<CvAnswer>> Files::my_cv(Caller const& who) {
    auto const account = co_await p_.accounts.find(p_.db, who.account);
    auto const person = public_name(who);
    co_return co_await answer(p_.db, person, account ? account->cv_key : std::string{});
}

Task<Result<auth::Account>> Files::readable(Caller const& who, std::string_view person) {
    auto account = co_await p_.accounts.find_by_public_id(p_.db, person);
    bool allowed = account && account->id == who.account;
    if (account && !allowed && account->student && who.mentor)
        allowed = co_await p_.bookings.have_booked(p_.db, *account->student, *who.mentor);
    if (account && !allowed && account->mentor && who.student)
        allowed = co_await p_.bookings.have_booked(p_.db, *who.student, *account->mentor);
    if (!allowed)
        co_return fail(Code::not_found, "files.cv_not_found");
    co_return *std::move(account);
}

Task<Result<CvAnswer>> Files::cv_of(Caller const& who, std::string person) {
    AX_TRY(auto const account, co_await readable(who, person));
    auto out = co_await answer(p_.db, person, account.cv_key);
    // To others there is none until it may be read.
    if (out.cv && out.cv->state != CvState::ready && account.id != who.account)
        out.cv.reset();
    co_return out;
}

Task<void> Files::collect() {
    for (;;) {
        auto const before = p_.clock.now() - kUnusedFor;
        auto const unused = co_await store::unused(p_.db, before, kCollectedAtOnce);
        for (auto const& key : unused) {
            auto const forget = [&](db::Tx& tx) -> Task<bool> {
                co_await store::forget(tx, key, before);
                bool const named =
                    co_await store::is_named(tx, key) || co_await rendition_store::is_named(tx, key);
                if (!named)
                    co_await p_.quarantine.forget(tx, key);
                co_return named;
            };
            co_await blobs::sweep(key.ends_with(kCvEnding) ? p_.documents : p_.pictures, key,
                                  [&] { return p_.db.write(forget); });
        }
        if (unused.size() < kCollectedAtOnce)
            break;
    }
    co_await collect_renditions();
}

}  // namespace ax::files
