#include "features/site/site.h"

#include "contract/document.h"
#include "features/site/api_page.h"
#include "features/site/mentor_pages.h"
#include "platform/telemetry/metrics.h"

#include <utility>

#include <fmt/format.h>

namespace ax::site {
namespace {

using contract::Caller;
using contract::Empty;

Task<http::Response> text(std::string_view body, std::string_view type) {
    http::Response response{.body = std::string(body), .content_type = type};
    response.add("Cache-Control", "public, max-age=0, must-revalidate");
    response.etag = true;
    co_return response;
}

}  // namespace

Site::Site(Ports ports, Options options)
    : p_(ports),
      options_(std::move(options)),
      started_at_(p_.clock.now()),
      maintenance_(p_.db, p_.clock, p_.realtime),
      pulse_({.db = p_.db,
              .clock = p_.clock,
              .bus_up = options_.bus_up,
              .data = options_.data,
              .store_up = options_.store_up,
              .scanner_up = options_.scanner_up,
              .sends_mail = options_.sends_mail}),
      pages_(options_.base_url, options_.site_name, maintenance_) {
    metrics::gauge("aspirex_info", "Always 1; the version that runs", {{"version", options_.version}}).set(1);
    add_fixed_pages(pages_);
    add_mentor_pages(pages_, p_.db, p_.mentors, options_.base_url);
}

void Site::bind(api::Router& router) {
    router.set_gate(
        [this](std::string_view endpoint, Caller const& who) { return maintenance_.closed(endpoint, who); });
    pages_.bind(router);
    router.bind(kOffer, [this](Caller const&, Empty) { return offer(); });
    router.bind(kAlive, [this](Caller const&, Empty) -> Task<Result<Alive>> {
        co_return Alive{"AspireX", options_.version};
    });
    router.bind(kStatus, [this](Caller const&, Empty) -> Task<Result<SiteStatus>> {
        co_return SiteStatus{.maintenance_mode = maintenance_.on(),
                             .test_mode = options_.test_mode,
                             .message = maintenance_.message(),
                             .hold_seconds = options_.hold_seconds,
                             .free_cancellation_hours = options_.free_cancellation_hours,
                             .error_reports = options_.error_reports,
                             .traffic = options_.traffic,
                             .debug_toolbar = options_.debug_toolbar};
    });
    router.bind(kSystem, [this](Caller const&, Empty) { return system(); });
    router.bind(kStats, [this](Caller const&, Empty) { return stats(); });
    router.raw(
        {contract::Verb::get, "/api/health/live", "site.live", "The process answers", {6000}},
        [](api::Call&) -> Task<http::Response> { co_return http::Response{.body = R"({"status":"ok"})"}; });
    router.raw({contract::Verb::get, "/api/health/ready", "site.ready", "Everything needed is there", {6000}},
               [this](api::Call& call) { return ready(call.request); });
    router.raw({contract::Verb::get, "/metrics", "site.metrics", "Prometheus text exposition", {6000}},
               [this](api::Call& call) { return metrics(call.request); });
}

void Site::bind_documents(api::Router& router) {
    auto const endpoints = router.endpoints();
    openapi_ = contract::openapi(endpoints, options_.version);
    router.raw({contract::Verb::get, "/api/v1/openapi.json", "site.openapi", "This API as OpenAPI 3.1"},
               [this](api::Call&) { return text(openapi_, "application/json"); });
    router.raw({contract::Verb::get, "/api/docs/", "site.docs", "This API as a page"},
               [](api::Call&) { return text(kApiPage, "text/html; charset=utf-8"); });
    router.raw({contract::Verb::get, "/api/docs/page.js", "site.docsScript", "The page's script"},
               [](api::Call&) { return text(kApiPageScript, "text/javascript; charset=utf-8"); });
    router.raw({contract::Verb::get, "/api/docs/page.css", "site.docsStyle", "The page's style"},
               [](api::Call&) { return text(kApiPageStyle, "text/css; charset=utf-8"); });
}

Task<Result<PlatformStats>> Site::stats() {
    auto const mentors = co_await p_.mentors.stats(p_.db);
    co_return PlatformStats{.mentors = mentors.mentors,
                            .students = co_await p_.students.count(p_.db),
                            .sessions = co_await p_.bookings.sessions_count(p_.db),
                            .time_zones = mentors.zones};
}

Task<Result<PlatformOffer>> Site::offer() {
    PlatformOffer offer;
    for (auto& kind : co_await p_.mentors.service_kinds(p_.db))
        offer.lengths.push_back({.minutes = kind.minutes,
                                 .services = kind.services,
                                 .mentors = kind.mentors,
                                 .price_from = std::move(kind.price_from),
                                 .price_to = std::move(kind.price_to)});
    co_return offer;
}

}  // namespace ax::site
