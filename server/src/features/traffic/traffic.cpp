#include "features/traffic/traffic.h"

#include "features/traffic/store.h"
#include "platform/visitors/visitor.h"

#include <exception>
#include <utility>

namespace ax::traffic {
namespace {

constexpr days kKeepDays{730};
constexpr days kKeepHours{90};

}  // namespace

Traffic::Traffic(Ports ports, Options options)
    : p_(ports), options_(options), flushing_(p_.clock, "traffic.counts_wait", [this] { return flush(); }) {}

void Traffic::bind(api::Router& router) {
    router.bind(kBeacon, [this](api::Call& call, TrafficBeacon beacon) -> Task<Result<Empty>> {
        co_return count(call, beacon);
    });
    router.bind(kReport, [this](contract::Caller const&, TrafficQuery query) { return report(query); });
    router.bind(kVitals, [this](contract::Caller const&, TrafficVitalsQuery query) { return vitals(query); });
    router.bind(kFile, [this](contract::Caller const&, TrafficQuery query) { return file(query); });
}

void Traffic::listen(jobs::Listeners& listeners) {
    listeners.every("traffic.forget", hours{6}, [this] { return forget(); });
}

Result<Empty> Traffic::count(api::Call const& call, TrafficBeacon const& beacon) {
    if (auto checked = check(beacon); !checked)
        return std::unexpected(std::move(checked).error());
    if (options_.on && visitors::may_count(call.request)) {
        std::lock_guard const lock(mutex_);
        tally_.add(p_.clock.now(), beacon, call.request.remote, call.request.header("user-agent"));
    }
    return Empty{};
}

Task<void> Traffic::flush() {
    Counts counts;
    {
        std::lock_guard const lock(mutex_);
        counts = tally_.take();
    }
    if (counts.empty())
        co_return;
    std::exception_ptr failure;
    try {
        co_await p_.db.write([&](db::Tx& tx) -> Task<bool> {
            co_await store::add(tx, counts);
            co_return true;
        });
    } catch (...) {
        failure = std::current_exception();
    }
    if (!failure)
        co_return;
    {
        std::lock_guard const lock(mutex_);
        tally_.give_back(std::move(counts));
    }
    std::rethrow_exception(failure);
}

Task<void> Traffic::forget() const {
    auto const now = p_.clock.now().time_since_epoch();
    co_await p_.db.write([&](db::Tx& tx) -> Task<bool> {
        co_await store::forget(tx, (now - kKeepDays) / days{1}, (now - kKeepHours) / hours{1});
        co_return true;
    });
}

}  // namespace ax::traffic
