#pragma once

#include "base/ical.h"
#include "features/auth/auth.h"
#include "features/booking/booking.h"

#include <string>

/// Sessions as iCalendar, without database or clock.
namespace ax::calendar {

struct Options {
    std::string base_url;         // of the web client, without the last slash
    std::string organizer_email;  // who mails invitations; answers are not read
    std::string site_name = "AspireX";
};

/// A session as the reader, one of its two members, has it. The same for ever from the same record: the
/// number rises with every move and the cancellation.
[[nodiscard]] ical::Event session_event(booking::Record const& session, AccountId reader,
                                        Options const& options);

/// What a mail to the reader carries: a request for a live session, the cancellation of a cancelled one.
/// Names no address but the reader's and the site's own.
[[nodiscard]] ical::Calendar invitation(booking::Record const& session, auth::Account const& reader,
                                        Options const& options);

}  // namespace ax::calendar
