#include "contract/codec.h"
#include "features/mentors/mentors.h"

namespace ax::mentors {
namespace {

// JSON, so that both engines hold the same text.
struct Names {
    std::vector<std::string> items;
    static constexpr auto wire() { return contract::Fields{field("items", &Names::items)}; }
};
struct StoredLink {
    std::string label;
    std::string url;
    static constexpr auto wire() {
        return contract::Fields{field("label", &StoredLink::label), field("url", &StoredLink::url)};
    }
};
struct StoredLinks {
    std::vector<StoredLink> items;
    static constexpr auto wire() { return contract::Fields{field("items", &StoredLinks::items)}; }
};

struct StoredEducation {
    std::string institution;
    std::string degree;
    std::string subject;
    int from_year = 0;
    std::optional<int> to_year;
    static constexpr auto wire() {
        return contract::Fields{
            field("institution", &StoredEducation::institution), field("degree", &StoredEducation::degree),
            field("subject", &StoredEducation::subject), field("from_year", &StoredEducation::from_year),
            field("to_year", &StoredEducation::to_year)};
    }
};
struct StoredEducations {
    std::vector<StoredEducation> items;
    static constexpr auto wire() { return contract::Fields{field("items", &StoredEducations::items)}; }
};

}  // namespace

std::string Mentors::column_of(std::vector<Education> const& education) {
    StoredEducations list;
    for (auto const& one : education)
        list.items.push_back({one.institution, one.degree, one.subject, one.from_year, one.to_year});
    return contract::to_json(list);
}

std::vector<Education> Mentors::education_in(std::string_view column) {
    std::vector<Education> education;
    if (auto list = contract::decode<StoredEducations>(column))
        for (auto& one : list->items)
            education.push_back({std::move(one.institution), std::move(one.degree), std::move(one.subject),
                                 one.from_year, one.to_year});
    return education;
}

std::string Mentors::column_of(std::vector<std::string> const& names) {
    return contract::to_json(Names{names});
}

std::string Mentors::column_of(std::vector<Link> const& links) {
    StoredLinks list;
    for (auto const& link : links) list.items.push_back({link.label, link.url});
    return contract::to_json(list);
}

std::vector<std::string> Mentors::names_in(std::string_view column) {
    auto list = contract::decode<Names>(column);
    return list ? std::move(list->items) : std::vector<std::string>{};
}

std::vector<Link> Mentors::links_in(std::string_view column) {
    std::vector<Link> links;
    if (auto list = contract::decode<StoredLinks>(column))
        for (auto& item : list->items) links.push_back({std::move(item.label), std::move(item.url)});
    return links;
}

}  // namespace ax::mentors
