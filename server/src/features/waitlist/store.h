#pragma once

#include "base/ids.h"
#include "base/task.h"
#include "features/waitlist/contract.h"
#include "platform/db/database.h"

#include <expected>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

/// The waitlist tables. Stateless; every call runs on the executor given.
namespace ax::waitlist::store {

struct Entry {
    WaitId id;
    StudentId student;
    AccountId account;
    MentorId mentor;
    ServiceId service;
    std::string mentor_name;
    std::string service_title;
    int minutes = 0;
    std::string from;
    std::string to;
    std::string zone;
    int earliest_hour = 0;
    int latest_hour = 24;
    std::optional<Instant> before;
    Instant until;  // the end of the last date
    WaitState state{};
    Instant queued_at;
    std::optional<BookingId> booking;
    std::optional<Instant> offer_start;
    std::optional<Instant> offer_expires_at;
    Instant created_at;
    Instant changed_at;
    int ahead = 0;  // filled by those that show it
};
/// Times that were let pass.
using Passed = std::set<std::pair<WaitId, Instant>>;

[[nodiscard]] Task<std::optional<Entry>> find(db::Executor& db, WaitId id);
/// The student's waiting or offered one.
[[nodiscard]] Task<std::optional<Entry>> live(db::Executor& db, StudentId student, MentorId mentor,
                                              ServiceId service);
[[nodiscard]] Task<std::vector<Entry>> live_of(db::Executor& db, StudentId student, int limit);
[[nodiscard]] Task<int> live_count(db::Executor& db, StudentId student);
[[nodiscard]] Task<int> line_length(db::Executor& db, MentorId mentor);
/// Waiting ones, in line.
[[nodiscard]] Task<std::vector<Entry>> waiting(db::Executor& db, MentorId mentor, int limit);
[[nodiscard]] Task<std::vector<Entry>> offered(db::Executor& db, MentorId mentor, int limit);
[[nodiscard]] Task<Passed> passed(db::Executor& db, MentorId mentor);
/// Mentors for whom somebody waits, from the id after the one given.
[[nodiscard]] Task<std::vector<MentorId>> awaited(db::Executor& db, MentorId after, int limit);

[[nodiscard]] Task<std::expected<WaitId, db::Violation>> insert(db::Tx& tx, Entry const& entry);
Task<void> change_wish(db::Tx& tx, Entry const& entry);
/// False if it does not wait any more.
[[nodiscard]] Task<bool> offer(db::Tx& tx, WaitId id, BookingId booking, Instant start, Instant expires_at,
                               Instant now);
Task<void> set_state(db::Tx& tx, WaitId id, WaitState state, std::optional<BookingId> booking, Instant now);
/// Back to waiting, at the end of the line, and not asked about `start` again.
Task<void> pass(db::Tx& tx, WaitId id, Instant start, Instant now);
/// Back to waiting where it stood; false if another one is live by now.
[[nodiscard]] Task<bool> rejoin(db::Tx& tx, WaitId id, Instant now);
Task<void> end_over(db::Tx& tx, Instant now);

}  // namespace ax::waitlist::store
