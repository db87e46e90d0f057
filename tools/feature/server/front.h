#pragma once

#include <cstdint>

#include "base/ids.h"
#include "base/task.h"
#include "features/@name@/contract.h"
#include "platform/db/database.h"

/// What other features may know of @name@.
namespace ax::@name@ {

class Facade {
public:
    Facade() = default;
    Facade(Facade const&) = delete;
    Facade& operator=(Facade const&) = delete;
    virtual ~Facade() = default;

    virtual Task<std::int64_t> count(db::Executor& db, AccountId owner) = 0;
};

}  // namespace ax::@name@
