#pragma once

#include "features/operations/catalogue.h"

#include <memory>
#include <string>
#include <vector>

namespace ax::operations {

/// The side of a move that is written, in a transaction that the caller begins and ends.
class Target {
public:
    explicit Target(db::Plain& database) : database_(database) {}

    /// Takes away what migrations inserted, and switches the triggers off that count what is inserted: the
    /// counts are moved too. Those that refuse a row (overlaps) stay.
    void open_for_loading(std::vector<Table> const& tables);
    [[nodiscard]] std::unique_ptr<db::Loader> load(Table const& table);
    /// A canonical row as load() takes it; `text` keeps what the row then points to.
    void adapt(Table const& table, std::vector<db::Param>& row, std::string& text) const;
    /// Fills what each engine has in its own way.
    void make_anew(db::Plain& source);
    /// No id is given out twice, not even one that was deleted before the move.
    void set_counters(db::Plain& source, std::vector<Table> const& tables);
    void close_after_loading();

private:
    void mark_what_is_indexed(db::Plain& source);

    db::Plain& database_;
    std::vector<std::string> restore_;  // statements
};

}  // namespace ax::operations
