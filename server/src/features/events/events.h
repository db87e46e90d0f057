#pragma once

#include "base/ical.h"
#include "features/auth/auth.h"
#include "features/events/contract.h"
#include "features/events/registration_store.h"
#include "features/events/told.h"
#include "features/files/files.h"
#include "features/mentors/mentors.h"
#include "platform/api/router.h"
#include "platform/jobs/jobs.h"
#include "platform/mail/templates.h"

#include <string>

namespace ax::events {

using contract::Caller;

struct Options {
    std::string base_url;  // of the web client, for links in calendars
    std::string site_name = "AspireX";
};

/// How long an offered place is kept for one person: at most half a day, and at most half of the time that is
/// left. Nothing if the event is less than an hour away: then a free place goes to who comes first.
[[nodiscard]] std::optional<Duration> offer_life(Instant now, Instant starts_at);

inline constexpr Duration kReminder = hours{24};
inline constexpr int kMostOpenPerHost = 100;
inline constexpr int kMostWaiting = 1000;
inline constexpr int kOffersAtOnce = 100;

/// Community events: what mentors and the staff invite to, who comes, who waits.
///
/// Every change of a registration begins with the lock of its event, so that people stand in line; beyond
/// that the table itself refuses one place too many. Made once; thread-safe after bind() and listen(). A
/// draft of somebody else can't be found.
class Events {
public:
    struct Ports {
        db::Database& db;
        Clock const& clock;
        jobs::Outbox const& outbox;
        auth::Accounts const& accounts;
        mentors::Mentors const& mentors;
        files::Files const& files;
        mail::Templates const& templates;
    };
    Events(Ports ports, Options options) : p_(ports), options_(std::move(options)) {}

    void bind(api::Router& router);
    void listen(jobs::Listeners& listeners);

    // reading.cpp
    Task<Result<EventList>> list(Caller const& who, EventQuery query);
    Task<Result<EventTags>> tags();
    Task<Result<CommunityEvent>> get(Caller const& who, EventId id);
    /// For sitemaps: the highest number of a published event (0: none), and those of [from, to) by number.
    Task<std::int64_t> last_published() const { return store::last_published(p_.db); }
    /// For calendars: what an account is registered for and that overlaps [from, to), by start.
    Task<std::vector<ical::Event>> in_calendar(db::Executor& db, AccountId account, Instant from, Instant to,
                                               int limit) const;
    Task<std::vector<store::Published>> published(EventId from, EventId to) const {
        return store::published(p_.db, from, to);
    }

    // editing.cpp
    Task<Result<CommunityEvent>> create(Caller const& who, CreateEvent wish);
    Task<Result<CommunityEvent>> update(Caller const& who, UpdateEvent wish);
    Task<Result<CommunityEvent>> duplicate(Caller const& who, DuplicateEvent wish);
    Task<Result<CommunityEvent>> publish(Caller const& who, PublishEvent wish);
    Task<Result<CommunityEvent>> cancel(Caller const& who, CancelEvent wish);

    // registering.cpp
    Task<Result<CommunityEvent>> register_for(Caller const& who, RegisterForEvent wish);
    Task<Result<CommunityEvent>> unregister(Caller const& who, EventId id);

    // attendees.cpp
    Task<Result<Attendees>> attendees(Caller const& who, AttendeeQuery query);
    Task<Result<AttendeeFile>> attendee_file(Caller const& who, EventId id);
    Task<Result<CheckedIn>> check_in(Caller const& who, CheckIn wish);

    [[nodiscard]] Instant now() const { return p_.clock.now(); }

private:
    struct Draft {
        store::Row row;
        std::vector<std::string> tags;
    };
    static bool manages(Caller const& who, store::Row const& row) {
        return who.staff || (who.account.value != 0 && row.host == who.account);
    }

    // reading.cpp
    Task<Result<store::Row>> visible(db::Executor& db, Caller const& who, EventId id) const;
    Task<Result<store::Row>> managed(db::Executor& db, Caller const& who, EventId id) const;
    Task<std::vector<CommunityEvent>> shape(Caller const& who, std::vector<store::Row> rows,
                                            bool whole) const;
    Task<http::Response> calendar_file(api::Call& call) const;

    // editing.cpp
    [[nodiscard]] Result<Draft> drafted(EventWish const& wish) const;
    Task<Result<EventId>> add(Caller const& who, Draft draft, std::string const& client_key);
    Task<Result<CommunityEvent>> added(Caller const& who, Draft draft, std::string client_key);
    Task<Result<void>> change_cover(db::Tx& tx, std::string const& before, std::string const& now) const;
    Task<void> remind_later(db::Tx& tx, EventId id, Instant starts_at) const;

    // registering.cpp
    Task<Result<void>> take(db::Tx& tx, Caller const& who, store::Row const& row, bool wait) const;
    Task<void> offer_places(db::Tx& tx, EventId id) const;
    Task<void> offer_ended(OfferEnds const& offer);
    Task<void> places_free(PlacesFree const& event);

    // telling.cpp
    Task<void> tell(db::Tx& tx, AccountId to, Told told) const;
    Task<void> tell_registered(db::Tx& tx, AccountId to, store::Row const& row) const;
    Task<void> tell_offered(db::Tx& tx, AccountId to, store::Row const& row, RegistrationId registration,
                            Instant until) const;
    Task<void> tell_all(NewsForAll const& news);
    [[nodiscard]] Told news_for(store::Row const& row, NewsForAll const& news, auth::Account const& reader,
                                store::Registration const& registration) const;

    Ports p_;
    Options options_;
};

}  // namespace ax::events
