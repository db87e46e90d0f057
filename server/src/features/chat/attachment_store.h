#pragma once

#include "features/chat/contract.h"
#include "platform/db/database.h"

#include <optional>
#include <string>
#include <vector>

/// The table attachment. Stateless; every call runs on the executor given.
namespace ax::chat::attachment_store {

struct NewAttachment {
    AccountId owner;
    std::string digest;
    std::string name;
    std::string content_type;
    std::int64_t bytes = 0;
    int width = 0;
    int height = 0;
};
[[nodiscard]] Task<AttachmentId> insert(db::Tx& tx, NewAttachment const& file, Instant now);
/// Bytes of all that an account has uploaded and is kept.
[[nodiscard]] Task<std::int64_t> used(db::Executor& db, AccountId owner);

/// One that its owner may send.
[[nodiscard]] Task<std::optional<Attachment>> unsent(db::Executor& db, AttachmentId id, AccountId owner);
/// False if somebody else's message carries it by now.
[[nodiscard]] Task<bool> bind(db::Tx& tx, AttachmentId id, ConversationId conversation, MessageId message);
/// The message was deleted: what it carried is nobody's and is collected.
Task<void> release(db::Tx& tx, MessageId message);

struct Stored {
    AccountId owner;
    std::optional<ConversationId> conversation;  // empty: not sent
    bool deleted = false;                        // with its message
    std::string digest;
    std::string name;
    std::string content_type;
};
[[nodiscard]] Task<std::optional<Stored>> find(db::Executor& db, AttachmentId id);

struct Expired {
    AttachmentId id;
    std::string digest;
};
/// Those that are not sent and are older.
[[nodiscard]] Task<std::vector<Expired>> expired(db::Executor& db, Instant before, int limit);
/// Unless it was sent meanwhile.
Task<void> forget(db::Tx& tx, AttachmentId id);
/// All digests behind that one, in order.
[[nodiscard]] Task<std::vector<std::string>> after(db::Executor& db, std::string_view digest, int limit);
[[nodiscard]] Task<bool> is_named(db::Executor& db, std::string_view digest);

}  // namespace ax::chat::attachment_store
