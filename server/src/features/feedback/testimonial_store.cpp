#include "features/feedback/testimonial_store.h"

#include "platform/db/may_lag.h"

namespace ax::feedback::testimonial_store {
namespace {

#define AX_TESTIMONIAL \
    "SELECT booking_id, mentor_id, author, stars, words, updated_at, quote_state FROM review "

db::Query const kShown{"feedback.shown", AX_TESTIMONIAL R"sql(
    WHERE may_quote = 1 AND quote_state = 1
      AND EXISTS (SELECT 1 FROM mentor m WHERE m.id = review.mentor_id AND m.approval = 2)
    ORDER BY quoted_at DESC, booking_id DESC LIMIT $1
)sql"};
db::Query const kOfferedPage{"feedback.offered", AX_TESTIMONIAL R"sql(
    WHERE may_quote = 1 AND quote_state = $1 AND words <> ''
      AND (updated_at < $2 OR (updated_at = $2 AND booking_id < $3))
    ORDER BY updated_at DESC, booking_id DESC LIMIT $4
)sql"};

#undef AX_TESTIMONIAL

db::Query const kSetMayQuote{"feedback.set_may_quote", R"sql(
    UPDATE review SET may_quote = $2, quote_state = 0, quoted_at = NULL WHERE booking_id = $1
)sql"};
db::Query const kMayQuote{"feedback.may_quote", "SELECT may_quote FROM review WHERE booking_id = $1"};
db::Query const kWords{"feedback.words", "SELECT words FROM review WHERE booking_id = $1 AND may_quote = 1"};
// Deciding the same again leaves it where it stands.
db::Query const kSetQuoteState{"feedback.set_quote_state", R"sql(
    UPDATE review SET quote_state = $2, quoted_at = $3
    WHERE booking_id = $1 AND may_quote = 1 AND quote_state <> $2
)sql"};

db::MayLag const kMayLag{kShown};

std::vector<Testimonial> read(db::Rows const& rows) {
    std::vector<Testimonial> out;
    for (auto const row : rows)
        out.push_back({.id = row.get<BookingId>(0),
                       .mentor_id = row.get<MentorId>(1),
                       .author = row.get<std::string>(2),
                       .stars = row.get<int>(3),
                       .text = row.get<std::string>(4),
                       .written_at = row.get<Instant>(5),
                       .state = row.get<QuoteState>(6)});
    return out;
}

}  // namespace

Task<void> set_may_quote(db::Tx& tx, BookingId booking, bool may_quote) {
    co_await tx.exec(kSetMayQuote, booking, may_quote);
}

Task<bool> may_quote(db::Executor& db, BookingId booking) {
    auto const row = co_await db.one(kMayQuote, booking);
    co_return row && row->get<bool>(0);
}

Task<std::vector<Testimonial>> shown(db::Executor& db, int limit) {
    co_return read(co_await db.rows(kShown, limit));
}

Task<std::vector<Testimonial>> offered(db::Executor& db, QuoteState state, Place before, int limit) {
    co_return read(co_await db.rows(kOfferedPage, static_cast<int>(state), before.at, before.id, limit));
}

Task<std::optional<std::string>> words(db::Executor& db, BookingId booking) {
    auto const row = co_await db.one(kWords, booking);
    co_return row ? std::optional(row->get<std::string>(0)) : std::nullopt;
}

Task<void> decide(db::Tx& tx, BookingId booking, QuoteState state, Instant now) {
    co_await tx.exec(kSetQuoteState, booking, static_cast<int>(state), now);
}

}  // namespace ax::feedback::testimonial_store
