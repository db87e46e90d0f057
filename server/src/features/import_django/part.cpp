#include "features/import_django/part.h"

#include "features/import_django/taken.h"

#include <algorithm>
#include <span>

#include <fmt/format.h>

namespace ax::import_django {
namespace {

struct Pending {
    std::string key;
    SourceRow row;
};

Task<Verdict> take_one(db::Tx& tx, Part const& part, Pending const& pending, Instant now) {
    if (pending.key.empty())
        co_return Fields::refuse("no_key");
    // Two rows of one key, in a table that lost its primary key.
    if (co_await taken::id_of(tx, part.selection.table, pending.key))
        co_return Fields::refuse("key_repeated");
    Fields fields(pending.row);
    auto verdict = co_await part.take(tx, fields);
    if (verdict.refusal.empty())
        co_await taken::remember(tx, part.selection.table, pending.key, verdict.new_id, now);
    co_return verdict;
}

struct Tried {
    std::vector<Verdict> verdicts;
    Refusal broken;  // why there are none
};

// The body may run more than once: what it found out is its own until the commit.
Task<Tried> attempt(Import& import, Part const& part, std::span<Pending const> rows) {
    Tried out;
    try {
        out.verdicts = co_await import.ports.db.write([&](db::Tx& tx) -> Task<std::vector<Verdict>> {
            std::vector<Verdict> verdicts;
            for (auto const& row : rows) verdicts.push_back(co_await take_one(tx, part, row, import.now()));
            co_return verdicts;
        });
    } catch (Refusal const& refusal) {
        out.broken = refusal;
    } catch (db::ViolationError const& violation) {
        out.broken = {.reason = "breaks_a_rule", .detail = violation.violation.name};
    } catch (db::Broken const&) {
        out.broken = {.reason = "can_not_be_stored", .detail = {}};
    }
    co_return out;
}

void note(Import& import, Part const& part, Pending const& row, Verdict const& verdict) {
    auto const& table = part.selection.table;
    auto& counts = import.report.of(table);
    if (!verdict.refusal.empty()) {
        ++counts.refused;
        import.report.refused(table, row.key, verdict.refusal, verdict.detail);
        return;
    }
    ++counts.taken;
    for (auto const& change : verdict.changes)
        import.report.changed(table, row.key, change.part, change.reason, change.detail);
}

Task<void> take_batch(Import& import, Part const& part, std::span<Pending const> rows) {
    if (rows.empty())
        co_return;
    auto const together = co_await attempt(import, part, rows);
    if (together.verdicts.size() == rows.size()) {
        for (std::size_t i = 0; i < rows.size(); ++i) note(import, part, rows[i], together.verdicts[i]);
        co_return;
    }
    for (auto const& row : rows) {
        auto const alone = co_await attempt(import, part, std::span(&row, 1));
        note(import, part, row,
             alone.verdicts.size() == 1 ? alone.verdicts.front()
                                        : Fields::refuse(alone.broken.reason, alone.broken.detail));
    }
}

Task<void> run_batch(Import& import, Part const& part, std::vector<SourceRow> rows) {
    std::vector<Pending> pending;
    std::vector<std::string> keys;
    for (auto& row : rows) {
        auto key = Fields(row).key();
        keys.push_back(key);
        pending.push_back({std::move(key), std::move(row)});
    }
    auto const known = co_await taken::known(import.ports.db, part.selection.table, keys);
    std::erase_if(pending, [&](Pending const& row) { return known.contains(row.key); });
    auto& counts = import.report.of(part.selection.table);
    counts.read += static_cast<std::int64_t>(rows.size());
    counts.there += static_cast<std::int64_t>(rows.size() - pending.size());
    co_await take_batch(import, part, pending);
}

}  // namespace

std::int64_t count_of(Source& source, std::string const& table) {
    try {
        return source.count(table);
    } catch (SourceError const&) {
        return -1;
    }
}

std::string Fields::noted(Cleaned cleaned, std::string_view part) {
    if (cleaned.mended)
        change(part, "mended");
    if (cleaned.cut)
        change(part, "cut");
    return std::move(cleaned.text);
}

std::string Fields::line(std::size_t i, std::size_t most, std::string_view part) {
    return noted(clean(text(i), Lines::one, most), part);
}

std::string Fields::words(std::size_t i, std::size_t most, std::string_view part) {
    return noted(clean(text(i), Lines::many, most), part);
}

Instant Fields::happened(std::size_t i, Instant now, Instant instead, std::string_view part) {
    auto const at = time(i);
    if (at && *at <= now)
        return *at;
    change(part, at ? "was_to_come" : "time_unknown");
    return std::min(instead, now);
}

Task<void> run_part(Import& import, Part part) {
    auto const& table = part.selection.table;
    (void)import.report.of(table);
    for (auto const& needed : part.needs)
        if (!import.source.has(needed)) {
            import.report.left_out(table, 0, "not_in_the_source");
            co_return;
        }
    if (part.needs.empty() && !import.source.has(table)) {
        import.report.left_out(table, 0, "not_in_the_source");
        co_return;
    }
    std::string broken;
    try {
        auto const cursor = import.source.open(part.selection);
        while (true) {
            auto rows = cursor->next(import.options.batch);
            if (rows.empty())
                co_return;
            co_await run_batch(import, part, std::move(rows));
        }
    } catch (SourceError const& failure) {
        broken = failure.what();
    }
    import.report.left_out(table, count_of(import.source, table), broken);
}

}  // namespace ax::import_django
