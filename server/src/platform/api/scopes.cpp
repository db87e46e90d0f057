#include "platform/api/scopes.h"

#include <algorithm>

namespace ax::api {
namespace {

constexpr std::string_view kPrefix = "axp_";
constexpr std::string_view kLetters = "rwc";  // by ApiScope

// Beside auth.*, of which a program needs to know one thing: whose token it has.
constexpr std::string_view kWho = "auth.me";
constexpr std::array<std::string_view, 10> kForSessions{
    "calendar.renewFeed",    // gives an address that stays when the token has ended
    "calendar.endFeed",      //
    "chat.plainSocket",      // sockets ask for a token of their own
    "payments.createOrder",  // people pay, programs do not
    "payments.verify",       //
    "push.subscribe",        // belongs to the browser that is signed in
    "push.unsubscribe",      //
    "realtime.events",       // what sockets bring, conversations included
    "realtime.socketio",     //
    "realtime.ticket",       // opens a socket
};

}  // namespace

std::string api_token_prefix(std::span<ApiScope const> scopes) {
    std::string out(kPrefix);
    for (std::size_t i = 0; i < kLetters.size(); ++i)
        if (std::ranges::find(scopes, static_cast<ApiScope>(i)) != scopes.end())
            out += kLetters[i];
    out += '_';
    return out;
}

std::optional<std::vector<ApiScope>> scopes_of(std::string_view token) {
    if (!token.starts_with(kPrefix))
        return {};
    std::vector<ApiScope> out;
    for (auto const letter : token.substr(kPrefix.size())) {
        auto const at = kLetters.find(letter);
        if (at == std::string_view::npos)
            break;
        out.push_back(static_cast<ApiScope>(at));
    }
    return out;
}

std::optional<ApiScope> scope_needed(contract::EndpointInfo const& endpoint) {
    auto const name = endpoint.name;
    if (endpoint.access == contract::Access::staff || (name.starts_with("auth.") && name != kWho) ||
        std::ranges::find(kForSessions, name) != kForSessions.end())
        return {};
    if (name.starts_with("chat."))
        return ApiScope::chat;
    return endpoint.verb == contract::Verb::get ? ApiScope::read : ApiScope::write;
}

std::optional<Error> scope_refusal(std::string_view token, contract::EndpointInfo const& endpoint) {
    auto const scopes = scopes_of(token);
    if (!scopes)
        return {};
    auto const needed = scope_needed(endpoint);
    if (needed && std::ranges::find(*scopes, *needed) != scopes->end())
        return {};
    std::string const name(needed ? wire_names(ApiScope{})[static_cast<std::size_t>(*needed)] : "session");
    return Error{Code::forbidden, "auth.scope_missing", {{"scope", name, {}}}};
}

std::span<std::string_view const> for_sessions_alone() noexcept { return kForSessions; }

}  // namespace ax::api
