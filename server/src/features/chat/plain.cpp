#include "features/chat/plain.h"

#include "features/chat/plain_socket.h"
#include "platform/api/target.h"
#include "platform/http/problem.h"

namespace ax::chat {
namespace {

constexpr std::string_view kPath = "/ws/chat/";
constexpr std::string_view kProtocol = "aspirex.v1";
constexpr std::string_view kTicket = "ticket.";
constexpr std::size_t kFrame = std::size_t{64} * 1024;

http::Response refused(Error const& error, api::Call const& call) {
    return http::problem(error, call.request.request_id);
}

/// What the client offered as subprotocols: ours, and perhaps a ticket.
struct Offer {
    bool ours = false;
    std::string_view ticket;
};
Offer offer_of(std::string_view header) {
    Offer offer;
    while (!header.empty()) {
        auto const comma = header.find(',');
        auto item = header.substr(0, comma);
        header.remove_prefix(comma == std::string_view::npos ? header.size() : comma + 1);
        while (item.starts_with(' ') || item.starts_with('\t')) item.remove_prefix(1);
        while (item.ends_with(' ') || item.ends_with('\t')) item.remove_suffix(1);
        if (item == kProtocol)
            offer.ours = true;
        else if (item.starts_with(kTicket))
            offer.ticket = item.substr(kTicket.size());
    }
    return offer;
}

}  // namespace

void Plain::bind(api::Router& router) {
    router.raw({.verb = contract::Verb::get,
                .path = "/ws/chat/*",
                .name = "chat.plainSocket",
                .summary = "A WebSocket for the conversation of a student and a mentor",
                .limit = {.requests = 600}},
               [this](api::Call& call) { return handle(call); });
}

Task<http::Response> Plain::handle(api::Call& call) {
    auto rest = call.request.path.substr(kPath.size());
    std::string one(api::next_segment(rest));
    std::string other(api::next_segment(rest));
    bool const pair = (parse_student_id(one) && parse_mentor_id(other)) ||
                      (parse_mentor_id(one) && parse_student_id(other));
    if (!pair || !api::next_segment(rest).empty())
        co_return refused({Code::not_found, "chat.conversation_not_found"}, call);
    if (!ws::is_upgrade(call.request)) {
        auto response = http::problem(426, "realtime.upgrade_needed", call.request.request_id);
        response.add("Upgrade", "websocket");
        co_return response;
    }
    if (!p_.realtime.origin_allowed(call.request))
        co_return refused({Code::forbidden, "realtime.origin_not_allowed"}, call);

    auto const offer = offer_of(call.request.header("sec-websocket-protocol"));
    std::optional<Caller> caller;
    if (call.caller.signed_in())
        caller = call.caller;
    else if (!offer.ticket.empty())
        caller = co_await p_.realtime.redeem(offer.ticket);
    // Who brought something that is worth nothing hears it at once; who brought nothing may say it in a
    // frame.
    bool const brought = !api::token_of(call.request).empty() || !offer.ticket.empty();
    if (!caller && brought)
        co_return refused({Code::unauthenticated, "auth.sign_in_needed"}, call);
    std::optional<ConversationId> conversation;
    if (caller) {
        auto const opened = co_await p_.service.open_between(*caller, one, other);
        if (!opened)
            co_return refused(opened.error(), call);
        conversation = *opened;
    }
    ws::Accept accept{.limits = {.message_bytes = kFrame},
                      .subprotocol = offer.ours ? std::string(kProtocol) : ""};
    co_return ws::accept(
        call.request, std::move(accept),
        [ports = PlainSocket::Ports{p_.bus, p_.authenticator, p_.limiter, p_.realtime, p_.service},
         one = std::move(one), other = std::move(other), caller,
         conversation](std::shared_ptr<ws::Socket> const& socket) -> std::shared_ptr<ws::Handler> {
            auto handler = std::make_shared<PlainSocket>(ports, *socket, one, other);
            handler->begin(caller, conversation);
            return handler;
        });
}

}  // namespace ax::chat
