#include "app/event_pages.h"

#include "base/parse_id.h"
#include "contract/json_writer.h"

#include <fmt/format.h>

namespace ax {
namespace {

using events::CommunityEvent;

std::string path_of(events::EventId id) { return fmt::format("/events/{}", id.value); }

/// schema.org: when and where it is, and whether it still takes place. Its link is for those who registered.
std::string json_ld(CommunityEvent const& event, std::string const& url, std::string const& base_url) {
    std::string out;
    contract::JsonWriter json(out);
    auto const text = [&](std::string_view name, std::string_view value) {
        json.key(name);
        json.string(value);
    };
    json.begin_object();
    text("@context", "https://schema.org");
    text("@type", "Event");
    text("name", event.title);
    text("description", event.description.value_or(event.summary));
    text("url", url);
    if (event.cover)
        text("image", base_url + *event.cover);
    text("startDate", to_iso(event.starts_at));
    text("endDate", to_iso(event.ends_at));
    text("eventStatus", event.state == events::EventState::cancelled ? "https://schema.org/EventCancelled"
                                                                     : "https://schema.org/EventScheduled");
    text("eventAttendanceMode", event.online ? "https://schema.org/OnlineEventAttendanceMode"
                                             : "https://schema.org/OfflineEventAttendanceMode");
    json.key("location");
    json.begin_object();
    text("@type", event.online ? "VirtualLocation" : "Place");
    text(event.online ? "url" : "name", event.online ? url : event.place.value_or(""));
    json.end_object();
    json.key("organizer");
    json.begin_object();
    text("@type", "Person");
    text("name", event.host.name);
    json.end_object();
    json.end_object();
    return out;
}

}  // namespace

void add_event_pages(site::Pages& pages, events::Events& events, std::string const& base_url) {
    pages.add({.title = "Events",
               .description = "Evenings, workshops and talks by mentors and the people who run AspireX.",
               .path = "/events"});
    pages.leave("/events/new");
    pages.add("/events/:id", [&events, base_url](std::string text) -> Task<std::optional<site::PageMeta>> {
        auto const id = parse_id<events::EventId>(text);
        if (!id)
            co_return std::nullopt;
        auto const event = co_await events.get(contract::Caller{}, *id);
        if (!event)
            co_return std::nullopt;
        auto const path = path_of(*id);
        co_return site::PageMeta{.title = event->title,
                                 .description = event->description.value_or(event->summary),
                                 .path = path,
                                 .json_ld = json_ld(*event, base_url + path, base_url),
                                 .image = event->cover.value_or(""),
                                 .lead = event->description.value_or("")};
    });
    pages.add_to_sitemap(
        {.name = "events",
         .last = [&events] { return events.last_published(); },
         .entries = [&events](std::int64_t from, std::int64_t to) -> Task<std::vector<site::SitemapEntry>> {
             std::vector<site::SitemapEntry> entries;
             for (auto const& one : co_await events.published({from}, {to}))
                 entries.push_back({path_of(one.id), one.updated_at});
             co_return entries;
         }});
}

}  // namespace ax
