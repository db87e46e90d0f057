#pragma once

#include "contract/endpoint.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What travels about a mentor's numbers. Days are days of the mentor's zone; every number stands beside the
/// same of as many days before.
namespace ax::analytics {

using contract::Access;
using contract::Endpoint;
using contract::field;
using contract::Verb;

enum class Span : unsigned char { week, month, quarter, custom };
constexpr auto wire_names(Span) { return std::array<std::string_view, 4>{"7", "30", "90", "custom"}; }

enum class SeriesStep : unsigned char { day, week };
constexpr auto wire_names(SeriesStep) { return std::array<std::string_view, 2>{"day", "week"}; }

/// From an appearance in the list of mentors to a session that took place.
enum class FunnelStage : unsigned char { found, viewed, held, paid, attended };
constexpr auto wire_names(FunnelStage) {
    return std::array<std::string_view, 5>{"found", "viewed", "held", "paid", "attended"};
}

/// When somebody was here last, at most so long ago.
enum class LastActive : unsigned char { today, this_week, this_month };
constexpr auto wire_names(LastActive) {
    return std::array<std::string_view, 3>{"today", "this_week", "this_month"};
}

struct Compared {
    std::int64_t value = 0;
    std::int64_t before = 0;
    static constexpr auto wire() {
        return contract::Fields{field("value", &Compared::value),
                                field("before", &Compared::before, "In the period before")};
    }
};

struct ComparedMoney {
    Money value;
    Money before;
    static constexpr auto wire() {
        return contract::Fields{field("value", &ComparedMoney::value),
                                field("before", &ComparedMoney::before)};
    }
};

struct Stars {
    std::optional<double> mean;
    int count = 0;
    static constexpr auto wire() {
        return contract::Fields{field("mean", &Stars::mean, "Null: nobody gave any"),
                                field("count", &Stars::count)};
    }
};

struct Replies {
    std::optional<std::int64_t> median_seconds;
    int asked = 0;
    int answered = 0;
    static constexpr auto wire() {
        return contract::Fields{
            field("median_seconds", &Replies::median_seconds, "To the first reply; null: there was none"),
            field("asked", &Replies::asked, "Conversations that somebody else began"),
            field("answered", &Replies::answered),
        };
    }
};

struct FunnelCount {
    FunnelStage stage{};
    std::int64_t value = 0;
    std::int64_t before = 0;
    static constexpr auto wire() {
        return contract::Fields{field("stage", &FunnelCount::stage), field("value", &FunnelCount::value),
                                field("before", &FunnelCount::before)};
    }
};

struct SeriesPoint {
    std::string from;
    std::string to;
    std::int64_t found = 0;
    std::int64_t viewed = 0;
    std::int64_t sessions = 0;
    std::int64_t income = 0;
    static constexpr auto wire() {
        return contract::Fields{
            field("from", &SeriesPoint::from, "First day"),
            field("to", &SeriesPoint::to, "Last day, included"),
            field("found", &SeriesPoint::found, "Visitors who saw the mentor in the list, per day"),
            field("viewed", &SeriesPoint::viewed, "Visitors of the mentor's page, per day"),
            field("sessions", &SeriesPoint::sessions, "Completed"),
            field("income", &SeriesPoint::income, "Minor units of the currency of `income`"),
        };
    }
};

struct MentorReport {
    std::string from;
    std::string to;
    std::string before_from;
    std::string before_to;
    std::string time_zone;
    SeriesStep step{};
    Compared completed;
    Compared missed;
    Compared cancelled;
    Compared upcoming;
    ComparedMoney income;
    Compared new_students;
    Compared returning_students;
    Stars stars;
    Stars stars_before;
    Replies replies;
    Replies replies_before;
    std::vector<FunnelCount> funnel;
    std::vector<SeriesPoint> series;
    static constexpr auto wire() {
        return contract::Fields{
            field("from", &MentorReport::from),
            field("to", &MentorReport::to, "Included"),
            field("before_from", &MentorReport::before_from),
            field("before_to", &MentorReport::before_to),
            field("time_zone", &MentorReport::time_zone, "The mentor's"),
            field("step", &MentorReport::step),
            field("completed", &MentorReport::completed, "Sessions by their start"),
            field("missed", &MentorReport::missed),
            field("cancelled", &MentorReport::cancelled, "By the moment of cancelling, once confirmed"),
            field("upcoming", &MentorReport::upcoming,
                  "Planned for as many days after the range or now, and how many were planned as long ago"),
            field("income", &MentorReport::income,
                  "The mentor's share of what was paid, less what went back"),
            field("new_students", &MentorReport::new_students, "Whose first session with the mentor it was"),
            field("returning_students", &MentorReport::returning_students),
            field("stars", &MentorReport::stars),
            field("stars_before", &MentorReport::stars_before),
            field("replies", &MentorReport::replies),
            field("replies_before", &MentorReport::replies_before),
            field("funnel", &MentorReport::funnel, "held, paid and attended: of the holds made in the range"),
            field("series", &MentorReport::series, "Oldest first"),
        };
    }
};

struct MentorReportQuery {
    std::optional<Span> range = {};
    std::optional<std::string> from = {};
    std::optional<std::string> to = {};
    static constexpr auto wire() {
        return contract::Fields{
            field("range", &MentorReportQuery::range, "So many days up to today; default 30"),
            field("from", &MentorReportQuery::from, contract::Date{}, "First day of a custom range"),
            field("to", &MentorReportQuery::to, contract::Date{},
                  "Its last day; at most 366 days, none to come"),
        };
    }
};

struct MentorReportFile {
    std::string name;
    std::string csv;
    static constexpr auto wire() {
        return contract::Fields{field("name", &MentorReportFile::name),
                                field("csv", &MentorReportFile::csv, "RFC 4180, no cell is a formula")};
    }
};

struct ReliabilityQuery {
    MentorId mentor;
    static constexpr auto wire() { return contract::Fields{field("mentor", &ReliabilityQuery::mentor)}; }
};

struct Reliability {
    std::optional<int> response_rate;
    std::optional<LastActive> last_active;
    static constexpr auto wire() {
        return contract::Fields{
            field("response_rate", &Reliability::response_rate,
                  "Percent of first messages of 90 days answered within 24 hours; null: fewer than five"),
            field("last_active", &Reliability::last_active, "Null: longer ago, or not to be seen"),
        };
    }
};

inline constexpr Endpoint<MentorReportQuery, MentorReport> kReport{
    .verb = Verb::get,
    .path = "/mentor/analytics/",
    .name = "analytics.report",
    .access = Access::mentor,
    .summary = "The mentor's numbers for a range of days",
    .limit = {60}};

inline constexpr Endpoint<MentorReportQuery, MentorReportFile> kFile{
    .verb = Verb::get,
    .path = "/mentor/analytics/file/",
    .name = "analytics.file",
    .access = Access::mentor,
    .summary = "The series of the report as a table for spreadsheets",
    .limit = {10}};

inline constexpr Endpoint<ReliabilityQuery, Reliability> kReliability{
    .verb = Verb::get,
    .path = "/mentors/{mentor}/reliability/",
    .name = "analytics.reliability",
    .access = Access::anyone,
    .summary = "How surely a mentor answers, and when they were here",
    .limit = {300},
    .etag = true,
    .cache_control = "public, max-age=0, must-revalidate",
    .failures = {"mentors.not_found"}};

}  // namespace ax::analytics
