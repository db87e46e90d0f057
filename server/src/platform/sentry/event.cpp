#include "platform/sentry/event.h"

#include "platform/sentry/scrub.h"
#include "platform/sentry/symbols.h"

#include <algorithm>
#include <array>
#include <random>
#include <ranges>

#include <boost/core/demangle.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

namespace ax::sentry {
namespace {

namespace json = boost::json;
using telemetry::Level;

constexpr std::array<std::string_view, 2> kOfPeople{"account", "network"};

std::string text_of(telemetry::LogField const& field) {
    return std::visit([](auto const& value) { return fmt::format("{}", value); }, field.value);
}

std::string_view level_of(Level level) {
    constexpr std::array<std::string_view, 4> kNames{"debug", "info", "warning", "error"};
    return kNames[static_cast<std::size_t>(level)];
}

// Made here, and no secret; it would pass for a token.
std::string safe(std::pair<std::string, std::string> const& field) {
    return field.first == "request_id" ? field.second : scrubbed(field.second);
}

json::object object_of(Fields const& fields) {
    json::object out;
    for (auto const& field : fields) out[field.first] = safe(field);
    return out;
}

std::string_view value_of(Fields const& fields, std::string_view key) {
    auto const found = std::ranges::find(fields, key, &Fields::value_type::first);
    return found == fields.end() ? std::string_view{} : found->second;
}

json::array frames_of(std::vector<void*> const& stack) {
    json::array frames;
    for (auto const& frame : look_up(stack) | std::views::reverse) {
        json::object one{{"instruction_addr", fmt::format("{:#x}", frame.address)}, {"in_app", frame.own}};
        if (!frame.function.empty())
            one["function"] = frame.function;
        if (!frame.file.empty())
            one["package"] = frame.file;
        frames.push_back(std::move(one));
    }
    return frames;
}

json::object exception_of(Incident const& incident) {
    json::object exception{{"type", boost::core::demangle(incident.type.c_str())},
                           {"value", scrubbed(incident.value)},
                           {"mechanism", {{"type", incident.event}, {"handled", true}}}};
    if (!incident.stack.empty())
        exception["stacktrace"] = {{"frames", frames_of(incident.stack)}};
    return exception;
}

json::array crumbs_of(std::vector<Crumb> const& crumbs) {
    json::array out;
    for (auto const& crumb : crumbs)
        out.push_back({{"timestamp", to_iso(crumb.at)},
                       {"level", level_of(crumb.level)},
                       {"category", crumb.event},
                       {"type", "default"},
                       {"data", object_of(crumb.fields)}});
    return out;
}

std::string new_id() {
    std::random_device source;
    return fmt::format("{:08x}{:08x}{:08x}{:08x}", source(), source(), source(), source());
}

json::object event_of(Incident const& incident, Origin const& origin, std::string const& id) {
    json::object tags{{"event", incident.event}};
    for (std::string_view const key : {"request_id", "route", "method", "listener"})
        if (auto const value = value_of(incident.fields, key); !value.empty())
            tags[key] = value;
    auto extra = object_of(incident.fields);
    if (incident.left_out != 0)
        extra["left_out_since_the_last"] = incident.left_out;
    json::object event{
        {"event_id", id},
        {"timestamp", to_iso(incident.at)},
        {"platform", "native"},
        {"level", "error"},
        {"logger", incident.event},
        {"release", origin.release},
        {"environment", origin.environment},
        {"server_name", origin.server_name},
        {"sdk", {{"name", "aspirex"}, {"version", origin.release.substr(origin.release.find('@') + 1)}}},
        {"tags", std::move(tags)},
        {"extra", std::move(extra)},
        {"exception", {{"values", json::array{exception_of(incident)}}}},
        {"breadcrumbs", {{"values", crumbs_of(incident.crumbs)}}}};
    json::array fingerprint;
    for (auto const& part : incident.fingerprint()) fingerprint.emplace_back(part);
    event["fingerprint"] = std::move(fingerprint);
    if (auto const route = value_of(incident.fields, "route"); !route.empty())
        event["transaction"] = route;
    return event;
}

}  // namespace

Fields fields_of(std::span<telemetry::LogField const> fields) {
    Fields out;
    assign_fields(out, fields);
    return out;
}

void assign_fields(Fields& out, std::span<telemetry::LogField const> fields) {
    out.resize(std::max(out.size(), fields.size()));
    std::size_t used = 0;
    for (auto const& field : fields) {
        if (std::ranges::find(kOfPeople, field.key) != kOfPeople.end())
            continue;
        auto& [key, value] = out[used++];
        key = field.key;
        if (auto const* const text = std::get_if<std::string_view>(&field.value))
            value = *text;
        else
            value = text_of(field);
    }
    out.resize(used);
}

std::vector<std::string> Incident::fingerprint() const {
    std::vector<std::string> parts{event, type};
    for (std::string_view const key : {"route", "listener"})
        if (auto const where = value_of(fields, key); !where.empty())
            parts.emplace_back(where);
    return parts;
}

std::string envelope(Incident const& incident, Origin const& origin, Dsn const& dsn) {
    auto const id = new_id();
    auto const event = json::serialize(event_of(incident, origin, id));
    json::object const head{{"event_id", id}, {"dsn", dsn.text}};
    json::object const item{
        {"type", "event"}, {"content_type", "application/json"}, {"length", event.size()}};
    return fmt::format("{}\n{}\n{}\n", json::serialize(head), json::serialize(item), event);
}

}  // namespace ax::sentry
