#pragma once

#include "contract/event.h"
#include "features/chat/contract.h"

namespace ax::chat {

using contract::Delivery;
using contract::Direction;
using contract::Event;

inline constexpr Event<Message> kMessageNew{
    .name = "chat.message",
    .direction = Direction::to_client,
    .summary = "A new message, the caller's own from all devices included"};
inline constexpr Event<Message> kMessageChanged{
    .name = "chat.message_changed",
    .direction = Direction::to_client,
    .summary = "A message was edited, deleted, reacted to or answered"};
inline constexpr Event<ReadState> kRead{.name = "chat.read",
                                        .direction = Direction::to_client,
                                        .summary = "A cursor moved: the caller's own, or the other side's"};
inline constexpr Event<ConversationRef> kConversationChanged{
    .name = "chat.conversation_changed",
    .direction = Direction::to_client,
    .summary = "Pinned, muted, accepted, blocked or new: fetch it again"};
inline constexpr Event<TypingNow> kTypingNow{.name = "chat.typing_now",
                                             .direction = Direction::to_client,
                                             .summary = "Somebody is typing",
                                             .delivery = Delivery::passing};

inline constexpr Event<SendMessage, Message> kSendEvent{
    .name = "chat.send",
    .direction = Direction::to_server,
    .summary = "As POST …/messages/; acknowledged after the commit",
    .limit = {.requests = 60},
    .failures = {"chat.conversation_not_found", "chat.blocked", "chat.request_pending", "chat.empty",
                 "chat.message_not_found", "chat.attachment_not_found"}};
inline constexpr Event<Typing> kTypingEvent{.name = "chat.typing",
                                            .direction = Direction::to_server,
                                            .summary = "The caller is typing; at most every 3 seconds",
                                            .limit = {.requests = 60},
                                            .failures = {"chat.conversation_not_found"}};
inline constexpr Event<MarkRead, ReadState> kMarkReadEvent{
    .name = "chat.mark_read",
    .direction = Direction::to_server,
    .summary = "As POST …/read/",
    .limit = {.requests = 300},
    .failures = {"chat.conversation_not_found", "chat.message_not_found"}};

}  // namespace ax::chat
