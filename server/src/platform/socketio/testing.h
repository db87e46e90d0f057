#pragma once

#include "platform/socketio/live_session.h"

#include <string>
#include <utility>
#include <vector>

// For tests: a lane without a loop, whose clock is turned by hand, and the far end of a WebSocket.
namespace ax::socketio::testing {

class ManualLane final : public Lane {
public:
    [[nodiscard]] TimePoint now() const noexcept override { return now_; }
    [[nodiscard]] runtime::Loop* loop() noexcept override { return nullptr; }
    void post(runtime::Loop::Job job) override { jobs_.push_back(std::move(job)); }
    void wake_by(TimePoint at) override { asked.push_back(at - now_); }

    /// The turns that were asked for.
    void run() {
        while (!jobs_.empty())
            for (auto& job : std::exchange(jobs_, {})) job();
    }
    void pass(Duration time) {
        now_ += time;
        tick();
        run();
    }

    std::vector<std::chrono::nanoseconds> asked;

private:
    TimePoint now_{hours{1}};
    std::vector<runtime::Loop::Job> jobs_;
};

/// Keeps what is sent to the client: texts as they are, binaries in angle brackets.
class FarSocket final : public ws::Socket {
public:
    void send(ws::Kind kind, Payload payload) override {
        if (open_)
            sent.push_back(kind == ws::Kind::text ? *payload : "<" + *payload + ">");
    }
    void close(ws::Close code, std::string_view) override {
        if (std::exchange(open_, false))
            closed_with = code;
    }
    void drop() override { open_ = false; }
    void pause() override { paused = true; }
    void resume() override { paused = false; }
    [[nodiscard]] std::size_t queued_bytes() const noexcept override { return 0; }
    [[nodiscard]] bool open() const noexcept override { return open_; }
    [[nodiscard]] runtime::Loop& loop() noexcept override { return nowhere_; }

    [[nodiscard]] std::vector<std::string> take() { return std::exchange(sent, {}); }

    std::vector<std::string> sent;
    ws::Close closed_with = ws::Close::no_status;
    bool paused = false;

private:
    runtime::Loop nowhere_;
    bool open_ = true;
};

/// Keeps what a session says.
class Listener final : public EngineHandler {
public:
    void on_message(ws::Kind kind, std::string_view message) override {
        std::string const text(message);
        heard.push_back(kind == ws::Kind::text ? text : "<" + text + ">");
        if (on_hearing)
            on_hearing();
    }
    void on_close(std::string_view why) override { ends.emplace_back(why); }

    std::vector<std::string> heard;
    std::vector<std::string> ends;
    std::function<void()> on_hearing;
};

}  // namespace ax::socketio::testing
