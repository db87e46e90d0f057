#include "platform/sentry/reporter.h"

#include "platform/sentry/throws.h"
#include "platform/telemetry/metrics.h"

#include <utility>

#include <fmt/format.h>

namespace ax::sentry {
namespace {

void count(std::string_view outcome) {
    metrics::counter("sentry_events_total", "Errors that were to go to Sentry, by what became of them",
                     {{"outcome", outcome}})
        .add();
}

// What a line says of itself where nothing was thrown.
std::string reason_in(Fields const& fields) {
    for (auto const& [key, value] : fields)
        if (key == "reason" || key == "detail")
            return value;
    return {};
}

}  // namespace

Reporter::Reporter(Options options, Clock const& clock)
    : options_(std::move(options)),
      clock_(clock),
      client_({.user_agent = options_.origin.release}),
      thread_([this] {
          loop_.run();
          loop_.end_sleeps();
      }) {
    remember_throws();
    telemetry::set_log_listener(this);
}

Reporter::~Reporter() {
    telemetry::set_log_listener(nullptr);
    {
        std::unique_lock lock(mutex_);
        idle_.wait_for(lock, options_.last_words, [this] { return !working_; });
        waiting_.clear();
        // What is on its way has its own limit.
        idle_.wait(lock, [this] { return !working_; });
    }
    loop_.stop();
    thread_.join();
}

void Reporter::hear(telemetry::Logged const& logged) noexcept {
    try {
        if (logged.level == telemetry::Level::error)
            report(logged);
        std::lock_guard const lock(mutex_);
        auto& crumb = ring_[lines_ % kCrumbs];
        crumb.at = clock_.now();
        crumb.level = logged.level;
        crumb.event = logged.event;
        assign_fields(crumb.fields, logged.fields);
        ++lines_;
    } catch (...) {  // out of memory: the log has it
    }
}

void Reporter::report(telemetry::Logged const& logged) {
    bool const thrown = !logged.error_type.empty();
    Incident incident{.at = clock_.now(),
                      .event = std::string(logged.event),
                      .type = std::string(thrown ? logged.error_type : logged.event),
                      .value = std::string(logged.error),
                      .fields = fields_of(logged.fields),
                      .stack = stack_of(logged.thrown),
                      .crumbs = {},
                      .left_out = 0};
    if (!thrown)
        incident.value = reason_in(incident.fields);
    std::string name;
    for (auto const& part : incident.fingerprint()) (name += part) += '\n';

    std::lock_guard const lock(mutex_);
    auto const left_out = repetition_.take(name, incident.at);
    if (!left_out)
        return count("repeated");
    if (waiting_.size() >= kWaiting)
        return count("dropped");
    incident.left_out = *left_out;
    incident.crumbs = crumbs();
    waiting_.push_back(std::move(incident));
    if (!std::exchange(working_, true))
        loop_.post([this] { loop_.spawn(drain()); });
}

std::vector<Crumb> Reporter::crumbs() const {
    std::vector<Crumb> out;
    for (auto i = lines_ > kCrumbs ? lines_ - kCrumbs : 0; i < lines_; ++i) out.push_back(ring_[i % kCrumbs]);
    return out;
}

std::optional<Incident> Reporter::next() {
    std::lock_guard const lock(mutex_);
    if (waiting_.empty()) {
        working_ = false;
        idle_.notify_all();
        return std::nullopt;
    }
    auto first = std::move(waiting_.front());
    waiting_.pop_front();
    return first;
}

Task<void> Reporter::drain() {
    while (auto const incident = next()) {
        try {
            co_await send(*incident);
        } catch (std::exception const&) {
            count("failed");
        }
    }
}

Task<void> Reporter::send(Incident const& incident) {
    if (limits_.closed(clock_.now())) {
        count("limited");
        co_return;
    }
    client::HttpRequest request{.method = "POST", .url = options_.dsn.endpoint};
    request.headers = {
        {"Content-Type", "application/x-sentry-envelope"},
        {"X-Sentry-Auth", fmt::format("Sentry sentry_version=7, sentry_client={}, sentry_key={}",
                                      options_.origin.release, options_.dsn.key)}};
    request.body = envelope(incident, options_.origin, options_.dsn);
    request.timeout = options_.timeout;
    request.max_bytes = 64UL * 1024;
    auto const answer = co_await client_.send(std::move(request));
    if (!answer) {
        count("failed");
        co_return;
    }
    limits_.heard(answer->status, answer->header("X-Sentry-Rate-Limits"), answer->header("Retry-After"),
                  clock_.now());
    count(answer->status < 300 ? "sent" : "refused");
}

}  // namespace ax::sentry
