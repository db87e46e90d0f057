#include "platform/sentry/dsn.h"

#include <algorithm>

#include <fmt/format.h>

namespace ax::sentry {
namespace {

bool all(std::string_view text, std::string_view more) {
    return !text.empty() && std::ranges::all_of(text, [&](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               more.find(c) != std::string_view::npos;
    });
}

}  // namespace

std::optional<Dsn> parse_dsn(std::string_view text) {
    auto const scheme_end = text.find("://");
    if (scheme_end == std::string_view::npos)
        return std::nullopt;
    auto const scheme = text.substr(0, scheme_end);
    auto const rest = text.substr(scheme_end + 3);
    auto const at = rest.find('@');
    if ((scheme != "https" && scheme != "http") || at == std::string_view::npos)
        return std::nullopt;
    auto const key = rest.substr(0, std::min(at, rest.find(':')));
    auto const where = rest.substr(at + 1);
    auto const host_end = where.find('/');
    auto const last = where.rfind('/');
    if (host_end == std::string_view::npos)
        return std::nullopt;
    auto const host = where.substr(0, host_end);
    auto const path = where.substr(host_end, last - host_end);
    auto const project = where.substr(last + 1);
    // Nothing that could end a header or a directive of the content policy.
    if (!all(key, "") || !all(host, "-.:[]") || !all(project, "-_") || (!path.empty() && !all(path, "/-._~")))
        return std::nullopt;
    return Dsn{.text = fmt::format("{}://{}@{}{}/{}", scheme, key, host, path, project),
               .key = std::string(key),
               .origin = fmt::format("{}://{}", scheme, host),
               .endpoint = fmt::format("{}://{}{}/api/{}/envelope/", scheme, host, path, project)};
}

}  // namespace ax::sentry
