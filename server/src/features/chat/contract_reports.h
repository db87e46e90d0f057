#pragma once

#include "features/chat/contract.h"

/// Reports of messages, and what the staff see of them.
namespace ax::chat {

using ReportId = Id<struct ReportTag>;

enum class ReportReason : unsigned char { spam, abuse, off_platform_payment, unsafe, other };
constexpr auto wire_names(ReportReason) {
    return std::array<std::string_view, 5>{"spam", "abuse", "off_platform_payment", "unsafe", "other"};
}
struct Report {
    MessageId message;
    ReportReason reason{};
    std::string note;
    static constexpr auto wire() {
        return contract::Fields{field("message", &Report::message), field("reason", &Report::reason),
                                field("note", &Report::note, Length{0, 1000}, MultiLine{})};
    }
};

struct ReportQuery {
    std::optional<bool> closed;
    std::optional<std::int64_t> cursor;
    std::optional<int> limit;
    static constexpr auto wire() {
        return contract::Fields{field("closed", &ReportQuery::closed, "Default: those that are open"),
                                field("cursor", &ReportQuery::cursor, Range{1, kMaxNumber}),
                                field("limit", &ReportQuery::limit, Range{1, 50}, "Default 20")};
    }
};

struct ReportRow {
    ReportId id;
    MessageId message;
    ConversationId conversation;
    ReportReason reason{};
    std::string note;
    std::string text;
    AccountId sender;
    std::string sender_name;
    AccountId reporter;
    std::string reporter_name;
    Instant at;
    std::optional<Instant> closed_at;
    static constexpr auto wire() {
        return contract::Fields{
            field("id", &ReportRow::id),
            field("message", &ReportRow::message),
            field("conversation", &ReportRow::conversation),
            field("reason", &ReportRow::reason),
            field("note", &ReportRow::note),
            field("text", &ReportRow::text, "What the message said when it was reported"),
            field("sender", &ReportRow::sender),
            field("sender_name", &ReportRow::sender_name),
            field("reporter", &ReportRow::reporter),
            field("reporter_name", &ReportRow::reporter_name),
            field("at", &ReportRow::at),
            field("closed_at", &ReportRow::closed_at),
        };
    }
};

struct Reports {
    std::vector<ReportRow> items;
    std::optional<std::int64_t> next;
    static constexpr auto wire() {
        return contract::Fields{field("items", &Reports::items, "Newest first"),
                                field("next", &Reports::next)};
    }
};

struct ReportRef {
    ReportId report;
    static constexpr auto wire() { return contract::Fields{field("report", &ReportRef::report)}; }
};

}  // namespace ax::chat
