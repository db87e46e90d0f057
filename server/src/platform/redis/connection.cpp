#include "platform/redis/connection.h"

#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <fmt/format.h>

namespace ax::redis {
namespace {

using Kind = Reply::Kind;

constexpr auto kSweepEvery = milliseconds{50};

bool knows_no_hello(Reply const& reply) {
    return reply.is(Kind::error) &&
           (reply.text.starts_with("NOPROTO") || reply.text.starts_with("ERR unknown command"));
}

// The first word says what it is; the rest may repeat what was sent.
std::string_view code_of(Reply const& error) {
    return std::string_view(error.text).substr(0, error.text.find(' '));
}

}  // namespace

struct Connection::Sweeper {
    boost::asio::steady_timer timer;
    bool armed = false;
};

Connection::Connection(runtime::Loop& loop, Settings settings, Owner& owner)
    : settings_(std::move(settings)),
      owner_(&owner),
      transport_(make_transport(loop, settings_.tls, *this)),
      sweeper_(new Sweeper{boost::asio::steady_timer(loop.context())}) {}

Connection::~Connection() { transport_->close(); }

void Connection::open() { transport_->open(settings_.address, settings_.connect_within); }

void Connection::on_open() { greet(); }

// Each step waits for the one before: no command may reach a server that would refuse it half-way.
void Connection::step(std::string_view command, std::move_only_function<void(Reply&&)> next) {
    send(command, SteadyClock::now() + settings_.connect_within,
         [next = std::move(next)](Answer answer) mutable {
             if (answer)
                 next(std::move(*answer));
         });
}

void Connection::greet() {
    auto const& user = settings_.user.empty() ? "default" : settings_.user;
    auto const hello = settings_.password.empty() ? command({"HELLO", "3"})
                                                  : command({"HELLO", "3", "AUTH", user, settings_.password});
    step(hello, [this](Reply&& reply) {
        if (knows_no_hello(reply))
            return greet_as_before();
        if (reply.is(Kind::error))
            return end(fmt::format("the server refused to sign us in: {}", code_of(reply)));
        select();
    });
}

void Connection::greet_as_before() {
    if (settings_.password.empty())
        return select();
    auto const auth = settings_.user.empty() ? command({"AUTH", settings_.password})
                                             : command({"AUTH", settings_.user, settings_.password});
    step(auth, [this](Reply&& reply) {
        if (reply.is(Kind::error))
            return end(fmt::format("the server refused to sign us in: {}", code_of(reply)));
        select();
    });
}

void Connection::select() {
    if (settings_.database == 0)
        return check_role();
    step(command({"SELECT", std::to_string(settings_.database)}), [this](Reply&& reply) {
        if (reply.is(Kind::error))
            return end(fmt::format("the database can't be selected: {}", code_of(reply)));
        check_role();
    });
}

// A sentinel may still name a server that is no master any more.
void Connection::check_role() {
    if (!settings_.must_be_master)
        return owner_->on_ready();
    step(command({"ROLE"}), [this](Reply&& reply) {
        if (!reply.is(Kind::list) || reply.items.empty() || reply.items.front().text != "master")
            return end("the server is not the master");
        owner_->on_ready();
    });
}

void Connection::send(std::string_view command, Deadline deadline, OnAnswer on_answer) {
    in_flight_.push_back({deadline, std::move(on_answer)});
    transport_->write(command);
    sweep();
}

void Connection::post(std::string_view command) { transport_->write(command); }

void Connection::sweep() {
    if (in_flight_.empty() || std::exchange(sweeper_->armed, true))
        return;
    sweeper_->timer.expires_after(kSweepEvery);
    sweeper_->timer.async_wait([weak = weak_from_this()](boost::system::error_code error) {
        auto const self = weak.lock();
        if (!self || error)
            return;
        self->sweeper_->armed = false;
        if (!self->in_flight_.empty() && self->in_flight_.front().deadline <= SteadyClock::now())
            return self->end("the server did not answer in time");
        self->sweep();
    });
}

void Connection::on_bytes(std::string_view bytes) {
    auto const self = shared_from_this();  // an answer may make the owner let go
    parser_.feed(bytes);
    while (owner_ != nullptr) {
        auto next = parser_.next();
        if (!next)
            return end(fmt::format("the server does not speak RESP: {}", next.error()));
        if (!*next)
            return;
        take(std::move(**next));
    }
}

void Connection::take(Reply&& reply) {
    if (reply.is(Kind::push) || in_flight_.empty())
        return owner_->on_news(std::move(reply));
    auto waiting = std::move(in_flight_.front());
    in_flight_.pop_front();
    waiting.on_answer(std::move(reply));
}

void Connection::on_closed(std::string_view why) { end(why); }

void Connection::end(std::string_view why) {
    auto const self = shared_from_this();
    std::string const reason(why);
    auto* const owner = std::exchange(owner_, nullptr);
    transport_->close();
    fail_all(reason);
    if (owner != nullptr)
        owner->on_closed(reason);
}

void Connection::close(std::string_view why) {
    auto const self = shared_from_this();
    owner_ = nullptr;
    transport_->close();
    fail_all(why);
}

void Connection::fail_all(std::string_view why) {
    for (auto lost = std::exchange(in_flight_, {}); auto& waiting : lost)
        waiting.on_answer(std::unexpected(Failure{Failure::Kind::unknown, std::string(why)}));
}

}  // namespace ax::redis
