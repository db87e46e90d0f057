#pragma once

#include "features/chat/contract.h"

#include <string>
#include <string_view>

/// The frames of the plain WebSocket face (docs/realtime.md), and how they travel on the topic
/// `chat:<conversation>`.
namespace ax::chat {

[[nodiscard]] std::string chat_topic(ConversationId id);

/// `{"type":"message", …}`: an object's JSON with its type in front.
[[nodiscard]] std::string frame_of(std::string_view type, std::string_view object);

/// A payload of the topic is a frame for every socket, or begins with a line that says for whom it is.
enum class Audience : unsigned char {
    everybody,
    only,      // this account's sockets
    others,    // all but this account's
    shut_out,  // no frame: this account's sockets are closed
};
struct Addressed {
    Audience audience = Audience::everybody;
    AccountId account;
    std::string_view frame;
};
[[nodiscard]] std::string address(Audience audience, AccountId account, std::string_view frame);
/// Total: what is not addressed well is for nobody.
[[nodiscard]] Addressed parse_addressed(std::string_view payload);

/// The seq of a frame that frame_of("message", …) made; 0 of any other.
[[nodiscard]] std::int64_t seq_of_message_frame(std::string_view frame);

}  // namespace ax::chat
