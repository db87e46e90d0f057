#pragma once

#include "features/chat/plain_contract.h"
#include "features/chat/service.h"
#include "features/realtime/realtime.h"
#include "platform/ws/socket.h"

#include <memory>
#include <string>
#include <vector>

namespace ax::chat {

/// One client in one conversation. What it says is dealt with one by one; what is said arrives with every
/// number once, in order, whatever the bus loses or reorders: it listens before it reads, and reads where one
/// is missing.
///
/// Loop thread only. Kept alive by the socket, and by the work it waits for.
class PlainSocket final : public ws::Handler, public std::enable_shared_from_this<PlainSocket> {
public:
    struct Ports {
        bus::Bus& bus;
        api::Authenticator& authenticator;
        api::RateLimiter& limiter;
        realtime::Realtime& realtime;
        Service& service;
    };
    PlainSocket(Ports ports, ws::Socket& socket, std::string one, std::string other)
        : p_(ports), socket_(&socket), one_(std::move(one)), other_(std::move(other)) {}

    /// Once, when it is held by a shared pointer.
    void begin(std::optional<Caller> const& caller, std::optional<ConversationId> conversation);
    void on_message(ws::Socket& socket, ws::Kind kind, std::string_view message) override;
    void on_close(ws::Socket& socket, ws::Close code) override;

private:
    using Self = std::shared_ptr<PlainSocket>;

    [[nodiscard]] bool gone() const { return socket_ == nullptr || !socket_->open(); }
    static Task<void> wait_for_token(Self self);
    static Task<void> pump(Self self);
    static Task<void> enter(Self self, Caller caller, ConversationId conversation);
    static Task<void> catch_up(Self self);

    Task<void> take(std::string_view text);
    Task<void> take_first(PlainFrame const& frame);
    Task<Result<void>> act(PlainFrame& frame);
    Task<Result<void>> say(Caller const& caller, PlainFrame& frame);
    Task<Result<void>> sync(Caller const& caller, std::int64_t since);
    Task<void> room();

    void hear(std::string_view whole, bus::Payload const& payload);
    void look();
    void hear_message(std::int64_t seq, bus::Payload const& payload);
    void refuse(Error const& error, std::optional<std::string> client_key);
    void nonsense(std::string_view reason);
    void end(ws::Close code, std::string_view reason);
    void leave(realtime::Why why);
    Result<void> allowed(std::string_view what, int per_minute);

    Ports p_;
    ws::Socket* socket_;  // until on_close()
    std::string one_;
    std::string other_;
    std::vector<std::string> inbox_;
    int nonsense_ = 0;
    bool pumping_ = false;

    // Once it is known who this is.
    bool entered_ = false;
    bool ready_ = false;
    bool reading_ = false;
    bool look_ = false;  // there may be more than was heard of
    ConversationId conversation_;
    AccountId account_;
    realtime::Admission admission_;
    bus::Subscription said_;
    bus::Subscription presence_;
    std::int64_t delivered_ = 0;
    std::int64_t heard_ = 0;  // the newest number there is, as far as we know
};

}  // namespace ax::chat
