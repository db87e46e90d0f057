#include "features/contact/contact.h"

#include "base/text.h"
#include "features/contact/letters.h"

#include <algorithm>

#include <fmt/format.h>

namespace ax::contact {
namespace {

constexpr int kPageSize = 20;
constexpr int kPerHour = 5;
constexpr int kMostStaff = 50;
constexpr ContactId kNewest{(std::int64_t{1} << 53) - 1};

}  // namespace

void Contact::bind(api::Router& router) {
    router.bind(kSend, [this](Caller const& who, SendContact wish) { return send(who, std::move(wish)); });
    router.bind(kList, [this](Caller const&, ContactQuery query) { return list(query); });
    router.bind(kMark, [this](Caller const& who, MarkHandled wish) { return mark(who, wish); });
}

void Contact::listen(jobs::Listeners& listeners) {
    listeners.on<ContactReceived>(
        "contact.tell_staff",
        [this](ContactReceived const& news, jobs::JobInfo const&) { return tell_staff(news); });
}

Task<Result<Empty>> Contact::send(Caller const& who, SendContact wish) {
    wish.name = trimmed(wish.name);
    wish.text = trimmed(wish.text);
    wish.email = trimmed(wish.email);
    if (wish.name.empty())
        co_return fail_field("name", "blank");
    if (wish.text.empty())
        co_return fail_field("text", "blank");
    if (wish.website && !wish.website->empty())
        co_return Empty{};
    auto const account = who.signed_in() ? std::optional(who.account) : std::nullopt;
    auto const now = p_.clock.now();
    co_return co_await p_.db.write([&](db::Tx& tx) -> Task<Result<Empty>> {
        if (co_await store::known(tx, wish.email, wish.client_key))
            co_return Empty{};
        if (co_await store::count_since(tx, wish.email, now - hours{1}) >= kPerHour)
            co_return std::unexpected(Error{Code::too_many, "contact.too_many", {}, 3600});
        if (auto const id = co_await store::insert(tx, wish, account, now)) {
            ContactReceived const news{*id};
            co_await p_.outbox.add(tx, news);
        }
        co_return Empty{};
    });
}

Task<std::vector<ContactMessage>> Contact::named(std::vector<store::Row> rows) const {
    std::vector<AccountId> staff;
    for (auto const& row : rows)
        if (row.handled_by)
            staff.push_back(*row.handled_by);
    auto const known = co_await p_.accounts.find_all(p_.db, staff);
    std::vector<ContactMessage> out;
    for (auto& row : rows) {
        if (row.handled_by)
            if (auto const* const found = auth::find_in(known, *row.handled_by))
                row.message.handled_by = found->name;
        out.push_back(std::move(row.message));
    }
    co_return out;
}

Task<Result<ContactMessages>> Contact::list(ContactQuery query) {
    auto const limit = query.limit.value_or(kPageSize);
    auto rows =
        co_await store::list(p_.db, query.handled.value_or(false), query.cursor.value_or(kNewest), limit + 1);
    ContactMessages page;
    if (rows.size() > static_cast<std::size_t>(limit)) {
        rows.pop_back();
        page.next = rows.back().message.id;
    }
    page.items = co_await named(std::move(rows));
    co_return page;
}

Task<Result<ContactMessage>> Contact::mark(Caller const& who, MarkHandled wish) {
    AX_CHECK(co_await p_.db.write([&](db::Tx& tx) -> Task<Result<void>> {
        if (!co_await store::find(tx, wish.message))
            co_return fail(Code::not_found, "contact.not_found");
        co_await store::mark(tx, wish.message, wish.handled, who.account, p_.clock.now());
        co_return Result<void>{};
    }));
    std::vector<store::Row> rows;
    if (auto row = co_await store::find(p_.db, wish.message))
        rows.push_back(std::move(*row));
    auto named_rows = co_await named(std::move(rows));
    if (named_rows.empty())
        co_return fail(Code::not_found, "contact.not_found");
    co_return std::move(named_rows.front());
}

Task<void> Contact::tell_staff(ContactReceived const& news) const {
    co_await p_.db.write([&](db::Tx& tx) -> Task<bool> {
        auto const row = co_await store::find(tx, news.message);
        if (!row)
            co_return true;
        auto const& message = row->message;
        auto const words = p_.templates.words<letters::kReceived>(
            {{"name", message.name}, {"email", message.email}, {"text", message.text}});
        auto const url = fmt::format("{}/staff/contact", options_.base_url);
        for (auto const& staff : co_await p_.accounts.staff(tx, kMostStaff))
            co_await p_.mails.add(
                tx, p_.templates.mail(words, {.to_address = staff.email, .to_name = staff.name, .url = url}),
                fmt::format("contact-{}-{}", message.id.value, staff.id.value));
        co_return true;
    });
}

}  // namespace ax::contact
