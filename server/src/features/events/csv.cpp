#include "features/events/csv.h"

namespace ax::events {
namespace {

constexpr std::string_view kFormula = "=+-@\t\r";

void add_cell(std::string& out, std::string_view cell) {
    bool const formula = !cell.empty() && kFormula.contains(cell.front());
    bool const quoted = formula || cell.find_first_of(",\"\r\n") != std::string_view::npos;
    if (quoted)
        out += '"';
    if (formula)
        out += '\'';
    for (char const c : cell) {
        if (c == '"')
            out += '"';
        out += c;
    }
    if (quoted)
        out += '"';
}

}  // namespace

void add_csv_line(std::string& out, std::span<std::string const> cells) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (i > 0)
            out += ',';
        add_cell(out, cells[i]);
    }
    out += "\r\n";
}

}  // namespace ax::events
