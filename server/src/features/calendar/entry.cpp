#include "features/calendar/entry.h"

#include "base/text.h"

#include <algorithm>

#include <fmt/format.h>

namespace ax::calendar {

ical::Event session_event(booking::Record const& session, AccountId reader, Options const& options) {
    bool const learning = reader == session.student_account;
    bool const cancelled = session.state == booking::BookingState::cancelled;
    auto const& other = learning ? session.mentor_name : session.student_name;
    auto description = session.topic;
    if (!session.note.empty())
        description += (description.empty() ? "" : "\n\n") + session.note;
    return {.uid = fmt::format("session-{}@{}", session.id.value, host_of(options.base_url)),
            .sequence = session.moves_student + session.moves_mentor + (cancelled ? 1 : 0),
            .cancelled = cancelled,
            .stamp = std::max({session.changed_at.value_or(session.created_at),
                               session.confirmed_at.value_or(session.created_at), session.created_at}),
            .start = session.start,
            .end = session.end,
            .zone = learning ? session.student_zone : session.mentor_zone,
            .summary = fmt::format("{} with {}", session.service_title, other),
            .description = std::move(description),
            .location = "Online",
            .url = fmt::format("{}/sessions/{}", options.base_url, session.id.value)};
}

ical::Calendar invitation(booking::Record const& session, auth::Account const& reader,
                          Options const& options) {
    auto event = session_event(session, reader.id, options);
    event.organizer = ical::Person{options.site_name, options.organizer_email};
    event.attendee = ical::Person{reader.name, reader.email};
    auto const method = event.cancelled ? ical::Method::cancel : ical::Method::request;
    return {.product = options.site_name, .method = method, .events = {std::move(event)}};
}

}  // namespace ax::calendar
