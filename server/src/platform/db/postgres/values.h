#pragma once

#include "platform/db/query.h"
#include "platform/db/rows.h"

#include <memory>
#include <string>
#include <vector>

#include <libpq-fe.h>

namespace ax::db::postgres {

struct ClearResult {
    void operator()(PGresult* result) const noexcept { PQclear(result); }
};
using Answer = std::unique_ptr<PGresult, ClearResult>;

/// Parameters as libpq wants them: text, except bytes, which travel as they are. Refilled for every statement
/// so that its buffers are kept. Throws Broken for text with a NUL, which PostgreSQL can't hold.
class Parameters {
public:
    void fill(Params const& params);
    [[nodiscard]] int count() const noexcept { return static_cast<int>(values_.size()); }
    [[nodiscard]] char const* const* values() const noexcept { return values_.data(); }
    [[nodiscard]] int const* lengths() const noexcept { return lengths_.data(); }
    [[nodiscard]] int const* formats() const noexcept { return formats_.data(); }

private:
    void put(std::string_view bytes);

    std::vector<char const*> values_;
    std::vector<int> lengths_;
    std::vector<int> formats_;
    std::string text_;
};

/// Copies a result out. Integers, booleans and whole numerics (such as a SUM) become integers, bytea becomes
/// bytes.
[[nodiscard]] Rows to_rows(PGresult const* result);

}  // namespace ax::db::postgres
