#pragma once

#include "features/chat/contract.h"

/// Frames of `/ws/chat/<id>/<id>/` that are not a contract type with its name in front (docs/realtime.md).
namespace ax::chat {

/// What a client may say; which members count depends on the type.
struct PlainFrame {
    std::optional<std::string> type;
    std::optional<std::string> text;
    std::optional<std::string> message;
    std::optional<std::string> client_key;
    std::optional<MessageId> reply_to;
    std::optional<MessageId> thread;
    std::optional<AttachmentId> attachment;
    std::optional<std::int64_t> up_to;
    std::optional<std::int64_t> since;
    std::optional<std::string> token;
    static constexpr auto wire() {
        return contract::Fields{
            field("type", &PlainFrame::type, Length{1, 20}, "message (default), typing, read, sync, auth"),
            field("text", &PlainFrame::text, Length{0, kMessageLength}, MultiLine{}),
            field("message", &PlainFrame::message, Length{0, kMessageLength}, MultiLine{},
                  "The older name of text"),
            field("client_key", &PlainFrame::client_key, Length{8, 64}, "Default: made by the server"),
            field("reply_to", &PlainFrame::reply_to),
            field("thread", &PlainFrame::thread),
            field("attachment", &PlainFrame::attachment),
            field("up_to", &PlainFrame::up_to, Range{0, kMaxNumber}),
            field("since", &PlainFrame::since, Range{0, kMaxNumber}),
            field("token", &PlainFrame::token, Length{1, 200}),
        };
    }
};

struct PlainConnected {
    ConversationId conversation;
    AccountId account;
    std::int64_t last_seq = 0;
    std::int64_t read_up_to = 0;
    std::int64_t their_read_up_to = 0;
    Person with;
    static constexpr auto wire() {
        return contract::Fields{
            field("conversation", &PlainConnected::conversation),
            field("account", &PlainConnected::account, "The caller's"),
            field("last_seq", &PlainConnected::last_seq, "What comes from now on is newer"),
            field("read_up_to", &PlainConnected::read_up_to),
            field("their_read_up_to", &PlainConnected::their_read_up_to),
            field("with", &PlainConnected::with)};
    }
};

struct PlainSynced {
    std::int64_t up_to = 0;
    bool more = false;
    static constexpr auto wire() {
        return contract::Fields{field("up_to", &PlainSynced::up_to),
                                field("more", &PlainSynced::more, "Ask again from there")};
    }
};

struct PlainFieldError {
    std::string field;
    std::string reason;
    std::optional<std::int64_t> limit;
    static constexpr auto wire() {
        return contract::Fields{contract::field("field", &PlainFieldError::field),
                                contract::field("reason", &PlainFieldError::reason),
                                contract::field("limit", &PlainFieldError::limit)};
    }
};

struct PlainError {
    std::string reason;
    std::vector<PlainFieldError> fields;
    std::optional<int> retry_after;
    std::optional<std::string> client_key;
    static constexpr auto wire() {
        return contract::Fields{
            field("reason", &PlainError::reason), field("fields", &PlainError::fields),
            field("retry_after", &PlainError::retry_after, "Seconds"),
            field("client_key", &PlainError::client_key, "Of the message that was refused")};
    }
};

}  // namespace ax::chat
