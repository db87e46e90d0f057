#pragma once

#include "platform/mail/mail.h"

#include <vector>

namespace ax::mail {

/// An address that a server refused for good.
struct Bounce {
    std::string address;  // lower case
    std::string reason;   // "smtp 550 5.1.1"
    Instant at;           // the last time
    int times = 0;
};

/// The mail_bounce table: addresses that are not written to any more. Stateless; thread-safe.
class BounceList {
public:
    BounceList(db::Database& database, Clock const& clock) : db_(&database), clock_(&clock) {}

    [[nodiscard]] Task<bool> has(std::string_view address);
    Task<void> add(std::string_view address, std::string_view reason);
    /// False if it was not there.
    Task<bool> clear(std::string_view address);
    Task<std::int64_t> clear_all();
    /// Newest first.
    [[nodiscard]] Task<std::vector<Bounce>> list(int limit);

private:
    db::Database* db_;
    Clock const* clock_;
};

/// Keeps the list: who is refused as no address comes onto it, who gets a mail leaves it. Mails to those on
/// it are refused without being sent. Where `asked`, mails that cannot be ended (codes and links that
/// somebody just asked for) are tried all the same: that is how an address gets off the list again.
class BounceGuard final : public Mailer {
public:
    BounceGuard(Mailer& inner, BounceList& list, bool asked) : inner_(&inner), list_(&list), asked_(asked) {}
    Task<SendResult> send(Mail const& mail) override;

private:
    Mailer* inner_;
    BounceList* list_;
    bool asked_;
};

/// What SendResult says of a mail that was not tried because of the list.
inline constexpr std::string_view kBounced = "bounced before";

}  // namespace ax::mail
