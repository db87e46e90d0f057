#include "contract/codec.h"
#include "features/mentors/mentors.h"

namespace ax::mentors {
namespace {

// JSON, so that both engines hold the same text.
struct Names {
    std::vector<std::string> items;
    static constexpr auto wire() { return std::tuple{field("items", &Names::items)}; }
};
struct StoredLink {
    std::string label;
    std::string url;
    static constexpr auto wire() {
        return std::tuple{field("label", &StoredLink::label), field("url", &StoredLink::url)};
    }
};
struct StoredLinks {
    std::vector<StoredLink> items;
    static constexpr auto wire() { return std::tuple{field("items", &StoredLinks::items)}; }
};

}  // namespace

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
