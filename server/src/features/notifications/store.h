#pragma once

#include "features/notifications/contract.h"
#include "platform/db/database.h"

#include <optional>
#include <string>
#include <vector>

/// The notification tables. Stateless; every call runs on the executor given.
namespace ax::notifications::store {

/// Notices of one subject are one line. `title` begins with {n}, how many they are; empty: the newest's.
struct Group {
    std::string subject;
    std::string title;
};

/// Its id; nothing if this account was told of this cause before.
[[nodiscard]] Task<std::optional<std::int64_t>> insert(db::Tx& tx, AccountId to, std::string const& cause,
                                                       Notification const& what, bool shown,
                                                       Group const& group);
struct Told {
    Notification what;
    std::string cause;
    std::string subject;
};
[[nodiscard]] Task<std::optional<Told>> find(db::Executor& db, AccountId account, std::int64_t id);
[[nodiscard]] Task<std::vector<Notification>> list(db::Executor& db, AccountId account,
                                                   std::optional<std::int64_t> before, int limit);
/// What the line that `head` stands for is made of, `head` first and under its own title; newest first.
[[nodiscard]] Task<std::vector<Notification>> members(db::Executor& db, AccountId account, std::int64_t head,
                                                      std::optional<std::int64_t> before, int limit);
[[nodiscard]] Task<int> unread(db::Executor& db, AccountId account);
/// False if everything up to there was read before.
[[nodiscard]] Task<bool> mark_read(db::Tx& tx, AccountId account, std::int64_t up_to);

/// False if it was read before.
[[nodiscard]] Task<bool> read_one(db::Tx& tx, AccountId account, std::int64_t id);
/// This one and all older ones of its subject, which is not empty. False if they were read before.
[[nodiscard]] Task<bool> read_subject(db::Tx& tx, AccountId account, std::string const& subject,
                                      std::int64_t up_to);

}  // namespace ax::notifications::store
