#include "contract/codec.h"

#include <algorithm>
#include <string>
#include <vector>

#include <date/tz.h>

namespace ax::contract {

bool is_zone(std::string_view name) {
    // Names only, once: the zones themselves load when they are used.
    static std::vector<std::string> const names = [] {
        std::vector<std::string> all;
        for (auto const& zone : date::get_tzdb().zones) all.push_back(zone.name());
        std::ranges::sort(all);
        return all;
    }();
    return std::ranges::binary_search(names, name);
}

}  // namespace ax::contract
