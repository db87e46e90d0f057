#pragma once

#include "contract/endpoint.h"

#include <array>
#include <optional>
#include <string>
#include <vector>

/// What travels about the contact form.
namespace ax::contact {

using contract::Access;
using contract::Empty;
using contract::Endpoint;
using contract::field;
using contract::Length;
using contract::MultiLine;
using contract::PerMinute;
using contract::Range;
using contract::Verb;

using ContactId = Id<struct ContactTag>;

enum class ContactTopic : unsigned char { question, mentoring, press, problem, other };
constexpr auto wire_names(ContactTopic) {
    return std::array<std::string_view, 5>{"question", "mentoring", "press", "problem", "other"};
}

struct SendContact {
    std::string name;
    std::string email;
    ContactTopic topic{};
    std::string text;
    std::string client_key;
    std::optional<std::string> website;
    static constexpr auto wire() {
        return contract::Fields{
            field("name", &SendContact::name, Length{1, 100}),
            field("email", &SendContact::email, Length{3, 254}, contract::Email{}),
            field("topic", &SendContact::topic),
            field("text", &SendContact::text, Length{1, 4000}, MultiLine{}),
            field("client_key", &SendContact::client_key, Length{8, 64}, "The same key is the same message"),
            field("website", &SendContact::website, Length{0, 200},
                  "Not shown to people: whoever fills it is a robot and is ignored"),
        };
    }
};

struct ContactMessage {
    ContactId id;
    std::string name;
    std::string email;
    ContactTopic topic{};
    std::string text;
    std::optional<AccountId> account;
    Instant created_at;
    bool handled = false;
    std::optional<Instant> handled_at;
    std::optional<std::string> handled_by;
    static constexpr auto wire() {
        return contract::Fields{
            field("id", &ContactMessage::id),
            field("name", &ContactMessage::name, "As typed; nobody has checked it"),
            field("email", &ContactMessage::email, "As typed; nobody has checked it"),
            field("topic", &ContactMessage::topic),
            field("text", &ContactMessage::text),
            field("account", &ContactMessage::account, "Who was signed in"),
            field("created_at", &ContactMessage::created_at),
            field("handled", &ContactMessage::handled),
            field("handled_at", &ContactMessage::handled_at),
            field("handled_by", &ContactMessage::handled_by, "Name of the member of the staff"),
        };
    }
};

struct ContactQuery {
    std::optional<bool> handled;
    std::optional<ContactId> cursor;
    std::optional<int> limit;
    static constexpr auto wire() {
        return contract::Fields{field("handled", &ContactQuery::handled, "Default false"),
                                field("cursor", &ContactQuery::cursor, "`next` of the page before"),
                                field("limit", &ContactQuery::limit, Range{1, 50}, "Default 20")};
    }
};

struct ContactMessages {
    std::vector<ContactMessage> items;
    std::optional<ContactId> next;
    static constexpr auto wire() {
        return contract::Fields{field("items", &ContactMessages::items),
                                field("next", &ContactMessages::next)};
    }
};

struct MarkHandled {
    ContactId message;
    bool handled = true;
    static constexpr auto wire() {
        return contract::Fields{field("message", &MarkHandled::message),
                                field("handled", &MarkHandled::handled)};
    }
};

inline constexpr Endpoint<SendContact, Empty> kSend{.verb = Verb::post,
                                                    .path = "/contact/",
                                                    .name = "contact.send",
                                                    .access = Access::anyone,
                                                    .summary = "Write to the staff",
                                                    .limit = PerMinute{5},
                                                    .failures = {"contact.too_many"}};
inline constexpr Endpoint<ContactQuery, ContactMessages> kList{
    .verb = Verb::get,
    .path = "/contact/messages/",
    .name = "contact.messages",
    .access = Access::staff,
    .summary = "What visitors wrote, newest first"};
inline constexpr Endpoint<MarkHandled, ContactMessage> kMark{
    .verb = Verb::post,
    .path = "/contact/messages/{message}/handled/",
    .name = "contact.markHandled",
    .access = Access::staff,
    .summary = "Somebody has taken care of it, or not",
    .failures = {"contact.not_found"}};

}  // namespace ax::contact
