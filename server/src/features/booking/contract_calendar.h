#pragma once

#include "features/booking/contract.h"

#include <string>
#include <vector>

/// A mentor's own calendar: everything that takes their time, in one answer.
namespace ax::booking {

struct CalendarQuery {
    std::string from;
    std::string to;
    std::string zone;
    static constexpr auto wire() {
        return contract::Fields{
            field("from", &CalendarQuery::from, contract::Date{}, "First date, in `zone`"),
            field("to", &CalendarQuery::to, contract::Date{}, "Last date, included; at most 366 days"),
            field("zone", &CalendarQuery::zone, contract::Zone{}, "In which dates are meant"),
        };
    }
};

struct BusyBlock {
    Instant start;
    Instant end;
    static constexpr auto wire() {
        return contract::Fields{field("start", &BusyBlock::start), field("end", &BusyBlock::end)};
    }
};

struct Calendar {
    std::string zone;
    std::vector<Booking> sessions;
    std::vector<Away> away;
    std::vector<BusyBlock> busy;
    bool complete = true;
    static constexpr auto wire() {
        return contract::Fields{
            field("zone", &Calendar::zone, "Of the mentor's hours: the dates of `away` are local to it"),
            field("sessions", &Calendar::sessions, "Confirmed, completed and missed ones, by start"),
            field("away", &Calendar::away, "Vacations that reach into the range"),
            field("busy", &Calendar::busy, "Entries of the mentor's outside calendar"),
            field("complete", &Calendar::complete, "False: there are more than 500 sessions or entries"),
        };
    }
};

inline constexpr Endpoint<CalendarQuery, Calendar> kCalendar{
    .verb = Verb::get,
    .path = "/mentors/me/calendar/",
    .name = "booking.calendar",
    .access = Access::mentor,
    .summary = "The mentor's sessions, vacations and outside entries between two dates"};

}  // namespace ax::booking
