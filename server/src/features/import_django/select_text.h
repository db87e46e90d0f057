#pragma once

#include "features/import_django/source.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

/// The SELECT of a selection; the engines differ in how they cut a column and write a placeholder.
namespace ax::import_django {

inline std::string quoted(std::string_view name) {
    std::string out = "\"";
    for (char const c : name) {
        if (c == '"')
            out += '"';
        out += c;
    }
    return out + '"';
}

/// `cut` takes a column and gives the expression that is its first characters as text.
template <class Cut>
std::string select_text(Source& source, Selection const& selection, Cut cut) {
    auto const known = selection.from.empty() ? source.columns(selection.table) : std::vector<std::string>{};
    std::vector<std::string> parts;
    for (auto const& column : selection.columns) {
        if (!selection.from.empty())
            parts.push_back(cut(column));
        else if (std::ranges::find(known, column) == known.end())
            parts.emplace_back("NULL");
        else
            parts.push_back(cut(quoted(column)));
    }
    return fmt::format("SELECT {} FROM {}", fmt::join(parts, ", "),
                       selection.from.empty() ? quoted(selection.table) : selection.from);
}

inline std::string order_text(Source& source, Selection const& selection) {
    if (!selection.from.empty())
        return fmt::format(" ORDER BY {}", selection.order.empty()
                                               ? selection.columns.front()
                                               : fmt::format("{}", fmt::join(selection.order, ", ")));
    auto const known = source.columns(selection.table);
    std::vector<std::string> parts;
    auto const wanted = selection.order.empty() ? std::vector{selection.columns.front()} : selection.order;
    for (auto const& column : wanted)
        if (std::ranges::find(known, column) != known.end())
            parts.push_back(quoted(column));
    return parts.empty() ? std::string{} : fmt::format(" ORDER BY {}", fmt::join(parts, ", "));
}

}  // namespace ax::import_django
