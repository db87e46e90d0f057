#include "base/csv.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace ax {
namespace {

constexpr std::string_view kFormula = "=+-@\t\r\n";
// Their full-width forms, which East Asian spreadsheets take for the same.
constexpr std::array<std::string_view, 4> kWideFormula{"\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"};

bool is_formula(std::string_view cell) {
    return !cell.empty() &&
           (kFormula.contains(cell.front()) ||
            std::ranges::any_of(kWideFormula, [&](auto sign) { return cell.starts_with(sign); }));
}

// `-12.50`, but not `-1+cmd` nor `--1`.
bool is_number(std::string_view cell) {
    if (cell.starts_with('-'))
        cell.remove_prefix(1);
    return !cell.empty() && cell.front() != '.' && cell.back() != '.' && std::ranges::count(cell, '.') <= 1 &&
           cell.find_first_not_of("0123456789.") == std::string_view::npos;
}

void add_cell(std::string& out, std::string_view cell) {
    bool const formula = is_formula(cell) && !is_number(cell);
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

std::string csv_amount(std::int64_t minor) {
    auto const size = minor < 0 ? -minor : minor;
    return fmt::format("{}{}.{:02}", minor < 0 ? "-" : "", size / 100, size % 100);
}

}  // namespace ax
