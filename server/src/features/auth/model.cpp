#include "features/auth/model.h"

#include "base/text.h"

#include <arpa/inet.h>
#include <array>
#include <cstring>

#include <fmt/format.h>

namespace ax::auth {
namespace {

constexpr std::size_t kLongestName = 100;

/// "Firefox on Linux": enough to know one's own device by, nothing that identifies a visitor.
std::string describe_agent(std::string_view agent) {
    using Names = std::array<std::pair<std::string_view, std::string_view>, 6>;
    // Order matters: later browsers claim to be the earlier ones too.
    constexpr Names kBrowsers{{{"Firefox/", "Firefox"},
                               {"Edg/", "Edge"},
                               {"OPR/", "Opera"},
                               {"Chrome/", "Chrome"},
                               {"Safari/", "Safari"},
                               {"curl/", "curl"}}};
    constexpr Names kSystems{{{"Android", "Android"},
                              {"iPhone", "iPhone"},
                              {"iPad", "iPad"},
                              {"Windows", "Windows"},
                              {"Mac OS X", "macOS"},
                              {"Linux", "Linux"}}};
    auto const first = [agent](Names const& names) -> std::string_view {
        for (auto const& [mark, name] : names)
            if (agent.contains(mark))
                return name;
        return {};
    };
    auto const browser = first(kBrowsers);
    auto const system = first(kSystems);
    if (!browser.empty() && !system.empty())
        return fmt::format("{} on {}", browser, system);
    return std::string(browser.empty() ? system : browser);
}

}  // namespace

std::string normal_email(std::string_view text) {
    auto const begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos)
        return {};
    text = text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    return out;
}

Identifier parse_identifier(std::string_view text) {
    std::string normal = normal_email(text);
    if (auto const student = parse_student_id(normal))
        return {.email = {}, .student = student, .mentor = {}};
    if (auto const mentor = parse_mentor_id(normal))
        return {.email = {}, .student = {}, .mentor = mentor};
    return {.email = std::move(normal), .student = {}, .mentor = {}};
}

std::string network_of(std::string_view address) {
    std::string const text(address);
    std::array<unsigned char, 16> bytes{};
    std::array<char, INET6_ADDRSTRLEN> out{};
    constexpr std::array<unsigned char, 12> kMapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    if (inet_pton(AF_INET, text.c_str(), bytes.data()) == 1)
        return fmt::format("{}.{}.{}.0/24", bytes[0], bytes[1], bytes[2]);
    if (inet_pton(AF_INET6, text.c_str(), bytes.data()) != 1)
        return "unknown";
    if (std::memcmp(bytes.data(), kMapped.data(), kMapped.size()) == 0)
        return fmt::format("{}.{}.{}.0/24", bytes[12], bytes[13], bytes[14]);
    std::memset(bytes.data() + 8, 0, 8);
    return fmt::format("{}/64", inet_ntop(AF_INET6, bytes.data(), out.data(), out.size()));
}

std::string device_name(std::string_view given, std::string_view user_agent) {
    std::string out;
    for (char const c : given)
        if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f)
            out += c;
    if (out.find_first_not_of(' ') == std::string::npos)
        out = describe_agent(user_agent);
    out.resize(whole_characters(out, kLongestName).size());
    return out.empty() ? "Unknown device" : out;
}

std::string_view origin_of(std::string_view url) {
    auto const host = url.find("://");
    return host == std::string_view::npos ? url : url.substr(0, url.find('/', host + 3));
}

}  // namespace ax::auth
