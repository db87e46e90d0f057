#include "platform/socketio/engine_request.h"

#include "platform/http/text.h"
#include "platform/ws/socket.h"

#include <array>

#include <fmt/format.h>

namespace ax::socketio {
namespace {

constexpr std::array<std::string_view, 6> kMessages = {
    "Transport unknown", "Session ID unknown", "Bad handshake method",
    "Bad request",       "Forbidden",          "Unsupported protocol version"};

// All that we look for is plain, so an escape makes it something else.
std::string_view parameter(std::string_view query, std::string_view name) {
    while (!query.empty()) {
        auto const pair = http::next_item(query, '&');
        if (pair.size() > name.size() && pair.starts_with(name) && pair[name.size()] == '=')
            return pair.substr(name.size() + 1);
    }
    return {};
}

}  // namespace

std::expected<EngineRequest, EngineError> read_engine_request(http::Request const& request) {
    EngineRequest wanted;
    auto const transport = parameter(request.query, "transport");
    wanted.websocket = transport == "websocket";
    if (!wanted.websocket && transport != "polling")
        return std::unexpected(EngineError::transport_unknown);
    if (parameter(request.query, "EIO") != "4")
        return std::unexpected(EngineError::version_unsupported);
    wanted.sid = parameter(request.query, "sid");
    wanted.post = request.method == "POST";
    if (wanted.sid.empty() && request.method != "GET")
        return std::unexpected(EngineError::bad_handshake_method);
    if (request.method != "GET" && !wanted.post)
        return std::unexpected(EngineError::bad_request);
    if (wanted.websocket != ws::is_upgrade(request))
        return std::unexpected(EngineError::bad_request);
    return wanted;
}

http::Response refusal(EngineError error) {
    http::Response response;
    response.status = error == EngineError::forbidden ? 403 : 400;
    response.body = fmt::format(R"({{"code":{},"message":"{}"}})", static_cast<int>(error),
                                kMessages[static_cast<std::size_t>(error)]);
    return response;
}

}  // namespace ax::socketio
