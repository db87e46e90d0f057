#include "features/import_django/report.h"

#include "contract/json_writer.h"
#include "features/import_django/text.h"

#include <algorithm>

namespace ax::import_django {
namespace {

constexpr std::size_t kLongestDetail = 120;

struct Line {
    std::string text;
    contract::JsonWriter json{text};
    explicit Line(std::string_view kind) {
        json.begin_object();
        add("kind", kind);
    }
    // Whatever it is, one line of text comes out.
    void add(std::string_view name, std::string_view value) {
        json.key(name);
        json.string(clean(value, Lines::one, kLongestDetail).text);
    }
    void add(std::string_view name, std::int64_t value) {
        json.key(name);
        json.integer(value);
    }
    std::string_view done() {
        json.end_object();
        return text;
    }
};

}  // namespace

void Report::refused(std::string_view table, std::string_view key, std::string_view reason,
                     std::string_view detail) {
    Line line("refused");
    line.add("table", table);
    line.add("key", key);
    line.add("reason", reason);
    if (!detail.empty())
        line.add("detail", detail);
    sink_(line.done());
}

void Report::changed(std::string_view table, std::string_view key, std::string_view part,
                     std::string_view reason, std::string_view detail) {
    Line line("changed");
    line.add("table", table);
    line.add("key", key);
    line.add("part", part);
    line.add("reason", reason);
    if (!detail.empty())
        line.add("detail", detail);
    sink_(line.done());
}

void Report::left_out(std::string_view table, std::int64_t rows, std::string_view reason) {
    Line line("left_out");
    line.add("table", table);
    line.add("rows", rows);
    line.add("reason", reason);
    sink_(line.done());
}

Counts& Report::of(std::string const& table) {
    auto const found = std::ranges::find(tables_, table, &std::pair<std::string, Counts>::first);
    return found != tables_.end() ? found->second : tables_.emplace_back(table, Counts{}).second;
}

void Report::finish() {
    for (auto const& [table, counts] : tables_) {
        Line line("table");
        line.add("table", table);
        line.add("read", counts.read);
        line.add("taken", counts.taken);
        line.add("there", counts.there);
        line.add("refused", counts.refused);
        sink_(line.done());
    }
}

}  // namespace ax::import_django
