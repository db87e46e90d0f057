#pragma once

#include "contract/endpoint.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What travels about a mentor's money. All amounts are sums of ledger entries; days are days of the mentor's
/// time zone.
namespace ax::ledger {

using contract::Access;
using contract::Endpoint;
using contract::field;
using contract::Length;
using contract::Range;
using contract::Verb;

struct Balance {
    Money pending;
    Money released;
    Money total;
    static constexpr auto wire() {
        return contract::Fields{
            field("pending", &Balance::pending, "Paid for sessions that are not yet over"),
            field("released", &Balance::released, "Earned"),
            field("total", &Balance::total),
        };
    }
};

/// What a transfer did: a payment came in, it became the mentor's, a release was taken back for a refund, the
/// payment went back.
enum class EarningKind : unsigned char { capture, release, hold_back, refund };
constexpr auto wire_names(EarningKind) {
    return std::array<std::string_view, 4>{"capture", "release", "hold_back", "refund"};
}

/// Where the money of a session is now.
enum class EarningState : unsigned char { pending, available, refunded };
constexpr auto wire_names(EarningState) {
    return std::array<std::string_view, 3>{"pending", "available", "refunded"};
}

struct Earnings {
    Money pending;
    Money available;
    Money refunded;
    Money lifetime;
    std::string time_zone;
    static constexpr auto wire() {
        return contract::Fields{
            field("pending", &Earnings::pending, "Until the sessions are settled"),
            field("available", &Earnings::available, "For sessions that took place"),
            field("refunded", &Earnings::refunded, "The mentor's share of what went back"),
            field("lifetime", &Earnings::lifetime, "All that ever came in: the three others together"),
            field("time_zone", &Earnings::time_zone, "The mentor's: its days are meant by from and to"),
        };
    }
};

struct Earning {
    std::int64_t id = 0;
    EarningKind kind{};
    BookingId booking;
    std::string service_title;
    std::string student;
    std::optional<Money> gross;
    std::optional<Money> commission;
    Money net;
    EarningState state{};
    Instant at;
    static constexpr auto wire() {
        return contract::Fields{
            field("id", &Earning::id, "The transfer's"),
            field("kind", &Earning::kind),
            field("booking", &Earning::booking),
            field("service_title", &Earning::service_title),
            field("student", &Earning::student, "First name and initial"),
            field("gross", &Earning::gross, "Of captures and refunds; negative: went back"),
            field("commission", &Earning::commission, "Of captures and refunds"),
            field("net", &Earning::net, "The mentor's share that this moved"),
            field("state", &Earning::state, "Of the session's money, now"),
            field("at", &Earning::at),
        };
    }
};

struct EarningPage {
    std::vector<Earning> items;
    std::optional<std::string> next;
    static constexpr auto wire() {
        return contract::Fields{field("items", &EarningPage::items), field("next", &EarningPage::next)};
    }
};

struct EarningQuery {
    std::optional<std::string> from = {};
    std::optional<std::string> to = {};
    std::optional<EarningKind> kind = {};
    std::optional<std::string> cursor = {};
    std::optional<int> limit = {};
    static constexpr auto wire() {
        return contract::Fields{
            field("from", &EarningQuery::from, contract::Date{}, "First day, in the mentor's zone"),
            field("to", &EarningQuery::to, contract::Date{}, "Last day, included"),
            field("kind", &EarningQuery::kind),
            field("cursor", &EarningQuery::cursor, Length{1, 30}),
            field("limit", &EarningQuery::limit, Range{1, 50}, "Default 20"),
        };
    }
};

struct EarningFileQuery {
    std::optional<std::string> from = {};
    std::optional<std::string> to = {};
    std::optional<EarningKind> kind = {};
    static constexpr auto wire() {
        return contract::Fields{
            field("from", &EarningFileQuery::from, contract::Date{}),
            field("to", &EarningFileQuery::to, contract::Date{}),
            field("kind", &EarningFileQuery::kind),
        };
    }
};

struct EarningFile {
    std::string name;
    std::string csv;
    int rows = 0;
    bool complete = true;
    static constexpr auto wire() {
        return contract::Fields{
            field("name", &EarningFile::name),
            field("csv", &EarningFile::csv, "RFC 4180, no cell is a formula"),
            field("rows", &EarningFile::rows),
            field("complete", &EarningFile::complete,
                  "False: there are more than 10,000, the newest are here"),
        };
    }
};

inline constexpr Endpoint<contract::Empty, Balance> kBalance{
    .verb = Verb::get,
    .path = "/mentors/me/balance/",
    .name = "ledger.balance",
    .access = Access::mentor,
    .summary = "The mentor's money: sums of ledger entries"};

inline constexpr Endpoint<contract::Empty, Earnings> kEarnings{
    .verb = Verb::get,
    .path = "/mentor/earnings/",
    .name = "ledger.earnings",
    .access = Access::mentor,
    .summary = "What the mentor has earned so far, by where it is"};

inline constexpr Endpoint<EarningQuery, EarningPage> kEntries{
    .verb = Verb::get,
    .path = "/mentor/earnings/entries/",
    .name = "ledger.entries",
    .access = Access::mentor,
    .summary = "What moved the mentor's money, newest first"};

inline constexpr Endpoint<EarningFileQuery, EarningFile> kFile{
    .verb = Verb::get,
    .path = "/mentor/earnings/file/",
    .name = "ledger.file",
    .access = Access::mentor,
    .summary = "The same as a table for spreadsheets, the newest 10,000",
    .limit = {10}};

}  // namespace ax::ledger
