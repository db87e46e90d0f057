// A polling body is decoded or refused; what was decoded is encoded to the same packets, and a session lives
// through any order of requests and frames.
// Links: platform/socketio
#include "platform/socketio/testing.h"
#include "property.h"

#include <memory>
#include <string>

namespace {

using ax::fuzz::Choices;
using ax::fuzz::require;
using namespace ax::socketio;

std::string encoded(std::vector<EnginePacket> const& packets) {
    std::string body;
    for (auto const& packet : packets) append_packet(body, packet);
    return body;
}

void body_and_back(std::string_view body) {
    auto const payload = EnginePayload::decode(body, 64);
    if (!payload)
        return;
    require(!payload->packets.empty() && payload->packets.size() <= 64, "a bounded number of packets");
    // Base64 has one spelling and the separator one place.
    auto const again = encoded(payload->packets);
    require(again == body, "what was decoded is encoded to the same bytes");
}

struct Life {
    std::shared_ptr<testing::ManualLane> lane = std::make_shared<testing::ManualLane>();
    std::shared_ptr<testing::Listener> listener = std::make_shared<testing::Listener>();
    std::shared_ptr<LiveSession> session;
    std::shared_ptr<testing::FarSocket> socket = std::make_shared<testing::FarSocket>();
    int gone = 0;

    Life() {
        auto core = std::make_shared<EngineCore>();
        core->options = {.ping_interval = ax::milliseconds{300},
                         .ping_timeout = ax::milliseconds{200},
                         .max_payload = 200,
                         .queue_bytes = 500};
        core->gone = [this](EngineSession const&) { ++gone; };
        session = std::make_shared<LiveSession>(std::move(core), lane, "sid", "127.0.0.1");
        lane->add(session);
        session->start(listener);
    }
    Life(Life const&) = delete;
    Life& operator=(Life const&) = delete;
    ~Life() {
        lane->run();
        lane->abandon_all();
    }

    void step(Choices& choices) {
        auto const text = [&] { return choices.take(choices.byte() % 16); };
        switch (choices.byte() % 12) {
            case 0:
                session->on_get(std::make_shared<Exchange>());
                break;
            case 1:
            case 2:
                session->on_post(text(), false, std::make_shared<Exchange>());
                break;
            case 3:
                socket = std::make_shared<testing::FarSocket>();
                static_cast<void>(session->on_offer(socket));
                break;
            case 4:
            case 5:
                session->on_frame(*socket, ax::ws::Kind::text, text());
                break;
            case 6:
                session->on_frame(*socket, ax::ws::Kind::binary, text());
                break;
            case 7:
                session->on_socket_closed(*socket);
                break;
            case 8:
                lane->pass(ax::milliseconds{choices.byte()});
                break;
            case 9:
                session->send(ax::ws::Kind::text,
                              std::make_shared<std::string const>("4" + std::string(choices.byte(), 'x')));
                break;
            case 10:
                choices.byte() % 2 == 0 ? session->pause() : session->resume();
                break;
            default:
                if (choices.byte() % 8 == 0)
                    session->close(ax::ws::Close::normal, "forced close");
                lane->run();
        }
        require(gone <= 1, "a session goes once");
        require(listener->ends.size() <= 1, "a handler is told of one end");
        require(session->open() == listener->ends.empty(), "open until the handler was told");
    }
};

}  // namespace

int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const input = ax::fuzz::view(data, size);
    body_and_back(input);
    static_cast<void>(decode_frame(input));
    Life life;
    Choices choices(input);
    for (int i = 0; i < 200 && !choices.rest.empty(); ++i) life.step(choices);
    return 0;
}
