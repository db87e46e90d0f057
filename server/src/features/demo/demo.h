#pragma once

#include "features/auth/auth.h"
#include "features/availability/availability.h"
#include "features/booking/booking.h"
#include "features/chat/chat.h"
#include "features/community/community.h"
#include "features/events/events.h"
#include "features/feedback/feedback.h"
#include "features/ledger/ledger.h"
#include "features/mentors/mentors.h"
#include "features/students/students.h"
#include "platform/crypto/password_hasher.h"
#include "platform/db/database.h"

#include <string>
#include <vector>

/// People to try the product with. They come through the features' own rules, so a demo shows what a user
/// would get.
namespace ax::demo {

struct Ports {
    db::Database& db;
    auth::Auth& auth;
    mentors::Mentors& mentors;
    availability::Availabilities& availability;
    crypto::PasswordHasher& hasher;
    chat::Chat& chat;
    events::Events& events;
    community::Community& community;
    students::Students& students;
    booking::Facade& bookings;
    ledger::Ledger& ledger;
    feedback::Service& feedback;
    int commission_basis_points = 0;
};

struct Size {
    int more_mentors = 0;  // beyond the dozen with a story, for benchmarks
    int more_students = 0;
};

/// Fills a database without accounts; one that has any is left alone. Returns the lines that name the demo
/// sign-ins, or none if these people are not there.
[[nodiscard]] Task<std::vector<std::string>> load(Ports ports, Size size);

}  // namespace ax::demo
