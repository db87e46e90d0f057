#pragma once

#include "platform/socketio/connection.h"
#include "platform/socketio/lane.h"
#include "platform/socketio/replay_log.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ax::socketio {

/// One client in one namespace. Lives on the loop of the connection it came by, for good: if it comes back by
/// a connection of another loop, the two talk by post().
class LiveClient final : public Client, public Sleeper {
public:
    LiveClient(std::shared_ptr<ServerCore> core, std::weak_ptr<Connection> connection,
               std::shared_ptr<Lane> lane, std::string_view nsp, std::string auth, std::string_view remote);
    ~LiveClient() override;

    [[nodiscard]] std::string_view id() const noexcept override { return id_; }
    [[nodiscard]] std::string_view nsp() const noexcept override { return nsp_; }
    [[nodiscard]] std::string_view auth() const noexcept override { return auth_; }
    [[nodiscard]] std::string_view remote() const noexcept override { return remote_; }
    [[nodiscard]] bool connected() const noexcept override { return phase_ == Phase::connected; }
    [[nodiscard]] runtime::Loop& loop() noexcept override { return *lane_->loop(); }
    [[nodiscard]] runtime::Loop* home() noexcept { return lane_->loop(); }
    void send(std::shared_ptr<Packet const> packet) override;
    void call(std::string_view name, std::string_view arguments, Duration within, Answered answered) override;
    void disconnect(bool close) override;

    /// Asks the application, then tells the client.
    [[nodiscard]] Task<void> admit(Server::Connect const& connect);
    void on_event(IncomingList one);
    void on_ack(Incoming const& packet);
    void reply(std::uint64_t id, std::string_view arguments, std::vector<std::string> attachments);
    /// The client has left, or its connection ended.
    void on_left() { end("client namespace disconnect"); }
    void on_connection_lost(std::weak_ptr<Connection> const& connection, std::string_view reason);
    /// True if it goes on by that connection, with all that it missed.
    [[nodiscard]] bool return_by(std::weak_ptr<Connection> connection, runtime::Loop* its_loop,
                                 std::string remote, std::string_view offset);
    /// Without a word to the client; its waiting events are dropped.
    void cut(std::string_view reason);

    void on_tick(TimePoint now) override;
    void abandon() override;

private:
    enum class Phase : unsigned char { joining, connected, lost, ended };
    struct Call {
        TimePoint until;
        Answered answered;
    };

    /// Runs `job(connection)` where the connection lives, if it still does.
    template <class Job>
    void by_link(Job job) {
        run_on(link_loop_, [link = link_, job = std::move(job)]() mutable {
            if (auto const connection = link.lock(); connection && !connection->closed())
                job(*connection);
        });
    }
    [[nodiscard]] std::shared_ptr<LiveClient> self() {
        return std::static_pointer_cast<LiveClient>(shared_from_this());
    }
    [[nodiscard]] Task<void> work();
    [[nodiscard]] Task<void> handle(Incoming const& event);
    [[nodiscard]] Reply reply_to(Incoming const& event);
    void say_connected();
    void pause();
    void go_on();
    void end(std::string_view reason);
    void finish();
    void fail_calls(TimePoint now, bool all);
    void sleep();

    std::shared_ptr<ServerCore> core_;
    std::shared_ptr<Lane> lane_;
    std::weak_ptr<Connection> link_;
    runtime::Loop* link_loop_;
    std::string id_;
    std::string pid_;  // with recovery
    std::string nsp_;
    std::string auth_;
    std::string remote_;
    std::shared_ptr<Session> session_;  // until on_disconnect()
    IncomingList waiting_;
    std::size_t waiting_bytes_ = 0;
    std::unique_ptr<std::map<std::uint64_t, Call>> calls_;
    std::unique_ptr<ReplayLog> log_;
    std::uint64_t last_call_ = 0;
    TimePoint lost_until_;
    std::string_view reason_;  // of the end; of static storage
    Phase phase_ = Phase::joining;
    bool working_ = false;
    bool paused_ = false;
    bool sleeping_ = false;
};

}  // namespace ax::socketio
