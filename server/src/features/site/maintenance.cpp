#include "features/site/maintenance.h"

#include "base/text.h"
#include "contract/formats.h"
#include "platform/telemetry/log.h"

#include <algorithm>
#include <array>

namespace ax::site {
namespace {

constexpr int kRetryAfter = 60;
constexpr std::size_t kMessageLength = 300;

// What goes on while the site is closed. auth.login: the staff have to get in.
constexpr std::array<std::string_view, 16> kOpen{
    "site.alive",  "site.status",     "site.live",        "site.ready",        "site.metrics", "site.openapi",
    "site.docs",   "site.docsScript", "site.docsStyle",   "site.robots",       "auth.login",   "auth.refresh",
    "auth.logout", "auth.me",         "payments.webhook", "realtime.socketio",
};

db::Query const kRead{"site.state", "SELECT maintenance, message FROM site_state WHERE id = 1"};
db::Query const kSet{"site.set_state", R"sql(
    INSERT INTO site_state (id, maintenance, message, changed_at) VALUES (1, $1, $2, $3)
    ON CONFLICT (id) DO UPDATE SET maintenance = excluded.maintenance, message = excluded.message,
        changed_at = excluded.changed_at
)sql"};

Error closed_now() { return {Code::unavailable, "site.maintenance", {}, kRetryAfter}; }

}  // namespace

Maintenance::Maintenance(db::Database& db, Clock const& clock, realtime::Realtime& realtime)
    : db_(db), clock_(clock), realtime_(realtime) {
    realtime_.commands().declare(kMaintenance);
    realtime_.commands().set_gate([this](contract::Caller const& who) -> std::optional<Error> {
        return on() && !who.staff ? std::optional(closed_now()) : std::nullopt;
    });
}

std::string Maintenance::message() const {
    std::lock_guard const lock(mutex_);
    return message_;
}

std::optional<Error> Maintenance::closed(std::string_view endpoint, contract::Caller const& who) const {
    if (!on() || who.staff || endpoint.starts_with("sandbox.") || endpoint == "newsletter.oneClick" ||
        std::ranges::find(kOpen, endpoint) != kOpen.end())
        return {};
    return closed_now();
}

Task<Result<void>> Maintenance::set(bool on, std::string message) {
    message = trimmed(message);
    if (!contract::is_clean_text(message, false))
        co_return fail_field("message", "not_clean");
    if (contract::code_points(message) > kMessageLength)
        co_return fail_field("message", "too_long", kMessageLength);
    auto const now = clock_.now();
    co_await db_.write([&](db::Tx& tx) -> Task<bool> {
        co_await tx.exec(kSet, on, message, now);
        co_return true;
    });
    co_await refresh();
    co_return Result<void>{};
}

Task<void> Maintenance::refresh() {
    auto const row = co_await db_.one(kRead);
    SiteNews const news{.maintenance_mode = row && row->get<bool>(0),
                        .message = row ? row->get<std::string>(1) : std::string{}};
    {
        std::lock_guard const lock(mutex_);
        if (news.maintenance_mode == on_ && news.message == message_)
            co_return;
        message_ = news.message;
        on_ = news.maintenance_mode;
    }
    realtime_.stream().tell_all(kMaintenance, news);
}

Task<void> Maintenance::look(Maintenance* self) {
    try {
        co_await self->refresh();
    } catch (...) {
        // The copy stays as it was; the next look may find the database again.
        telemetry::log_exception("site.state_unknown", std::current_exception());
    }
    self->looking_ = false;
}

void Maintenance::start(runtime::Loop& loop) {
    loop.every_second([this, &loop] {
        // One at a time: the database may be slow.
        if (!stopping_ && !looking_.exchange(true))
            loop.spawn(look(this));
    });
}

}  // namespace ax::site
