#include "platform/db/table_watch.h"

#include <algorithm>
#include <stdexcept>

namespace ax::db {
namespace {

bool letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

bool is(std::string_view word, std::string_view keyword) {
    return std::ranges::equal(word, keyword,
                              [](char a, char b) { return (a >= 'a' && a <= 'z' ? a - 32 : a) == b; });
}

// The words of a statement, and each other character as a word of its own; literals and comments left out.
class Words {
public:
    explicit Words(std::string_view sql) : rest_(sql) {}

    std::string_view next() {
        skip();
        if (rest_.empty())
            return {};
        std::size_t size = 0;
        while (size < rest_.size() && letter(rest_[size])) ++size;
        auto const word = rest_.substr(0, std::max<std::size_t>(size, 1));
        rest_.remove_prefix(word.size());
        return word;
    }

private:
    void skip() {
        for (;;) {
            if (rest_.starts_with("--"))
                drop_through('\n');
            else if (rest_.starts_with('\'') || rest_.starts_with('"')) {
                auto const quote = rest_.front();
                rest_.remove_prefix(1);
                drop_through(quote);  // a doubled quote begins another literal: the same
            } else if (!rest_.empty() && static_cast<unsigned char>(rest_.front()) <= ' ')
                rest_.remove_prefix(1);
            else
                return;
        }
    }
    void drop_through(char end) {
        auto const at = rest_.find(end);
        rest_.remove_prefix(at == std::string_view::npos ? rest_.size() : at + 1);
    }

    std::string_view rest_;
};

}  // namespace

std::vector<std::string_view> tables_written(std::string_view sql) {
    std::vector<std::string_view> tables;
    auto const add = [&](std::string_view table) {
        if (!table.empty() && std::ranges::find(tables, table) == tables.end())
            tables.push_back(table);
    };
    Words words(sql);
    std::string_view before;
    for (auto word = words.next(); !word.empty();) {
        auto after = words.next();
        // Not ON CONFLICT … DO UPDATE SET, not SELECT … FOR UPDATE, not ON UPDATE of a constraint.
        bool const updates = is(word, "UPDATE") && !is(before, "DO") && !is(before, "FOR") &&
                             !is(before, "KEY") && !is(before, "ON");
        if (updates && is(after, "OR")) {
            words.next();
            after = words.next();
        }
        if (is(word, "INTO") || updates || (is(word, "FROM") && is(before, "DELETE")))
            add(after);
        before = word;
        word = after;
    }
    return tables;
}

TableWatch::TableWatch(std::vector<std::string_view> tables, Told told)
    : tables_(std::move(tables)), told_(std::move(told)) {
    if (tables_.size() > kMost)
        throw std::logic_error("too many tables to watch");
    for (auto const* const query : Query::all()) by_query_.push_back(read(*query));
}

Tables TableWatch::all() const noexcept {
    return tables_.size() == kMost ? ~Tables{0} : (Tables{1} << tables_.size()) - 1;
}

Tables TableWatch::written_by(Query const& query) const {
    // A query may be younger than this.
    return query.index() < by_query_.size() ? by_query_[query.index()] : read(query);
}

Tables TableWatch::read(Query const& query) const {
    Tables written = 0;
    for (auto const engine : {Engine::sqlite, Engine::postgres})
        for (auto const table : tables_written(query.sql(engine))) {
            auto const found = std::ranges::find(tables_, table);
            if (found != tables_.end())
                written |= Tables{1} << (found - tables_.begin());
        }
    return written;
}

}  // namespace ax::db
