#pragma once

#include "base/ids.h"
#include "base/task.h"
#include "base/time.h"
#include "platform/db/database.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ax::newsletter {

using SubscriberId = Id<struct SubscriberTag>;
using IssueId = Id<struct IssueTag>;

enum class State : unsigned char { waiting, subscribed, left };

}  // namespace ax::newsletter

/// The tables newsletter_subscriber and newsletter_issue.
namespace ax::newsletter::store {

struct Subscriber {
    SubscriberId id;
    std::string email;
    State state{};
    std::string leave_seed;
    int mails = 0;
    Instant next_mail_at;
};

struct NewSubscriber {
    std::string email;
    std::string leave_seed;
    std::string leave_hash;
    Instant now;
};

/// A link was asked for.
struct Asking {
    std::string confirm_hash;
    Instant expires_at;
    Instant now;
    int mails = 0;
    Instant next_mail_at;
};

struct Issue {
    std::string subject;
    std::string text;
};

[[nodiscard]] Task<std::optional<Subscriber>> find(db::Executor& db, SubscriberId id);
[[nodiscard]] Task<std::optional<Subscriber>> by_email(db::Executor& db, std::string_view email);
/// Whose link it is, if that has not run out.
[[nodiscard]] Task<std::optional<Subscriber>> by_confirm(db::Executor& db, std::string_view hash,
                                                         Instant now);
[[nodiscard]] Task<std::optional<Subscriber>> by_leave(db::Executor& db, std::string_view hash);

/// Nothing if somebody was faster with the same address.
Task<std::optional<SubscriberId>> insert(db::Tx& tx, NewSubscriber const& row);
Task<void> ask(db::Tx& tx, SubscriberId id, Asking const& asking);
Task<void> confirm(db::Tx& tx, SubscriberId id, Instant now);
Task<void> leave(db::Tx& tx, SubscriberId id, Instant now);
/// Forgets those who left or never opened the link since before `before`.
Task<void> purge(db::Tx& tx, Instant before);

[[nodiscard]] Task<std::int64_t> count(db::Executor& db);
[[nodiscard]] Task<std::vector<SubscriberId>> after(db::Executor& db, SubscriberId id, int limit);
Task<IssueId> insert_issue(db::Tx& tx, Issue const& issue, Instant now);
[[nodiscard]] Task<std::optional<Issue>> issue(db::Executor& db, IssueId id);

}  // namespace ax::newsletter::store
