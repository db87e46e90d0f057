#include "platform/redis/client.h"

#include "platform/redis/lane.h"
#include "platform/telemetry/metrics.h"
#include "platform/trace/note.h"
#include "platform/trace/trace.h"

#include <array>
#include <atomic>
#include <mutex>
#include <stdexcept>
#include <unordered_map>

#include <fmt/format.h>
#include <openssl/evp.h>

namespace ax::redis {
namespace {

struct Metrics {
    metrics::Counter& answered =
        metrics::counter("redis_commands_total", "Commands to Redis by outcome.", {{"outcome", "answered"}});
    metrics::Counter& refused =
        metrics::counter("redis_commands_total", "Commands to Redis by outcome.", {{"outcome", "refused"}});
    metrics::Counter& not_sent =
        metrics::counter("redis_commands_total", "Commands to Redis by outcome.", {{"outcome", "not_sent"}});
    metrics::Counter& unknown =
        metrics::counter("redis_commands_total", "Commands to Redis by outcome.", {{"outcome", "unknown"}});
    metrics::Counter& losses =
        metrics::counter("redis_losses_total", "Connections to Redis that were lost or could not be made.");
    metrics::Gauge& up = metrics::gauge("redis_up", "1 while Redis answers.");
};

Metrics& counts() {
    static Metrics all;
    return all;
}

Answer counted(Answer answer) {
    auto& all = counts();
    if (answer && answer->is(Reply::Kind::error))
        answer = std::unexpected(Failure{Failure::Kind::refused, std::move(answer->text)});
    if (answer)
        all.answered.add();
    else if (answer.error().kind == Failure::Kind::refused)
        all.refused.add();
    else if (answer.error().kind == Failure::Kind::not_sent)
        all.not_sent.add();
    else
        all.unknown.add();
    return answer;
}

// The verb alone: keys and values name people.
OnAnswer traced(std::string_view verb, trace::Context const& parent, OnAnswer on_answer) {
    if (!parent.active()) [[likely]]
        return on_answer;
    auto span = trace::child(trace::Kind::client, parent);
    span.name = verb;
    span.attributes = {{"db.system.name", "redis"}};
    return [span = std::move(span), on_answer = std::move(on_answer)](Answer answer) mutable {
        span.failed = !answer;
        trace::finish(std::move(span));
        on_answer(std::move(answer));
    };
}

}  // namespace

Script::Script(std::string_view text) : text_(text) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha1(), nullptr);
    for (unsigned i = 0; i < size; ++i) sha1_ += fmt::format("{:02x}", digest[i]);
}

struct Client::State : std::enable_shared_from_this<State> {
    Options options;
    SharedTls tls;
    std::atomic<bool> up = false;
    std::mutex mutex;  // guards the map only; a lane is its loop's own
    std::unordered_map<runtime::Loop*, std::shared_ptr<Lane>> lanes;
    std::shared_ptr<SentinelWatch> watch;

    void changed(bool now_up) {
        up = now_up;
        counts().up.set(now_up ? 1 : 0);
        if (!now_up)
            counts().losses.add();
    }

    void master_moved() {
        std::lock_guard const lock(mutex);
        for (auto const& [loop, lane] : lanes) loop->post([lane] { lane->find_master_anew(); });
    }
};

Client::Client(Options options) : state_(std::make_shared<State>()) {
    state_->tls = options.tls ? make_tls(options.ca_file) : nullptr;
    state_->options = std::move(options);
}

Client::~Client() {
    if (state_->watch)
        state_->watch->stop();
    for (auto const& [loop, lane] : state_->lanes) lane->stop();
}

bool Client::up() const noexcept { return state_->up; }
Options const& Client::options() const noexcept { return state_->options; }

std::shared_ptr<Lane> Client::lane(runtime::Loop& loop) {
    std::lock_guard const lock(state_->mutex);
    auto& lane = state_->lanes[&loop];
    if (!lane)
        lane = std::make_shared<Lane>(
            loop, Lane::Settings{state_->options, state_->tls, [weak = std::weak_ptr(state_)](bool up) {
                                     if (auto const state = weak.lock())
                                         state->changed(up);
                                 }});
    return lane;
}

void Client::watch_master(runtime::Loop& loop, std::function<void()> moved) {
    if (state_->options.setup != Setup::sentinel || state_->watch)
        return;
    auto connection = lane(loop)->connection();
    connection.user.clear();
    connection.password = state_->options.sentinel_password;
    connection.database = 0;
    connection.must_be_master = false;
    state_->watch = std::make_shared<SentinelWatch>(
        loop, Sentinels::Settings{state_->options.addresses, state_->options.master, std::move(connection)},
        [weak = std::weak_ptr(state_), moved = std::move(moved)] {
            if (auto const state = weak.lock())
                state->master_moved();
            if (moved)
                moved();
        });
    state_->watch->start();
}

void Client::send(std::string_view key, Parts parts, OnAnswer on_answer) {
    auto* const loop = runtime::Loop::current();
    if (loop == nullptr)
        throw std::logic_error("redis::Client was called outside a loop");
    trace::tell({.kind = trace::Note::Kind::redis, .name = parts.front()});
    std::string bytes;
    append_command(bytes, parts);
    lane(*loop)->send(std::move(bytes), key, SteadyClock::now() + state_->options.answer_within,
                      [on_answer = traced(parts.front(), trace::current(), std::move(on_answer))](
                          Answer answer) mutable { on_answer(counted(std::move(answer))); });
}

Task<Answer> Client::call(std::string_view key, std::vector<std::string> parts) {
    std::vector<std::string_view> const views(parts.begin(), parts.end());
    Answer out = std::unexpected(Failure{});
    runtime::Completion finished;
    send(key, views, [&](Answer answer) {
        out = std::move(answer);
        finished.set();
    });
    co_await finished;
    co_return out;
}

void Client::run(Script const& script, std::string_view key, Parts arguments, OnAnswer on_answer) {
    auto const parts = [&](std::string_view verb, std::string_view what) {
        std::vector<std::string_view> out{verb, what, "1", key};
        out.insert(out.end(), arguments.begin(), arguments.end());
        return out;
    };
    std::string whole;
    append_command(whole, parts("EVAL", script.text()));
    auto const state = state_;
    auto const lane = this->lane(*runtime::Loop::current());
    send(key, parts("EVALSHA", script.sha1()),
         [state, lane, whole = std::move(whole), key = std::string(key), here = trace::current(),
          on_answer = std::move(on_answer)](Answer answer) mutable {
             bool const unknown = !answer && answer.error().kind == Failure::Kind::refused &&
                                  answer.error().detail.starts_with("NOSCRIPT");
             if (!unknown)
                 return on_answer(std::move(answer));
             lane->send(std::move(whole), key, SteadyClock::now() + state->options.answer_within,
                        [on_answer = traced("EVAL", here, std::move(on_answer))](Answer again) mutable {
                            on_answer(counted(std::move(again)));
                        });
         });
}

}  // namespace ax::redis
