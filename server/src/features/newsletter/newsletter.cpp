#include "features/newsletter/newsletter.h"

#include "base/text.h"
#include "platform/api/target.h"
#include "platform/crypto/encode.h"
#include "platform/crypto/hash.h"
#include "platform/crypto/token.h"
#include "platform/http/problem.h"

#include <algorithm>

#include <fmt/format.h>

namespace ax::newsletter {
namespace {

constexpr auto kLinkLife = hours{48};
constexpr auto kFirstPause = minutes{10};
constexpr int kMostDoublings = 10;  // about a week: nobody's mailbox is filled by a stranger
constexpr auto kKept = days{30};

constexpr std::string_view kOneClick = "/api/v1/newsletter/one-click/";

std::string normal(std::string_view email) {
    auto out = trimmed(email);
    for (auto& c : out)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    return out;
}

std::string new_seed() { return crypto::to_base64url(crypto::random_bytes(16)); }

std::unexpected<Error> dead_link() { return fail(Code::gone, "newsletter.link_invalid"); }

}  // namespace

std::string Newsletter::confirm_token(std::string_view seed) const {
    return crypto::derived_token(crypto::kMailPrefix, options_.secret, "newsletter-confirm", seed);
}

std::string Newsletter::leave_token(std::string_view seed) const {
    return crypto::derived_token(crypto::kMailPrefix, options_.secret, "newsletter-leave", seed);
}

void Newsletter::bind(api::Router& router) {
    using contract::Caller;
    router.bind(kSubscribe, [this](Caller const&, Subscribe wish) { return subscribe(std::move(wish)); });
    // The token lives in the caller's frame until the call has ended.
    router.bind(kConfirm, [this](Caller const&, LinkToken link) -> Task<Result<Asked>> {
        co_return co_await confirm(link.token);
    });
    router.bind(kUnsubscribe, [this](Caller const&, LinkToken link) -> Task<Result<Asked>> {
        co_return co_await unsubscribe(link.token);
    });
    // Mail programs POST here by themselves (RFC 8058); people who open the address get the page.
    for (auto const verb : {Verb::post, Verb::get})
        router.raw(
            {verb, kOneClick, "newsletter.oneClick", "List-Unsubscribe of the newsletter's mails", {60}},
            [this](api::Call& call) { return one_click(call); });
}

void Newsletter::listen(jobs::Listeners& listeners) {
    listeners.on<ConfirmWanted>(
        "newsletter.link",
        [this](ConfirmWanted const& wanted, jobs::JobInfo const& info) { return send_link(wanted, info); });
    listeners.on<IssueDue>("newsletter.spread",
                           [this](IssueDue const& due, jobs::JobInfo const&) { return spread(due); });
    listeners.on<IssueMail>(
        "newsletter.mail", [this](IssueMail const& due, jobs::JobInfo const&) { return send_issue_to(due); });
    listeners.every("newsletter.purge", hours{1}, [this] { return purge(); });
}

Task<bool> Newsletter::adopt(db::Tx& tx, std::string_view email, Instant at) const {
    auto const address = normal(email);
    if (co_await store::by_email(tx, address))
        co_return false;
    auto const seed = new_seed();
    store::NewSubscriber const row{
        .email = address, .leave_seed = seed, .leave_hash = crypto::token_hash(leave_token(seed)), .now = at};
    auto const id = co_await store::insert(tx, row);
    if (!id)
        co_return false;
    co_await store::confirm(tx, *id, at);
    co_return true;
}

Task<Result<Asked>> Newsletter::subscribe(Subscribe wish) {
    auto const email = normal(wish.email);
    Asked const answer{email};
    if (wish.website && !wish.website->empty())
        co_return answer;
    auto const now = p_.clock.now();
    co_await p_.db.write([&](db::Tx& tx) -> Task<bool> {
        auto const known = co_await store::by_email(tx, email);
        if (known && (known->state == State::subscribed || now < known->next_mail_at))
            co_return true;
        auto id = known ? std::optional(known->id) : std::nullopt;
        if (!id) {
            auto const leave_seed = new_seed();
            store::NewSubscriber const row{.email = email,
                                           .leave_seed = leave_seed,
                                           .leave_hash = crypto::token_hash(leave_token(leave_seed)),
                                           .now = now};
            id = co_await store::insert(tx, row);
        }
        if (!id)
            co_return true;  // the same address, a moment earlier
        int const mails = known ? known->mails : 0;
        auto const seed = new_seed();
        store::Asking const asking{
            .confirm_hash = crypto::token_hash(confirm_token(seed)),
            .expires_at = now + kLinkLife,
            .now = now,
            .mails = mails + 1,
            .next_mail_at = now + kFirstPause * (1 << std::min(mails, kMostDoublings))};
        co_await store::ask(tx, *id, asking);
        ConfirmWanted const wanted{*id, seed};
        co_await p_.outbox.add(tx, wanted);
        co_return true;
    });
    co_return answer;
}

// A second use within the link's life says the same: mail programs open links by themselves.
Task<Result<Asked>> Newsletter::confirm(std::string_view token) {
    if (!crypto::looks_like_token(crypto::kMailPrefix, token))
        co_return dead_link();
    auto const hash = crypto::token_hash(token);
    auto const now = p_.clock.now();
    co_return co_await p_.db.write([&](db::Tx& tx) -> Task<Result<Asked>> {
        auto const who = co_await store::by_confirm(tx, hash, now);
        if (!who)
            co_return dead_link();
        if (who->state != State::subscribed)
            co_await store::confirm(tx, who->id, now);
        co_return Asked{who->email};
    });
}

Task<Result<Asked>> Newsletter::unsubscribe(std::string_view token) {
    if (!crypto::looks_like_token(crypto::kMailPrefix, token))
        co_return dead_link();
    auto const hash = crypto::token_hash(token);
    co_return co_await p_.db.write([&](db::Tx& tx) -> Task<Result<Asked>> {
        auto const who = co_await store::by_leave(tx, hash);
        if (!who)
            co_return dead_link();
        if (who->state != State::left)
            co_await store::leave(tx, who->id, p_.clock.now());
        co_return Asked{who->email};
    });
}

Task<http::Response> Newsletter::one_click(api::Call& call) {
    contract::TextFields fields;
    (void)api::add_query(call.request.query, fields);
    auto const token = std::ranges::find(fields, "token", [](auto const& pair) { return pair.first; });
    auto const given = token == fields.end() ? std::string{} : token->second;
    if (call.request.verb == http::Verb::get) {
        // Programs that look at links must not end anything: the page has a button.
        http::Response page{.status = 303};
        page.add("Location", fmt::format("{}/newsletter/unsubscribe{}{}", options_.base_url,
                                         given.empty() ? "" : "?token=",
                                         crypto::looks_like_token(crypto::kMailPrefix, given) ? given : ""));
        co_return page;
    }
    auto const done = co_await unsubscribe(given);
    if (!done)
        co_return http::problem(done.error(), call.request.request_id);
    co_return http::Response{.body = R"({"status":"unsubscribed"})"};
}

Task<void> Newsletter::purge() const {
    auto const before = p_.clock.now() - kKept;
    co_await p_.db.write([&](db::Tx& tx) -> Task<bool> {
        co_await store::purge(tx, before);
        co_return true;
    });
}

}  // namespace ax::newsletter
