#pragma once

#include "features/chat/contract_reports.h"
#include "platform/db/database.h"

#include <optional>
#include <vector>

/// The table message_report. Stateless; every call runs on the executor given.
namespace ax::chat::report_store {

struct NewReport {
    MessageId message;
    AccountId by;
    ReportReason reason{};
    std::string_view note;
    std::string_view text;
};
/// The same person's report of the same message again replaces what they said, and opens it again.
Task<void> put(db::Tx& tx, NewReport const& report, Instant now);
/// Newest first; names are left empty.
[[nodiscard]] Task<std::vector<ReportRow>> page(db::Executor& db, bool closed, std::int64_t before,
                                                int limit);
[[nodiscard]] Task<bool> close(db::Tx& tx, ReportId id, std::optional<AccountId> staff, Instant now);

}  // namespace ax::chat::report_store
