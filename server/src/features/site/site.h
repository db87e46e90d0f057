#pragma once

#include "features/booking/booking.h"
#include "features/mentors/mentors.h"
#include "features/realtime/realtime.h"
#include "features/site/contract.h"
#include "features/site/maintenance.h"
#include "features/site/pages.h"
#include "features/site/pulse.h"
#include "features/students/students.h"
#include "platform/api/router.h"
#include "platform/db/database.h"
#include "platform/runtime/loop.h"

#include <atomic>
#include <functional>
#include <string>

namespace ax::site {

struct Options {
    std::string version;
    std::string process = {};  // its name among those of the site
    bool test_mode = false;
    std::int64_t hold_seconds = 0;
    std::int64_t free_cancellation_hours = 0;
    std::string metrics_token;  // empty: /metrics answers everybody
    std::string base_url;       // of the web client
    std::string site_name = "AspireX";
    // Whether the scanner of files answers; empty where there is none. Never throws.
    std::function<Task<bool>()> scanner_up = {};
    std::function<bool()> bus_up = {};  // whether other processes are heard; empty where there are none
    std::filesystem::path data = {};    // whose disk readiness looks at
    std::function<Task<bool>()> store_up = {};  // of files, where it is not that disk; never throws
    bool sends_mail = false;                    // otherwise mails are kept for the viewer
    ErrorReports error_reports = {};            // of browsers
    bool traffic = false;                       // whether page views are counted
    bool debug_toolbar = false;                 // whether requests are kept for developers
};

/// What is about the site itself: status, counters, health, metrics, the API's document and a page to browse
/// it. Made once; thread-safe after bind().
class Site {
public:
    struct Ports {
        db::Database& db;
        Clock const& clock;
        mentors::Mentors const& mentors;
        students::Students const& students;
        booking::Facade& bookings;
        realtime::Realtime& realtime;
    };
    Site(Ports ports, Options options);

    /// Binds everything but openapi.json, which documents what has been bound before: call bind_documents()
    /// last.
    void bind(api::Router& router);
    void bind_documents(api::Router& router);

    /// From now on readiness says `draining` with 503, whatever else is true. Any thread.
    void say_draining() noexcept { draining_ = true; }

    /// Renews every ten seconds the gauges that otherwise only who asks for readiness or metrics renews,
    /// until the process drains.
    void keep_looking(runtime::Loop& loop);

    [[nodiscard]] Maintenance& maintenance() noexcept { return maintenance_; }
    /// Features add what is to be said of their pages; before serving.
    [[nodiscard]] Pages& pages() noexcept { return pages_; }

private:
    struct Readiness;
    static Task<void> look(Site* self);
    Task<Readiness> readiness();
    Task<Result<SystemReport>> system();
    Task<Result<PlatformStats>> stats();
    Task<Result<PlatformOffer>> offer();
    Task<http::Response> ready(http::Request const& request);
    Task<http::Response> metrics(http::Request const& request);

    Ports p_;
    Options options_;
    Instant const started_at_;
    Maintenance maintenance_;
    Pulse pulse_;
    Pages pages_;
    std::string openapi_;
    std::atomic<bool> draining_ = false;
    bool looking_ = false;  // of the loop that keeps looking
};

}  // namespace ax::site
