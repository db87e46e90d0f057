#pragma once

#include "base/time.h"
#include "features/auth/auth.h"
#include "features/availability/availability.h"
#include "features/booking/service.h"
#include "features/mentors/mentors.h"
#include "features/realtime/realtime.h"
#include "features/students/students.h"
#include "platform/api/router.h"
#include "platform/client/client.h"
#include "platform/config/settings.h"
#include "platform/crypto/password_hasher.h"
#include "platform/db/database.h"
#include "platform/jobs/jobs.h"
#include "platform/jobs/runner.h"
#include "platform/mail/bounces.h"
#include "platform/mail/capture.h"

#include <memory>
#include <string>

namespace ax::chat {
class Chat;
}
namespace ax::attendance {
class Service;
}
namespace ax::feedback {
class Service;
}
namespace ax::files {
class Files;
}
namespace ax::workspace {
class Service;
}
namespace ax::community {
class Community;
}
namespace ax::notifications {
class Feature;
}
namespace ax::support {
class Support;
}
namespace ax::events {
class Events;
}
namespace ax::calendar {
class Calendars;
}
namespace ax::site {
class Site;
}
namespace ax::newsletter {
class Newsletter;
}
namespace ax::analytics {
class Analytics;
class Visits;
}  // namespace ax::analytics
namespace ax::traffic {
class Traffic;
}
namespace ax::ledger {
class Ledger;
}
namespace ax::payments {
class Payments;
}
namespace ax::waitlist {
class Waitlist;
}
namespace ax::busy_times {
class BusyTimes;
}
namespace ax::webhooks {
class Webhooks;
}

namespace ax::app {

/// The composition root: every feature, made in order and wired to its ports, nothing hidden in globals.
/// `aspirex serve` puts sockets around it, commands use its facades, tests call its router.
///
/// What is passed in outlives it. Construction only registers; nothing runs before the router is served or
/// the runner started.
class Application {
public:
    struct Parts {
        db::Database& db;
        Clock const& clock;
        crypto::PasswordHasher const& hasher;
        client::Client& client;
        config::Values const& settings;
        std::string self_url;  // where this process serves, for its own sandbox
    };
    explicit Application(Parts parts);
    ~Application();
    Application(Application const&) = delete;
    Application& operator=(Application const&) = delete;

    [[nodiscard]] api::Router& router() noexcept;
    [[nodiscard]] jobs::Runner& runner() noexcept;

    /// At the start of the only process on this database: ends the leases and claims of the one before, so
    /// that nobody waits for what is dead.
    Task<void> end_claims_of_the_dead();

    /// Joins the other processes, where there may be any: on the loop that is to speak with Redis. Until then
    /// the process is alone.
    void join(runtime::Loop& loop);
    /// Takes leave of them, on that loop.
    void part();

    /// For a stop, in this order; any thread. Readiness says from now on that others are to be asked.
    void say_draining();
    /// Tells every client with a live connection to go and come back, spread over that time.
    void drain(Duration over);
    /// Ends what looks at the database by itself.
    void end_watching();

    [[nodiscard]] auth::Auth& auth() noexcept;
    [[nodiscard]] realtime::Realtime& realtime() noexcept;
    [[nodiscard]] students::Students& students() noexcept;
    [[nodiscard]] mentors::Mentors& mentors() noexcept;
    [[nodiscard]] availability::Availabilities& availability() noexcept;
    [[nodiscard]] booking::Service& bookings() noexcept;
    [[nodiscard]] payments::Payments& payments() noexcept;
    [[nodiscard]] events::Events& events() noexcept;
    [[nodiscard]] calendar::Calendars& calendars() noexcept;
    [[nodiscard]] ledger::Ledger& ledger() noexcept;
    [[nodiscard]] analytics::Analytics& analytics() noexcept;
    [[nodiscard]] analytics::Visits& visits() noexcept;
    [[nodiscard]] traffic::Traffic& traffic() noexcept;
    [[nodiscard]] attendance::Service& attendance() noexcept;
    [[nodiscard]] feedback::Service& feedback() noexcept;
    [[nodiscard]] files::Files& files() noexcept;
    [[nodiscard]] workspace::Service& workspace() noexcept;
    [[nodiscard]] chat::Chat& chat() noexcept;
    [[nodiscard]] community::Community& community() noexcept;
    [[nodiscard]] notifications::Feature& notifications() noexcept;
    [[nodiscard]] support::Support& support() noexcept;
    [[nodiscard]] site::Site& site() noexcept;
    [[nodiscard]] newsletter::Newsletter& newsletter() noexcept;
    [[nodiscard]] waitlist::Waitlist& waitlist() noexcept;
    [[nodiscard]] busy_times::BusyTimes& busy_times() noexcept;
    [[nodiscard]] webhooks::Webhooks& webhooks() noexcept;
    [[nodiscard]] mail::CaptureMailer& captured_mails() noexcept;
    [[nodiscard]] mail::BounceList& bounces() noexcept;

private:
    struct Features;
    std::unique_ptr<Features> features_;
};

/// The product's version, as in CHANGELOG.md.
inline constexpr char const* kVersion = "0.1.0";

/// True without Razorpay keys or an SMTP server in development mode: the built-in sandbox stands in.
[[nodiscard]] bool is_test_mode(config::Values const& settings);
/// Where people reach the client, without the last slash.
[[nodiscard]] std::string base_url(config::Values const& settings);

}  // namespace ax::app
