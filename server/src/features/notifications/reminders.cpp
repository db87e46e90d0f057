#include "base/local_time.h"
#include "features/notifications/letters.h"
#include "features/notifications/notifications.h"
#include "features/notifications/preference_store.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include <fmt/format.h>

/// Sessions are found by a look at the calendar, not by a job made at booking: one that was moved is found at
/// its new time, and one that was moved nearer than the lead, or booked so, is not "in 24 hours".
namespace ax::notifications {
namespace {

constexpr std::array kLeads{24 * 60, 31};
/// After an outage: how late a reminder may be and still help.
constexpr Duration latest(int lead_minutes) { return lead_minutes > 60 ? Duration{hours{2}} : minutes{25}; }
constexpr int kPage = 200;

}  // namespace

Task<void> Feature::look_for_reminders() {
    for (int const lead : kLeads) co_await look_for_reminders(lead);
}

Task<void> Feature::look_for_reminders(int lead_minutes) {
    co_await p_.db.write([&](db::Tx& tx) -> Task<Result<void>> {
        auto const now = p_.clock.now();
        auto const before = co_await preference_store::reminded_up_to(tx, lead_minutes);
        if (before && *before >= now)
            co_return Result<void>{};
        auto const lead = minutes{lead_minutes};
        Instant after = std::max(before.value_or(now), now - latest(lead_minutes)) + lead;
        // Those exactly at the start of the range were found by the look before.
        BookingId after_id{INT64_MAX};
        for (;;) {
            auto const page = co_await p_.bookings.starting(tx, after, after_id, now + lead, kPage);
            for (auto const& session : page) {
                ReminderDue const due{session.id, session.start, lead_minutes};
                co_await p_.outbox.add(tx, due,
                                       {.dedupe_key = fmt::format("{}-{}-{}", session.id.value, lead_minutes,
                                                                  to_micros(session.start))});
            }
            if (page.size() < kPage)
                break;
            after = page.back().start;
            after_id = page.back().id;
        }
        co_await preference_store::set_reminded_up_to(tx, lead_minutes, now);
        co_return Result<void>{};
    });
}

Task<void> Feature::reminder_due(ReminderDue const& due) {
    auto const b = co_await p_.bookings.find(p_.db, due.booking);
    if (!b || b->state != booking::BookingState::confirmed || b->start != due.start ||
        b->start <= p_.clock.now())
        co_return;
    auto const for_student = local_text(b->start, b->student_zone);
    auto const for_mentor = local_text(b->start, b->mentor_zone);
    auto const words = [&](std::string const& with, std::string const& start, std::string const& theirs) {
        return p_.templates.words<letters::kReminder>({{"with", with},
                                                       {"service", b->service_title},
                                                       {"start", start},
                                                       {"their_start", theirs},
                                                       {"soon", due.lead_minutes < 60}});
    };
    Message message{
        .to = b->student_account,
        .cause = fmt::format("reminder-{}-{}-{}", due.lead_minutes, b->id.value, to_micros(b->start)),
        .category = NoticeCategory::reminders,
        .kind = "session.reminder",
        .words = words(b->mentor_name, for_student, for_mentor),
        .link = fmt::format("/sessions/{}", b->id.value),
        .about = b};
    co_await tell(message);
    message.to = b->mentor_account;
    message.words = words(b->student_name, for_mentor, for_student);
    co_await tell(message);
}

}  // namespace ax::notifications
