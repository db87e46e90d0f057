#include "base/text.h"
#include "features/webhooks/kinds.h"
#include "features/webhooks/signature.h"
#include "features/webhooks/webhooks.h"
#include "platform/client/public_url.h"
#include "platform/jobs/postponed.h"
#include "platform/telemetry/log.h"
#include "platform/telemetry/metrics.h"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

/// How a delivery is tried, and what follows.
namespace ax::webhooks {
namespace {

constexpr int kAtOnce = 4;       // of the runner's places: others need some, too
constexpr int kAtOnceToOne = 2;  // a slow receiver holds up nobody else
constexpr Duration kPatience = seconds{10};
constexpr std::size_t kLongestAnswer = std::size_t{64} * 1024;
constexpr std::size_t kShownOfAnswer = 1024;
constexpr int kGone = 410;
constexpr Duration kNothingArrived = hours{20};  // the tries of one delivery last longer

HookOutcome outcome_of(client::ClientError const& error) {
    using enum client::ClientError::Kind;
    switch (error.kind) {
        case connect:
            return HookOutcome::unreachable;
        case tls:
            return HookOutcome::tls;
        case timeout:
            return HookOutcome::timeout;
        case too_large:
            return HookOutcome::too_large;
        case forbidden:
            return HookOutcome::not_public;
        case invalid:
        case protocol:
            break;
    }
    return HookOutcome::broken;
}

// What a stranger's program says is shown, and stored as text: nothing but plain characters stays.
std::string shown(std::string_view body) {
    std::string out;
    for (char const c : body.substr(0, kShownOfAnswer)) {
        auto const byte = static_cast<unsigned char>(c);
        out += (byte >= 0x20 && byte < 0x7f) || c == '\n' || c == '\t' ? c : byte >= 0x80 ? '?' : ' ';
    }
    return out;
}

bool is_next(std::optional<store::Delivery> const& delivery, DeliveryDue const& due) {
    return delivery && delivery->state == HookDeliveryState::waiting && delivery->round == due.round &&
           delivery->attempts + 1 == due.attempt;
}

// Up to a tenth more or less: what failed together is not tried together.
Duration spread(Duration wait, DeliveryDue const& due) {
    auto const mixed =
        (static_cast<std::uint64_t>(due.delivery.value) * 31 + static_cast<unsigned>(due.attempt)) *
        0x9e3779b97f4a7c15ULL;
    return wait * (90 + static_cast<int>((mixed >> 33U) % 21)) / 100;
}

std::string once(DeliveryDue const& due) {
    return fmt::format("{}-{}-{}", due.delivery.value, due.round, due.attempt);
}

}  // namespace

/// A place among those under way.
class Webhooks::Turn {
public:
    Turn(Webhooks& owner, HookId hook) : owner_(owner), hook_(hook) {
        std::lock_guard const lock(owner_.mutex_);
        auto& theirs = owner_.under_way_[hook_];
        if (owner_.all_under_way_ >= kAtOnce || theirs >= kAtOnceToOne) {
            // Each at another time, so that a long line is not looked at all the time.
            owner_.last_turn_ =
                std::max(owner_.last_turn_ + milliseconds{200}, owner_.p_.clock.now() + seconds{1});
            throw jobs::Postponed(owner_.last_turn_);
        }
        ++theirs;
        ++owner_.all_under_way_;
    }
    Turn(Turn const&) = delete;
    Turn& operator=(Turn const&) = delete;
    ~Turn() {
        std::lock_guard const lock(owner_.mutex_);
        --owner_.all_under_way_;
        if (--owner_.under_way_[hook_] == 0)
            owner_.under_way_.erase(hook_);
    }

private:
    Webhooks& owner_;
    HookId hook_;
};

std::string message_id(store::Delivery const& delivery) {
    return fmt::format("msg_{}_{}", to_micros(delivery.created_at), delivery.id.value);
}

std::vector<std::string> Webhooks::keys(store::Row const& hook) const {
    std::vector<std::string> out{
        secret_key(options_.secret, hook.id.value, hook.generation, hook.created_at)};
    if (hook.rotated_at && p_.clock.now() < *hook.rotated_at + kOldSecretGoodFor)
        out.push_back(secret_key(options_.secret, hook.id.value, hook.generation - 1, hook.created_at));
    return out;
}

Task<std::optional<HookDeliveryId>> Webhooks::send(db::Tx& tx, store::Row const& hook,
                                                   Happened const& event) {
    bool const goes = hook.state == HookState::active || event.kind == kTestKind;
    auto const now = p_.clock.now();
    store::Delivery const delivery{.hook = hook.id,
                                   .kind = event.kind,
                                   .body = fmt::format(R"({{"type":"{}","timestamp":"{}","data":{}}})",
                                                       event.kind, to_iso(event.at), event.data),
                                   .state = goes ? HookDeliveryState::waiting : HookDeliveryState::skipped,
                                   .next_at = goes ? std::optional(now) : std::nullopt,
                                   .created_at = now};
    auto const id = co_await store::add(tx, delivery, event.cause);
    if (id && goes) {
        DeliveryDue const due{.delivery = *id};
        co_await p_.outbox.add(tx, due, {.dedupe_key = once(due)});
    }
    co_return id;
}

Task<void> Webhooks::send_again(db::Tx& tx, store::Delivery delivery) {
    auto const now = p_.clock.now();
    delivery.state = HookDeliveryState::waiting;
    ++delivery.round;
    delivery.attempts = 0;
    delivery.next_at = now;
    co_await store::save(tx, delivery, now);
    DeliveryDue const due{.delivery = delivery.id, .round = delivery.round};
    co_await p_.outbox.add(tx, due, {.dedupe_key = once(due)});
}

Task<void> Webhooks::deliver(DeliveryDue const& due) {
    auto delivery = co_await store::delivery(p_.db, due.delivery);
    if (!is_next(delivery, due))
        co_return;
    auto const hook = co_await store::find(p_.db, delivery->hook);
    if (!hook)
        co_return;
    if (hook->state != HookState::active && delivery->kind != kTestKind) {
        delivery->state = HookDeliveryState::skipped;
        delivery->next_at = std::nullopt;
        co_await p_.db.write([&](db::Tx& tx) -> Task<bool> {
            co_await store::save(tx, *delivery, p_.clock.now());
            co_return true;
        });
        co_return;
    }
    Turn const turn(*this, hook->id);
    auto const now = p_.clock.now();
    auto const message = message_id(*delivery);
    auto const timestamp = to_micros(now) / 1'000'000;
    client::HttpRequest request{
        .method = "POST",
        .url = hook->url,
        .headers = {{"Content-Type", "application/json"},
                    {"webhook-id", message},
                    {"webhook-timestamp", fmt::to_string(timestamp)},
                    {"webhook-signature", signature_of(keys(*hook), message, timestamp, delivery->body)}},
        .body = delivery->body,
        .timeout = kPatience,
        .max_bytes = kLongestAnswer,
        .guarded = true};
    auto const begun = std::chrono::steady_clock::now();
    auto const answer = co_await p_.client.send(std::move(request));
    auto const took = std::chrono::steady_clock::now() - begun;
    HookAttempt attempt{.at = now, .millis = std::chrono::duration_cast<milliseconds>(took).count()};
    if (answer) {
        attempt.status = answer->status;
        attempt.outcome =
            answer->status >= 200 && answer->status < 300 ? HookOutcome::delivered : HookOutcome::refused;
        attempt.answer = shown(answer->body);
    } else {
        attempt.outcome = outcome_of(answer.error());
    }
    metrics::counter("ax_webhook_tries_total", "Tries to deliver an event by what came of them",
                     {{"outcome", wire_names(attempt.outcome)[static_cast<std::size_t>(attempt.outcome)]}})
        .add();
    co_await settle(due, attempt);
}

Task<void> Webhooks::settle(DeliveryDue const& due, HookAttempt const& attempt) {
    auto const now = p_.clock.now();
    co_await p_.db.write([&](db::Tx& tx) -> Task<bool> {
        auto delivery = co_await store::delivery(tx, due.delivery);
        if (!is_next(delivery, due))
            co_return true;  // recorded by another run of the same job
        auto hook = co_await store::find(tx, delivery->hook);
        if (!hook)
            co_return true;
        co_await store::add_attempt(tx, delivery->id, attempt);
        delivery->attempts = due.attempt;
        delivery->last_outcome = attempt.outcome;
        delivery->last_status = attempt.status;
        delivery->next_at = std::nullopt;
        bool const arrived = attempt.outcome == HookOutcome::delivered;
        bool const over = attempt.status == kGone || static_cast<std::size_t>(due.attempt) > kWaits.size();
        if (arrived) {
            delivery->state = HookDeliveryState::delivered;
            hook->last_success_at = now;
            co_await store::save(tx, *hook, now);
        } else if (!over) {
            delivery->next_at = now + spread(kWaits.at(static_cast<std::size_t>(due.attempt) - 1), due);
            DeliveryDue const next{delivery->id, due.round, due.attempt + 1};
            co_await p_.outbox.add(tx, next, {.run_at = delivery->next_at, .dedupe_key = once(next)});
        } else {
            delivery->state = HookDeliveryState::failed;
            bool const nothing_arrives =
                attempt.status == kGone || hook->last_success_at.value_or(Instant{}) < now - kNothingArrived;
            if (hook->state == HookState::active && nothing_arrives) {
                hook->state = HookState::failed;
                co_await store::save(tx, *hook, now);
                Told const told{hook->owner, hook->id, std::string(client::host_in(hook->url)),
                                fmt::format("webhook-paused-{}-{}", hook->id.value, to_micros(now))};
                co_await p_.outbox.add(tx, told);
            }
        }
        co_await store::save(tx, *delivery, now);
        co_return true;
    });
}

}  // namespace ax::webhooks
