#include "platform/db/postgres/target.h"

#include "platform/telemetry/log.h"

#include <algorithm>
#include <stdexcept>
#include <string_view>

#include <fmt/format.h>
#include <libpq-fe.h>

namespace ax::db::postgres {
namespace {

struct Free {
    void operator()(PQconninfoOption* options) const noexcept { PQconninfoFree(options); }
};

std::vector<std::string> split(std::string_view list) {
    std::vector<std::string> out;
    for (std::size_t from = 0; !list.empty() && from <= list.size();) {
        auto const to = std::min(list.find(',', from), list.size());
        out.emplace_back(list.substr(from, to - from));
        from = to + 1;
    }
    return out;
}

// As libpq reads it: one port is for all hosts; without hosts there is one, of the environment or the
// machine.
std::vector<Host> hosts_of(std::string const& url) {
    char* problem = nullptr;
    std::unique_ptr<PQconninfoOption, Free> const options(PQconninfoParse(url.c_str(), &problem));
    if (options == nullptr) {
        // libpq's own words quote the address, and with it the password.
        PQfreemem(problem);
        throw std::invalid_argument("the address of PostgreSQL can't be read");
    }
    auto const list = [&](std::string_view keyword) {
        for (auto const* option = options.get(); option->keyword != nullptr; ++option)
            if (keyword == option->keyword && option->val != nullptr)
                return split(option->val);
        return std::vector<std::string>{};
    };
    auto const names = list("host");
    auto const addresses = list("hostaddr");
    auto const ports = list("port");
    auto const count = std::max({names.size(), addresses.size(), std::size_t{1}});
    auto const fits = [&](std::vector<std::string> const& values) {
        return values.empty() || values.size() == count;
    };
    if (!fits(names) || !fits(addresses) || (!fits(ports) && ports.size() != 1))
        throw std::invalid_argument("the address of PostgreSQL must name as many ports as hosts, or one");
    std::vector<Host> hosts(count);
    for (std::size_t i = 0; i < count; ++i) {
        hosts[i].host = names.empty() ? "" : names[i];
        hosts[i].address = addresses.empty() ? "" : addresses[i];
        if (!ports.empty())
            hosts[i].port = ports.size() == 1 ? ports.front() : ports[i];
    }
    return hosts;
}

}  // namespace

Target::Target(std::string url, Role role, Prepare prepare)
    : url_(std::move(url)), role_(role), prepare_(prepare), hosts_(hosts_of(url_)) {
    if (role_ == Role::replica && hosts_.size() > 1)
        throw std::invalid_argument("the address of a replica must name one host");
}

std::string Target::name(std::size_t host) const {
    Host const& one = hosts_[host];
    return fmt::format("{}:{}",
                       !one.host.empty()      ? one.host
                       : !one.address.empty() ? one.address
                                              : "localhost",
                       one.port.empty() ? "5432" : one.port);
}

std::uint64_t Target::found(std::size_t host, Deadline now) noexcept {
    answered(now);
    last_found_.store(now.time_since_epoch().count(), std::memory_order_relaxed);
    if (good_host_.exchange(host, std::memory_order_acq_rel) == host)
        return generation();
    telemetry::log(telemetry::Level::warn, "db.postgres_moved", {{"to", std::string_view(name(host))}});
    return generation_.fetch_add(1, std::memory_order_acq_rel) + 1;
}

bool Target::is_latest(std::uint32_t timeline) noexcept {
    auto latest = timeline_.load(std::memory_order_acquire);
    while (timeline > latest &&
           !timeline_.compare_exchange_weak(latest, timeline, std::memory_order_acq_rel)) {
    }
    return timeline >= latest;
}

void Target::answered(Deadline now) noexcept {
    auto const last = last_answer_.load(std::memory_order_relaxed);
    auto const at = now.time_since_epoch().count();
    // All loops come by here: most of them need not write.
    if (at > last + SteadyClock::duration(std::chrono::milliseconds{100}).count())
        last_answer_.store(at, std::memory_order_relaxed);
}

Deadline Target::last_found() const noexcept {
    return Deadline(SteadyClock::duration(last_found_.load(std::memory_order_relaxed)));
}

Deadline Target::last_answer() const noexcept {
    return Deadline(SteadyClock::duration(last_answer_.load(std::memory_order_relaxed)));
}

void Target::set_away(std::string problem) {
    {
        std::lock_guard const lock(mutex_);
        problem_ = std::move(problem);
    }
    if (!away_.exchange(true, std::memory_order_acq_rel))
        telemetry::log(telemetry::Level::error, "db.postgres_away",
                       {{"server", std::string_view(name(good_host()))},
                        {"problem", std::string_view(this->problem())}});
}

void Target::set_back() {
    if (away_.exchange(false, std::memory_order_acq_rel))
        telemetry::log(telemetry::Level::warn, "db.postgres_answers_again",
                       {{"server", std::string_view(name(good_host()))}});
}

void Target::refuse_if_away() const {
    if (away())
        throw Unavailable(fmt::format("PostgreSQL is not reachable: {}", problem()));
}

std::string Target::problem() const {
    std::lock_guard const lock(mutex_);
    return problem_;
}

void Target::set_pooled() noexcept {
    if (!pooled_.exchange(true, std::memory_order_relaxed))
        telemetry::log(telemetry::Level::info, "db.postgres_pooled",
                       {{"server", std::string_view(name(good_host()))}});
}

void Target::names_failed() noexcept {
    if (prepare_ == Prepare::automatic && !no_names_.exchange(true, std::memory_order_relaxed))
        telemetry::log(telemetry::Level::warn, "db.postgres_names_failed",
                       {{"server", std::string_view(name(good_host()))}});
}

bool Target::names_statements() const noexcept {
    if (prepare_ != Prepare::automatic)
        return prepare_ == Prepare::always;
    return !pooled() && !no_names_.load(std::memory_order_relaxed);
}

}  // namespace ax::db::postgres
