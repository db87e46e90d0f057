#include "net/test_server.h"

#include "platform/http/text.h"

#include <arpa/inet.h>
#include <chrono>
#include <netinet/in.h>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>

namespace ax::http::testing {
namespace {

constexpr int kPatience = 10'000;  // milliseconds

struct AnswerHandler : Handler {
    Answer answer;
    Allowance allowed;
    Task<Response> handle(Request const& request) override { return answer(request); }
    [[nodiscard]] Allowance allowance(Request const&) const noexcept override { return allowed; }
};

}  // namespace

std::string Reply::header(std::string_view name) const {
    std::string all;
    for (std::string_view rest = head; !rest.empty();) {
        std::string_view const line = next_item(rest, '\n');
        auto const colon = line.find(':');
        if (colon == std::string_view::npos || !iequals(line.substr(0, colon), name))
            continue;
        if (!all.empty())
            all += ", ";
        all += trim(line.substr(colon + 1, line.find('\r') - colon - 1));
    }
    return all;
}

Client::Client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_port = htons(port);
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<sockaddr*>(&at), sizeof at) != 0)
        throw std::runtime_error("cannot connect to the test server");
}

Client::~Client() { ::close(socket_); }

bool Client::send(std::string_view bytes) {
    while (!bytes.empty()) {
        auto const sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0)
            return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

bool Client::fill() {
    pollfd ready{socket_, POLLIN, 0};
    if (::poll(&ready, 1, kPatience) <= 0)
        return false;
    char data[16 * 1024];
    auto const got = ::recv(socket_, data, sizeof data, 0);
    if (got <= 0)
        return false;
    buffer_.append(data, static_cast<std::size_t>(got));
    return true;
}

std::optional<Reply> Client::receive(bool head_only) {
    std::size_t end = 0;
    while ((end = buffer_.find("\r\n\r\n")) == std::string::npos)
        if (!fill())
            return {};
    Reply reply;
    reply.head = buffer_.substr(0, end + 2);
    reply.status = std::stoi(reply.head.substr(9, 3));
    buffer_.erase(0, end + 4);
    auto const length = reply.header("content-length");
    std::size_t const size = length.empty() || head_only ? 0 : std::stoul(length);
    while (buffer_.size() < size)
        if (!fill())
            return {};
    reply.body = buffer_.substr(0, size);
    buffer_.erase(0, size);
    return reply;
}

std::optional<std::string> Client::take(std::size_t bytes) {
    while (buffer_.size() < bytes)
        if (!fill())
            return {};
    auto taken = buffer_.substr(0, bytes);
    buffer_.erase(0, bytes);
    return taken;
}

bool Client::closed() {
    while (true) {
        pollfd ready{socket_, POLLIN, 0};
        if (::poll(&ready, 1, kPatience) <= 0)
            return false;
        char data[4096];
        if (::recv(socket_, data, sizeof data, 0) <= 0)
            return true;
    }
}

void Client::finish_sending() { ::shutdown(socket_, SHUT_WR); }

std::size_t Client::read_some(std::size_t most) {
    std::string data(most, '\0');
    auto const got = ::recv(socket_, data.data(), most, 0);
    return got > 0 ? static_cast<std::size_t>(got) : 0;
}

TestServer::TestServer(Answer answer, ServerOptions options, std::size_t loop_count, Allowance allowance) {
    auto own = std::make_unique<AnswerHandler>();
    own->answer = std::move(answer);
    own->allowed = allowance;
    handler = std::move(own);
    std::vector<runtime::Loop*> pointers;
    for (std::size_t i = 0; i < loop_count; ++i)
        pointers.push_back(loops.emplace_back(std::make_unique<runtime::Loop>()).get());
    options.port = 0;
    server = std::make_unique<Server>(pointers, *handler, std::move(options));
    if (auto const started = server->start(); !started)
        throw std::runtime_error(started.error().reason);
    for (auto const& loop : loops) threads.emplace_back([&loop] { loop->run(); });
}

TestServer::~TestServer() {
    for (auto const& loop : loops) loop->stop();
    for (auto& thread : threads) thread.join();
    server.reset();
}

Reply TestServer::get(std::string_view path, std::string_view more_headers) const {
    Client client(port());
    client.send(std::string("GET ").append(path).append(" HTTP/1.1\r\nHost: test\r\n").append(more_headers) +
                "\r\n");
    return client.receive().value_or(Reply{});
}

Task<Response> echo(Request const& request) {
    Response response;
    response.content_type = "text/plain";
    response.endpoint = "test.echo";
    response.body = std::string(request.method).append(" ").append(request.target).append(" [");
    response.body.append(request.body).append("]");
    co_return response;
}

bool eventually(std::function<bool()> const& condition) {
    auto const end = std::chrono::steady_clock::now() + std::chrono::seconds{10};
    while (std::chrono::steady_clock::now() < end) {
        if (condition())
            return true;
        ::poll(nullptr, 0, 5);
    }
    return condition();
}

}  // namespace ax::http::testing
