#pragma once

#include "base/result.h"
#include "features/chat/contract.h"

#include <optional>
#include <string_view>

/// The rules of conversations: no database, no clock.
namespace ax::chat {

inline constexpr Duration kChangeWindow = minutes{15};  // for editing and deleting
inline constexpr int kMessagesOfARequest = 3;           // a stranger's, until they are accepted
inline constexpr int kPins = 10;
inline constexpr int kReactionKinds = 12;  // different emoji on one message
inline constexpr int kUnreadShown = 100;
inline constexpr int kQuoteLength = 160;  // code points of what a reply quotes

enum class ConversationKind : unsigned char { direct, support };
/// Where a member's list has a conversation; `support` ones are listed as tickets.
enum class MemberBox : unsigned char { inbox, requests, support };

/// What a send has to know: the conversation's row.
struct Sides {
    ConversationId id;
    ConversationKind kind{};
    AccountId low;
    std::optional<AccountId> high;  // empty: the staff
    bool low_blocks = false;
    bool high_blocks = false;
    std::optional<AccountId> waits_for;  // who has not accepted yet
    std::int64_t last_seq = 0;
    Instant updated_at;
    std::int64_t listed_day = 0;

    [[nodiscard]] bool blocked() const { return low_blocks || high_blocks; }
    [[nodiscard]] bool blocked_by(AccountId who) const { return who == low ? low_blocks : high_blocks; }
    /// The other of two people; of a support conversation its user, or nobody for that user.
    [[nodiscard]] std::optional<AccountId> other_than(AccountId who) const {
        return who == low ? high : std::optional(low);
    }
    /// Staff are part of every support conversation.
    [[nodiscard]] bool includes(AccountId who, bool staff) const {
        return who == low || who == high || (kind == ConversationKind::support && staff);
    }
};

/// May `who` say the message that got number `last_seq`? Membership was checked before.
[[nodiscard]] Result<void> may_send(Sides const& sides, AccountId who);

/// What changing a message has to know of it.
struct Changeable {
    AccountId sender;
    Instant sent_at;
    bool deleted = false;
};
/// Within the window, by its sender. A stranger's message is one that can't be found.
[[nodiscard]] Result<void> may_change(Changeable const& message, AccountId who, Instant now);

/// Days since 1970, which the list is ordered by; the first of January 1970 is not asked for.
[[nodiscard]] std::int64_t day_of(Instant at);

/// Whether there is anything to see in a text.
[[nodiscard]] bool is_blank(std::string_view text);
/// The beginning of a text, cut between code points.
[[nodiscard]] std::string_view beginning(std::string_view text, int code_points);

/// How a mentor or student may be written to first.
enum class Reach : unsigned char {
    no,
    request,  // the first words wait until they are accepted
    inbox,
};
struct FirstContact {
    bool caller_is_student = false;
    bool caller_is_mentor = false;
    bool to_mentor = false;  // otherwise to a student
    bool mentor_approved = false;
    bool had_booking = false;  // have or had, in these roles
};
/// A student may write to any approved mentor; a mentor to students they have or had a booking with. People
/// who know each other from a booking need no request.
[[nodiscard]] Reach reach_of(FirstContact const& contact);

}  // namespace ax::chat
