#pragma once

#include "features/operations/catalogue.h"

#include <array>
#include <cstdint>
#include <span>
#include <string>

namespace ax::operations {

/// What a table holds, whatever the order of its rows: their number and the sum of their SHA-256 modulo
/// 2^256, in four lanes. Two tables with the same digest have the same rows, each as often.
struct TableDigest {
    std::int64_t rows = 0;
    std::array<std::uint64_t, 4> sum{};

    void add(std::span<db::Param const> row);
    [[nodiscard]] std::string text() const;
    friend bool operator==(TableDigest const&, TableDigest const&) = default;
};

/// A row as both engines agree on it: the words of a full-text index sorted and once each. `words` keeps what
/// the result points to.
void make_canonical(Table const& table, std::vector<db::Param>& row, std::string& words);

/// Of all rows that the connection sees now.
[[nodiscard]] TableDigest digest_of(db::Plain& database, Table const& table);

}  // namespace ax::operations
