#pragma once

#include "features/import_django/import_django.h"
#include "features/import_django/text.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// How one table is taken: shared by all parts.
namespace ax::import_django {

struct Change {
    std::string part;
    std::string reason;
    std::string detail;
};

/// What becomes of one row.
struct Verdict {
    std::int64_t new_id = 0;
    std::string refusal;  // empty: taken
    std::string detail;
    std::vector<Change> changes;
};

/// The row can't be taken, and something of it may have been written already: its transaction is given up.
/// Before anything was written a part may as well return refuse().
struct Refusal {
    std::string reason;
    std::string detail = {};
};

/// One row as a part reads it. What has to be mended is noted in the verdict.
class Fields {
public:
    explicit Fields(SourceRow const& row) : row_(row) {}

    [[nodiscard]] std::string key() const { return clean(text(0), Lines::one, 200).text; }
    [[nodiscard]] bool is_null(std::size_t i) const { return !row_.at(i); }
    [[nodiscard]] std::string_view text(std::size_t i) const {
        return row_.at(i) ? std::string_view(*row_.at(i)) : "";
    }
    [[nodiscard]] bool flag(std::size_t i) const { return to_bool(text(i)); }
    [[nodiscard]] std::optional<Instant> time(std::size_t i) const { return to_instant(text(i)); }
    [[nodiscard]] std::string line(std::size_t i, std::size_t most, std::string_view part);
    [[nodiscard]] std::string words(std::size_t i, std::size_t most, std::string_view part);
    /// When something happened: neither unknown nor to come, else `instead`.
    [[nodiscard]] Instant happened(std::size_t i, Instant now, Instant instead, std::string_view part);

    void change(std::string_view part, std::string_view reason, std::string_view detail = {}) {
        verdict_.changes.push_back({std::string(part), std::string(reason), std::string(detail)});
    }
    [[nodiscard]] Verdict take(std::int64_t new_id) {
        verdict_.new_id = new_id;
        return std::move(verdict_);
    }
    [[nodiscard]] static Verdict refuse(std::string_view reason, std::string_view detail = {}) {
        return {.new_id = 0, .refusal = std::string(reason), .detail = std::string(detail), .changes = {}};
    }

private:
    std::string noted(Cleaned cleaned, std::string_view part);

    SourceRow const& row_;
    Verdict verdict_;
};

/// What all parts work with.
struct Import {
    Ports ports;
    Options options;
    Source& source;
    Report& report;
    availability::Zone zone;
    /// By Django's id: `student`, `mentor`.
    std::map<std::string, std::string, std::less<>> content_types = {};
    [[nodiscard]] Instant now() const { return ports.clock.now(); }
};

using Take = std::function<Task<Verdict>(db::Tx& tx, Fields& row)>;

struct Part {
    Selection selection;
    Take take;
    std::vector<std::string> needs = {};  // tables beside its own
};

/// -1: it can't be read.
[[nodiscard]] std::int64_t count_of(Source& source, std::string const& table);

/// Reads the part's rows to their end. A batch that breaks on a row is done again row by row.
Task<void> run_part(Import& import, Part part);

}  // namespace ax::import_django
