#include "features/newsletter/store.h"

namespace ax::newsletter::store {
namespace {

#define AX_SUBSCRIBER "SELECT id, email, state, leave_seed, mails, next_mail_at FROM newsletter_subscriber "

db::Query const kFind{"newsletter.find", AX_SUBSCRIBER "WHERE id = $1"};
db::Query const kByEmail{"newsletter.by_email", AX_SUBSCRIBER "WHERE email = $1"};
db::Query const kByConfirm{"newsletter.by_confirm",
                           AX_SUBSCRIBER "WHERE confirm_hash = $1 AND confirm_expires_at > $2"};
db::Query const kByLeave{"newsletter.by_leave", AX_SUBSCRIBER "WHERE leave_hash = $1"};

#undef AX_SUBSCRIBER

db::Query const kInsert{"newsletter.insert", R"sql(
    INSERT INTO newsletter_subscriber (email, state, leave_seed, leave_hash, asked_at, next_mail_at)
    VALUES ($1, 0, $2, $3, $4, $4)
    ON CONFLICT (email) DO NOTHING
    RETURNING id
)sql"};
db::Query const kAsk{"newsletter.ask", R"sql(
    UPDATE newsletter_subscriber SET state = 0, confirm_hash = $2, confirm_expires_at = $3, asked_at = $4, mails = $5,
        next_mail_at = $6
    WHERE id = $1
)sql"};
db::Query const kConfirm{"newsletter.confirm", R"sql(
    UPDATE newsletter_subscriber SET state = 1, confirmed_at = $2, left_at = NULL, mails = 0 WHERE id = $1
)sql"};
db::Query const kLeave{"newsletter.leave", R"sql(
    UPDATE newsletter_subscriber SET state = 2, left_at = $2, confirm_hash = NULL, confirm_expires_at = NULL
    WHERE id = $1
)sql"};
db::Query const kPurge{"newsletter.purge", R"sql(
    DELETE FROM newsletter_subscriber WHERE (state = 0 AND asked_at < $1) OR (state = 2 AND left_at < $1)
)sql"};

db::Query const kCount{"newsletter.count", "SELECT COUNT(*) FROM newsletter_subscriber WHERE state = 1"};
db::Query const kAfter{"newsletter.after", R"sql(
    SELECT id FROM newsletter_subscriber WHERE state = 1 AND id > $1 ORDER BY id LIMIT $2
)sql"};
db::Query const kInsertIssue{"newsletter.insert_issue", R"sql(
    INSERT INTO newsletter_issue (subject, text, created_at) VALUES ($1, $2, $3) RETURNING id
)sql"};
db::Query const kIssue{"newsletter.issue", "SELECT subject, text FROM newsletter_issue WHERE id = $1"};

std::optional<Subscriber> read(std::optional<db::OneRow> const& row) {
    if (!row)
        return {};
    return Subscriber{.id = row->get<SubscriberId>(0),
                      .email = row->get<std::string>(1),
                      .state = row->get<State>(2),
                      .leave_seed = row->get<std::string>(3),
                      .mails = row->get<int>(4),
                      .next_mail_at = row->get<Instant>(5)};
}

}  // namespace

Task<std::optional<Subscriber>> find(db::Executor& db, SubscriberId id) {
    co_return read(co_await db.one(kFind, id));
}

Task<std::optional<Subscriber>> by_email(db::Executor& db, std::string_view email) {
    co_return read(co_await db.one(kByEmail, email));
}

Task<std::optional<Subscriber>> by_confirm(db::Executor& db, std::string_view hash, Instant now) {
    co_return read(co_await db.one(kByConfirm, hash, now));
}

Task<std::optional<Subscriber>> by_leave(db::Executor& db, std::string_view hash) {
    co_return read(co_await db.one(kByLeave, hash));
}

Task<std::optional<SubscriberId>> insert(db::Tx& tx, NewSubscriber const& row) {
    auto const made = co_await tx.one(kInsert, row.email, row.leave_seed, row.leave_hash, row.now);
    co_return made ? std::optional(made->get<SubscriberId>(0)) : std::nullopt;
}

Task<void> ask(db::Tx& tx, SubscriberId id, Asking const& asking) {
    co_await tx.exec(kAsk, id, asking.confirm_hash, asking.expires_at, asking.now, asking.mails,
                     asking.next_mail_at);
}

Task<void> confirm(db::Tx& tx, SubscriberId id, Instant now) { co_await tx.exec(kConfirm, id, now); }

Task<void> leave(db::Tx& tx, SubscriberId id, Instant now) { co_await tx.exec(kLeave, id, now); }

Task<void> purge(db::Tx& tx, Instant before) { co_await tx.exec(kPurge, before); }

Task<std::int64_t> count(db::Executor& db) { co_return (co_await db.one(kCount))->get<std::int64_t>(0); }

Task<std::vector<SubscriberId>> after(db::Executor& db, SubscriberId id, int limit) {
    std::vector<SubscriberId> found;
    auto const rows = co_await db.rows(kAfter, id, limit);
    for (auto const row : rows) found.push_back(row.get<SubscriberId>(0));
    co_return found;
}

Task<IssueId> insert_issue(db::Tx& tx, Issue const& issue, Instant now) {
    co_return (co_await tx.one(kInsertIssue, issue.subject, issue.text, now))->get<IssueId>(0);
}

Task<std::optional<Issue>> issue(db::Executor& db, IssueId id) {
    auto const row = co_await db.one(kIssue, id);
    if (!row)
        co_return std::nullopt;
    co_return Issue{.subject = row->get<std::string>(0), .text = row->get<std::string>(1)};
}

}  // namespace ax::newsletter::store
