#include "base/csv.h"
#include "features/events/events.h"
#include "features/events/wall_time.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace ax::events {
namespace {

constexpr int kPageSize = 50;
constexpr int kFilePage = 500;

std::string_view word(RegistrationState state) {
    return wire_names(state).at(static_cast<std::size_t>(state));
}

// As it was typed at the door: spaces, dashes and case are no part of it.
std::string plain_code(std::string_view typed) {
    std::string code;
    for (char const c : typed) {
        if (c >= 'a' && c <= 'z')
            code += static_cast<char>(c - 32);
        else if (c != ' ' && c != '-')
            code += c;
    }
    return code;
}

std::vector<Attendee> named(std::vector<store::Registration> const& rows,
                            std::vector<auth::Account> const& known) {
    std::vector<Attendee> out;
    for (auto const& row : rows) {
        auto const* const account = auth::find_in(known, row.account);
        bool const registered = row.state == RegistrationState::registered;
        out.push_back({.id = row.id,
                       .name = account != nullptr ? account->name : std::string{},
                       .state = row.state,
                       .since = row.queued_at,
                       .code = registered ? std::optional(row.code) : std::nullopt,
                       .checked_in_at = row.checked_in_at});
    }
    return out;
}

std::vector<AccountId> accounts_of(std::vector<store::Registration> const& rows) {
    std::vector<AccountId> out;
    for (auto const& row : rows) out.push_back(row.account);
    return out;
}

}  // namespace

Task<Result<Attendees>> Events::attendees(Caller const& who, AttendeeQuery query) {
    AX_TRY(auto const event, co_await managed(p_.db, who, query.event));
    auto const limit = static_cast<std::size_t>(query.limit.value_or(kPageSize));
    auto rows = co_await store::living(p_.db, query.event, RegistrationId{query.cursor.value_or(0)},
                                       static_cast<int>(limit) + 1);
    Attendees answer;
    if (rows.size() > limit) {
        rows.pop_back();
        answer.next = std::to_string(rows.back().id.value);
    }
    answer.items = named(rows, co_await p_.accounts.find_all(p_.db, accounts_of(rows)));
    answer.taken = event.taken;
    answer.waiting = event.waiting;
    answer.checked_in = co_await store::checked_in(p_.db, query.event);
    co_return answer;
}

Task<Result<AttendeeFile>> Events::attendee_file(Caller const& who, EventId id) {
    AX_TRY(auto const event, co_await managed(p_.db, who, id));
    AttendeeFile file{.name = fmt::format("event-{}-attendees.csv", id.value), .csv = {}};
    std::array<std::string, 5> const head{"Name", "State", fmt::format("Since ({})", event.time_zone),
                                          "Checked in", "Code"};
    add_csv_line(file.csv, head);
    RegistrationId after;
    for (;;) {  // bounded by the places of an event and its waitlist
        auto const rows = co_await store::living(p_.db, id, after, kFilePage);
        if (rows.empty())
            co_return file;
        after = rows.back().id;
        auto const known = co_await p_.accounts.find_all(p_.db, accounts_of(rows));
        for (auto const& one : named(rows, known)) {
            std::array<std::string, 5> const line{
                one.name, std::string(word(one.state)), wall_text(one.since, event.time_zone),
                one.checked_in_at ? wall_text(*one.checked_in_at, event.time_zone) : std::string{},
                one.code.value_or("")};
            add_csv_line(file.csv, line);
        }
    }
}

Task<Result<CheckedIn>> Events::check_in(Caller const& who, CheckIn wish) {
    AX_TRY(auto const event, co_await managed(p_.db, who, wish.event));
    if (event.state != EventState::published)
        co_return fail(Code::conflict, "events.not_published");
    auto const code = plain_code(wish.code);
    bool again = false;
    auto const found = co_await p_.db.write(
        [&](db::Tx& tx) -> Task<Result<store::Registration>> {
            co_await store::lock(tx, wish.event);
            auto one = co_await store::by_code(tx, wish.event, code);
            if (!one || one->state != RegistrationState::registered)
                co_return fail(Code::not_found, "events.code_unknown");
            again = one->checked_in_at.has_value();
            if (!again) {
                one->checked_in_at = p_.clock.now();
                co_await store::check_in(tx, one->id, p_.clock.now());
            }
            co_return std::move(*one);
        },
        db::Isolation::row_lock);
    if (!found) {
        // Of their own events only: who is expected elsewhere is no business of this host.
        if (co_await store::is_code_of_other_event(p_.db, wish.event, who.account, code))
            co_return fail(Code::conflict, "events.code_of_other_event");
        co_return std::unexpected(found.error());
    }
    std::vector<store::Registration> const rows{*found};
    auto attendees = named(rows, co_await p_.accounts.find_all(p_.db, accounts_of(rows)));
    co_return CheckedIn{.attendee = std::move(attendees.front()), .again = again};
}

}  // namespace ax::events
