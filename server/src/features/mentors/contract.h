#pragma once

#include "contract/endpoint.h"
#include "features/auth/auth.h"
#include "features/mentors/contract_profile.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What the mentor endpoints take and give. The profile of the mentor who is signed in and their services are
/// in contract_own.h.
namespace ax::mentors {

using auth::Approval;
using contract::Access;
using contract::Empty;
using contract::Encoded;
using contract::Endpoint;
using contract::field;
using contract::Items;
using contract::Length;
using contract::MultiLine;
using contract::PerMinute;
using contract::Range;
using contract::Verb;

/// Public lists change at any time: a browser may keep them, but asks each time whether they still hold.
/// The list and its tables; next free times are in it, so what books or frees a time changes it, too.
inline constexpr contract::Cached kFromList{.seconds = 5,
                                            .shared_seconds = 10,
                                            .tag = "mentors",
                                            .tables = {"mentor_listing", "mentor_listing_skill",
                                                       "mentor_listing_language", "mentor_search", "skill"}};

struct Link {
    std::string label;
    std::string url;
    static constexpr auto wire() {
        return contract::Fields{
            field("label", &Link::label, Length{1, 60}),
            field("url", &Link::url, Length{1, 500}, contract::HttpUrl{}),
        };
    }
};

/// One mentor in a list.
struct MentorCard {
    MentorId mentor_id;
    std::string name;
    std::string headline;
    std::vector<std::string> skills;
    std::vector<std::string> languages;
    std::optional<double> rating;
    int rating_count = 0;
    int years = 0;
    std::optional<Money> price_from;
    std::string time_zone;
    std::optional<Instant> next_free_at;
    std::optional<std::string> photo = {};

    static constexpr auto wire() {
        return contract::Fields{
            field("mentor_id", &MentorCard::mentor_id),
            field("name", &MentorCard::name),
            field("headline", &MentorCard::headline),
            field("skills", &MentorCard::skills),
            field("languages", &MentorCard::languages),
            field("rating", &MentorCard::rating, "1 to 5; null before the first review"),
            field("rating_count", &MentorCard::rating_count),
            field("years", &MentorCard::years, "Of experience"),
            field("price_from", &MentorCard::price_from, "Of the cheapest service"),
            field("time_zone", &MentorCard::time_zone),
            field("next_free_at", &MentorCard::next_free_at, "Null: no free time in sight"),
            field("photo", &MentorCard::photo, "Null without one"),
        };
    }
};

enum class MentorSort : unsigned char { next_free, rating, price, newest };
constexpr auto wire_names(MentorSort) {
    return std::array<std::string_view, 4>{"next_free", "rating", "price", "newest"};
}

struct MentorSearch {
    std::optional<std::string> q = {};
    std::optional<std::string> skill = {};
    std::optional<std::string> language = {};
    std::optional<std::int64_t> price_min = {};
    std::optional<std::int64_t> price_max = {};
    std::optional<double> rating_min = {};
    std::optional<std::string> zone = {};
    std::optional<Instant> free_before = {};
    std::optional<MentorSort> sort = {};
    std::optional<std::string> cursor = {};
    std::optional<int> limit = {};

    static constexpr auto wire() {
        constexpr Range kPrice{0, 1'000'000'000'000};
        return contract::Fields{
            field("q", &MentorSearch::q, Length{0, 100},
                  "Words of name, headline, skills, languages and text"),
            field("skill", &MentorSearch::skill, Length{1, 40}),
            field("language", &MentorSearch::language, Length{1, 40}),
            field("price_min", &MentorSearch::price_min, kPrice, "Minor units, of the cheapest service"),
            field("price_max", &MentorSearch::price_max, kPrice),
            field("rating_min", &MentorSearch::rating_min, Range{0, 5}),
            field("zone", &MentorSearch::zone, contract::Zone{}, "IANA name"),
            field("free_before", &MentorSearch::free_before, "Has a free time before"),
            field("sort", &MentorSearch::sort, "Default next_free"),
            field("cursor", &MentorSearch::cursor, Length{1, 200}, "`next` of the page before"),
            field("limit", &MentorSearch::limit, Range{1, 50}, "Default 20"),
        };
    }
};

struct MentorPage {
    Encoded<std::vector<MentorCard>> items;  // made when the mentor changed, not when asked
    std::optional<std::string> next = {};
    std::int64_t total = 0;

    static constexpr auto wire() {
        return contract::Fields{
            field("items", &MentorPage::items),
            field("next", &MentorPage::next, "Cursor of the next page; null: this is the last"),
            field("total", &MentorPage::total, "Mentors on all pages"),
        };
    }
};

struct FacetValue {
    std::string value;
    std::int64_t count = 0;
    static constexpr auto wire() {
        return contract::Fields{field("value", &FacetValue::value), field("count", &FacetValue::count)};
    }
};

struct MentorFacets {
    std::int64_t total = 0;
    std::vector<FacetValue> skills;
    std::vector<FacetValue> languages;
    std::vector<FacetValue> zones;
    std::int64_t price_min = 0;
    std::int64_t price_max = 0;

    static constexpr auto wire() {
        return contract::Fields{
            field("total", &MentorFacets::total),
            field("skills", &MentorFacets::skills,
                  "Counted under all filters but the skill; most frequent first"),
            field("languages", &MentorFacets::languages),
            field("zones", &MentorFacets::zones),
            field("price_min", &MentorFacets::price_min, "Under all filters but the price; minor units"),
            field("price_max", &MentorFacets::price_max),
        };
    }
};

struct Service {
    ServiceId id;
    std::string title;
    std::string description;
    int minutes = 0;
    Money price;
    bool active = true;

    static constexpr auto wire() {
        return contract::Fields{
            field("id", &Service::id),
            field("title", &Service::title),
            field("description", &Service::description),
            field("minutes", &Service::minutes),
            field("price", &Service::price),
            field("active", &Service::active, "Can be booked"),
        };
    }
};

struct PublicMentor {
    MentorId mentor_id;
    std::string name;
    std::string headline;
    std::string about;
    std::vector<std::string> skills;
    std::vector<std::string> languages;
    std::vector<Link> links;
    int years = 0;
    std::string time_zone;
    std::optional<double> rating;
    int rating_count = 0;
    int sessions_count = 0;
    std::optional<Instant> next_free_at;
    std::vector<Service> services;
    std::vector<Education> education = {};
    std::optional<std::string> photo = {};

    static constexpr auto wire() {
        return contract::Fields{
            field("mentor_id", &PublicMentor::mentor_id),
            field("name", &PublicMentor::name),
            field("headline", &PublicMentor::headline),
            field("about", &PublicMentor::about, "Plain text with line breaks"),
            field("skills", &PublicMentor::skills),
            field("languages", &PublicMentor::languages),
            field("links", &PublicMentor::links),
            field("years", &PublicMentor::years),
            field("time_zone", &PublicMentor::time_zone),
            field("rating", &PublicMentor::rating),
            field("rating_count", &PublicMentor::rating_count),
            field("sessions_count", &PublicMentor::sessions_count),
            field("next_free_at", &PublicMentor::next_free_at),
            field("services", &PublicMentor::services, "Those that can be booked"),
            field("education", &PublicMentor::education),
            field("photo", &PublicMentor::photo, "Null without one"),
        };
    }
};

struct OneMentor {
    MentorId mentor;
    static constexpr auto wire() { return contract::Fields{field("mentor", &OneMentor::mentor)}; }
};

struct SkillSearch {
    std::optional<std::string> q = {};
    static constexpr auto wire() {
        return contract::Fields{
            field("q", &SkillSearch::q, Length{0, 40}, "How the name, or a word of it, begins")};
    }
};

struct Skill {
    std::string name;
    std::int64_t mentors = 0;
    static constexpr auto wire() {
        return contract::Fields{field("name", &Skill::name),
                                field("mentors", &Skill::mentors, "Listed mentors who have it")};
    }
};

struct Skills {
    std::vector<Skill> items;
    static constexpr auto wire() { return contract::Fields{field("items", &Skills::items)}; }
};

inline constexpr Endpoint<MentorSearch, MentorPage> kSearch{.verb = Verb::get,
                                                            .path = "/mentors/",
                                                            .name = "mentors.search",
                                                            .access = Access::anyone,
                                                            .summary = "Find mentors",
                                                            .limit = PerMinute{300},
                                                            .cached = kFromList};

inline constexpr Endpoint<MentorSearch, MentorFacets> kFacets{
    .verb = Verb::get,
    .path = "/mentors/facets/",
    .name = "mentors.facets",
    .access = Access::anyone,
    .summary = "How many mentors each further choice would leave",
    .limit = PerMinute{300},
    .cached = kFromList};

inline constexpr Endpoint<SkillSearch, Skills> kSkills{.verb = Verb::get,
                                                       .path = "/skills/",
                                                       .name = "mentors.skills",
                                                       .access = Access::anyone,
                                                       .summary = "The vocabulary of skills",
                                                       .limit = PerMinute{300},
                                                       .cached = kFromList};

inline constexpr Endpoint<OneMentor, PublicMentor> kGet{
    .verb = Verb::get,
    .path = "/mentors/{mentor}/",
    .name = "mentors.get",
    .access = Access::anyone,
    .summary = "One mentor's page",
    .limit = PerMinute{300},
    .cached = {.seconds = 5,
               .shared_seconds = 10,
               .tag = "mentors",
               .tables = {"mentor", "account", "service", "skill", "mentor_skill"}},
    .failures = {"mentors.not_found"}};

}  // namespace ax::mentors
