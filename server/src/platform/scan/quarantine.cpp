#include "platform/scan/quarantine.h"

#include "platform/telemetry/log.h"
#include "platform/telemetry/metrics.h"

#include <algorithm>

namespace ax::scan {
namespace {

constexpr int kAtOnce = 50;
constexpr Duration kFirstWait = seconds{30};
constexpr Duration kLongestWait = hours{1};
constexpr std::int64_t kInfected = 1;
constexpr Instant kAnyTime{days{365 * 1000}};

db::Query const kHold{"scan.hold", R"sql(
    INSERT INTO quarantine (blob_key, folder, state, tries, due_at, held_at) VALUES ($1, $2, 0, 0, $3, $3)
    ON CONFLICT (blob_key) DO UPDATE SET state = 0, tries = 0, due_at = excluded.due_at
)sql"};
db::Query const kState{"scan.state", "SELECT state FROM quarantine WHERE blob_key = $1"};
db::Query const kForget{"scan.forget", "DELETE FROM quarantine WHERE blob_key = $1"};
db::Query const kDue{"scan.due", R"sql(
    SELECT blob_key, folder, tries FROM quarantine WHERE state = 0 AND due_at <= $1 ORDER BY due_at, blob_key LIMIT $2
)sql"};
db::Query const kPostpone{"scan.postpone", R"sql(
    UPDATE quarantine SET tries = tries + 1, due_at = $2 WHERE blob_key = $1 AND state = 0
)sql"};
db::Query const kCondemn{"scan.condemn", "UPDATE quarantine SET state = 1 WHERE blob_key = $1 AND state = 0"};
db::Query const kCount{"scan.count", "SELECT count(*) FROM quarantine WHERE state = 0"};

metrics::Counter& scans(std::string_view outcome) {
    return metrics::counter("file_scans_total", "Files that the scanner was asked about",
                            {{"outcome", outcome}});
}

Duration wait_after(std::int64_t tries) {
    return std::min(kLongestWait, kFirstWait * (std::int64_t{1} << std::min<std::int64_t>(tries, 10)));
}

}  // namespace

void Quarantine::listen(jobs::Listeners& listeners) {
    listeners.every("scan.rescan", minutes{1}, [this]() -> Task<void> { (void)co_await rescan(false); });
}

Task<Verdict> Quarantine::look(std::string_view bytes) {
    if (!on())
        co_return Verdict::clean;
    try {
        auto const found = co_await pool_.run([&] { return clamd_->find(bytes); });
        scans(found ? "infected" : "clean").add();
        if (!found)
            co_return Verdict::clean;
        telemetry::log(telemetry::Level::warn, "scan.infected",
                       {{"signature", *found}, {"bytes", static_cast<std::int64_t>(bytes.size())}});
        co_return Verdict::infected;
    } catch (Unavailable const& problem) {
        telemetry::log(telemetry::Level::warn, "scan.unavailable",
                       {{"detail", std::string_view(problem.what())}});
    } catch (runtime::Busy const&) {
        telemetry::log(telemetry::Level::warn, "scan.unavailable", {{"detail", "the line is full"}});
    }
    scans("unknown").add();
    co_return Verdict::unknown;
}

Task<void> Quarantine::note(db::Tx& tx, std::string_view folder, std::string_view key, Verdict verdict,
                            bool known) const {
    if (!on())
        co_return;
    if (verdict == Verdict::clean)
        co_await forget(tx, key);
    else if (!known || co_await state(tx, key) != State::free)
        co_await hold(tx, {.folder = std::string(folder), .key = std::string(key)},
                      p_.clock.now() + kFirstWait);
}

Task<void> Quarantine::hold(db::Tx& tx, Kept const& file, Instant due) const {
    co_await tx.exec(kHold, file.key, file.folder, due);
}

Task<State> Quarantine::state(db::Executor& db, std::string_view key) const {
    if (!on())
        co_return State::free;
    auto const row = co_await db.one(kState, key);
    if (!row)
        co_return State::free;
    co_return row->get<std::int64_t>(0) == kInfected ? State::infected : State::waiting;
}

Task<Result<void>> Quarantine::released(db::Executor& db, std::string_view key) const {
    auto const now = co_await state(db, key);
    if (now == State::waiting)
        co_return fail(Code::not_found, "files.being_checked");
    if (now == State::infected)
        co_return fail(Code::gone, "files.infected");
    co_return Result<void>{};
}

Task<void> Quarantine::forget(db::Tx& tx, std::string_view key) const { co_await tx.exec(kForget, key); }

Task<void> Quarantine::condemn(db::Tx& tx, Held const& held) const {
    // Two nodes may have looked at the same time: one of them tells.
    if (co_await tx.exec(kCondemn, held.key) == 0)
        co_return;
    auto const found = found_.find(held.folder);
    if (found != found_.end())
        co_await found->second(tx, held.key);
}

Task<Verdict> Quarantine::look_again(Held const& held) {
    auto const store = stores_.find(held.folder);
    auto const bytes = store != stores_.end() ? co_await store->second->get(held.key) : nullptr;
    auto const verdict = bytes ? co_await look(*bytes) : Verdict::clean;
    // First: what is condemned is not looked at again.
    if (verdict == Verdict::infected) {
        co_await store->second->set_aside(held.key);
        co_await store->second->forget(held.key);
    }
    auto const due = p_.clock.now() + wait_after(held.tries + 1);
    co_await p_.db.write([&](db::Tx& tx) -> Task<bool> {
        if (verdict == Verdict::clean)
            co_await forget(tx, held.key);
        else if (verdict == Verdict::infected)
            co_await condemn(tx, held);
        else
            co_await tx.exec(kPostpone, held.key, due);
        co_return true;
    });
    co_return verdict;
}

Task<Quarantine::Rescanned> Quarantine::rescan(bool all) {
    Rescanned out;
    bool can_say = on();
    while (can_say) {
        auto const rows = co_await p_.db.rows(kDue, all ? kAnyTime : p_.clock.now(), kAtOnce);
        std::vector<Held> due;
        for (auto const row : rows)
            due.push_back({row.get<std::string>(0), row.get<std::string>(1), row.get<std::int64_t>(2)});
        if (due.empty())
            break;
        for (auto const& held : due) {
            auto const verdict = co_await look_again(held);
            out.clean += verdict == Verdict::clean ? 1 : 0;
            out.infected += verdict == Verdict::infected ? 1 : 0;
            can_say = verdict != Verdict::unknown;
            if (!can_say)
                break;
        }
    }
    out.waiting = static_cast<int>((co_await p_.db.one(kCount))->get<std::int64_t>(0));
    co_return out;
}

Task<bool> Quarantine::answers() {
    try {
        co_return co_await pool_.run([this] {
            clamd_->ping();
            return true;
        });
    } catch (Unavailable const&) {
        co_return false;
    } catch (runtime::Busy const&) {
        co_return false;
    }
}

std::function<Task<bool>()> Quarantine::up() {
    if (!on())
        return {};
    return [this] { return answers(); };
}

}  // namespace ax::scan
