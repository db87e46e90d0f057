#pragma once

#include "platform/db/query.h"

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

namespace ax::db {

/// Some of the tables that a TableWatch knows, by bit.
using Tables = std::uint64_t;

/// The tables that a statement writes, read from its text: what stands behind INSERT INTO, UPDATE and DELETE
/// FROM, each once. What triggers and foreign keys change besides is not in it. Views into `sql`.
[[nodiscard]] std::vector<std::string_view> tables_written(std::string_view sql);

/// Learns which of some tables a transaction may have changed, from the texts of the statements it ran: no
/// writer has to remember to say so. Immutable after construction, but for what it is told.
class TableWatch {
public:
    static constexpr std::size_t kMost = 64;
    using Told = std::function<void(Tables)>;

    /// Names of static storage; at most kMost (std::logic_error). `told` hears of every transaction that may
    /// have changed any: after the commit, before its hooks and before the writer's caller goes on, on that
    /// caller's thread; also when nobody knows whether it was committed. It must not throw, and not wait.
    TableWatch(std::vector<std::string_view> tables, Told told);

    [[nodiscard]] Tables written_by(Query const& query) const;
    [[nodiscard]] Tables all() const noexcept;
    void tell(Tables changed) const { told_(changed); }

private:
    [[nodiscard]] Tables read(Query const& query) const;

    std::vector<std::string_view> tables_;
    std::vector<Tables> by_query_;
    Told told_;
};

}  // namespace ax::db
