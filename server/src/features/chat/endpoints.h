#pragma once

#include "features/chat/contract.h"
#include "features/chat/contract_reports.h"

namespace ax::chat {

using contract::Access;
using contract::Empty;
using contract::Endpoint;
using contract::PerMinute;
using contract::Verb;

inline constexpr Endpoint<ConversationQuery, Conversations> kList{.verb = Verb::get,
                                                                  .path = "/chat/conversations/",
                                                                  .name = "chat.conversations",
                                                                  .access = Access::signed_in,
                                                                  .summary = "The caller's conversations",
                                                                  .etag = true};
inline constexpr Endpoint<Empty, Summary> kSummary{.verb = Verb::get,
                                                   .path = "/chat/summary/",
                                                   .name = "chat.summary",
                                                   .access = Access::signed_in,
                                                   .summary = "What a badge shows",
                                                   .etag = true};
inline constexpr Endpoint<OpenConversation, Conversation> kOpen{
    .verb = Verb::post,
    .path = "/chat/conversations/",
    .name = "chat.open",
    .access = Access::signed_in,
    .summary = "The conversation with somebody, made if there is none",
    .limit = PerMinute{30},
    .failures = {"chat.not_reachable", "chat.with_yourself"}};
inline constexpr Endpoint<ConversationRef, Conversation> kGet{.verb = Verb::get,
                                                              .path = "/chat/conversations/{conversation}/",
                                                              .name = "chat.conversation",
                                                              .access = Access::signed_in,
                                                              .summary = "One conversation",
                                                              .failures = {"chat.conversation_not_found"}};
inline constexpr Endpoint<MessageQuery, Messages> kMessages{
    .verb = Verb::get,
    .path = "/chat/conversations/{conversation}/messages/",
    .name = "chat.messages",
    .access = Access::signed_in,
    .summary = "Messages, in both directions",
    .limit = PerMinute{300},
    .etag = true,
    .failures = {"chat.conversation_not_found"}};
inline constexpr Endpoint<SendMessage, Message> kSend{
    .verb = Verb::post,
    .path = "/chat/conversations/{conversation}/messages/",
    .name = "chat.send",
    .access = Access::signed_in,
    .summary = "Send a message",
    .limit = PerMinute{60},
    .success = 201,
    .failures = {"chat.conversation_not_found", "chat.blocked", "chat.request_pending", "chat.empty",
                 "chat.message_not_found", "chat.attachment_not_found"}};
inline constexpr Endpoint<EditMessage, Message> kEdit{
    .verb = Verb::patch,
    .path = "/chat/messages/{message}/",
    .name = "chat.edit",
    .access = Access::signed_in,
    .summary = "Change an own message within 15 minutes",
    .limit = PerMinute{30},
    .failures = {"chat.message_not_found", "chat.too_late", "chat.deleted", "chat.blocked"}};
inline constexpr Endpoint<MessageRef, Message> kDelete{
    .verb = Verb::del,
    .path = "/chat/messages/{message}/",
    .name = "chat.delete",
    .access = Access::signed_in,
    .summary = "Delete an own message within 15 minutes; a trace stays",
    .limit = PerMinute{30},
    .failures = {"chat.message_not_found", "chat.too_late"}};
inline constexpr Endpoint<MessageRef, Edits> kEdits{.verb = Verb::get,
                                                    .path = "/chat/messages/{message}/edits/",
                                                    .name = "chat.edits",
                                                    .access = Access::signed_in,
                                                    .summary = "What a message said before",
                                                    .failures = {"chat.message_not_found"}};
inline constexpr Endpoint<React, Message> kReact{
    .verb = Verb::post,
    .path = "/chat/messages/{message}/reactions/",
    .name = "chat.react",
    .access = Access::signed_in,
    .summary = "Put a reaction on a message, or take it away",
    .failures = {"chat.message_not_found", "chat.not_an_emoji", "chat.too_many_reactions", "chat.deleted",
                 "chat.blocked"}};
inline constexpr Endpoint<MarkRead, ReadState> kMarkRead{
    .verb = Verb::post,
    .path = "/chat/conversations/{conversation}/read/",
    .name = "chat.markRead",
    .access = Access::signed_in,
    .summary = "Move the caller's cursor forward",
    .limit = PerMinute{300},
    .failures = {"chat.conversation_not_found", "chat.message_not_found"}};
inline constexpr Endpoint<Typing, Empty> kTyping{.verb = Verb::post,
                                                 .path = "/chat/conversations/{conversation}/typing/",
                                                 .name = "chat.typing",
                                                 .access = Access::signed_in,
                                                 .summary = "The caller is typing",
                                                 .limit = PerMinute{60},
                                                 .failures = {"chat.conversation_not_found"}};
inline constexpr Endpoint<SetPreferences, Conversation> kPreferences{
    .verb = Verb::put,
    .path = "/chat/conversations/{conversation}/preferences/",
    .name = "chat.setPreferences",
    .access = Access::signed_in,
    .summary = "Pin or mute, for the caller alone",
    .failures = {"chat.conversation_not_found", "chat.too_many_pins"}};
inline constexpr Endpoint<ConversationRef, Conversation> kAccept{
    .verb = Verb::post,
    .path = "/chat/conversations/{conversation}/accept/",
    .name = "chat.accept",
    .access = Access::signed_in,
    .summary = "Take a message request into the inbox",
    .failures = {"chat.conversation_not_found"}};
inline constexpr Endpoint<Block, Conversation> kBlock{.verb = Verb::post,
                                                      .path = "/chat/conversations/{conversation}/block/",
                                                      .name = "chat.block",
                                                      .access = Access::signed_in,
                                                      .summary = "Block the other side, or end that",
                                                      .failures = {"chat.conversation_not_found"}};
inline constexpr Endpoint<Report, Empty> kReport{.verb = Verb::post,
                                                 .path = "/chat/messages/{message}/report/",
                                                 .name = "chat.report",
                                                 .access = Access::signed_in,
                                                 .summary = "Report a message to the staff",
                                                 .limit = PerMinute{10},
                                                 .failures = {"chat.message_not_found", "chat.own_message"}};
inline constexpr Endpoint<SearchQuery, SearchResult> kSearch{.verb = Verb::get,
                                                             .path = "/chat/search/",
                                                             .name = "chat.search",
                                                             .access = Access::signed_in,
                                                             .summary = "Full text in the caller's messages",
                                                             .limit = PerMinute{60}};
inline constexpr Endpoint<ReportQuery, Reports> kReports{.verb = Verb::get,
                                                         .path = "/chat/reports/",
                                                         .name = "chat.reports",
                                                         .access = Access::staff,
                                                         .summary = "Messages that were reported"};
inline constexpr Endpoint<ReportRef, Empty> kCloseReport{.verb = Verb::post,
                                                         .path = "/chat/reports/{report}/close/",
                                                         .name = "chat.closeReport",
                                                         .access = Access::staff,
                                                         .summary = "A report was dealt with",
                                                         .failures = {"chat.report_not_found"}};

}  // namespace ax::chat
