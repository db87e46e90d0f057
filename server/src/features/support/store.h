#pragma once

#include "features/support/contract.h"
#include "platform/db/database.h"

/// The tables ticket and ticket_event. Stateless; every call runs on the executor given.
namespace ax::support::store {

/// Names, last messages and counts are other features'.
struct Row {
    TicketId id;
    chat::ConversationId conversation;
    AccountId account;
    std::string subject;
    Category category{};
    Priority priority{};
    Status status{};
    std::optional<AccountId> assignee;
    Instant created_at;
    Instant updated_at;
};

/// Nothing if the account used the key before.
[[nodiscard]] Task<std::optional<TicketId>> insert(db::Tx& tx, Row const& row, std::string_view client_key);
[[nodiscard]] Task<std::optional<Row>> find(db::Executor& db, TicketId id);
[[nodiscard]] Task<std::optional<Row>> by_key(db::Executor& db, AccountId account,
                                              std::string_view client_key);

struct Place {
    Instant updated_at;
    TicketId id;
};
[[nodiscard]] std::string to_cursor(Place const& place);
[[nodiscard]] std::optional<Place> parse_cursor(std::string_view text);

/// An account's, those first in which something happened last.
[[nodiscard]] Task<std::vector<Row>> of_account(db::Executor& db, AccountId account,
                                                std::optional<Place> after, int limit);
/// Those of a status, longest untouched first; of one assignee, if one is given.
[[nodiscard]] Task<std::vector<Row>> queue(db::Executor& db, Status status, std::optional<AccountId> assignee,
                                           std::optional<Place> after, int limit);

/// Writes what changed, and who did it into the ticket's history.
Task<void> update(db::Tx& tx, Row const& row, std::optional<AccountId> actor, Instant now);

}  // namespace ax::support::store
