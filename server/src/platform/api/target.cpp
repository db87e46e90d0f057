#include "platform/api/target.h"

#include <algorithm>

namespace ax::api {

std::string_view next_segment(std::string_view& path) {
    while (path.starts_with('/')) path.remove_prefix(1);
    auto const segment = path.substr(0, path.find('/'));
    path.remove_prefix(segment.size());
    return segment;
}

std::string_view token_of(http::Request const& request) {
    auto const header = request.header("authorization");
    for (std::string_view const scheme : {"Token ", "token ", "Bearer ", "bearer "})
        if (header.starts_with(scheme))
            return header.substr(scheme.size());
    return {};
}

bool add_query(std::string_view query, contract::TextFields& fields) {
    std::size_t count = 0;
    while (!query.empty()) {
        auto const pair = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(query.size(), pair.size() + 1));
        if (pair.empty())
            continue;
        if (++count > 64)
            return false;
        auto const equals = pair.find('=');
        std::string name;
        std::string value;
        if (!http::percent_decode(pair.substr(0, equals), true, name))
            return false;
        if (equals != std::string_view::npos && !http::percent_decode(pair.substr(equals + 1), true, value))
            return false;
        // An empty value is an unset form field.
        if (!value.empty())
            fields.emplace_back(std::move(name), std::move(value));
    }
    return true;
}

}  // namespace ax::api
