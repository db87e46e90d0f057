#pragma once

#include "platform/http/message.h"

#include <expected>
#include <string>
#include <string_view>

namespace ax::socketio {

/// Engine.IO's own numbers, which its clients show.
enum class EngineError : unsigned char {
    transport_unknown = 0,
    session_unknown = 1,
    bad_handshake_method = 2,
    bad_request = 3,
    forbidden = 4,
    version_unsupported = 5,
};

/// What a request to Engine.IO's path asks for.
struct EngineRequest {
    bool websocket = false;
    bool post = false;
    std::string_view sid;  // empty: a new session
};

/// Judges method and query alone. Other parameters (`t`, `b64`, the application's) don't matter.
[[nodiscard]] std::expected<EngineRequest, EngineError> read_engine_request(http::Request const& request);

/// `{"code":1,"message":"Session ID unknown"}`, 400 (forbidden: 403).
[[nodiscard]] http::Response refusal(EngineError error);

}  // namespace ax::socketio
