#include "platform/socketio/connection.h"

#include "platform/socketio/json_scan.h"
#include "platform/socketio/live_client.h"
#include "platform/telemetry/json_text.h"
#include "platform/telemetry/log.h"
#include "platform/telemetry/metrics.h"

#include <algorithm>
#include <utility>

namespace ax::socketio {
namespace {

// Of one connection, those that were left included.
constexpr std::size_t kMostNamespaces = 32;

struct Metrics {
    metrics::Counter& received =
        metrics::counter("socketio_received_packets_total", "Socket.IO packets received.");
    metrics::Counter& sent = metrics::counter("socketio_sent_packets_total", "Socket.IO packets sent.");
    metrics::Counter& invalid =
        metrics::counter("socketio_invalid_total", "Connections closed for what the client sent.");
};

Metrics& metrics_of_connections() {
    static Metrics all;
    return all;
}

std::string packet(PacketType type, std::string_view nsp, std::string_view data = {}) {
    std::string text;
    append_packet(text, {.type = type, .nsp = nsp, .data = data});
    return text;
}

}  // namespace

Connection::Connection(std::shared_ptr<ServerCore> core, std::shared_ptr<EngineSession> engine)
    : core_(std::move(core)),
      engine_(std::move(engine)),
      idle_until_(engine_->lane()->now() + core_->options.connect_timeout) {}

// Its clients are still here only if the server goes away without a word.
Connection::~Connection() {
    for (auto const& seat : seats_)
        if (seat.client)
            seat.client->abandon();
}

Connection::Seat* Connection::find(std::string_view nsp) {
    auto const found = std::ranges::find(seats_, nsp, &Seat::nsp);
    return found == seats_.end() ? nullptr : &*found;
}

bool Connection::in_use() const {
    return std::ranges::any_of(seats_, [](Seat const& seat) { return seat.state != State::left; });
}

void Connection::invalid() {
    metrics_of_connections().invalid.add();
    engine_->close(ws::Close::protocol_error, "parse error");
}

void Connection::on_message(ws::Kind kind, std::string_view message) {
    if (kind == ws::Kind::binary) {
        if (partial_.empty()) {
            invalid();
            return;
        }
        auto& packet = partial_.front();
        packet.attached_bytes += message.size();
        packet.attachments.emplace_back(message);
        if (packet.attached_bytes > core_->options.max_payload)
            invalid();
        else if (packet.attachments.size() == packet.packet.text.attachments)
            dispatch(std::exchange(partial_, {}));
        return;
    }
    IncomingList one;
    auto& packet = one.emplace_back(message);
    auto decoded = decode_packet(packet.text);
    if (!decoded || !partial_.empty()) {
        invalid();
        return;
    }
    packet.packet = std::move(*decoded);
    if (packet.packet.text.attachments > 0)
        partial_ = std::move(one);
    else
        dispatch(std::move(one));
}

void Connection::dispatch(IncomingList one) {
    metrics_of_connections().received.add();
    auto const& packet = one.front();
    auto const type = packet.packet.text.type;
    auto* const seat = find(packet.packet.text.nsp);
    if (type == PacketType::connect && (seat == nullptr || seat->state == State::left)) {
        join(packet);
        return;
    }
    // It had not heard yet that it was disconnected.
    if (seat != nullptr && seat->state == State::left)
        return;
    if (seat == nullptr || seat->state == State::joining || type == PacketType::connect ||
        type == PacketType::connect_error) {
        invalid();
        return;
    }
    auto const client = seat->client;
    bool const leaves = type == PacketType::disconnect;
    if (leaves) {
        std::erase_if(seats_, [&](Seat const& other) { return &other == seat; });
        idle_until_ = engine_->lane()->now() + core_->options.connect_timeout;
    }
    run_on(client->home(), [client, type, leaves, one = std::move(one)]() mutable {
        if (leaves)
            client->on_left();
        else if (type == PacketType::ack || type == PacketType::binary_ack)
            client->on_ack(one.front());
        else
            client->on_event(std::move(one));
    });
}

void Connection::join(Incoming const& packet) {
    std::string const nsp(packet.packet.text.nsp);
    if (!core_->namespaces.contains(nsp)) {
        refuse(nsp, {"Invalid namespace"});
        return;
    }
    if (auto* const left = find(nsp)) {
        left->state = State::joining;
    } else if (seats_.size() < kMostNamespaces) {
        seats_.push_back({.nsp = nsp, .client = {}});
    } else {
        refuse(nsp, {"Too many namespaces"});
        return;
    }
    if (!ask_to_return(packet))
        connect_anew(nsp, std::string(packet.packet.text.data));
}

bool Connection::ask_to_return(Incoming const& packet) {
    auto const auth = packet.packet.text.data;
    if (!core_->recovers() || auth.empty())
        return false;
    auto const member = [&](std::string_view name) {
        auto const raw = object_member(auth, name);
        return raw ? unquoted(*raw) : std::nullopt;
    };
    auto const pid = member("pid");
    auto const client = pid ? core_->returns.find(*pid) : nullptr;
    if (!client || client->nsp() != packet.packet.text.nsp)
        return false;
    run_on(client->home(), [client, link = weak_from_this(), here = engine_->lane()->loop(),
                            nsp = std::string(packet.packet.text.nsp), auth = std::string(auth),
                            offset = member("offset").value_or(""), remote = std::string(engine_->remote())] {
        if (client->return_by(link, here, remote, offset))
            return;
        run_on(here, [link, nsp, auth] {
            if (auto const connection = link.lock())
                connection->connect_anew(nsp, auth);
        });
    });
    return true;
}

void Connection::connect_anew(std::string const& nsp, std::string auth) {
    auto* const seat = find(nsp);
    if (closed_ || seat == nullptr)
        return;
    if (auth.empty())
        auth = "{}";
    auto const client = std::make_shared<LiveClient>(core_, weak_from_this(), engine_->lane(), nsp,
                                                     std::move(auth), engine_->remote());
    seat->client = client;
    start(client->admit(core_->namespaces.find(nsp)->second), [](std::exception_ptr failure) {
        if (failure)
            telemetry::log_exception("socketio.connect_failed", failure);
    });
}

void Connection::seat(std::shared_ptr<LiveClient> const& client) {
    if (auto* const seat = find(client->nsp())) {
        seat->client = client;
        seat->state = State::joined;
    }
}

void Connection::refuse(std::string_view nsp, Refused const& refused) {
    std::string data = R"({"message":)";
    telemetry::append_json_string(data, refused.message);
    if (!refused.data.empty())
        data.append(R"(,"data":)").append(refused.data);
    data += '}';
    std::erase_if(seats_, [&](Seat const& seat) { return seat.nsp == nsp; });
    write(packet(PacketType::connect_error, nsp, data));
}

void Connection::leave(std::string_view nsp) {
    if (auto* const seat = find(nsp)) {
        seat->client.reset();
        seat->state = State::left;
    }
    idle_until_ = engine_->lane()->now() + core_->options.connect_timeout;
    write(packet(PacketType::disconnect, nsp));
}

void Connection::left_behind(std::string_view nsp) {
    std::erase_if(seats_, [&](Seat const& seat) { return seat.nsp == nsp; });
    if (!in_use())
        engine_->close(ws::Close::normal, "transport close");
}

void Connection::disconnect_all() {
    auto const self = shared_from_this();
    for (auto& seat : std::exchange(seats_, {})) {
        if (!seat.client)
            continue;
        write(packet(PacketType::disconnect, seat.nsp));
        run_on(seat.client->home(), [client = seat.client] { client->cut("server namespace disconnect"); });
    }
    engine_->close(ws::Close::normal, "forced close");
}

void Connection::write(std::shared_ptr<Packet const> const& packet, bool with_offset) {
    metrics_of_connections().sent.add();
    auto const& frame = with_offset ? packet->frame_with_offset() : packet->frame;
    engine_->send(ws::Kind::text, {packet, &frame});
    for (auto const& attachment : packet->attachments) engine_->send(ws::Kind::binary, {packet, &attachment});
}

void Connection::write(std::string packet, std::vector<std::string> attachments) {
    metrics_of_connections().sent.add();
    packet.insert(packet.begin(), '4');
    engine_->send(ws::Kind::text, std::make_shared<std::string const>(std::move(packet)));
    for (auto& attachment : attachments)
        engine_->send(ws::Kind::binary, std::make_shared<std::string const>(std::move(attachment)));
}

void Connection::pause() {
    if (pauses_++ == 0)
        engine_->pause();
}

void Connection::resume() {
    if (--pauses_ == 0)
        engine_->resume();
}

void Connection::on_tick(TimePoint now) {
    if (now >= idle_until_ && !in_use())
        engine_->close(ws::Close::normal, "forced close");
}

void Connection::on_close(std::string_view reason) {
    closed_ = true;
    partial_.clear();
    for (auto& seat : std::exchange(seats_, {}))
        if (seat.client)
            run_on(seat.client->home(), [client = std::move(seat.client), link = weak_from_this(), reason] {
                client->on_connection_lost(link, reason);
            });
}

}  // namespace ax::socketio
