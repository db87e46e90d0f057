#include "features/availability/availability.h"

#include <algorithm>

namespace ax::availability {
namespace {

db::Query const kList{"availability.vacations", R"sql(
    SELECT id, from_date, to_date, note FROM availability_vacation
    WHERE mentor_id = $1 AND removed_at IS NULL AND to_date >= $2 ORDER BY from_date, id
)sql"};
db::Query const kInsert{"availability.add_vacation", R"sql(
    INSERT INTO availability_vacation (mentor_id, from_date, to_date, note, created_at)
    VALUES ($1, $2, $3, $4, $5) RETURNING id
)sql"};
db::Query const kForget{"availability.forget_vacations", R"sql(
    DELETE FROM availability_vacation WHERE mentor_id = $1 AND (to_date < $2 OR removed_at < $3)
)sql"};
db::Query const kFindOne{"availability.vacation", R"sql(
    SELECT id, from_date, to_date, note, removed_at FROM availability_vacation WHERE id = $1 AND mentor_id = $2
)sql"};
db::Query const kRemove{"availability.remove_vacation",
                        "UPDATE availability_vacation SET removed_at = $2 WHERE id = $1"};
db::Query const kRestore{"availability.restore_vacation",
                         "UPDATE availability_vacation SET removed_at = NULL WHERE id = $1"};

Vacation read(db::Row const& row) {
    return {row.get<VacationId>(0), row.get<std::string>(1), row.get<std::string>(2),
            row.get<std::string>(3)};
}

Task<std::vector<Vacation>> upcoming(db::Executor& on, MentorId mentor, std::string const& today) {
    std::vector<Vacation> out;
    auto const rows = co_await on.rows(kList, mentor, today);
    for (auto const row : rows) out.push_back(read(row));
    co_return out;
}

VacationAdded added_event(Vacation const& vacation, MentorId mentor, Zone zone) {
    return {.vacation = vacation.id,
            .mentor = mentor,
            .from = zone.begin_of(to_date(*parse_date(vacation.from))),
            .until = zone.begin_of(to_date(*parse_date(vacation.to)) + days{1}),
            .first = vacation.from,
            .last = vacation.to,
            .note = vacation.note};
}

// ISO dates are ordered as text.
bool overlap(Vacation const& a, Vacation const& b) { return a.from <= b.to && b.from <= a.to; }

}  // namespace

Task<Zone> Availabilities::zone_of(db::Executor& on, MentorId mentor) const {
    if (auto const hours = co_await store_.find(on, mentor))
        co_return hours->zone;
    auto const owner = co_await ports_.mentors.mentor(on, mentor);
    co_return (owner ? Zone::find(owner->time_zone) : std::nullopt).value_or(Zone{});
}

Task<Result<Vacations>> Availabilities::vacations(MentorId mentor) const {
    auto const zone = co_await zone_of(ports_.db, mentor);
    auto const today = to_iso(to_calendar(zone.date_of(ports_.clock.now())));
    co_return Vacations{co_await upcoming(ports_.db, mentor, today)};
}

Task<Result<Vacation>> Availabilities::add_vacation(MentorId mentor, AddVacation wish) const {
    auto const first = to_date(*parse_date(wish.from));
    auto const last = to_date(*parse_date(wish.to));
    if (last < first)
        co_return fail_field("to", "before_from");
    if (last - first >= days{kLongestVacation})
        co_return fail_field("to", "too_many_days", kLongestVacation);
    co_return co_await ports_.db.write([&](db::Tx& tx) -> Task<Result<Vacation>> {
        auto const now = ports_.clock.now();
        auto const zone = co_await zone_of(tx, mentor);
        auto const date = zone.date_of(now);
        auto const today = to_iso(to_calendar(date));
        if (wish.to < today)
            co_return fail_field("to", "in_the_past");
        auto const known = co_await upcoming(tx, mentor, today);
        Vacation added{.id = {}, .from = wish.from, .to = wish.to, .note = wish.note};
        for (auto const& other : known) {
            if (other.from == added.from && other.to == added.to && other.note == added.note)
                co_return other;
            if (overlap(other, added))
                co_return fail_field("from", "overlapping");
        }
        if (known.size() >= kMostVacations)
            co_return fail(Code::conflict, "availability.too_many_vacations");
        auto const oldest = to_iso(to_calendar(date - days{2}));
        co_await tx.exec(kForget, mentor, oldest, now - kRestorable);
        auto const row = co_await tx.one(kInsert, mentor, added.from, added.to, added.note, now);
        added.id = row->get<VacationId>(0);
        auto const event = added_event(added, mentor, zone);
        co_await ports_.outbox.add(tx, event);
        AvailabilityChanged const changed{mentor};
        co_await ports_.outbox.add(tx, changed);
        co_return added;
    });
}

Task<Result<contract::Empty>> Availabilities::remove_vacation(MentorId mentor, VacationId id) const {
    co_return co_await ports_.db.write([&](db::Tx& tx) -> Task<Result<contract::Empty>> {
        auto const row = co_await tx.one(kFindOne, id, mentor);
        if (!row)
            co_return fail(Code::not_found, "availability.unknown_vacation");
        if (row->get<std::optional<Instant>>(4))
            co_return contract::Empty{};
        co_await tx.exec(kRemove, id, ports_.clock.now());
        AvailabilityChanged const changed{mentor};
        co_await ports_.outbox.add(tx, changed);
        co_return contract::Empty{};
    });
}

Task<Result<Vacation>> Availabilities::restore_vacation(MentorId mentor, VacationId id) const {
    co_return co_await ports_.db.write([&](db::Tx& tx) -> Task<Result<Vacation>> {
        auto const now = ports_.clock.now();
        auto const row = co_await tx.one(kFindOne, id, mentor);
        if (!row)
            co_return fail(Code::not_found, "availability.unknown_vacation");
        auto const vacation = read(row->view());
        auto const removed_at = row->get<std::optional<Instant>>(4);
        if (!removed_at)
            co_return vacation;
        if (*removed_at + kRestorable <= now)
            co_return fail(Code::conflict, "availability.vacation_over");
        // Another one may have taken its dates meanwhile.
        auto const zone = co_await zone_of(tx, mentor);
        auto const today = to_iso(to_calendar(zone.date_of(now)));
        auto const known = co_await upcoming(tx, mentor, today);
        if (std::ranges::any_of(known, [&](Vacation const& other) { return overlap(other, vacation); }))
            co_return fail(Code::conflict, "availability.vacation_over");
        co_await tx.exec(kRestore, id);
        // For sessions that were booked while it was removed.
        auto const event = added_event(vacation, mentor, zone);
        co_await ports_.outbox.add(tx, event);
        AvailabilityChanged const changed{mentor};
        co_await ports_.outbox.add(tx, changed);
        co_return vacation;
    });
}

}  // namespace ax::availability
