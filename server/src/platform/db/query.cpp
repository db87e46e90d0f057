#include "platform/db/query.h"

namespace ax::db {
namespace {

// Filled while static objects are built, so it must exist before the first of them.
std::vector<Query const*>& registry() {
    static std::vector<Query const*> all;
    return all;
}

}  // namespace

Query::Query(char const* name, char const* sqlite, char const* postgres)
    : name_(name), sqlite_(sqlite), postgres_(postgres), index_(registry().size()) {
    registry().push_back(this);
}

std::vector<Query const*> const& Query::all() { return registry(); }

}  // namespace ax::db
