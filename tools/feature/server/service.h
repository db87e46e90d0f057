#pragma once

#include "base/result.h"
#include "features/@name@/@name@.h"
#include "platform/api/router.h"

namespace ax::@name@ {

using contract::Caller;

/// So many a person may keep.
inline constexpr std::int64_t kMost = 1000;

/// The use cases of @name@; owns their transactions. Shared by all loops, holds no state of its own.
class Service final : public Facade {
public:
    Service(db::Database& db, Clock& clock) : db_(db), clock_(clock) {}

    Task<Result<@Name@Entries>> list(Caller const& who);
    Task<Result<@Name@Entry>> add(Caller const& who, Add@Name@Entry wish);

    Task<std::int64_t> count(db::Executor& db, AccountId owner) override;

private:
    db::Database& db_;
    Clock& clock_;
};

void bind(api::Router& router, Service& service);

}  // namespace ax::@name@
