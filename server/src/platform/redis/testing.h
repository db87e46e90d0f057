#pragma once

#include "platform/redis/client.h"
#include "platform/redis/resp.h"
#include "platform/runtime/testing.h"

#include <arpa/inet.h>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <functional>
#include <future>
#include <netinet/in.h>
#include <stdexcept>
#include <string>
#include <string_view>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

/// For tests: real redis-servers of their own, in a temporary folder, on free loopback ports.
namespace ax::redis::testing {

/// Waits for an event; its limit is generous, for it only ends what would never end.
inline void until(std::string_view what, std::function<bool()> const& done, seconds within = seconds{60}) {
    auto const end = std::chrono::steady_clock::now() + within;
    while (!done()) {
        if (std::chrono::steady_clock::now() > end)
            throw std::runtime_error("waited in vain: " + std::string(what));
        std::this_thread::sleep_for(milliseconds{5});
    }
}

inline sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    return address;
}

inline std::uint16_t free_port() {
    int const fd = ::socket(AF_INET, SOCK_STREAM, 0);
    auto address = loopback(0);
    socklen_t size = sizeof address;
    (void)::bind(fd, reinterpret_cast<sockaddr*>(&address), size);
    ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size);
    ::close(fd);
    return ntohs(address.sin_port);
}

/// One command over a connection of its own, blocking; an error where nobody answers.
inline Reply ask(std::uint16_t port, std::initializer_list<std::string_view> parts) {
    Reply const nobody{.kind = Reply::Kind::error, .text = "nobody answers", .items = {}};
    int const fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    timeval const limit{.tv_sec = 5, .tv_usec = 0};
    ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    auto const address = loopback(port);
    auto const bytes = command(parts);
    Reply out = nobody;
    if (::connect(fd, reinterpret_cast<sockaddr const*>(&address), sizeof address) == 0 &&
        ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size())) {
        Parser parser;
        char chunk[4096];
        for (ssize_t got = 0; (got = ::recv(fd, chunk, sizeof chunk, 0)) > 0;) {
            parser.feed({chunk, static_cast<std::size_t>(got)});
            auto next = parser.next();
            if (next && *next)
                out = std::move(**next);
            if (!next || *next)
                break;
        }
    }
    ::close(fd);
    return out;
}

class Folder {
public:
    Folder() {
        char name[] = "/tmp/ax-redis-XXXXXX";
        if (::mkdtemp(name) == nullptr)
            throw std::runtime_error("no temporary folder");
        path = name;
    }
    Folder(Folder const&) = delete;
    Folder& operator=(Folder const&) = delete;
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }
    std::filesystem::path path;
};

/// One redis-server with these lines of configuration (`{port}` stands for its port); keeps its port and its
/// folder when it is killed and started again.
class Server {
public:
    explicit Server(std::string lines = {}, bool sentinel = false)
        : lines_(std::move(lines)), sentinel_(sentinel) {
        for (int tries = 0;; ++tries) {
            port_ = free_port();
            start();
            if (answers())
                return;
            kill();
            if (tries == 5)
                throw std::runtime_error("redis-server does not start: is the package there?");
        }
    }
    Server(Server const&) = delete;
    Server& operator=(Server const&) = delete;
    ~Server() { kill(); }

    [[nodiscard]] std::uint16_t port() const { return port_; }
    [[nodiscard]] std::string address() const { return "127.0.0.1:" + std::to_string(port_); }
    [[nodiscard]] std::string url() const { return "redis://" + address(); }
    Reply ask(std::initializer_list<std::string_view> parts) const { return testing::ask(port_, parts); }

    void kill() {
        if (pid_ <= 0)
            return;
        ::kill(pid_, SIGKILL);
        ::waitpid(pid_, nullptr, 0);
        pid_ = -1;
    }
    void freeze() const { ::kill(pid_, SIGSTOP); }
    void thaw() const { ::kill(pid_, SIGCONT); }
    void restart() {
        kill();
        start();
        until("redis-server answers", [this] { return answers(); });
    }

private:
    void start() {
        auto const config = folder_.path / "redis.conf";
        // What the server has written into it since stays.
        if (!std::filesystem::exists(config) || std::exchange(written_for_, port_) != port_)
            write(config);
        auto const log = (folder_.path / "log").string();
        pid_ = ::fork();
        if (pid_ != 0)
            return;
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        int const fd = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
        ::dup2(fd, 1);
        ::dup2(fd, 2);
        ::execlp("redis-server", "redis-server", config.c_str(), sentinel_ ? "--sentinel" : nullptr, nullptr);
        ::_exit(127);
    }
    void write(std::filesystem::path const& config) {
        written_for_ = port_;
        std::string lines = lines_;
        for (auto at = lines.find("{port}"); at != std::string::npos; at = lines.find("{port}"))
            lines.replace(at, 6, std::to_string(port_));
        std::ofstream(config) << "port " << port_ << "\nbind 127.0.0.1\ndir " << folder_.path.string()
                              << "\nprotected-mode no\n"
                              << (sentinel_ ? "" : "save \"\"\nappendonly no\n") << lines << "\n";
    }
    bool answers() const {
        for (int i = 0; i < 400; ++i) {
            if (::waitpid(pid_, nullptr, WNOHANG) == pid_)
                return false;
            auto const reply = ask({"PING"});
            if (reply.text == "PONG" || reply.text.starts_with("NOAUTH"))
                return true;
            std::this_thread::sleep_for(milliseconds{25});
        }
        return false;
    }

    Folder folder_;
    std::string lines_;
    bool sentinel_;
    std::uint16_t port_ = 0;
    std::uint16_t written_for_ = 0;
    pid_t pid_ = -1;
};

using runtime::testing::Running;

/// A client on a loop of its own, asked from the test's thread.
class Asking {
public:
    explicit Asking(Options options) : client(std::move(options)) {}
    explicit Asking(std::string const& url) : Asking(*parse_url(url)) {}
    ~Asking() { running.stop(); }
    Asking(Asking const&) = delete;
    Asking& operator=(Asking const&) = delete;

    std::future<Answer> start(std::string key, std::vector<std::string> parts) {
        auto promise = std::make_shared<std::promise<Answer>>();
        auto future = promise->get_future();
        running.loop.post([this, promise, key = std::move(key), parts = std::move(parts)]() mutable {
            std::vector<std::string_view> const views(parts.begin(), parts.end());
            client.send(key, views, [promise](Answer answer) { promise->set_value(std::move(answer)); });
        });
        return future;
    }
    Answer ask(std::string key, std::vector<std::string> parts) {
        return start(std::move(key), std::move(parts)).get();
    }
    /// The text of the answer, or what is wrong.
    std::string text(std::string key, std::vector<std::string> parts) {
        auto const answer = ask(std::move(key), std::move(parts));
        return answer ? answer->text : answer.error().detail;
    }
    void until_answered(std::string const& key = "k") {
        until("Redis answers", [&] { return ask(key, {"GET", key}).has_value(); });
    }

    Running running;
    Client client;  // goes before its loop
};

}  // namespace ax::redis::testing
