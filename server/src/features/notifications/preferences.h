#pragma once

#include "features/auth/auth.h"
#include "features/notifications/contract_settings.h"
#include "platform/api/router.h"
#include "platform/jobs/jobs.h"

#include <optional>
#include <string>
#include <string_view>

namespace ax::notifications {

/// The settings page, and the links in mails that end a category. Made once; thread-safe after bind().
class Preferences {
public:
    struct Ports {
        db::Database& db;
        auth::Accounts const& accounts;
        Clock const& clock;
        jobs::Outbox const& outbox;
    };
    /// `secret` signs the links; a new one ends those in mails sent before.
    Preferences(Ports ports, std::string secret, std::string base_url)
        : p_(ports), secret_(std::move(secret)), base_url_(std::move(base_url)) {}

    void bind(api::Router& router);

    Task<Result<NotificationSettings>> settings(contract::Caller who);
    Task<Result<NotificationSettings>> set_channels(contract::Caller who, SetChannels wish);
    Task<Result<NotificationSettings>> set_quiet(contract::Caller who, SetQuietHours wish);
    Task<Result<NotificationSettings>> set_digest_hour(contract::Caller who, SetDigestHour wish);
    Task<Result<MailSubscription>> subscription(UnsubscribeToken link);
    Task<Result<MailSubscription>> unsubscribe(UnsubscribeToken link);

    /// Of the page for people, and of the address that mail programs post to (RFC 8058). The link says who
    /// and what, is signed, and can end mails only.
    [[nodiscard]] std::string page_url(AccountId account, NoticeCategory category) const;
    [[nodiscard]] std::string one_click_url(AccountId account, NoticeCategory category) const;

private:
    struct Target {
        AccountId account;
        NoticeCategory category{};
    };
    [[nodiscard]] std::string token(AccountId account, NoticeCategory category) const;
    [[nodiscard]] std::optional<Target> read(std::string_view text) const;
    Task<http::Response> one_click(api::Call& call);

    Ports p_;
    std::string secret_;
    std::string base_url_;
};

}  // namespace ax::notifications
