#pragma once

#include <chrono>

#include "platform/db/query.h"

namespace ax::db {

/// Times one statement; a slow one is logged with its name (never its parameters).
class Observation {
public:
    Observation(Query const& query, Engine engine) noexcept : query_(&query), engine_(engine) {}
    Observation(Observation const&) = delete;
    Observation& operator=(Observation const&) = delete;
    ~Observation();

    [[nodiscard]] std::chrono::steady_clock::time_point start() const noexcept { return start_; }

private:
    Query const* query_;
    Engine engine_;
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace ax::db
