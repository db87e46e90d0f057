#include "features/ledger/earnings.h"

#include "base/csv.h"
#include "base/cursor.h"
#include "base/text.h"
#include "features/availability/availability.h"
#include "features/ledger/earnings_store.h"

#include <array>

#include <fmt/format.h>

namespace ax::ledger {
namespace {

using availability::Zone;
using contract::Caller;

constexpr int kPageSize = 20;
constexpr int kFilePage = 500;
constexpr int kMostFileRows = 10'000;

std::string_view word(EarningKind kind) { return wire_names(kind).at(static_cast<std::size_t>(kind)); }
std::string_view word(EarningState state) { return wire_names(state).at(static_cast<std::size_t>(state)); }

// The texts have passed the contract's rule for dates.
Result<earnings_store::Filter> filter_of(MentorId mentor, Zone const& zone,
                                         std::optional<std::string> const& from,
                                         std::optional<std::string> const& to,
                                         std::optional<EarningKind> kind) {
    earnings_store::Filter filter{
        .mentor = mentor, .from = Instant{}, .to = from_micros(kLastKey), .kind = kind ? word(*kind) : ""};
    if (from)
        filter.from = zone.begin_of(availability::to_date(parse_date(*from).value()));
    if (to)
        filter.to = zone.begin_of(availability::to_date(parse_date(*to).value()) + days{1});
    if (filter.from >= filter.to)
        return fail_field("to", "before_start");
    return filter;
}

std::string amount(std::optional<Money> const& money) { return money ? csv_amount(money->amount) : ""; }

void add_line(std::string& csv, Earning const& one, Zone const& zone) {
    std::array<std::string, 10> const cells{availability::wall_text(one.at, zone),
                                            std::string(word(one.kind)),
                                            std::to_string(one.booking.value),
                                            one.service_title,
                                            short_name(one.student),
                                            one.net.currency,
                                            amount(one.gross),
                                            amount(one.commission),
                                            amount(one.net),
                                            std::string(word(one.state))};
    add_csv_line(csv, cells);
}

Zone zone_of(std::optional<auth::Account> const& account) {
    auto const zone = account ? Zone::find(account->time_zone) : std::nullopt;
    return zone.value_or(Zone{});
}

}  // namespace

void EarningsView::bind(api::Router& router) {
    router.bind(kEarnings, [this](Caller const& who, contract::Empty) { return totals(who); });
    router.bind(kEntries,
                [this](Caller const& who, EarningQuery query) { return entries(who, std::move(query)); });
    router.bind(kFile,
                [this](Caller const& who, EarningFileQuery query) { return file(who, std::move(query)); });
}

Task<Result<Earnings>> EarningsView::totals(Caller const& who) const {
    auto const zone = zone_of(co_await p_.accounts.find(p_.db, who.account));
    auto out = co_await earnings_store::totals(p_.db, *who.mentor);
    out.time_zone = zone.name();
    co_return out;
}

Task<Result<EarningPage>> EarningsView::entries(Caller const& who, EarningQuery query) const {
    auto const zone = zone_of(co_await p_.accounts.find(p_.db, who.account));
    AX_TRY(auto const filter, filter_of(*who.mentor, zone, query.from, query.to, query.kind));
    auto before = kLastKey;
    if (query.cursor) {
        auto const keys = keys_in<1>(*query.cursor);
        if (!keys)
            co_return fail_field("cursor", "not_a_cursor");
        before = (*keys)[0];
    }
    auto const limit = static_cast<std::size_t>(query.limit.value_or(kPageSize));
    EarningPage page;
    page.items = co_await earnings_store::entries(p_.db, filter, before, static_cast<int>(limit) + 1);
    if (page.items.size() > limit) {
        page.items.pop_back();
        page.next = cursor_of(std::array{page.items.back().id});
    }
    for (auto& one : page.items) one.student = short_name(one.student);
    co_return page;
}

Task<Result<EarningFile>> EarningsView::file(Caller const& who, EarningFileQuery query) const {
    auto const zone = zone_of(co_await p_.accounts.find(p_.db, who.account));
    AX_TRY(auto const filter, filter_of(*who.mentor, zone, query.from, query.to, query.kind));
    EarningFile file{.name = "earnings.csv", .csv = {}};
    std::array<std::string, 10> const head{fmt::format("Date ({})", zone.name()),
                                           "Kind",
                                           "Session",
                                           "Service",
                                           "Student",
                                           "Currency",
                                           "Gross",
                                           "Commission",
                                           "Net",
                                           "State"};
    add_csv_line(file.csv, head);
    auto before = kLastKey;
    while (file.rows < kMostFileRows) {
        auto const rows = co_await earnings_store::entries(p_.db, filter, before, kFilePage);
        for (auto const& one : rows) add_line(file.csv, one, zone);
        file.rows += static_cast<int>(rows.size());
        if (rows.size() < kFilePage)
            co_return file;
        before = rows.back().id;
    }
    file.complete = (co_await earnings_store::entries(p_.db, filter, before, 1)).empty();
    co_return file;
}

}  // namespace ax::ledger
