#include "features/chat/model.h"

namespace ax::chat {

Result<void> may_send(Sides const& sides, AccountId who) {
    if (sides.blocked())
        return fail(Code::forbidden, "chat.blocked");
    bool const unanswered = sides.waits_for && *sides.waits_for != who;
    if (unanswered && sides.last_seq > kMessagesOfARequest)
        return fail(Code::conflict, "chat.request_pending");
    return {};
}

Result<void> may_change(Changeable const& message, AccountId who, Instant now) {
    if (message.sender != who)
        return fail(Code::not_found, "chat.message_not_found");
    if (now - message.sent_at > kChangeWindow)
        return fail(Code::conflict, "chat.too_late");
    return {};
}

std::int64_t day_of(Instant at) { return std::chrono::floor<days>(at).time_since_epoch().count(); }

bool is_blank(std::string_view text) {
    // Spaces of all kinds, joiners and marks of direction: nothing a reader would see.
    constexpr std::string_view kInvisible[] = {
        " ",      "\t",     "\n",     "\r",     "\u00A0", "\u00AD", "\u1680", "\u2000",
        "\u2001", "\u2002", "\u2003", "\u2004", "\u2005", "\u2006", "\u2007", "\u2008",
        "\u2009", "\u200A", "\u200B", "\u200C", "\u200D", "\u200E", "\u200F", "\u2028",
        "\u2029", "\u202F", "\u205F", "\u2060", "\u3000", "\u3164", "\uFEFF"};
    while (!text.empty()) {
        bool skipped = false;
        for (auto const sign : kInvisible) {
            if (text.starts_with(sign)) {
                text.remove_prefix(sign.size());
                skipped = true;
                break;
            }
        }
        if (!skipped)
            return false;
    }
    return true;
}

std::string_view beginning(std::string_view text, int code_points) {
    std::size_t end = 0;
    for (int count = 0; end < text.size(); ++end) {
        bool const begins = (static_cast<unsigned char>(text[end]) & 0xC0U) != 0x80;
        if (begins && ++count > code_points)
            break;
    }
    return text.substr(0, end);
}

Reach reach_of(FirstContact const& contact) {
    if (contact.to_mentor) {
        if (!contact.caller_is_student)
            return Reach::no;
        if (contact.had_booking)
            return Reach::inbox;
        return contact.mentor_approved ? Reach::request : Reach::no;
    }
    return contact.caller_is_mentor && contact.had_booking ? Reach::inbox : Reach::no;
}

}  // namespace ax::chat
