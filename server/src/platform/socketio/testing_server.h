#pragma once

#include "net/ws_client.h"
#include "platform/runtime/loop.h"
#include "platform/socketio/server.h"

#include <algorithm>
#include <memory>
#include <mutex>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

// For tests: a Socket.IO server on real loops with an application that notes what it is told, and a client
// that speaks the protocol by hand.
namespace ax::socketio::testing {

/// What all sessions were told, in order: "connected /", "event x 1,2", "disconnect transport close". Any
/// thread.
class Notes {
public:
    void add(std::string note) {
        std::lock_guard const lock(mutex_);
        notes_.push_back(std::move(note));
    }
    [[nodiscard]] std::vector<std::string> all() const {
        std::lock_guard const lock(mutex_);
        return notes_;
    }
    [[nodiscard]] bool eventually(std::string_view note) const {
        return http::testing::eventually([&] { return std::ranges::count(all(), note) != 0; });
    }

private:
    mutable std::mutex mutex_;
    std::vector<std::string> notes_;
};

[[nodiscard]] inline std::string joined(std::span<std::string_view const> parts) {
    std::string all;
    for (auto const part : parts) all.append(all.empty() ? "" : ",").append(part);
    return all;
}

/// `message` and `message-with-ack` as the protocol's own suite has them; the other events are for one test
/// each.
class Application final : public Session {
public:
    Application(std::shared_ptr<Client> client, std::shared_ptr<Notes> notes)
        : client_(std::move(client)), notes_(std::move(notes)) {}

    void on_connected() override {
        notes_->add("connected " + std::string(client_->nsp()));
        client_->emit("auth", client_->auth());
    }
    Task<void> on_event(Message const& message, Reply reply) override {
        auto const arguments = joined(message.arguments);
        std::vector<std::string> attachments(message.attachments.begin(), message.attachments.end());
        notes_->add("event " + std::string(message.name) + " " + arguments);
        if (message.name == "message")
            client_->send(Packet::event(client_->nsp(), "message-back", arguments, attachments));
        if (message.name == "message-with-ack") {
            reply(arguments, attachments);
            reply("\"twice\"", {});
        }
        if (message.name == "slow") {
            // Long enough for what the client sends behind it to arrive.
            co_await client_->loop().sleep(milliseconds{300});
            reply("\"done\"", {});
        }
        if (message.name == "throw")
            throw std::runtime_error("a bug");
        if (message.name == "call")
            client_->call("question", arguments, milliseconds{200},
                          [notes = notes_](bool answered, Message const& answer) {
                              notes->add(answered ? "answer " + joined(answer.arguments) : "no answer");
                          });
        if (message.name == "leave")
            client_->disconnect();
        if (message.name == "close")
            client_->disconnect(true);
        if (message.name == "later") {
            co_await client_->loop().sleep(milliseconds{100});
            client_->emit("late", arguments);
            client_->send(Packet::event(client_->nsp(), "passing", arguments, {}, Worth::passing));
            notes_->add("sent late");
        }
    }
    void on_lost() override { notes_->add("lost"); }
    void on_returned() override { notes_->add("returned"); }
    void on_disconnect(std::string_view reason) override {
        notes_->add("disconnect " + std::string(client_->nsp()) + " " + std::string(reason));
    }

private:
    std::shared_ptr<Client> client_;
    std::shared_ptr<Notes> notes_;
};

/// Namespaces: `/` and `/custom` let everybody in, `/closed` nobody, `/slow` after a moment.
class SocketIoServer {
public:
    explicit SocketIoServer(Options options = {}, std::size_t loops = 1)
        : server(options,
                 [](http::Request const& request) { return request.header("origin") == "http://ours"; }),
          http([this](http::Request const& request) { return server.handle(request); }, {}, loops) {
        for (auto const* const nsp : {"/", "/custom", "/slow", "/closed"})
            server.add(nsp, [this](std::shared_ptr<Client> const& client) { return connect(client); });
    }
    [[nodiscard]] std::uint16_t port() const { return http.port(); }

    std::shared_ptr<Notes> notes = std::make_shared<Notes>();
    Server server;
    http::testing::TestServer http;

private:
    Task<std::expected<std::shared_ptr<Session>, Refused>> connect(std::shared_ptr<Client> client) {
        if (client->nsp() == "/closed")
            co_return std::unexpected(Refused{"Not \"you\"", R"({"why":1})"});
        if (client->nsp() == "/slow")
            co_await client->loop().sleep(milliseconds{100});
        co_return std::make_shared<Application>(client, notes);
    }
};

/// One WebSocket-only client.
class Person {
public:
    explicit Person(SocketIoServer const& server)
        : socket_(server.port(), "/socket.io/?EIO=4&transport=websocket") {
        open = next();
    }
    void say(std::string_view text) { socket_.text(text); }
    void say_bytes(std::string_view bytes) { socket_.binary(bytes); }
    /// The next message but for pings; binaries in angle brackets; `closed` at the end.
    [[nodiscard]] std::string next() {
        while (auto const frame = socket_.receive()) {
            if (frame->opcode == ws::Opcode::text && frame->payload != "2")
                return frame->payload;
            if (frame->opcode == ws::Opcode::binary)
                return "<" + frame->payload + ">";
            if (frame->opcode == ws::Opcode::close) {
                code = frame->close_code();
                return "closed";
            }
        }
        return "closed";
    }
    /// Joins and reads what the application says first.
    std::string join(std::string_view packet = "40") {
        say(packet);
        auto const answer = next();
        static_cast<void>(next());
        return answer;
    }
    [[nodiscard]] ws::testing::WsClient& socket() { return socket_; }

    std::string open;
    unsigned code = 0;

private:
    ws::testing::WsClient socket_;
};

/// The text of a member of a JSON object, by its name; for `sid` and `pid`.
[[nodiscard]] inline std::string member(std::string_view json, std::string_view name) {
    auto const key = "\"" + std::string(name) + "\":\"";
    auto const at = json.find(key);
    if (at == std::string_view::npos)
        return {};
    auto const start = at + key.size();
    return std::string(json.substr(start, json.find('"', start) - start));
}

}  // namespace ax::socketio::testing
