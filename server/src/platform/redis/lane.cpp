#include "platform/redis/lane.h"

#include <algorithm>
#include <array>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

namespace ax::redis {
namespace {

using Kind = Reply::Kind;

constexpr auto kTick = milliseconds{100};
constexpr auto kMapWithin = seconds{1};
// While the nodes disagree, each answer would cause the next question.
constexpr auto kRefreshAtMostEvery = milliseconds{100};
constexpr int kMostRedirections = 8;
constexpr std::size_t kMostErrands = 20'000;

// The cluster is changing, or a server is starting: it will take the command soon.
bool is_pause(Reply const& reply) {
    constexpr std::array<std::string_view, 4> kPauses{"TRYAGAIN", "CLUSTERDOWN", "LOADING", "MASTERDOWN"};
    return reply.is(Kind::error) &&
           std::ranges::any_of(kPauses, [&](auto word) { return reply.text.starts_with(word); });
}

}  // namespace

struct Lane::Timer {
    boost::asio::steady_timer timer;
};

Lane::Lane(runtime::Loop& loop, Settings settings)
    : loop_(loop),
      settings_(std::move(settings)),
      timer_(new Timer{boost::asio::steady_timer(loop.context())}) {
    auto const& options = settings_.options;
    if (options.setup == Setup::sentinel) {
        auto connection = this->connection();
        connection.user.clear();
        connection.password = options.sentinel_password;
        connection.database = 0;
        connection.must_be_master = false;
        sentinels_ = std::make_shared<Sentinels>(
            loop, Sentinels::Settings{options.addresses, options.master, std::move(connection)});
    }
}

Lane::~Lane() { stop(); }

Connection::Settings Lane::connection() const {
    auto const& options = settings_.options;
    return {.address = {},
            .user = options.user,
            .password = options.password,
            .database = options.database,
            .must_be_master = options.setup == Setup::sentinel,
            .tls = settings_.tls,
            .connect_within = options.connect_within};
}

Locate Lane::locate() {
    if (sentinels_)
        return [sentinels = sentinels_](auto found) { sentinels->locate(std::move(found)); };
    return [address = settings_.options.addresses.front()](auto const& found) { found(address); };
}

std::shared_ptr<Node> Lane::make_node(Locate locate) {
    return std::make_shared<Node>(
        loop_, Node::Settings{
                   .connection = connection(), .locate = std::move(locate), .changed = settings_.changed});
}

void Lane::send(std::string command, std::string_view key, Deadline deadline, OnAnswer on_answer) {
    if (stopped_)
        return on_answer(std::unexpected(Failure{Failure::Kind::not_sent, "stopped"}));
    if (settings_.options.setup == Setup::cluster)
        return go(std::make_shared<Errand>(Errand{.command = std::move(command),
                                                  .slot = slot_of(key),
                                                  .deadline = deadline,
                                                  .on_answer = std::move(on_answer)}));
    if (!only_)
        only_ = make_node(locate());
    only_->send(std::move(command), deadline,
                [weak = weak_from_this(), on_answer = std::move(on_answer)](Answer answer) mutable {
                    auto const self = weak.lock();
                    // A master that became a replica while we were connected.
                    if (self && answer && answer->is(Kind::error) && answer->text.starts_with("READONLY"))
                        self->find_master_anew();
                    on_answer(std::move(answer));
                });
}

void Lane::find_master_anew() {
    if (only_ && sentinels_)
        loop_.post([node = only_] { node->drop("there may be another master"); });
}

void Lane::stop() {
    stopped_ = true;
    timer_->timer.cancel();
    if (auto const node = std::exchange(only_, nullptr))
        node->stop();
    for (auto const nodes = std::exchange(nodes_, {}); auto const& [address, node] : nodes) node->stop();
    for (auto const later = std::exchange(later_, {}); auto const& errand : later)
        errand->on_answer(std::unexpected(Failure{Failure::Kind::not_sent, "stopped"}));
}

Node& Lane::node(Address const& address) {
    auto& found = nodes_[address];
    if (!found)
        found = make_node([address](auto const& answer) { answer(address); });
    return *found;
}

void Lane::go(SharedErrand const& errand) {
    auto const* const owner = slots_ ? slots_->owner(errand->slot) : nullptr;
    if (owner == nullptr) {
        refresh();
        return again_soon(errand,
                          std::unexpected(Failure{Failure::Kind::not_sent, "no server has the slot"}));
    }
    go_to(Address(*owner), false, errand);
}

void Lane::go_to(Address const& address, bool asking, SharedErrand const& errand) {
    auto& to = node(address);
    if (asking)
        to.send(command({"ASKING"}), errand->deadline, [](Answer const&) {});
    to.send(errand->command, errand->deadline,
            [weak = weak_from_this(), errand, address](Answer answer) mutable {
                if (auto const self = weak.lock(); self && !self->stopped_)
                    self->judge(errand, address, std::move(answer));
                else
                    errand->on_answer(std::move(answer));
            });
}

void Lane::judge(SharedErrand const& errand, Address const& asked, Answer answer) {
    if (!answer && answer.error().kind == Failure::Kind::not_sent) {
        refresh();
        return again_soon(errand, std::move(answer));
    }
    if (!answer)
        refresh();
    if (!answer || !answer->is(Kind::error))
        return errand->on_answer(std::move(answer));
    if (is_pause(*answer)) {
        refresh();
        return again_soon(errand, std::move(answer));
    }
    auto const redirect = redirect_in(*answer, asked);
    if (!redirect || ++errand->redirections > kMostRedirections)
        return errand->on_answer(std::move(answer));
    if (!redirect->ask) {
        if (slots_)
            slots_->set_owner(redirect->slot, redirect->to);
        refresh();
    }
    go_to(redirect->to, redirect->ask, errand);
}

void Lane::again_soon(SharedErrand const& errand, Answer answer) {
    if (stopped_ || later_.size() >= kMostErrands || SteadyClock::now() + kTick >= errand->deadline)
        return errand->on_answer(std::move(answer));
    later_.push_back(errand);
    tick();
}

void Lane::tick() {
    if (stopped_ || (later_.empty() && !refresh_later_) || std::exchange(ticking_, true))
        return;
    timer_->timer.expires_after(kTick);
    timer_->timer.async_wait([weak = weak_from_this()](boost::system::error_code error) {
        auto const self = weak.lock();
        if (!self || error)
            return;
        self->ticking_ = false;
        if (std::exchange(self->refresh_later_, false))
            self->refresh();
        for (auto const later = std::exchange(self->later_, {}); auto const& errand : later) self->go(errand);
        self->tick();
    });
}

// Any node knows; who was asked in vain is asked again last.
void Lane::refresh() {
    if (stopped_ || refreshing_ || refresh_later_ || settings_.options.setup != Setup::cluster)
        return;
    auto const now = SteadyClock::now();
    if (now < may_refresh_) {
        refresh_later_ = true;
        return tick();
    }
    may_refresh_ = now + kRefreshAtMostEvery;
    refreshing_ = true;
    std::vector<Address> known = slots_ ? slots_->masters() : std::vector<Address>{};
    auto const& seeds = settings_.options.addresses;
    known.insert(known.end(), seeds.begin(), seeds.end());
    auto const address = known[asked_ % known.size()];
    node(address).send(command({"CLUSTER", "SLOTS"}), SteadyClock::now() + kMapWithin,
                       [weak = weak_from_this(), address](Answer const& answer) {
                           auto const self = weak.lock();
                           if (!self)
                               return;
                           self->refreshing_ = false;
                           auto slots = answer ? Slots::read(*answer, address) : std::nullopt;
                           if (slots)
                               return self->mapped(std::move(*slots));
                           ++self->asked_;
                           self->refresh_later_ = true;
                           self->tick();
                       });
}

void Lane::mapped(Slots slots) {
    slots_ = std::move(slots);
    auto const& masters = slots_->masters();
    for (auto it = nodes_.begin(); it != nodes_.end();) {
        bool const needed = std::ranges::find(masters, it->first) != masters.end();
        // It may be in the middle of answering us.
        if (!needed)
            loop_.post([node = it->second] { node->stop(); });
        it = needed ? std::next(it) : nodes_.erase(it);
    }
    for (auto const later = std::exchange(later_, {}); auto const& errand : later) go(errand);
    if (mapped_)
        mapped_();
}

}  // namespace ax::redis
