#include "features/events/store.h"

#include "base/cursor.h"
#include "base/fold.h"
#include "features/mentors/mentors.h"
#include "platform/db/may_lag.h"

#include <fmt/format.h>

namespace ax::events::store {
namespace {

db::Query const kInsert{"events.insert", R"sql(
    INSERT INTO event (host_id, state, title, description, online_url, place, time_zone, local_start, minutes,
                       starts_at, ends_at, capacity, tags, search, client_key, created_at, updated_at, cover)
    VALUES ($1, 0, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $15, $16)
    ON CONFLICT (host_id, client_key) DO NOTHING
    RETURNING id
)sql"};
db::Query const kDropTags{"events.drop_tags", "DELETE FROM event_tag WHERE event_id = $1"};
db::Query const kAddTag{"events.add_tag", R"sql(
    INSERT INTO event_tag (event_id, tag, label) VALUES ($1, $2, $3) ON CONFLICT (tag, event_id) DO NOTHING
)sql"};

// $1 is the viewer.
#define AX_EVENT                                                                                             \
    "SELECT e.id, e.host_id, e.state, e.title, e.description, e.online_url, e.place, e.time_zone, "          \
    "e.local_start, e.minutes, e.starts_at, e.ends_at, e.capacity, e.taken, e.waiting, e.sequence, e.tags, " \
    "e.cancel_note, e.updated_at, r.id, r.state, r.code, r.queued_at, r.offer_expires_at, r.checked_in_at, " \
    "e.cover "                                                                                               \
    "FROM event e LEFT JOIN event_registration r ON r.event_id = e.id AND r.account_id = $1 "
// $2, $3: the place in the list; $4: words; $5: tag; $6: how many.
#define AX_FITS                                          \
    "AND ($4 = '' OR e.search LIKE $4 ESCAPE '!') "      \
    "AND ($5 = '' OR EXISTS (SELECT 1 FROM event_tag t " \
    "                        WHERE t.tag = $5 AND t.event_id = e.id)) "
#define AX_LATEST_FIRST                                                  \
    "AND e.starts_at <= $2 AND (e.starts_at < $2 OR e.id < $3) " AX_FITS \
    "ORDER BY e.starts_at DESC, e.id DESC LIMIT $6"

db::Query const kFind{"events.find", AX_EVENT "WHERE e.id = $2"};
db::Query const kByKey{"events.by_key", AX_EVENT "WHERE e.host_id = $1 AND e.client_key = $2"};
db::Query const kLastPublished{"events.last_published",
                               "SELECT coalesce(max(id), 0) FROM event WHERE state = 1"};
db::Query const kPublished{
    "events.published",
    "SELECT id, updated_at FROM event WHERE id >= $1 AND id < $2 AND state = 1 ORDER BY id"};
db::Query const kUpcoming{"events.upcoming", AX_EVENT
                          "WHERE e.state = 1 AND e.ends_at > $7 AND e.starts_at >= $2 "
                          "AND (e.starts_at > $2 OR e.id > $3) " AX_FITS
                          "ORDER BY e.starts_at, e.id LIMIT $6"};
db::Query const kPast{"events.past", AX_EVENT "WHERE e.state = 1 AND e.ends_at <= $7 " AX_LATEST_FIRST};
db::Query const kMine{"events.mine", AX_EVENT "WHERE r.state IN (0, 1, 2) AND e.state > 0 " AX_LATEST_FIRST};
db::Query const kHosting{"events.hosting", AX_EVENT "WHERE e.host_id = $1 " AX_LATEST_FIRST};

#undef AX_EVENT
#undef AX_FITS
#undef AX_LATEST_FIRST

db::Query const kLock{"events.lock", "UPDATE event SET touched = touched + 1 WHERE id = $1"};
db::Query const kUpdate{"events.update", R"sql(
    UPDATE event SET title = $2, description = $3, online_url = $4, place = $5, time_zone = $6, local_start = $7,
        minutes = $8, starts_at = $9, ends_at = $10, capacity = $11, tags = $12, search = $13,
        sequence = sequence + 1, updated_at = $14, cover = $15
    WHERE id = $1
)sql"};
db::Query const kSetState{"events.set_state", R"sql(
    UPDATE event SET state = $2, cancel_note = $3, sequence = sequence + 1, updated_at = $4 WHERE id = $1
)sql"};
db::Query const kOpenCount{"events.open_count", R"sql(
    SELECT count(*) FROM event WHERE host_id = $1 AND state < 2 AND ends_at > $2
)sql"};
db::Query const kTags{"events.tags", R"sql(
    SELECT min(t.label), count(*) FROM event e JOIN event_tag t ON t.event_id = e.id
    WHERE e.state = 1 AND e.starts_at > $1 AND e.ends_at > $2
    GROUP BY t.tag ORDER BY count(*) DESC, t.tag LIMIT 20
)sql"};

// An event that goes on began at most this long ago: lets the index skip what is over.
constexpr Duration kLongest = minutes{kLongestMinutes};

Row read(db::Row const& row) {
    Row event{.id = row.get<EventId>(0),
              .host = row.get<AccountId>(1),
              .state = row.get<EventState>(2),
              .title = row.get<std::string>(3),
              .description = row.get<std::string>(4),
              .online_url = row.get<std::string>(5),
              .place = row.get<std::string>(6),
              .time_zone = row.get<std::string>(7),
              .local_start = row.get<std::string>(8),
              .minutes = row.get<int>(9),
              .starts_at = row.get<Instant>(10),
              .ends_at = row.get<Instant>(11),
              .capacity = row.get<std::optional<int>>(12),
              .taken = row.get<int>(13),
              .waiting = row.get<int>(14),
              .sequence = row.get<int>(15),
              .tags = row.get<std::string>(16),
              .cancel_note = row.get<std::string>(17),
              .updated_at = row.get<Instant>(18),
              .cover = row.get<std::string>(25)};
    if (auto const id = row.get<std::optional<RegistrationId>>(19))
        event.mine = Mine{.id = *id,
                          .state = row.get<RegistrationState>(20),
                          .code = row.get<std::string>(21),
                          .queued_at = row.get<Instant>(22),
                          .offer_expires_at = row.get<std::optional<Instant>>(23),
                          .checked_in_at = row.get<std::optional<Instant>>(24)};
    return event;
}

std::optional<Row> read(std::optional<db::OneRow> const& row) {
    return row ? std::optional(read(row->view())) : std::nullopt;
}

Task<void> set_tags(db::Tx& tx, EventId id, std::vector<std::string> const& tags) {
    co_await tx.exec(kDropTags, id);
    for (auto const& tag : tags) co_await tx.exec(kAddTag, id, fold(tag), tag);
}

std::string like(std::string_view words) {
    auto const folded = fold(words);
    if (folded.empty())
        return {};
    std::string out = "%";
    for (char const c : folded) {
        if (c == '%' || c == '_' || c == '!')
            out += '!';
        out += c;
    }
    return out + '%';
}

db::MayLag const kMayLag{kLastPublished, kPublished, kUpcoming, kPast, kTags};

}  // namespace

std::string search_text(Row const& row, std::vector<std::string> const& tags) {
    return fold(fmt::format("{} {} {} {}", row.title, row.place, fmt::join(tags, " "), row.description));
}

std::string to_cursor(Place const& place) {
    return cursor_of(std::array{to_micros(place.starts_at), place.id.value});
}

std::optional<Place> parse_cursor(std::string_view text) {
    auto const keys = keys_in<2>(text);
    if (!keys)
        return std::nullopt;
    return Place{.starts_at = from_micros((*keys)[0]), .id = EventId{(*keys)[1]}};
}

Task<std::optional<EventId>> insert(db::Tx& tx, Row const& row, std::vector<std::string> const& tags,
                                    std::string_view client_key) {
    auto const made =
        co_await tx.one(kInsert, row.host, row.title, row.description, row.online_url, row.place,
                        row.time_zone, row.local_start, row.minutes, row.starts_at, row.ends_at, row.capacity,
                        row.tags, search_text(row, tags), client_key, row.updated_at, row.cover);
    if (!made)
        co_return std::nullopt;
    auto const id = made->get<EventId>(0);
    co_await set_tags(tx, id, tags);
    co_return id;
}

Task<std::optional<Row>> find(db::Executor& db, EventId id, AccountId viewer) {
    co_return read(co_await db.one(kFind, viewer, id));
}

Task<std::optional<Row>> by_key(db::Executor& db, AccountId host, std::string_view client_key) {
    co_return read(co_await db.one(kByKey, host, client_key));
}

Task<void> lock(db::Tx& tx, EventId id) { co_await tx.exec(kLock, id); }

Task<bool> update(db::Tx& tx, Row const& row, std::vector<std::string> const& tags) {
    auto const written =
        co_await tx.attempt(kUpdate, row.id, row.title, row.description, row.online_url, row.place,
                            row.time_zone, row.local_start, row.minutes, row.starts_at, row.ends_at,
                            row.capacity, row.tags, search_text(row, tags), row.updated_at, row.cover);
    if (!written)
        co_return false;
    co_await set_tags(tx, row.id, tags);
    co_return true;
}

Task<void> set_state(db::Tx& tx, EventId id, EventState state, std::string_view note, Instant now) {
    co_await tx.exec(kSetState, id, static_cast<int>(state), note, now);
}

Task<int> open_count(db::Executor& db, AccountId host, Instant now) {
    co_return (co_await db.one(kOpenCount, host, now))->get<int>(0);
}

Task<std::vector<Row>> list(db::Executor& db, ListWish const& wish) {
    bool const upcoming = wish.filter == EventFilter::upcoming;
    auto const from =
        wish.after.value_or(upcoming ? Place{.starts_at = wish.now - kLongest, .id = {}}
                                     : Place{.starts_at = from_micros(kLastKey), .id = {kLastKey}});
    auto const words = like(wish.words);
    auto const tag = fold(wish.tag);
    bool const timed = upcoming || wish.filter == EventFilter::past;
    auto const& query = upcoming                           ? kUpcoming
                        : wish.filter == EventFilter::past ? kPast
                        : wish.filter == EventFilter::mine ? kMine
                                                           : kHosting;
    auto const rows =
        timed
            ? co_await db.rows(query, wish.viewer, from.starts_at, from.id, words, tag, wish.limit, wish.now)
            : co_await db.rows(query, wish.viewer, from.starts_at, from.id, words, tag, wish.limit);
    std::vector<Row> out;
    for (auto const row : rows) out.push_back(read(row));
    co_return out;
}

Task<std::vector<EventTag>> tags(db::Executor& db, Instant now) {
    auto const rows = co_await db.rows(kTags, now - kLongest, now);
    std::vector<EventTag> out;
    for (auto const row : rows) out.push_back({.tag = row.get<std::string>(0), .count = row.get<int>(1)});
    co_return out;
}

Task<std::int64_t> last_published(db::Executor& db) {
    auto const row = co_await db.one(kLastPublished);
    co_return row->get<std::int64_t>(0);
}

Task<std::vector<Published>> published(db::Executor& db, EventId from, EventId to) {
    auto const rows = co_await db.rows(kPublished, from, to);
    std::vector<Published> out;
    out.reserve(rows.size());
    for (auto const row : rows) out.push_back({.id = row.get<EventId>(0), .updated_at = row.get<Instant>(1)});
    co_return out;
}

}  // namespace ax::events::store
