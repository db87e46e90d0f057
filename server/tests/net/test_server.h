#pragma once

#include "platform/http/server.h"
#include "platform/runtime/loop.h"

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

// For tests: a server on a free loopback port with its loops on threads, and a client that sends raw bytes.
namespace ax::http::testing {

struct Reply {
    int status = 0;
    std::string head;
    std::string body;
    [[nodiscard]] std::string header(std::string_view name) const;  // all values, joined by ", "
};

/// Blocks, but never longer than ten seconds in one call.
class Client {
public:
    explicit Client(std::uint16_t port);
    ~Client();
    Client(Client const&) = delete;
    Client& operator=(Client const&) = delete;

    bool send(std::string_view bytes);  // false once the server has closed
    /// The next response; nothing if the connection ended or nothing came in time.
    [[nodiscard]] std::optional<Reply> receive(bool head_only = false);
    [[nodiscard]] std::optional<Reply> ask(std::string_view bytes) {
        send(bytes);
        return receive();
    }
    /// Reads on until the server closes; false if it does not.
    [[nodiscard]] bool closed();
    void finish_sending();
    /// Exactly this much; nothing if the connection ended or it did not come in time.
    [[nodiscard]] std::optional<std::string> take(std::size_t bytes);
    /// Reads at most this much; for slow readers.
    std::size_t read_some(std::size_t most);

private:
    bool fill();
    int socket_;
    std::string buffer_;
};

using Answer = std::function<Task<Response>(Request const&)>;

class TestServer {
public:
    explicit TestServer(Answer answer, ServerOptions options = {}, std::size_t loops = 1,
                        Allowance allowance = {});
    ~TestServer();

    [[nodiscard]] std::uint16_t port() const { return server->port(); }
    [[nodiscard]] Client client() const { return Client(port()); }
    /// One request on a fresh connection.
    [[nodiscard]] Reply get(std::string_view path, std::string_view more_headers = {}) const;

    std::vector<std::unique_ptr<runtime::Loop>> loops;
    std::unique_ptr<Handler> handler;
    std::unique_ptr<Server> server;
    std::vector<std::thread> threads;
};

/// Says what it was asked: `GET /path?query [body]`.
Task<Response> echo(Request const& request);

/// Polls until it holds or ten seconds have passed.
bool eventually(std::function<bool()> const& condition);

}  // namespace ax::http::testing
