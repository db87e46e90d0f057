#include "features/realtime/client_session.h"

#include "contract/json_writer.h"
#include "features/realtime/command_span.h"
#include "platform/api/boundary.h"
#include "platform/telemetry/log.h"

#include <fmt/format.h>

namespace ax::realtime {
namespace {

// A quarter of what may wait for a client: what was missed must not end the connection that asks for it.
constexpr std::size_t kWindow = 64 * 1024;

// {"ok":false,"reason":…,"fields":[…],"retry_after":…}, as a problem says it.
std::string refusal(Error const& error) {
    std::string out;
    contract::JsonWriter json(out);
    json.begin_object();
    json.key("ok");
    json.boolean(false);
    json.key("reason");
    json.string(error.reason);
    json.key("fields");
    json.begin_array();
    for (auto const& field : error.fields) {
        json.begin_object();
        json.key("field");
        json.string(field.field);
        json.key("reason");
        json.string(field.reason);
        if (field.limit) {
            json.key("limit");
            json.integer(*field.limit);
        }
        json.end_object();
    }
    json.end_array();
    json.key("retry_after");
    error.retry_after_seconds ? json.integer(*error.retry_after_seconds) : json.null();
    json.end_object();
    return out;
}

Error error_of(std::exception_ptr const& failure, std::string_view command) {
    try {
        std::rethrow_exception(failure);
    } catch (db::Unavailable const& outage) {
        telemetry::log(telemetry::Level::warn, "realtime.database_unavailable",
                       {{"command", command}, {"detail", std::string_view(outage.what())}});
        return api::error_for(outage);
    } catch (...) {
        telemetry::log_exception("realtime.command_failed", failure);
        return {Code::unavailable, "server.internal"};
    }
}

}  // namespace

ClientSession::ClientSession(Ports const& ports, std::shared_ptr<socketio::Client> client,
                             contract::Caller const& caller, std::optional<std::int64_t> seen)
    : p_(ports), client_(std::move(client)), caller_(caller), seen_(seen) {}

void ClientSession::on_connected() {
    admission_ = p_.door.admit(caller_, [this](Why why) { leave(why); });
    feed_ = std::make_shared<Feed>(p_.feed, caller_.account, *this);
    feed_->start(seen_);
}

void ClientSession::on_disconnect(std::string_view) {
    admission_.reset();
    if (feed_)
        feed_->stop();
    if (watching_)
        watching_->stop();
}

Task<void> ClientSession::on_event(socketio::Message const& message, socketio::Reply reply) {
    auto const self = shared_from_this();
    CommandSpan span(message.arguments);
    auto const* const command = p_.commands.find(message.name);
    bool const known = command != nullptr && command->info.direction == contract::Direction::to_server;
    std::string answer = R"({"ok":true,"data":)";
    Result<void> done;
    std::exception_ptr failure;
    try {
        if (!known)
            done = fail(Code::not_found, "realtime.unknown_command");
        else
            done = co_await run(*command, message.arguments.empty() ? "" : message.arguments.front(), answer);
    } catch (...) {
        failure = std::current_exception();
    }
    if (failure)
        done = std::unexpected(error_of(failure, message.name));
    if (done)
        answer += '}';
    reply(done ? answer : refusal(done.error()), {});
    span.end(known ? command->info.name : "", failure ? nullptr : &done);
}

Task<Result<void>> ClientSession::run(Commands::Command const& command, std::string_view json,
                                      std::string& out) {
    if (!admission_)
        co_return fail(Code::unauthenticated, "auth.sign_in_needed");
    auto const& caller = admission_->caller();
    if (auto shut = p_.commands.closed(caller))
        co_return std::unexpected(std::move(*shut));
    // The same bucket as the endpoint of that name: there is one allowance, whatever the way.
    auto const who = fmt::format("a{}", caller.account.value);
    if (auto const wait = p_.limiter.wait_for(command.info.name, who, command.info.limit.requests))
        co_return std::unexpected(Error{Code::too_many, "request.too_many", {}, *wait});
    p_.watching.presence.note(caller.account);
    if (json == "null")
        json = {};
    if (command.info.name == kWatch.name)
        co_return co_await watch(json, out);
    auto const before = out.size();
    auto done = co_await command.run(contract::Caller(caller), json, out);
    if (out.size() == before || command.info.ack->name == "Empty") {
        out.resize(before);
        out += "null";
    }
    co_return done;
}

Task<Result<void>> ClientSession::watch(std::string_view json, std::string& out) {
    AX_TRY(auto wish, contract::decode<Watch>(json));
    if (!watching_)
        watching_ = std::make_shared<Watching>(
            p_.watching, caller_.account, [this](std::string_view news) { passing(kPresence.name, news); });
    auto const people = co_await watching_->watch(std::move(wish.accounts));
    contract::encode(people, out);
    co_return Result<void>{};
}

void ClientSession::ready(Ready const& ready) { client_->emit(kReady.name, contract::to_json(ready)); }

void ClientSession::lasting(std::string_view frame) {
    auto packet = socketio::Packet::event(client_->nsp(), kEvent.name, frame);
    unwritten_ += packet->frame.size();
    newest_ = packet;
    client_->send(std::move(packet));
}

void ClientSession::passing(std::string_view name, std::string_view json) { client_->emit(name, json); }

void ClientSession::broken() { client_->disconnect(true); }

bool ClientSession::has_room() {
    // The connection's queue lets go of a packet when it has been written, the oldest first.
    if (newest_.expired())
        unwritten_ = 0;
    return unwritten_ < kWindow;
}

void ClientSession::leave(Why why) {
    // A process that stops closes all transports together: clients come back by themselves.
    if (why == Why::stopping)
        return;
    Closing const closing{why == Why::too_many ? "realtime.too_many_connections" : "auth.sign_in_needed"};
    passing(kClosing.name, contract::to_json(closing));
    client_->disconnect(true);
}

}  // namespace ax::realtime
