#pragma once

#include "features/auth/auth.h"
#include "features/booking/booking.h"
#include "features/chat/contract.h"
#include "features/chat/contract_reports.h"
#include "features/files/files.h"
#include "features/mentors/mentors.h"
#include "features/realtime/realtime.h"
#include "features/students/students.h"
#include "platform/api/router.h"
#include "platform/blobs/signed_url.h"
#include "platform/blobs/store.h"
#include "platform/bus/bus.h"
#include "platform/db/database.h"
#include "platform/jobs/jobs.h"
#include "platform/media/media.h"
#include "platform/runtime/pool.h"
#include "platform/scan/quarantine.h"

#include <memory>
#include <optional>
#include <vector>

/// Conversations: what other features may do with them.
namespace ax::chat {

using contract::Caller;

class Service;

struct Options {
    std::int64_t attachment_bytes = 10LL * 1024 * 1024;  // of one upload
    std::int64_t attachment_quota = 500'000'000;         // of one account
};

/// The whole feature: REST, commands of the live connection, the plain WebSocket face, jobs.
///
/// Made once; everything passed in outlives it. Thread-safe after bind() and listen().
class Chat {
public:
    struct Ports {
        db::Database& db;
        Clock const& clock;
        bus::Bus& bus;
        api::Authenticator& authenticator;
        api::RateLimiter& limiter;
        realtime::Realtime& realtime;
        auth::Accounts const& accounts;
        mentors::Mentors const& mentors;
        students::Students const& students;
        booking::Facade& bookings;
        runtime::Pool& pool;  // for a first look at pictures
        blobs::Store& attachments;
        scan::Quarantine& quarantine;
        blobs::SignedUrls const& links;
        files::Resumable& uploads;
        media::Media& media;
    };
    explicit Chat(Ports ports, Options options = {});
    ~Chat();
    Chat(Chat const&) = delete;
    Chat& operator=(Chat const&) = delete;

    /// Endpoints, the plain face and the commands.
    void bind(api::Router& router);
    void listen(jobs::Listeners& listeners);

    // For features/support: a conversation of one person with the staff.

    [[nodiscard]] Task<ConversationId> open_support(db::Tx& tx, AccountId user, bool as_mentor) const;
    /// Says something in the caller's transaction; told to everybody after the commit. Fails as chat.send
    /// does, and with `chat.repeated` if the key was used before: then this transaction is to be given up,
    /// and said_before() has the answer.
    [[nodiscard]] Task<Result<Message>> say(db::Tx& tx, Caller const& who, SendMessage const& message) const;
    [[nodiscard]] Task<std::optional<Message>> said_before(ConversationId conversation, AccountId who,
                                                           std::string_view client_key) const;
    /// A member of the staff gets a cursor of their own.
    Task<void> join_staff(db::Tx& tx, ConversationId conversation, AccountId staff) const;
    [[nodiscard]] Task<std::vector<AccountId>> members(db::Executor& db, ConversationId conversation) const;
    /// Newest messages of conversations, and what is unread in them for `viewer`: a query each for a page.
    struct Glance {
        ConversationId conversation;
        std::optional<Message> last;
        int unread = 0;
    };
    [[nodiscard]] Task<std::vector<Glance>> glance(db::Executor& db, AccountId viewer,
                                                   std::vector<ConversationId> conversations) const;

    // For the operator and for demo data.

    /// Two people's conversation as if they had met: nothing waits to be accepted.
    [[nodiscard]] Task<ConversationId> introduce(db::Tx& tx, AccountId student, AccountId mentor) const;
    [[nodiscard]] Task<std::vector<ReportRow>> open_reports() const;
    [[nodiscard]] Task<Result<contract::Empty>> close_report(ReportId id) const;
    /// Shows the virus scanner all attachments that are kept.
    [[nodiscard]] Task<scan::Quarantine::Rescanned> rescan_attachments();
    /// Without asking who wants to know; oldest of these first.
    [[nodiscard]] Task<std::vector<Message>> newest(db::Executor& db, ConversationId id, int limit) const;
    [[nodiscard]] Service& service() noexcept;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace ax::chat
