#include "features/files/files.h"
#include "features/files/model.h"

#include <fmt/format.h>

// CVs for who may read them, and for who has an address that one of those asked for.
namespace ax::files {
namespace {

// The key is made of whose it is and what is in it, so a CV that was replaced is another object.
std::string object_of(std::string_view cv_key) { return fmt::format("cv:{}", cv_key); }

}  // namespace

Task<Result<auth::Account>> Files::with_cv(Caller const& who, std::string_view person) {
    AX_TRY(auto owner, co_await readable(who, person));
    if (owner.cv_key.empty())
        co_return fail(Code::not_found, "files.cv_not_found");
    auto const free = co_await p_.quarantine.released(p_.db, owner.cv_key);
    if (!free && owner.id == who.account)
        co_return std::unexpected(free.error());
    if (!free)
        co_return fail(Code::not_found, "files.cv_not_found");
    co_return owner;
}

Task<Result<auth::Account>> Files::with_cv(std::string_view link, std::string_view person) {
    auto owner = co_await p_.accounts.find_by_public_id(p_.db, person);
    // Asked about nobody's CV, too: what is made up says nothing of who has one.
    AX_CHECK(p_.links.check(object_of(owner ? owner->cv_key : ""), link, p_.clock.now()));
    if (!owner)
        co_return fail(Code::forbidden, "files.link_invalid");
    AX_CHECK(co_await p_.quarantine.released(p_.db, owner->cv_key));
    co_return *std::move(owner);
}

Task<Result<FileLink>> Files::cv_link(Caller const& who, std::string person) {
    AX_TRY(auto const owner, co_await with_cv(who, person));
    auto link =
        p_.links.sign(fmt::format("{}{}", kCvFolder, person), object_of(owner.cv_key), p_.clock.now());
    co_return FileLink{.url = std::move(link.url), .expires_at = link.expires_at};
}

}  // namespace ax::files
