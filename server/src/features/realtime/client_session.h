#pragma once

#include "features/realtime/door.h"
#include "features/realtime/feed.h"
#include "features/realtime/watching.h"
#include "platform/socketio/server.h"

#include <memory>
#include <optional>
#include <string_view>

namespace ax::realtime {

/// CONNECT's payload.
struct Hello {
    std::string token;
    std::optional<std::int64_t> seen;
    static constexpr auto wire() {
        return contract::Fields{
            field("token", &Hello::token, Length{1, 200}),
            field("seen", &Hello::seen, Range{0, kMaxNumber}, "The last number the client has")};
    }
};

/// One client of `/socket.io/`: its stream out, its commands in. Loop thread only.
class ClientSession final : public socketio::Session,
                            public Feed::Receiver,
                            public std::enable_shared_from_this<ClientSession> {
public:
    struct Ports {
        Feed::Ports feed;
        Watching::Ports watching;
        Commands const& commands;
        api::RateLimiter& limiter;
        Door& door;
    };
    ClientSession(Ports const& ports, std::shared_ptr<socketio::Client> client,
                  contract::Caller const& caller, std::optional<std::int64_t> seen);

    void on_connected() override;
    Task<void> on_event(socketio::Message const& message, socketio::Reply reply) override;
    void on_disconnect(std::string_view reason) override;

    void ready(Ready const& ready) override;
    void lasting(std::string_view frame) override;
    void passing(std::string_view name, std::string_view json) override;
    void broken() override;
    [[nodiscard]] bool has_room() override;

private:
    Task<Result<void>> run(Commands::Command const& command, std::string_view json, std::string& out);
    Task<Result<void>> watch(std::string_view json, std::string& out);
    void leave(Why why);

    Ports const& p_;  // of the Realtime, which outlives every session
    std::shared_ptr<socketio::Client> client_;
    contract::Caller caller_;  // until it is admitted
    std::optional<std::int64_t> seen_;
    std::optional<Admission> admission_;
    std::shared_ptr<Feed> feed_;
    std::shared_ptr<Watching> watching_;  // once it watches anybody
    std::weak_ptr<socketio::Packet const> newest_;
    std::size_t unwritten_ = 0;  // bytes, at most
};

}  // namespace ax::realtime
