#pragma once

#include "platform/api/router.h"
#include "platform/db/testing.h"

#include <algorithm>
#include <functional>
#include <future>
#include <list>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

/// For tests: a Socket.IO client that polls through the router, without a network.
namespace ax::realtime::testing {

struct Answered {
    int status = 0;
    std::string body;
};

/// One request as a connection would bring it.
inline Task<Answered> request(http::Handler& handler, http::Verb verb, std::string path, std::string body,
                              std::string token = {}, std::string origin = {}) {
    auto const header = "Token " + token;
    http::Request r;
    r.verb = verb;
    r.method = verb == http::Verb::get ? "GET" : "POST";
    r.target = path;
    auto const question = path.find('?');
    r.path = std::string_view(path).substr(0, question);
    if (question != std::string::npos)
        r.query = std::string_view(path).substr(question + 1);
    r.body = body;
    r.request_id = "r1";
    r.remote = "127.0.0.1";
    r.headers.push_back({"Host", "aspirex.example"});
    if (!token.empty())
        r.headers.push_back({"Authorization", header});
    if (!origin.empty())
        r.headers.push_back({"Origin", origin});
    auto const response = co_await handler.handle(r);
    co_return Answered{response.status, std::string(response.content())};
}

class PollingClient {
public:
    /// Runs tasks on the loop whose router it is.
    using Wait = std::function<Answered(Task<Answered>)>;

    PollingClient(http::Handler& handler, Wait wait) : handler_(handler), wait_(std::move(wait)) {
        auto const opened = get("/socket.io/?EIO=4&transport=polling");
        auto const from = opened.body.find(R"("sid":")") + 7;
        sid_ = opened.body.substr(from, opened.body.find('"', from) - from);
    }
    /// CONNECT with this payload, up to the answer: `40…` or `44…`.
    std::string connect(std::string const& auth) {
        say("40" + auth);
        return next("4");
    }
    /// The next packet that begins so, whatever came before it; empty if the connection is over.
    std::string next(std::string_view start) {
        for (int polls = 0; polls < kMostPolls; ++polls) {
            auto const found = std::ranges::find_if(
                packets_, [&](std::string const& packet) { return packet.starts_with(start); });
            if (found != packets_.end()) {
                auto packet = std::move(*found);
                packets_.erase(found);
                return packet;
            }
            if (!poll())
                return {};
        }
        return "nothing came that begins so";
    }
    /// The acknowledgement's argument; empty if the connection is over.
    std::string ask(std::string_view name, std::string_view payload) {
        auto const id = ++asked_;
        say(fmt::format(R"(42{}["{}"{}{}])", id, name, payload.empty() ? "" : ",", payload));
        auto const start = fmt::format("43{}[", id);
        auto const answer = next(start);
        return answer.empty() ? answer : answer.substr(start.size(), answer.size() - start.size() - 1);
    }
    /// What came and was not asked for yet, without waiting.
    [[nodiscard]] std::list<std::string> const& waiting() const { return packets_; }
    void say(std::string const& packet) { wait_(request(handler_, http::Verb::post, path(), packet)); }

private:
    [[nodiscard]] std::string path() const { return "/socket.io/?EIO=4&transport=polling&sid=" + sid_; }
    static constexpr int kMostPolls = 50;

    Answered get(std::string const& target) { return wait_(request(handler_, http::Verb::get, target, "")); }
    bool poll() {
        auto const answer = get(path());
        if (answer.status != 200)
            return false;
        std::string_view rest = answer.body;
        bool open = true;
        while (!rest.empty()) {
            auto const end = rest.find('\x1e');
            auto const packet = rest.substr(0, end);
            if (packet == "2")
                say("3");
            else if (packet == "1" || packet.starts_with("41"))
                open = false;
            else
                packets_.emplace_back(packet);
            rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
        }
        return open || !packets_.empty();
    }

    http::Handler& handler_;
    Wait wait_;
    std::string sid_;
    std::list<std::string> packets_;
    int asked_ = 0;
};

}  // namespace ax::realtime::testing
