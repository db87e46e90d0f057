#include "platform/mail/bounces.h"

#include "platform/telemetry/metrics.h"

#include <algorithm>

namespace ax::mail {
namespace {

db::Query const kHas{"mail.has_bounced", "SELECT 1 FROM mail_bounce WHERE address = $1"};

db::Query const kAdd{"mail.add_bounce", R"sql(
    INSERT INTO mail_bounce (address, reason, bounced_at, times) VALUES ($1, $2, $3, 1)
    ON CONFLICT (address) DO UPDATE SET reason = excluded.reason, bounced_at = excluded.bounced_at,
        times = mail_bounce.times + 1
)sql"};

db::Query const kClear{"mail.clear_bounce", "DELETE FROM mail_bounce WHERE address = $1"};
db::Query const kClearAll{"mail.clear_bounces", "DELETE FROM mail_bounce"};

db::Query const kList{"mail.bounces", R"sql(
    SELECT address, reason, bounced_at, times FROM mail_bounce ORDER BY bounced_at DESC, address LIMIT $1
)sql"};

// As accounts have them: one person's address in two spellings is one.
std::string folded(std::string_view address) {
    std::string out(address);
    std::ranges::transform(out, out.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
    return out;
}

}  // namespace

Task<bool> BounceList::has(std::string_view address) {
    auto const key = folded(address);
    co_return (co_await db_->one(kHas, key)).has_value();
}

Task<void> BounceList::add(std::string_view address, std::string_view reason) {
    auto const key = folded(address);
    co_await db_->write([&](db::Tx& tx) -> Task<std::int64_t> {
        co_return co_await tx.exec(kAdd, key, reason, clock_->now());
    });
}

Task<bool> BounceList::clear(std::string_view address) {
    auto const key = folded(address);
    auto const gone = co_await db_->write(
        [&](db::Tx& tx) -> Task<std::int64_t> { co_return co_await tx.exec(kClear, key); });
    co_return gone > 0;
}

Task<std::int64_t> BounceList::clear_all() {
    co_return co_await db_->write(
        [](db::Tx& tx) -> Task<std::int64_t> { co_return co_await tx.exec(kClearAll); });
}

Task<std::vector<Bounce>> BounceList::list(int limit) {
    std::vector<Bounce> out;
    auto const rows = co_await db_->rows(kList, limit);
    for (auto const row : rows)
        out.push_back({.address = row.get<std::string>(0),
                       .reason = row.get<std::string>(1),
                       .at = row.get<Instant>(2),
                       .times = row.get<int>(3)});
    co_return out;
}

Task<SendResult> BounceGuard::send(Mail const& mail) {
    bool const listed = co_await list_->has(mail.to_address);
    if (listed && !(asked_ && mail.unsubscribe_url.empty())) {
        metrics::counter("ax_mail_bounced_before_total", "Mails to addresses on the bounce list: not sent")
            .add();
        co_return SendResult{.kind = SendResult::Kind::refused, .reason = std::string(kBounced)};
    }
    auto const result = co_await inner_->send(mail);
    if (result.no_such_address)
        co_await list_->add(mail.to_address, result.reason);
    else if (listed && result.kind == SendResult::Kind::sent)
        co_await list_->clear(mail.to_address);
    co_return result;
}

}  // namespace ax::mail
