#include "platform/socketio/live_client.h"

#include "platform/telemetry/log.h"
#include "platform/telemetry/metrics.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

// Life and what is sent. What comes in is in live_client_events.cpp.
namespace ax::socketio {
namespace {

constexpr std::size_t kMostCalls = 1024;  // unanswered at a time

constexpr std::array<std::string_view, 3> kRecoverable = {"transport close", "transport error",
                                                          "ping timeout"};

metrics::Gauge& clients() {
    static auto& gauge = metrics::gauge("socketio_clients", "Socket.IO clients, one for each namespace.");
    return gauge;
}

void count_return(bool complete) {
    metrics::counter("socketio_returns_total", "Clients that came back, by whether they could go on.",
                     {{"recovered", complete ? "yes" : "no"}})
        .add();
}

// What an application throws when it is told something ends nothing.
template <class Call>
void guarded(Call const& call) {
    try {
        call();
    } catch (...) {
        telemetry::log_exception("socketio.session_failed", std::current_exception());
    }
}

bool same(std::weak_ptr<Connection> const& a, std::weak_ptr<Connection> const& b) {
    return !a.owner_before(b) && !b.owner_before(a);
}

}  // namespace

LiveClient::LiveClient(std::shared_ptr<ServerCore> core, std::weak_ptr<Connection> connection,
                       std::shared_ptr<Lane> lane, std::string_view nsp, std::string auth,
                       std::string_view remote)
    : core_(std::move(core)),
      lane_(std::move(lane)),
      link_(std::move(connection)),
      link_loop_(lane_->loop()),
      id_(new_client_id()),
      nsp_(nsp),
      auth_(std::move(auth)),
      remote_(remote) {
    clients().add(1);
}

LiveClient::~LiveClient() { clients().add(-1); }

Task<void> LiveClient::admit(Server::Connect const& connect) {
    auto const me = self();
    std::expected<std::shared_ptr<Session>, Refused> decided = std::unexpected(Refused{"Internal error"});
    try {
        decided = co_await connect(me);
    } catch (...) {
        telemetry::log_exception("socketio.connect_failed", std::current_exception());
    }
    if (phase_ == Phase::ended && decided)
        guarded([&] { (*decided)->on_disconnect(reason_); });
    if (phase_ == Phase::ended || !decided) {
        phase_ = Phase::ended;
        by_link([me, why = decided ? Refused{"Disconnected"} : std::move(decided).error()](
                    Connection& connection) { connection.refuse(me->nsp_, why); });
        co_return;
    }
    session_ = std::move(*decided);
    phase_ = Phase::connected;
    if (core_->recovers()) {
        pid_ = new_client_id();
        core_->returns.add(pid_, me);
    }
    by_link([me](Connection& connection) { connection.seat(me); });
    say_connected();
    if (phase_ == Phase::connected)
        guarded([session = session_] { session->on_connected(); });
}

void LiveClient::say_connected() {
    std::string text;
    auto const data = pid_.empty() ? fmt::format(R"({{"sid":"{}"}})", id_)
                                   : fmt::format(R"({{"sid":"{}","pid":"{}"}})", id_, pid_);
    append_packet(text, {.type = PacketType::connect, .nsp = nsp_, .data = data});
    by_link([text = std::move(text)](Connection& connection) { connection.write(text); });
}

void LiveClient::send(std::shared_ptr<Packet const> packet) {
    bool const keep = core_->recovers() && packet->worth == Worth::lasting;
    if (phase_ != Phase::connected && (!keep || phase_ != Phase::lost))
        return;
    if (keep) {
        if (!log_)
            log_ = std::make_unique<ReplayLog>(core_->options, core_->returns.kept_bytes);
        log_->keep(packet, lane_->now());
        sleep();
    }
    if (phase_ == Phase::connected)
        by_link(
            [packet = std::move(packet), keep](Connection& connection) { connection.write(packet, keep); });
}

void LiveClient::call(std::string_view name, std::string_view arguments, Duration within, Answered answered) {
    if (phase_ != Phase::connected || (calls_ && calls_->size() >= kMostCalls)) {
        lane_->post([answered = std::move(answered)] { guarded([&] { answered(false, {}); }); });
        return;
    }
    if (!calls_)
        calls_ = std::make_unique<std::map<std::uint64_t, Call>>();
    auto const id = last_call_++;
    auto const until = lane_->now() + within;
    calls_->emplace(id, Call{until, std::move(answered)});
    sleep();
    lane_->wake_by(until);
    auto const event = Packet::event(nsp_, name, arguments, {}, Worth::passing);
    // The id stands between the namespace and the array.
    auto text = event->frame.substr(1);
    text.insert(nsp_ == "/" ? 1 : nsp_.size() + 2, std::to_string(id));
    by_link([text = std::move(text)](Connection& connection) { connection.write(text); });
}

void LiveClient::fail_calls(TimePoint now, bool all) {
    if (!calls_)
        return;
    std::vector<Answered> due;
    std::erase_if(*calls_, [&](auto& call) {
        bool const over = all || now >= call.second.until;
        if (over)
            due.push_back(std::move(call.second.answered));
        return over;
    });
    if (calls_->empty())
        calls_.reset();
    for (auto const& answered : due) guarded([&] { answered(false, {}); });
}

void LiveClient::disconnect(bool close) {
    auto const me = self();
    if (close)
        by_link([](Connection& connection) { connection.disconnect_all(); });
    else if (phase_ == Phase::connected)
        by_link([nsp = nsp_](Connection& connection) { connection.leave(nsp); });
    cut("server namespace disconnect");
}

void LiveClient::cut(std::string_view reason) {
    waiting_.clear();
    waiting_bytes_ = 0;
    end(reason);
}

void LiveClient::end(std::string_view reason) {
    if (phase_ == Phase::ended)
        return;
    auto const me = self();
    if (std::exchange(phase_, Phase::ended) == Phase::lost)
        --core_->returns.lost;
    reason_ = reason;
    if (!pid_.empty())
        core_->returns.remove(pid_);
    go_on();
    fail_calls({}, true);
    if (!working_)
        finish();
}

void LiveClient::finish() {
    log_.reset();
    if (std::exchange(sleeping_, false))
        lane_->remove(*this);
    if (auto const session = std::exchange(session_, {}))
        guarded([&] { session->on_disconnect(reason_); });
}

void LiveClient::on_connection_lost(std::weak_ptr<Connection> const& connection, std::string_view reason) {
    if (phase_ == Phase::ended || !same(connection, link_))
        return;
    bool const may_return = phase_ == Phase::connected && core_->recovers() &&
                            std::ranges::find(kRecoverable, reason) != kRecoverable.end() &&
                            core_->returns.lost < core_->options.sessions;
    if (!may_return) {
        end(reason);
        return;
    }
    auto const me = self();
    phase_ = Phase::lost;
    ++core_->returns.lost;
    reason_ = reason;
    lost_until_ = lane_->now() + core_->options.recovery;
    paused_ = false;
    sleep();
    fail_calls({}, true);
    if (phase_ == Phase::lost)
        guarded([session = session_] { session->on_lost(); });
}

// It may not have been noticed yet that the old connection is dead.
bool LiveClient::return_by(std::weak_ptr<Connection> connection, runtime::Loop* its_loop, std::string remote,
                           std::string_view offset) {
    if (phase_ != Phase::connected && phase_ != Phase::lost)
        return false;
    auto const me = self();
    auto missed = log_ ? log_->after(offset) : std::nullopt;
    if (!log_ && offset.empty())
        missed.emplace();
    count_return(missed.has_value());
    if (!missed) {
        by_link([nsp = nsp_](Connection& old) { old.left_behind(nsp); });
        cut("transport close");
        return false;
    }
    if (phase_ == Phase::connected) {
        go_on();
        by_link([nsp = nsp_](Connection& old) { old.left_behind(nsp); });
        link_.reset();
        on_connection_lost({}, "transport close");
        if (phase_ != Phase::lost)
            return false;
    }
    link_ = std::move(connection);
    link_loop_ = its_loop;
    remote_ = std::move(remote);
    phase_ = Phase::connected;
    --core_->returns.lost;
    run_on(its_loop, [me, link = link_] {
        if (auto const arrived = link.lock(); arrived && !arrived->closed())
            arrived->seat(me);
        else
            run_on(me->home(), [me, link] { me->on_connection_lost(link, "transport close"); });
    });
    say_connected();
    for (auto& packet : *missed)
        by_link([packet = std::move(packet)](Connection& back) { back.write(packet, true); });
    guarded([session = session_] {
        if (session)
            session->on_returned();
    });
    return true;
}

void LiveClient::sleep() {
    if (!std::exchange(sleeping_, true))
        lane_->add(self());
}

void LiveClient::on_tick(TimePoint now) {
    auto const me = self();
    fail_calls(now, false);
    if (log_)
        log_->forget_old(now);
    if (phase_ == Phase::lost && now >= lost_until_) {
        end(reason_);
        return;
    }
    bool const nothing = !calls_ && (!log_ || log_->empty()) && phase_ != Phase::lost;
    if (nothing && std::exchange(sleeping_, false))
        lane_->remove(*this);
}

void LiveClient::abandon() {
    phase_ = Phase::ended;
    session_.reset();
    waiting_.clear();
    calls_.reset();
    log_.reset();
}

}  // namespace ax::socketio
