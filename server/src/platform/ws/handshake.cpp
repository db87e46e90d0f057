#include "platform/crypto/encode.h"
#include "platform/http/problem.h"
#include "platform/http/text.h"
#include "platform/http/upgrade.h"
#include "platform/telemetry/log.h"
#include "platform/ws/reactor.h"
#include "platform/ws/socket.h"

#include <algorithm>
#include <array>
#include <stdexcept>

#include <openssl/evp.h>

namespace ax::ws {
namespace {

constexpr std::string_view kVersion = "13";

// RFC 6455 section 4.2.2.
std::string accept_key(std::string_view key) {
    std::string const text = std::string(key) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    std::array<unsigned char, 20> digest{};
    if (EVP_Digest(text.data(), text.size(), digest.data(), nullptr, EVP_sha1(), nullptr) != 1)
        throw std::runtime_error("SHA-1 is not available");
    return crypto::to_base64({reinterpret_cast<char const*>(digest.data()), digest.size()});
}

// Sixteen bytes in base64. What the last character says beyond them is not looked at: clients differ there.
bool is_key(std::string_view key) {
    return key.size() == 24 && key.ends_with("==") && std::ranges::all_of(key.substr(0, 22), [](char c) {
               return (c >= '0' && c <= '9') ||
                      (http::ascii_lower(c) >= 'a' && http::ascii_lower(c) <= 'z') || c == '+' || c == '/';
           });
}

template <class Found>
void each_token(http::Request const& request, std::string_view name, Found found) {
    for (auto const& field : request.headers) {
        if (!http::iequals(field.name, name))
            continue;
        std::string_view rest = field.value;
        while (!rest.empty()) found(http::trim(http::next_item(rest, ',')));
    }
}

bool has_token(http::Request const& request, std::string_view name, std::string_view token) {
    bool has = false;
    each_token(request, name, [&](std::string_view item) { has |= http::iequals(item, token); });
    return has;
}

std::size_t count(http::Request const& request, std::string_view name) {
    return static_cast<std::size_t>(std::ranges::count_if(
        request.headers, [&](http::Header const& field) { return http::iequals(field.name, name); }));
}

// Takes the wire over and, on its new home, makes the socket.
class Handover final : public http::Upgrade {
public:
    Handover(Accept options, Open open) : options_(std::move(options)), open_(std::move(open)) {}

    void take(std::unique_ptr<http::Wire> wire, std::string received) override {
        auto* const here = runtime::Loop::current();
        auto* const home = options_.home != nullptr ? options_.home : here;
        auto settle = [limits = options_.limits, open = std::move(open_), home, wire = std::move(wire),
                       received = std::move(received)]() mutable {
            try {
                Reactor::of(*home).adopt(std::move(wire), limits, open, std::move(received));
            } catch (...) {
                telemetry::log_exception("ws.open_failed", std::current_exception());
            }
        };
        if (home == here)
            settle();
        else
            home->post(std::move(settle));
    }

private:
    Accept options_;
    Open open_;
};

http::Response wrong_version(http::Request const& request) {
    auto response = http::problem(426, "ws.version_unknown", request.request_id);
    response.add("Sec-WebSocket-Version", kVersion);
    response.add("Upgrade", "websocket");
    response.add("Connection", "Upgrade");
    return response;
}

}  // namespace

bool is_upgrade(http::Request const& request) noexcept {
    return request.method == "GET" && !request.http10 && has_token(request, "upgrade", "websocket");
}

http::Response accept(http::Request const& request, Accept options, Open open) {
    if (!is_upgrade(request) || !has_token(request, "connection", "upgrade") || !request.body.empty())
        return http::problem(400, "ws.bad_handshake", request.request_id);
    if (count(request, "sec-websocket-version") != 1 || request.header("sec-websocket-version") != kVersion)
        return wrong_version(request);
    auto const key = request.header("sec-websocket-key");
    if (count(request, "sec-websocket-key") != 1 || !is_key(key))
        return http::problem(400, "ws.bad_handshake", request.request_id);

    http::Response response;
    response.status = 101;
    response.add("Upgrade", "websocket");
    response.add("Connection", "Upgrade");
    response.add("Sec-WebSocket-Accept", accept_key(key));
    if (!options.subprotocol.empty()) {
        bool offered = false;
        each_token(request, "sec-websocket-protocol",
                   [&](std::string_view item) { offered |= item == options.subprotocol; });
        if (!offered)
            throw std::logic_error("a subprotocol that the client did not offer");
        response.add("Sec-WebSocket-Protocol", options.subprotocol);
    }
    response.upgrade = std::make_shared<Handover>(std::move(options), std::move(open));
    return response;
}

}  // namespace ax::ws
