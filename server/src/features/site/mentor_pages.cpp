#include "features/site/mentor_pages.h"

#include "contract/json_writer.h"

#include <fmt/format.h>

namespace ax::site {
namespace {

std::string path_of(MentorId id) { return "/mentors/" + public_id(id); }

/// schema.org: the page of a person, with what can be booked there.
std::string json_ld(mentors::PublicMentor const& mentor, std::string const& url) {
    std::string out;
    contract::JsonWriter json(out);
    auto const text = [&](std::string_view name, std::string_view value) {
        json.key(name);
        json.string(value);
    };
    auto const texts = [&](std::string_view name, std::vector<std::string> const& values) {
        json.key(name);
        json.begin_array();
        for (auto const& value : values) json.string(value);
        json.end_array();
    };
    json.begin_object();
    text("@context", "https://schema.org");
    text("@type", "ProfilePage");
    text("url", url);
    json.key("mainEntity");
    json.begin_object();
    text("@type", "Person");
    text("name", mentor.name);
    text("jobTitle", mentor.headline);
    text("description", mentor.about);
    text("url", url);
    texts("knowsAbout", mentor.skills);
    texts("knowsLanguage", mentor.languages);
    json.key("makesOffer");
    json.begin_array();
    for (auto const& service : mentor.services) {
        json.begin_object();
        text("@type", "Offer");
        text("price", fmt::format("{}.{:02}", service.price.amount / 100, service.price.amount % 100));
        text("priceCurrency", service.price.currency);
        json.key("itemOffered");
        json.begin_object();
        text("@type", "Service");
        text("name", service.title);
        json.end_object();
        json.end_object();
    }
    json.end_array();
    json.end_object();
    json.end_object();
    return out;
}

}  // namespace

void add_mentor_pages(Pages& pages, db::Database& db, mentors::Mentors const& mentors,
                      std::string const& base_url) {
    pages.add("/mentors/:id", [&mentors, base_url](std::string id) -> Task<std::optional<PageMeta>> {
        auto const parsed = parse_mentor_id(id);
        if (!parsed)
            co_return std::nullopt;
        auto const mentor = co_await mentors.page(*parsed);
        if (!mentor)
            co_return std::nullopt;
        auto const path = path_of(*parsed);
        co_return PageMeta{.title = mentor->name,
                           .description = mentor->about.empty()
                                              ? mentor->headline
                                              : fmt::format("{}. {}", mentor->headline, mentor->about),
                           .path = path,
                           .type = "profile",
                           .json_ld = json_ld(*mentor, base_url + path),
                           .image = mentor->photo.value_or(""),
                           .lead = mentor->headline};
    });
    pages.add_to_sitemap(
        {.name = "mentors",
         .last = [&db, &mentors] { return mentors.last_listed(db); },
         .entries = [&db, &mentors](std::int64_t from, std::int64_t to) -> Task<std::vector<SitemapEntry>> {
             std::vector<SitemapEntry> entries;
             for (auto const& one : co_await mentors.listed(db, MentorId{from}, MentorId{to}))
                 entries.push_back({path_of(one.id), one.updated_at});
             co_return entries;
         }});
}

void add_fixed_pages(Pages& pages) {
    pages.add({"Find a mentor and book an hour",
               "Find a mentor, see free times in your own time zone, book and pay in minutes.", "/"});
    pages.add({"Find mentors",
               "Search mentors by skill, language and price; every one shows the next free time.",
               "/mentors"});
    pages.add({"About", "What AspireX is, how it works and who may join.", "/about"});
    pages.add({"Services",
               "What can be booked on AspireX: single sessions with mentors, by length and price.",
               "/services"});
    pages.add({"Contact", "Write to the people who run AspireX.", "/contact"});
    pages.add({"Terms", "The rules both sides agree to, in plain words.", "/terms"});
    pages.add({"Privacy", "What AspireX keeps about you, why, and for how long.", "/privacy"});
    pages.add({"Status", "Whether everything works right now.", "/status"});
    pages.add({.title = "Sign in", .description = "Sign in to AspireX.", .path = "/sign-in"}, false);
    pages.add({.title = "Create your account",
               .description = "Free of charge. You pay only for sessions you book.",
               .path = "/sign-up"});
}

}  // namespace ax::site
