#include "base/local_time.h"
#include "features/waitlist/letters.h"
#include "features/waitlist/model.h"
#include "features/waitlist/waitlist.h"

#include <algorithm>
#include <array>
#include <map>
#include <ranges>

#include <fmt/format.h>

/// How free times come to those who wait.
namespace ax::waitlist {
namespace {

constexpr std::size_t kLooked = 500;  // suitable times of one mentor that are looked at for one person
constexpr std::size_t kTries = 3;     // and tried: somebody may be faster
constexpr int kMentorsAtOnce = 100;

std::string link_of(store::Entry const& entry) { return fmt::format("/waitlist/{}", entry.id.value); }

Told offer_told(mail::Templates const& templates, store::Entry const& entry, booking::Record const& hold) {
    auto words =
        templates.words<letters::kOffered>({{"mentor", entry.mentor_name},
                                            {"service", entry.service_title},
                                            {"minutes", entry.minutes},
                                            {"start", local_text(hold.start, entry.zone)},
                                            {"until", local_text(hold.hold_expires_at, entry.zone)}});
    return {.to = entry.account,
            .cause = fmt::format("waitlist-offered-{}", hold.id.value),
            .kind = "waitlist.offered",
            .title = std::move(words.subject),
            .body = std::move(words.text),
            .link = link_of(entry),
            .button = std::move(words.button)};
}

Told ran_out_told(mail::Templates const& templates, store::Entry const& entry) {
    auto words = templates.words<letters::kRanOut>({{"mentor", entry.mentor_name}});
    return {.to = entry.account,
            .cause = fmt::format("waitlist-ran-out-{}", entry.booking.value_or(BookingId{}).value),
            .kind = "waitlist.ran_out",
            .title = std::move(words.subject),
            .body = std::move(words.text),
            .link = fmt::format("/mentors/{}?service={}", public_id(entry.mentor), entry.service.value),
            .button = std::move(words.button)};
}

}  // namespace

Task<void> Waitlist::settle(db::Tx& tx, WaitId id) {
    auto const now = p_.clock.now();
    auto const entry = co_await store::find(tx, id);
    if (!entry || entry->state != WaitState::offered || !entry->booking || !entry->offer_start)
        co_return;
    auto const hold = co_await p_.bookings.find(tx, *entry->booking);
    if (!hold)
        co_return;
    using enum booking::BookingState;
    switch (hold->state) {
        case held:
            if (hold->hold_expires_at > now)
                co_return;
            break;
        case confirmed:
        case completed:
        case missed:
            co_await store::set_state(tx, id, WaitState::accepted, entry->booking, now);
            co_return;
        case cancelled:  // given back among their sessions: as good as declining
            co_await store::pass(tx, id, *entry->offer_start, now);
            co_return;
        case expired:
            break;
    }
    co_await store::set_state(tx, id, WaitState::ended, entry->booking, now);
    auto const told = ran_out_told(p_.templates, *entry);
    co_await p_.outbox.add(tx, told);
}

Task<void> Waitlist::settle(MentorId mentor) {
    for (auto const& entry : co_await store::offered(p_.db, mentor, kMostInLine))
        co_await p_.db.write([&](db::Tx& tx) -> Task<Result<void>> {
            co_await settle(tx, entry.id);
            co_return Result<void>{};
        });
}

Task<bool> Waitlist::offer(WaitId id, Instant start, Duration notice, store::Passed const& passed) {
    auto const done = co_await p_.db.write([&](db::Tx& tx) -> Task<Result<void>> {
        auto const now = p_.clock.now();
        auto const until = offer_end(now, start, notice);
        auto const entry = co_await store::find(tx, id);
        if (!until || !entry || entry->state != WaitState::waiting ||
            suitable(*entry, std::array{start}, passed, now, notice, 1).empty())
            co_return fail(Code::conflict, "waitlist.gone");
        booking::OfferedTime const time{.student = entry->student,
                                        .student_account = entry->account,
                                        .mentor = entry->mentor,
                                        .service = entry->service,
                                        .start = start,
                                        .until = *until};
        AX_TRY(auto const hold, co_await p_.bookings.hold_offered(tx, time));
        if (!co_await store::offer(tx, id, hold.id, start, *until, now))
            co_return fail(Code::conflict, "waitlist.gone");
        auto const told = offer_told(p_.templates, *entry, hold);
        co_await p_.outbox.add(tx, told);
        co_return Result<void>{};
    });
    co_return done.has_value();
}

Task<Result<FreeNow>> Waitlist::free_now(Caller const& who, JoinWaitlist wish) {
    constexpr std::size_t kShown = 3;
    AX_TRY(auto const entry, co_await drafted(p_.db, who, wish));
    auto const schedule = co_await p_.availability.schedule(p_.db, entry.mentor);
    if (!schedule)
        co_return FreeNow{};
    auto const now = p_.clock.now();
    AX_TRY(auto const free, co_await p_.bookings.free_starts(p_.db, entry.mentor, entry.service, now,
                                                             now + days{kFarthestDays + 2}));
    auto wanted = suitable(entry, free, {}, now, minutes{schedule->minimum_notice}, kLooked);
    auto times =
        co_await p_.bookings.free_for(p_.db, entry.student, std::move(wanted), minutes{entry.minutes});
    times.resize(std::min(times.size(), kShown));
    co_return FreeNow{std::move(times)};
}

Task<void> Waitlist::serve(MentorId mentor) {
    co_await settle(mentor);
    auto const line = co_await store::waiting(p_.db, mentor, kMostInLine);
    if (line.empty())
        co_return;
    auto const schedule = co_await p_.availability.schedule(p_.db, mentor);
    if (!schedule)
        co_return;
    auto const notice = minutes{schedule->minimum_notice};
    auto const passed = co_await store::passed(p_.db, mentor);
    std::map<ServiceId, std::vector<Instant>> free;  // until an offer changes what is free
    for (auto const& entry : line) {
        auto const now = p_.clock.now();
        if (!free.contains(entry.service)) {
            auto found = co_await p_.bookings.free_starts(p_.db, mentor, entry.service, now,
                                                          now + days{kFarthestDays + 2});
            free[entry.service] = found ? *std::move(found) : std::vector<Instant>{};
        }
        auto wanted = suitable(entry, free[entry.service], passed, now, notice, kLooked);
        auto const starts =
            co_await p_.bookings.free_for(p_.db, entry.student, std::move(wanted), minutes{entry.minutes});
        for (auto const start : starts | std::views::take(kTries)) {
            if (co_await offer(entry.id, start, notice, passed)) {
                free.clear();
                break;
            }
        }
    }
}

Task<void> Waitlist::booked(booking::BookingConfirmed event) {
    co_await p_.db.write([&](db::Tx& tx) -> Task<Result<void>> {
        auto const session = co_await p_.bookings.find(tx, event.booking);
        if (!session)
            co_return Result<void>{};
        auto const entry = co_await store::live(tx, session->student, session->mentor, session->service);
        // Their offer, or a time they found by themselves since.
        if (!entry || session->created_at < entry->created_at)
            co_return Result<void>{};
        if (entry->state == WaitState::offered && entry->booking && *entry->booking != event.booking)
            co_await p_.bookings.give_back(tx, *entry->booking);
        co_await store::set_state(tx, entry->id, WaitState::accepted, event.booking, p_.clock.now());
        co_return Result<void>{};
    });
}

Task<void> Waitlist::sweep() {
    co_await p_.db.write([&](db::Tx& tx) -> Task<Result<void>> {
        co_await store::end_over(tx, p_.clock.now());
        co_return Result<void>{};
    });
    MentorId after{};
    while (true) {
        auto const mentors = co_await store::awaited(p_.db, after, kMentorsAtOnce);
        for (auto const mentor : mentors) co_await serve(mentor);
        if (mentors.size() < kMentorsAtOnce)
            co_return;
        after = mentors.back();
    }
}

}  // namespace ax::waitlist
