#include "features/chat/attachment_store.h"

#include "features/chat/rows.h"

namespace ax::chat::attachment_store {
namespace {

db::Query const kInsert{"chat.insert_attachment", R"sql(
    INSERT INTO attachment (owner_id, digest, name, content_type, bytes, width, height, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    RETURNING id
)sql"};
db::Query const kUsed{"chat.attachment_bytes", R"sql(
    SELECT CAST(coalesce(sum(bytes), 0) AS BIGINT) FROM attachment WHERE owner_id = $1
)sql"};
db::Query const kUnsent{"chat.unsent_attachment", R"sql(
    SELECT id, name, content_type, bytes, width, height FROM attachment
    WHERE id = $1 AND owner_id = $2 AND message_id IS NULL
)sql"};
db::Query const kBind{"chat.bind_attachment", R"sql(
    UPDATE attachment SET conversation_id = $2, message_id = $3 WHERE id = $1 AND message_id IS NULL
)sql"};
db::Query const kRelease{"chat.release_attachment", R"sql(
    UPDATE attachment SET conversation_id = NULL, message_id = NULL, created_at = 0 WHERE id =
        (SELECT attachment_id FROM message WHERE id = $1)
)sql"};
db::Query const kFind{"chat.find_attachment", R"sql(
    SELECT f.owner_id, f.conversation_id, x.deleted_at, f.digest, f.name, f.content_type
    FROM attachment f LEFT JOIN message x ON x.id = f.message_id WHERE f.id = $1
)sql"};
db::Query const kExpired{"chat.expired_attachments", R"sql(
    SELECT id, digest FROM attachment WHERE message_id IS NULL AND created_at < $1 ORDER BY created_at, id LIMIT $2
)sql"};
db::Query const kForget{"chat.forget_attachment",
                        "DELETE FROM attachment WHERE id = $1 AND message_id IS NULL"};
db::Query const kAfter{"chat.attachments_after",
                       "SELECT DISTINCT digest FROM attachment WHERE digest > $1 ORDER BY digest LIMIT $2"};
db::Query const kNamed{"chat.attachment_named", "SELECT 1 FROM attachment WHERE digest = $1 LIMIT 1"};

}  // namespace

Task<AttachmentId> insert(db::Tx& tx, NewAttachment const& file, Instant now) {
    auto const row = co_await tx.one(kInsert, file.owner, file.digest, file.name, file.content_type,
                                     file.bytes, file.width, file.height, now);
    co_return row->get<AttachmentId>(0);
}

Task<std::int64_t> used(db::Executor& db, AccountId owner) {
    auto const row = co_await db.one(kUsed, owner);
    co_return row->get<std::int64_t>(0);
}

Task<std::optional<Attachment>> unsent(db::Executor& db, AttachmentId id, AccountId owner) {
    auto const row = co_await db.one(kUnsent, id, owner);
    if (!row)
        co_return std::nullopt;
    co_return Attachment{.id = row->get<AttachmentId>(0),
                         .name = row->get<std::string>(1),
                         .content_type = row->get<std::string>(2),
                         .bytes = row->get<std::int64_t>(3),
                         .width = row->get<int>(4),
                         .height = row->get<int>(5),
                         .url = attachment_url(id)};
}

Task<bool> bind(db::Tx& tx, AttachmentId id, ConversationId conversation, MessageId message) {
    co_return co_await tx.exec(kBind, id, conversation, message) > 0;
}

Task<void> release(db::Tx& tx, MessageId message) { co_await tx.exec(kRelease, message); }

Task<std::optional<Stored>> find(db::Executor& db, AttachmentId id) {
    auto const row = co_await db.one(kFind, id);
    if (!row)
        co_return std::nullopt;
    co_return Stored{.owner = row->get<AccountId>(0),
                     .conversation = row->get<std::optional<ConversationId>>(1),
                     .deleted = row->get<std::optional<Instant>>(2).has_value(),
                     .digest = row->get<std::string>(3),
                     .name = row->get<std::string>(4),
                     .content_type = row->get<std::string>(5)};
}

Task<std::vector<Expired>> expired(db::Executor& db, Instant before, int limit) {
    std::vector<Expired> out;
    auto const rows = co_await db.rows(kExpired, before, limit);
    for (auto const row : rows) out.push_back({row.get<AttachmentId>(0), row.get<std::string>(1)});
    co_return out;
}

Task<void> forget(db::Tx& tx, AttachmentId id) { co_await tx.exec(kForget, id); }

Task<std::vector<std::string>> after(db::Executor& db, std::string_view digest, int limit) {
    std::vector<std::string> out;
    auto const rows = co_await db.rows(kAfter, digest, limit);
    for (auto const row : rows) out.push_back(row.get<std::string>(0));
    co_return out;
}

Task<bool> is_named(db::Executor& db, std::string_view digest) {
    co_return (co_await db.one(kNamed, digest)).has_value();
}

}  // namespace ax::chat::attachment_store
