#pragma once

#include "features/notifications/contract_settings.h"
#include "platform/db/database.h"

#include <optional>
#include <vector>

/// The tables of what people want to be told. Stateless; every call runs on the executor given.
namespace ax::notifications::preference_store {

struct Wish {
    bool in_app = true;
    bool mail = true;
    bool push = true;
    bool digest = false;
    std::optional<QuietHours> quiet;
};

/// What counts for one category; everything where nothing was chosen.
[[nodiscard]] Task<Wish> wish(db::Executor& db, AccountId account, NoticeCategory category);
/// The rows that were chosen, without those that can't be.
[[nodiscard]] Task<std::vector<NoticeChannels>> channels(db::Executor& db, AccountId account);
[[nodiscard]] Task<std::optional<QuietHours>> quiet(db::Executor& db, AccountId account);
Task<void> set_channels(db::Tx& tx, AccountId account, NoticeChannels const& channels);
Task<void> stop_mail(db::Tx& tx, AccountId account, NoticeCategory category);
Task<void> set_quiet(db::Tx& tx, AccountId account, std::optional<QuietHours> const& quiet);

[[nodiscard]] Task<int> digest_hour(db::Executor& db, AccountId account);
Task<void> set_digest_hour(db::Tx& tx, AccountId account, int hour);

[[nodiscard]] Task<std::optional<Instant>> reminded_up_to(db::Tx& tx, int lead_minutes);
Task<void> set_reminded_up_to(db::Tx& tx, int lead_minutes, Instant at);

}  // namespace ax::notifications::preference_store
