#pragma once

#include "features/auth/auth.h"
#include "features/availability/availability.h"
#include "features/feedback/feedback.h"
#include "features/import_django/report.h"
#include "features/import_django/source.h"
#include "features/mentors/mentors.h"
#include "features/newsletter/newsletter.h"
#include "features/students/students.h"
#include "platform/db/database.h"

#include <string>

/// People and what they did, out of a database of the previous system (Django).
namespace ax::import_django {

struct Ports {
    db::Database& db;
    Clock const& clock;
    auth::Accounts const& accounts;
    students::Students const& students;
    mentors::Mentors const& mentors;
    availability::Availabilities const& availability;
    feedback::Service const& feedback;
    newsletter::Newsletter const& newsletter;
};

struct Options {
    /// Everybody's until they choose another; slots without a zone are on this clock.
    std::string time_zone = "Asia/Kolkata";
    /// Rows of one transaction.
    std::size_t batch = 100;
};

/// Takes what is not taken yet, table by table. A row that can't be taken stays behind with its reason; the
/// next run tries it again. Every batch is one transaction in which its rows and the memory of them are
/// written, so a run may be killed at any point and started again. Nobody is mailed or notified of anything.
///
/// Throws db::Unavailable when the target does not answer, SourceError when the source is none.
Task<void> run(Ports ports, Source& source, Options options, Report& report);

}  // namespace ax::import_django
