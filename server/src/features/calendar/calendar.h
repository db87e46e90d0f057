#pragma once

#include "features/auth/auth.h"
#include "features/booking/booking.h"
#include "features/calendar/contract.h"
#include "features/calendar/entry.h"
#include "features/events/events.h"
#include "platform/api/router.h"

namespace ax::calendar {

/// Files and the private address. Made once; thread-safe after bind().
class Calendars {
public:
    struct Ports {
        db::Database& db;
        Clock const& clock;
        booking::Facade& bookings;
        events::Events const& events;
    };
    Calendars(Ports ports, Options options) : p_(ports), options_(std::move(options)) {}

    void bind(api::Router& router);

    Task<Result<CalendarFile>> session(contract::Caller const& who, BookingId id);
    Task<Result<CalendarFeed>> feed(contract::Caller const& who);
    Task<Result<NewCalendarFeed>> renew(contract::Caller const& who);
    Task<Result<CalendarFeed>> end(contract::Caller const& who);

private:
    /// The path holds the secret: it goes into no log line and no answer.
    Task<http::Response> read(api::Call& call);
    Task<std::string> text_for(AccountId account);

    Ports p_;
    Options options_;
};

}  // namespace ax::calendar
