#include "platform/db/may_lag.h"

namespace ax::db {
namespace {

// By Query::index(). Filled while static objects are built, so it must exist before the first of them.
std::vector<bool>& marks() {
    static std::vector<bool> all;
    return all;
}

}  // namespace

void MayLag::mark(std::span<Query const> queries) {
    for (auto const& query : queries) {
        if (query.index() >= marks().size())
            marks().resize(query.index() + 1);
        marks()[query.index()] = true;
    }
}

bool may_lag(Query const& query) noexcept { return query.index() < marks().size() && marks()[query.index()]; }

}  // namespace ax::db
