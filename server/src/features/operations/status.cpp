#include "features/operations/status.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include <boost/json.hpp>
#include <fmt/format.h>

namespace ax::operations {
namespace {

namespace json = boost::json;

Status::Part part_of(std::string name, json::object const& told) {
    auto const* const age = told.if_contains(told.contains("age_ms") ? "age_ms" : "lag_ms");
    return {.name = std::move(name),
            .ok = told.at("ok").as_bool(),
            .state = std::string(told.at("state").as_string()),
            .age_ms = age != nullptr && age->is_int64() ? age->as_int64() : 0};
}

// Samples with this label are summed once more, under the name with this ending.
constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kCountedAlone{{
    {R"(status="5xx")", ":5xx"},
    {R"(what="confirmed")", ":confirmed"},
    {R"(outcome="captured")", ":captured"},
}};

double number(Status const& status, std::string_view name) {
    auto const found = status.numbers.find(name);
    return found == status.numbers.end() ? 0 : found->second;
}

std::string span(double seconds) {
    if (seconds < 120)
        return fmt::format("{:.1f} s", seconds);
    if (seconds < 7200)
        return fmt::format("{:.0f} min", seconds / 60);
    return seconds < 172'800 ? fmt::format("{:.0f} h", seconds / 3600)
                             : fmt::format("{:.0f} days", seconds / 86'400);
}

std::string numbers_text(Status const& s, std::int64_t now_seconds) {
    auto const n = [&](std::string_view name) { return number(s, name); };
    double const requests = n("http_requests_total");
    std::string out;
    auto const line = [&](std::string_view what, std::string const& says) {
        out += fmt::format("  {:<11} {}\n", what, says);
    };
    line("running", fmt::format("for {}, {:.0f} MiB",
                                span(static_cast<double>(now_seconds) - n("process_start_time_seconds")),
                                n("process_resident_memory_bytes") / 1048576));
    line("requests",
         fmt::format("{:.0f} answered, {:.0f} with 5xx, {:.1f} ms on average", requests,
                     n("http_requests_total:5xx"),
                     requests == 0 ? 0 : n("http_request_duration_seconds_sum") * 1000 / requests));
    line("connections",
         fmt::format("{:.0f} HTTP, {:.0f} live", n("http_connections"), n("realtime_connections")));
    line("jobs", fmt::format("{:.0f} waiting (oldest {}), {:.0f} running, {:.0f} for later, {:.0f} given up",
                             n("jobs_waiting"), span(n("jobs_oldest_waiting_seconds")), n("jobs_running"),
                             n("jobs_later"), n("jobs_dead")));
    line("mails", fmt::format("{:.0f} failing (oldest {})", n("mails_failing"),
                              span(n("mails_failing_oldest_seconds"))));
    line("disk", fmt::format("{:.1f} of {:.1f} GiB free", n("disk_free_bytes") / 1073741824,
                             n("disk_size_bytes") / 1073741824));
    line("since start",
         fmt::format("{:.0f} bookings confirmed, {:.0f} payments captured, {:.0f} messages, {:.0f} sign-ups",
                     n("bookings_total:confirmed"), n("payments_total:captured"), n("messages_total"),
                     n("sign_ups_total")));
    return out;
}

}  // namespace

std::map<std::string, double, std::less<>> sum_samples(std::string_view metrics) {
    std::map<std::string, double, std::less<>> out;
    while (!metrics.empty()) {
        auto const end = std::min(metrics.find('\n'), metrics.size());
        auto const line = metrics.substr(0, end);
        metrics.remove_prefix(std::min(end + 1, metrics.size()));
        auto const space = line.rfind(' ');
        if (line.empty() || line[0] == '#' || space == std::string_view::npos)
            continue;
        double value = 0;
        auto const text = line.substr(space + 1);
        if (std::from_chars(text.data(), text.data() + text.size(), value).ec != std::errc{})
            continue;
        auto const brace = std::min(line.find('{'), space);
        auto const name = std::string(line.substr(0, brace));
        auto const labels = line.substr(brace, space - brace);
        out[name] += value;
        for (auto const& [has, as] : kCountedAlone)
            if (labels.contains(has))
                out[name + std::string(as)] += value;
    }
    return out;
}

Result<Status> read_status(std::string_view ready, std::string_view metrics) {
    Status out;
    try {
        auto const told = json::parse(json::string_view(ready.data(), ready.size()));
        out.state = std::string(told.at("status").as_string());
        for (auto const& [name, value] : told.at("dependencies").as_object()) {
            if (value.is_object()) {
                out.parts.push_back(part_of(name, value.as_object()));
                continue;
            }
            int count = 0;
            for (auto const& replica : value.as_array())
                out.parts.push_back(part_of(fmt::format("replica-{}", ++count), replica.as_object()));
        }
    } catch (std::exception const&) {
        return std::unexpected(Error{Code::invalid, "status.not_aspirex"});
    }
    out.numbers = sum_samples(metrics);
    return out;
}

std::string to_text(Status const& status, std::string_view where, std::int64_t now_seconds) {
    auto out = fmt::format("{}: {}\n", where, status.state);
    for (auto const& part : status.parts)
        out += fmt::format("  {:<11} {:<9} as of {} ago{}\n", part.name, part.state,
                           span(static_cast<double>(part.age_ms) / 1000), part.ok ? "" : "   <- look here");
    if (!status.numbers.empty())
        out += "\n" + numbers_text(status, now_seconds);
    return out;
}

std::string to_json(Status const& status) {
    json::array parts;
    for (auto const& part : status.parts)
        parts.push_back(
            {{"name", part.name}, {"ok", part.ok}, {"state", part.state}, {"age_ms", part.age_ms}});
    json::object numbers;
    for (auto const& [name, value] : status.numbers) numbers[name] = value;
    return json::serialize(json::object{
        {"status", status.state}, {"dependencies", std::move(parts)}, {"numbers", std::move(numbers)}});
}

}  // namespace ax::operations
