#include "features/realtime/door.h"

#include "features/realtime/frame.h"
#include "platform/telemetry/metrics.h"

#include <algorithm>
#include <array>
#include <random>
#include <set>
#include <utility>

namespace ax::realtime {
namespace {

constexpr std::string_view kSignedOut = "signed_out";
constexpr std::string_view kAccountChanged = "account_changed";
constexpr std::size_t kDevicesAtOnce = 500;

metrics::Gauge& guests() {
    static auto& gauge = metrics::gauge("realtime_connections", "Open live connections of signed-in people.");
    return gauge;
}

}  // namespace

/// Loop thread only, but for the constants.
struct Admission::Guest {
    std::shared_ptr<Door> const door;
    runtime::Loop& loop;
    AccountId const account;
    DeviceId const device;
    contract::Caller caller;
    Leave leave;
    bus::Subscription news;
    bool inside = true;

    // Once: afterwards the connection is on its way.
    void show_out(Why why) {
        if (auto const go = std::exchange(leave, {}); go && inside)
            go(why);
    }
};

Admission& Admission::operator=(Admission&& other) noexcept {
    if (this != &other) {
        Admission const old(std::exchange(guest_, std::exchange(other.guest_, {})));
    }
    return *this;
}

Admission::~Admission() {
    if (!guest_)
        return;
    guest_->inside = false;
    guest_->leave = {};
    guest_->news.reset();
    guest_->door->let_out(guest_);
}

contract::Caller const& Admission::caller() const noexcept { return guest_->caller; }

void tell_device(bus::Bus& bus, DeviceId device, auth::DeviceNews news) {
    auto const text = news == auth::DeviceNews::signed_out ? kSignedOut : kAccountChanged;
    bus.publish(device_topic(device), std::make_shared<std::string const>(text));
}

Admission Door::admit(contract::Caller const& caller, Admission::Leave leave) {
    std::shared_ptr<Guest> const guest(new Guest{.door = shared_from_this(),
                                                 .loop = *runtime::Loop::current(),
                                                 .account = caller.account,
                                                 .device = caller.device,
                                                 .caller = caller,
                                                 .leave = std::move(leave),
                                                 .news = {}});
    guest->news =
        p_.bus.subscribe(device_topic(caller.device), [weak = std::weak_ptr(guest)](auto const& news) {
            if (auto const here = weak.lock(); here && here->inside)
                hear(here, *news);
        });
    if (auto const oldest = let_in(guest))
        oldest->loop.post([oldest] { oldest->show_out(Why::too_many); });
    p_.presence.arrived(caller.account);
    return Admission(guest);
}

std::shared_ptr<Door::Guest> Door::let_in(std::shared_ptr<Guest> const& guest) {
    guests().add(1);
    std::lock_guard const lock(mutex_);
    ++count_;
    auto& same = guests_[guest->account.value];
    same.push_back(guest);
    // Those that were shown out already are still in the list until they have gone.
    return same.size() > per_account_ ? same[same.size() - per_account_ - 1] : nullptr;
}

void Door::let_out(std::shared_ptr<Guest> const& guest) {
    guests().add(-1);
    {
        std::lock_guard const lock(mutex_);
        --count_;
        auto const found = guests_.find(guest->account.value);
        std::erase(found->second, guest);
        if (found->second.empty())
            guests_.erase(found);
    }
    p_.presence.departed(guest->account);
}

void Door::hear(std::shared_ptr<Guest> const& guest, std::string_view news) {
    if (news == kSignedOut)
        guest->show_out(Why::signed_out);
    else if (news == kAccountChanged)
        guest->loop.spawn(look_up(guest));
    else if (bus::is_gap(news))
        guest->loop.spawn(look_for(guest));
}

// Whatever may have happened to its device meanwhile.
Task<void> Door::look_for(std::shared_ptr<Guest> guest) {
    auto const& p = guest->door->p_;
    std::array const device{guest->device};
    auto const alive = co_await p.accounts.living_devices(p.db, device, p.clock.now());
    if (alive.empty())
        co_return guest->show_out(Why::signed_out);
    co_await look_up(guest);
}

Task<void> Door::look_up(std::shared_ptr<Guest> guest) {
    auto const& p = guest->door->p_;
    auto const account = co_await p.accounts.find(p.db, guest->account);
    if (!account)
        co_return guest->show_out(Why::signed_out);
    guest->caller.student = account->student;
    guest->caller.mentor = account->mentor;
    guest->caller.staff = account->staff;
}

std::vector<std::shared_ptr<Door::Guest>> Door::everybody() const {
    std::lock_guard const lock(mutex_);
    std::vector<std::shared_ptr<Guest>> out;
    out.reserve(count_);
    for (auto const& [account, same] : guests_) out.insert(out.end(), same.begin(), same.end());
    return out;
}

Task<void> Door::look_for_ended_devices() {
    auto const all = everybody();
    for (std::size_t from = 0; from < all.size(); from += kDevicesAtOnce) {
        auto const part = std::span(all).subspan(from, std::min(kDevicesAtOnce, all.size() - from));
        std::vector<DeviceId> asked;
        for (auto const& guest : part) asked.push_back(guest->device);
        auto const alive = co_await p_.accounts.living_devices(p_.db, asked, p_.clock.now());
        std::set<DeviceId> const known(alive.begin(), alive.end());
        for (auto const& guest : part)
            if (!known.contains(guest->device))
                guest->loop.post([guest] { guest->show_out(Why::signed_out); });
    }
}

void Door::empty(Duration over) {
    std::minstd_rand random{std::random_device{}()};
    std::uniform_int_distribution<std::int64_t> moment{0, over.count()};
    for (auto const& guest : everybody())
        guest->loop.post([guest, wait = Duration{moment(random)}] {
            if (wait > Duration{})
                guest->loop.spawn(show_out_later(guest, wait));
            else
                guest->show_out(Why::stopping);
        });
}

Task<void> Door::show_out_later(std::shared_ptr<Guest> guest, Duration wait) {
    co_await guest->loop.sleep(wait);
    guest->show_out(Why::stopping);
}

std::size_t Door::size() const {
    std::lock_guard const lock(mutex_);
    return count_;
}

}  // namespace ax::realtime
