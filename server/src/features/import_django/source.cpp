#include "features/import_django/source.h"

#include <algorithm>

namespace ax::import_django {

std::vector<std::string> const& Source::tables() {
    if (!tables_)
        tables_ = read_tables();
    return *tables_;
}

bool Source::has(std::string const& table) {
    auto const& all = tables();
    return std::ranges::find(all, table) != all.end();
}

std::string Source::column_like(std::string const& table, std::string_view ending) {
    for (auto const& column : columns(table))
        if (column.ends_with(ending))
            return column;
    return {};
}

}  // namespace ax::import_django
