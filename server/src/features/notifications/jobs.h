#pragma once

#include "base/ids.h"
#include "contract/describe.h"
#include "features/notifications/contract_deliveries.h"
#include "features/notifications/contract_push.h"
#include "features/notifications/contract_settings.h"

/// The work that notifications leaves for later. Handlers look again at what may have changed since.
namespace ax::notifications {

/// A session begins in `lead_minutes`, if it still is at `start`.
struct ReminderDue {
    static constexpr std::string_view kName = "notifications.reminder_due";
    BookingId booking;
    Instant start;
    int lead_minutes = 0;
    static constexpr auto wire() {
        using contract::field;
        return contract::Fields{field("booking", &ReminderDue::booking), field("start", &ReminderDue::start),
                                field("lead_minutes", &ReminderDue::lead_minutes)};
    }
};

/// A mail that waited for the end of the quiet time.
struct MailDue {
    static constexpr std::string_view kName = "notifications.mail_due";
    AccountId account;
    std::int64_t notification = 0;
    NoticeCategory category{};
    std::string button;
    std::optional<BookingId> booking;  // of no use unless this is still confirmed, at `start`
    std::optional<Instant> start;
    std::optional<BookingId> invitation;  // its mail tells calendars what this session is then
    static constexpr auto wire() {
        using contract::field;
        return contract::Fields{
            field("account", &MailDue::account),      field("notification", &MailDue::notification),
            field("category", &MailDue::category),    field("button", &MailDue::button),
            field("booking", &MailDue::booking),      field("start", &MailDue::start),
            field("invitation", &MailDue::invitation)};
    }
};

/// A push to one browser.
struct PushDue {
    static constexpr std::string_view kName = "notifications.push_due";
    PushDeviceId push;
    AccountId account;
    std::int64_t notification = 0;
    NoticeCategory category{};
    bool urgent = false;
    Instant expires;                   // of no use from then on
    std::optional<BookingId> booking;  // as of MailDue
    std::optional<Instant> start;
    static constexpr auto wire() {
        using contract::field;
        return contract::Fields{field("push", &PushDue::push),
                                field("account", &PushDue::account),
                                field("notification", &PushDue::notification),
                                field("category", &PushDue::category),
                                field("urgent", &PushDue::urgent),
                                field("expires", &PushDue::expires),
                                field("booking", &PushDue::booking),
                                field("start", &PushDue::start)};
    }
};

/// What was collected for somebody is mailed, if `at` is still their hour.
struct DigestDue {
    static constexpr std::string_view kName = "notifications.digest_due";
    AccountId account;
    Instant at;
    static constexpr auto wire() {
        using contract::field;
        return contract::Fields{field("account", &DigestDue::account), field("at", &DigestDue::at)};
    }
};

}  // namespace ax::notifications
