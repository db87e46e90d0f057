#pragma once
// Size: one table of what travels about conversations; formatting alone makes it long.

#include "contract/describe.h"
#include "contract/endpoint.h"

#include <array>
#include <optional>
#include <string>
#include <vector>

/// What travels about conversations. The live events are in events.h, endpoints in endpoints.h.
namespace ax::chat {

using contract::field;
using contract::Items;
using contract::Length;
using contract::MultiLine;
using contract::Range;

using ConversationId = Id<struct ConversationTag>;
using MessageId = Id<struct MessageTag>;
using AttachmentId = Id<struct AttachmentTag>;

inline constexpr std::int64_t kMaxNumber = (std::int64_t{1} << 53) - 1;
inline constexpr int kMessageLength = 4000;

enum class PersonRole : unsigned char { student, mentor, staff };
constexpr auto wire_names(PersonRole) {
    return std::array<std::string_view, 3>{"student", "mentor", "staff"};
}

/// Somebody the caller talks to.
struct Person {
    AccountId account;
    std::string id;
    std::string name;
    PersonRole role{};
    bool online = false;
    std::optional<Instant> last_seen;
    std::optional<std::string> photo = {};
    static constexpr auto wire() {
        return contract::Fields{
            field("account", &Person::account),
            field("id", &Person::id, "Public id in this conversation: S000001, M000001; empty for staff"),
            field("name", &Person::name),
            field("role", &Person::role),
            field("online", &Person::online),
            field("last_seen", &Person::last_seen),
            field("photo", &Person::photo, "Null without one")};
    }
};

struct Attachment {
    AttachmentId id;
    std::string name;
    std::string content_type;
    std::int64_t bytes = 0;
    int width = 0;
    int height = 0;
    std::string url;
    static constexpr auto wire() {
        return contract::Fields{
            field("id", &Attachment::id),
            field("name", &Attachment::name),
            field("content_type", &Attachment::content_type),
            field("bytes", &Attachment::bytes),
            field("width", &Attachment::width, "0 where it has none"),
            field("height", &Attachment::height),
            field("url", &Attachment::url, "Needs the caller's token; a path of this server")};
    }
};

struct Reaction {
    std::string emoji;
    std::vector<AccountId> accounts;
    static constexpr auto wire() {
        return contract::Fields{field("emoji", &Reaction::emoji), field("accounts", &Reaction::accounts)};
    }
};

/// What a reply quotes.
struct Quote {
    MessageId id;
    AccountId sender;
    std::string text;
    static constexpr auto wire() {
        return contract::Fields{field("id", &Quote::id), field("sender", &Quote::sender),
                                field("text", &Quote::text, "Its beginning; empty if it was deleted")};
    }
};

struct Message {
    MessageId id;
    ConversationId conversation;
    std::int64_t seq = 0;
    AccountId sender;
    std::string client_key;
    std::string text;
    Instant sent_at;
    std::optional<Instant> edited_at;
    bool deleted = false;
    std::optional<Quote> reply_to;
    std::optional<MessageId> thread;
    int replies = 0;
    std::vector<Reaction> reactions;
    std::optional<Attachment> attachment;
    static constexpr auto wire() {
        return contract::Fields{
            field("id", &Message::id),
            field("conversation", &Message::conversation),
            field("seq", &Message::seq, "1, 2, 3 … per conversation, without holes"),
            field("sender", &Message::sender),
            field("client_key", &Message::client_key, "As the sender's client made it"),
            field("text", &Message::text, "Plain text; clients make links"),
            field("sent_at", &Message::sent_at),
            field("edited_at", &Message::edited_at),
            field("deleted", &Message::deleted, "Only this trace is left"),
            field("reply_to", &Message::reply_to),
            field("thread", &Message::thread, "The message whose thread this belongs to"),
            field("replies", &Message::replies, "In this message's thread"),
            field("reactions", &Message::reactions),
            field("attachment", &Message::attachment),
        };
    }
};

enum class Box : unsigned char { inbox, requests };
constexpr auto wire_names(Box) { return std::array<std::string_view, 2>{"inbox", "requests"}; }

struct Conversation {
    ConversationId id;
    Person with;
    Box box{};
    std::int64_t last_seq = 0;
    std::optional<Message> last_message;
    Instant updated_at;
    int unread = 0;
    std::int64_t read_up_to = 0;
    std::int64_t their_read_up_to = 0;
    bool pinned = false;
    std::optional<Instant> muted_until;
    bool blocked = false;
    bool can_send = true;
    static constexpr auto wire() {
        return contract::Fields{
            field("id", &Conversation::id),
            field("with", &Conversation::with),
            field("box", &Conversation::box,
                  "A stranger's first words wait in `requests` until they are accepted"),
            field("last_seq", &Conversation::last_seq),
            field("last_message", &Conversation::last_message),
            field("updated_at", &Conversation::updated_at),
            field("unread", &Conversation::unread, "Of others, behind the caller's cursor; at most 100"),
            field("read_up_to", &Conversation::read_up_to, "The caller's cursor, the same on all devices"),
            field("their_read_up_to", &Conversation::their_read_up_to, "0 where read receipts are off"),
            field("pinned", &Conversation::pinned),
            field("muted_until", &Conversation::muted_until),
            field("blocked", &Conversation::blocked, "By the caller"),
            field("can_send", &Conversation::can_send, "Neither side has blocked the other"),
        };
    }
};

struct ConversationQuery {
    std::optional<Box> box;
    std::optional<std::string> cursor;
    std::optional<int> limit;
    static constexpr auto wire() {
        return contract::Fields{field("box", &ConversationQuery::box, "Default inbox"),
                                field("cursor", &ConversationQuery::cursor, Length{1, 100}),
                                field("limit", &ConversationQuery::limit, Range{1, 50}, "Default 20")};
    }
};

struct Conversations {
    std::vector<Conversation> items;
    std::optional<std::string> next;
    int requests = 0;
    int unread = 0;
    static constexpr auto wire() {
        return contract::Fields{
            field("items", &Conversations::items, "Pinned first, then by the last message"),
            field("next", &Conversations::next),
            field("requests", &Conversations::requests, "How many wait; at most 100"),
            field("unread", &Conversations::unread, "Conversations with something unread; at most 100")};
    }
};

struct OpenConversation {
    std::string with;
    static constexpr auto wire() {
        return contract::Fields{field("with", &OpenConversation::with, Length{2, 20}, "M000001 or S000001")};
    }
};

struct ConversationRef {
    ConversationId conversation;
    static constexpr auto wire() {
        return contract::Fields{field("conversation", &ConversationRef::conversation)};
    }
};

struct MessageRef {
    MessageId message;
    static constexpr auto wire() { return contract::Fields{field("message", &MessageRef::message)}; }
};

/// One of before, after and around, or none: the newest.
struct MessageQuery {
    ConversationId conversation;
    std::optional<std::int64_t> before;
    std::optional<std::int64_t> after;
    std::optional<std::int64_t> around;
    std::optional<MessageId> thread;
    std::optional<int> limit;
    static constexpr auto wire() {
        return contract::Fields{
            field("conversation", &MessageQuery::conversation),
            field("before", &MessageQuery::before, Range{1, kMaxNumber}, "Those older than this seq"),
            field("after", &MessageQuery::after, Range{0, kMaxNumber}, "Those newer than this seq"),
            field("around", &MessageQuery::around, Range{1, kMaxNumber},
                  "A page with this seq in its middle"),
            field("thread", &MessageQuery::thread, "Only this message's thread, it included"),
            field("limit", &MessageQuery::limit, Range{1, 100}, "Default 50"),
        };
    }
};

/// What a thread is to the caller.
struct ThreadState {
    MessageId message;
    std::int64_t read_up_to = 0;
    int unread = 0;
    static constexpr auto wire() {
        return contract::Fields{
            field("message", &ThreadState::message, "The thread's first message"),
            field("read_up_to", &ThreadState::read_up_to, "The caller's cursor in it"),
            field("unread", &ThreadState::unread, "Replies of others behind the cursor; at most 100")};
    }
};

/// Without `thread` everything in order, replies in threads included: a client that has all numbers has all.
struct Messages {
    std::vector<Message> items;
    bool older = false;
    bool newer = false;
    std::int64_t thread_read_up_to = 0;
    std::vector<ThreadState> threads;
    static constexpr auto wire() {
        return contract::Fields{
            field("items", &Messages::items, "Oldest first"),
            field("older", &Messages::older, "There are older ones"), field("newer", &Messages::newer),
            field("thread_read_up_to", &Messages::thread_read_up_to, "Of a thread: the caller's cursor"),
            field("threads", &Messages::threads, "Of those messages that have replies")};
    }
};

struct SendMessage {
    ConversationId conversation;
    std::string text;
    std::string client_key;
    std::optional<MessageId> reply_to;
    std::optional<MessageId> thread;
    std::optional<AttachmentId> attachment;
    static constexpr auto wire() {
        return contract::Fields{
            field("conversation", &SendMessage::conversation),
            field("text", &SendMessage::text, Length{0, kMessageLength}, MultiLine{},
                  "Plain text; may be empty with an attachment"),
            field("client_key", &SendMessage::client_key, Length{8, 64},
                  "Made by the client; the same key is the same message, so a retry is safe"),
            field("reply_to", &SendMessage::reply_to, "The message it quotes"),
            field("thread", &SendMessage::thread, "Into the thread of this message"),
            field("attachment", &SendMessage::attachment, "One the caller uploaded and has not sent yet"),
        };
    }
};

struct EditMessage {
    MessageId message;
    std::string text;
    static constexpr auto wire() {
        return contract::Fields{field("message", &EditMessage::message),
                                field("text", &EditMessage::text, Length{1, kMessageLength}, MultiLine{})};
    }
};

struct Edit {
    std::string text;
    Instant at;
    static constexpr auto wire() {
        return contract::Fields{field("text", &Edit::text, "As it was until then"), field("at", &Edit::at)};
    }
};
struct Edits {
    std::vector<Edit> items;
    static constexpr auto wire() { return contract::Fields{field("items", &Edits::items, "Oldest first")}; }
};

struct React {
    MessageId message;
    std::string emoji;
    bool on = true;
    static constexpr auto wire() {
        return contract::Fields{field("message", &React::message),
                                field("emoji", &React::emoji, Length{1, 16}, "One emoji"),
                                field("on", &React::on, "Put it there, or take it away")};
    }
};

struct MarkRead {
    ConversationId conversation;
    std::int64_t up_to = 0;
    std::optional<MessageId> thread;
    static constexpr auto wire() {
        return contract::Fields{
            field("conversation", &MarkRead::conversation),
            field("up_to", &MarkRead::up_to, Range{0, kMaxNumber}, "A seq; never goes back"),
            field("thread", &MarkRead::thread, "Only this thread's cursor")};
    }
};

struct ReadState {
    ConversationId conversation;
    AccountId account;
    std::int64_t up_to = 0;
    int unread = 0;
    std::optional<MessageId> thread;
    static constexpr auto wire() {
        return contract::Fields{
            field("conversation", &ReadState::conversation),
            field("account", &ReadState::account, "Whose cursor"), field("up_to", &ReadState::up_to),
            field("unread", &ReadState::unread, "Of that account; 0 when told to the other side"),
            field("thread", &ReadState::thread, "Of this thread's cursor; null: the conversation's")};
    }
};

struct Typing {
    ConversationId conversation;
    static constexpr auto wire() { return contract::Fields{field("conversation", &Typing::conversation)}; }
};
struct TypingNow {
    ConversationId conversation;
    AccountId account;
    static constexpr auto wire() {
        return contract::Fields{
            field("conversation", &TypingNow::conversation),
            field("account", &TypingNow::account, "Worth 6 seconds, unless it is repeated")};
    }
};

struct SetPreferences {
    ConversationId conversation;
    std::optional<bool> pinned;
    std::optional<bool> muted;
    std::optional<Instant> muted_until;
    static constexpr auto wire() {
        return contract::Fields{
            field("conversation", &SetPreferences::conversation), field("pinned", &SetPreferences::pinned),
            field("muted", &SetPreferences::muted),
            field("muted_until", &SetPreferences::muted_until, "With muted; default: until it is undone")};
    }
};

struct SearchQuery {
    std::string q;
    std::optional<ConversationId> conversation;
    std::optional<std::int64_t> before;
    std::optional<int> limit;
    static constexpr auto wire() {
        return contract::Fields{
            field("q", &SearchQuery::q, Length{1, 100}),
            field("conversation", &SearchQuery::conversation, "Only there"),
            field("before", &SearchQuery::before, Range{1, kMaxNumber}, "Messages older than this id"),
            field("limit", &SearchQuery::limit, Range{1, 50}, "Default 20")};
    }
};
struct Found {
    Message message;
    Person with;
    static constexpr auto wire() {
        return contract::Fields{field("message", &Found::message), field("with", &Found::with)};
    }
};
struct SearchResult {
    std::vector<Found> items;
    std::optional<std::int64_t> next;
    static constexpr auto wire() {
        return contract::Fields{field("items", &SearchResult::items, "Newest first"),
                                field("next", &SearchResult::next)};
    }
};

struct Block {
    ConversationId conversation;
    bool on = true;
    static constexpr auto wire() {
        return contract::Fields{field("conversation", &Block::conversation), field("on", &Block::on)};
    }
};

struct Summary {
    int unread = 0;
    int requests = 0;
    static constexpr auto wire() {
        return contract::Fields{
            field("unread", &Summary::unread,
                  "Conversations with something unread, muted ones left out; at most 100"),
            field("requests", &Summary::requests)};
    }
};

}  // namespace ax::chat
