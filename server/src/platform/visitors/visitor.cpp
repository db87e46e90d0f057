#include "platform/visitors/visitor.h"

#include "platform/http/text.h"

#include <algorithm>
#include <array>

namespace ax::visitors {

bool is_robot(std::string_view user_agent) noexcept {
    constexpr std::array<std::string_view, 10> kWords{"bot",      "crawl",  "spider", "slurp", "preview",
                                                      "headless", "python", "curl/",  "wget",  "http-client"};
    // This stands on the path of every visit, and most letters of most browsers begin none of these.
    for (std::size_t at = 0; at < user_agent.size(); ++at) {
        switch (user_agent[at] | 0x20) {
            case 'b':
            case 'c':
            case 'h':
            case 'p':
            case 's':
            case 'w':
                if (std::ranges::any_of(
                        kWords, [&](auto word) { return http::istarts_with(user_agent.substr(at), word); }))
                    return true;
                break;
            default:
                break;
        }
    }
    return user_agent.empty();
}

bool wants_privacy(http::Request const& request) noexcept {
    return request.header("dnt") == "1" || request.header("sec-gpc") == "1";
}

bool may_count(http::Request const& request) noexcept {
    return !wants_privacy(request) && !is_robot(request.header("user-agent"));
}

}  // namespace ax::visitors
