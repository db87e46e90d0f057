#include "base/text.h"
#include "contract/codec.h"
#include "features/notifications/delivery_store.h"
#include "features/notifications/preference_store.h"
#include "features/notifications/push.h"
#include "features/notifications/store.h"
#include "platform/crypto/encode.h"
#include "platform/crypto/hash.h"

#include <array>

#include <fmt/format.h>

namespace ax::notifications {
namespace {

constexpr std::size_t kTitle = 200;
constexpr std::size_t kBody = 500;
constexpr std::size_t kTopic = 32;          // RFC 8030 section 5.4
constexpr hours kTokenLife{12};             // a day is the most that push services take
constexpr Duration kPatience = seconds{5};  // endpoints that hang must not fill the runner
constexpr std::size_t kMostAnswer = 64 * 1024;

std::string once_of(PushDue const& due) {
    return fmt::format("push-{}-{}", due.push.value, due.notification);
}

/// What push-sw.js reads.
struct PushText {
    std::int64_t id = 0;
    std::string title;
    std::string body;
    std::string link;
    std::string tag;
    static constexpr auto wire() {
        using contract::field;
        return contract::Fields{field("id", &PushText::id), field("title", &PushText::title),
                                field("body", &PushText::body), field("link", &PushText::link),
                                field("tag", &PushText::tag)};
    }
};

bool is_gone(int status) { return status == 404 || status == 410; }
bool may_pass(int status) { return status == 429 || status == 408 || status >= 500; }

}  // namespace

struct Push::Letter {
    push_store::Subscription to;
    Notification what;
    std::string topic;  // what a newer one of replaces
};

void Push::listen(jobs::Listeners& listeners) {
    listeners.on<PushDue>("notifications.push",
                          [this](PushDue const& due, jobs::JobInfo const&) { return deliver(due); });
}

Task<void> Push::queue(db::Tx& tx, PushDue wish, std::string const& title, Instant at) const {
    auto const now = p_.clock.now();
    for (auto const& one : co_await push_store::of(tx, wish.account)) {
        wish.push = one.id;
        auto const once = once_of(wish);
        delivery_store::Entry const entry{.account = wish.account,
                                          .once = once,
                                          .channel = DeliveryChannel::push,
                                          .title = title,
                                          .target = one.name};
        delivery_store::Outcome const waits{
            DeliveryState::queued, at > now ? DeliveryReason::waits : DeliveryReason::none, {}};
        co_await delivery_store::record(tx, entry, waits, now);
        co_await p_.outbox.add(tx, wish, {.run_at = at, .dedupe_key = once});
    }
}

Task<void> Push::deliver(PushDue const& due) {
    auto const letter = co_await prepare(due);
    if (!letter)
        co_return;
    auto http = co_await request(due, *letter);
    auto const sent = co_await p_.client.send(std::move(http));
    co_await settle(due, *letter, sent);
}

/// Looks again at what may have changed since; nothing if there is no push to send any more.
Task<std::optional<Push::Letter>> Push::prepare(PushDue const& due) {
    auto const now = p_.clock.now();
    auto const once = once_of(due);
    // Sent by a process that died before it could say so.
    if (co_await delivery_store::was_sent(p_.db, once))
        co_return std::nullopt;
    auto const to = co_await push_store::find(p_.db, due.push);
    auto const told = co_await store::find(p_.db, due.account, due.notification);
    if (!to || to->account != due.account || !told) {
        co_await close(due, told ? told->what.title : "", to ? to->name : "", DeliveryState::skipped,
                       DeliveryReason::gone, {}, false);
        co_return std::nullopt;
    }
    auto const skip = [&](DeliveryReason reason, bool remove) {
        return close(due, told->what.title, to->name, DeliveryState::skipped, reason, {}, remove);
    };
    std::array const device{to->device};
    auto const living = co_await p_.accounts.living_devices(p_.db, device, now);
    if (living.empty()) {
        co_await skip(DeliveryReason::gone, true);
        co_return std::nullopt;
    }
    auto const wish = co_await preference_store::wish(p_.db, due.account, due.category);
    if (!wish.push) {
        co_await skip(DeliveryReason::switched_off, false);
        co_return std::nullopt;
    }
    bool late = now >= due.expires;
    if (due.booking && !late) {
        auto const b = co_await p_.bookings.find(p_.db, *due.booking);
        late = !b || b->state != booking::BookingState::confirmed || b->start != due.start || b->start <= now;
    }
    if (late) {
        co_await skip(DeliveryReason::too_late, false);
        co_return std::nullopt;
    }
    auto const about = told->subject.empty() ? told->cause : told->subject;
    auto const topic = crypto::to_base64url(crypto::bytes(crypto::sha256(about))).substr(0, kTopic);
    co_return Letter{*to, told->what, topic};
}

Task<client::HttpRequest> Push::request(PushDue const& due, Letter const& letter) {
    auto const now = p_.clock.now();
    PushText const text{.id = letter.what.id,
                        .title = std::string(whole_characters(letter.what.title, kTitle)),
                        .body = std::string(whole_characters(letter.what.body, kBody)),
                        .link = letter.what.link,
                        .tag = letter.topic};
    std::string json;
    contract::encode(text, json);
    crypto::PushReceiver const receiver{crypto::from_base64url(letter.to.p256dh).value(),
                                        crypto::from_base64url(letter.to.auth).value()};
    auto const audience = push_origin(letter.to.endpoint, options_.allow_loopback);
    auto const own = co_await pair();
    auto const expires = (now + kTokenLife).time_since_epoch() / seconds{1};
    client::HttpRequest out{.method = "POST", .url = letter.to.endpoint, .guarded = true};
    out.headers = {
        {"Authorization", crypto::vapid_authorization(own, audience.value_or(""), options_.subject, expires)},
        {"Content-Type", "application/octet-stream"},
        {"Content-Encoding", "aes128gcm"},
        {"TTL", fmt::to_string((due.expires - now) / seconds{1})},
        {"Urgency", due.urgent ? "high" : "normal"},
        {"Topic", letter.topic}};
    out.body = crypto::encrypt_push(json, receiver);
    out.timeout = kPatience;
    out.max_bytes = kMostAnswer;
    co_return out;
}

Task<void> Push::settle(PushDue const& due, Letter const& letter,
                        std::expected<client::HttpAnswer, client::ClientError> const& sent) {
    auto const end = [&](DeliveryState state, DeliveryReason reason, std::string detail, bool remove) {
        return close(due, letter.what.title, letter.to.name, state, reason, std::move(detail), remove);
    };
    using Kind = client::ClientError::Kind;
    if (!sent && (sent.error().kind == Kind::forbidden || sent.error().kind == Kind::invalid)) {
        co_await end(DeliveryState::failed, DeliveryReason::refused, "push address", true);
        co_return;
    }
    auto const detail = sent ? fmt::format("push {}", sent->status) : std::string("push unreachable");
    if (!sent || may_pass(sent->status)) {
        co_await end(DeliveryState::queued, DeliveryReason::tried, detail, false);
        throw jobs::Failed(detail);
    }
    if (is_gone(sent->status))
        co_await end(DeliveryState::failed, DeliveryReason::gone, detail, true);
    else if (sent->status >= 200 && sent->status < 300)
        co_await end(DeliveryState::sent, DeliveryReason::none, {}, false);
    else
        co_await end(DeliveryState::failed, DeliveryReason::refused, detail, false);
}

Task<void> Push::close(PushDue const& due, std::string const& title, std::string const& target,
                       DeliveryState state, DeliveryReason reason, std::string detail, bool remove) {
    delivery_store::Entry const entry{.account = due.account,
                                      .once = once_of(due),
                                      .channel = DeliveryChannel::push,
                                      .title = title,
                                      .target = target};
    delivery_store::Outcome const outcome{state, reason, std::move(detail)};
    co_await p_.db.write([&](db::Tx& tx) -> Task<Result<void>> {
        auto const now = p_.clock.now();
        co_await delivery_store::settle(tx, entry, outcome, now);
        if (remove)
            co_await push_store::remove(tx, due.push);
        if (state == DeliveryState::sent)
            co_await push_store::sent(tx, due.push, now);
        co_return Result<void>{};
    });
}

}  // namespace ax::notifications
