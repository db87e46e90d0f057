#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace ax::sentry {

/// Where a project of Sentry, or of what speaks its protocol (GlitchTip, Bugsink), takes envelopes.
struct Dsn {
    std::string text;      // as it was given, without the old secret half of the key
    std::string key;       // public
    std::string origin;    // https://host:port
    std::string endpoint;  // https://host:port/path/api/PROJECT/envelope/
};

/// `https://KEY@host[:port][/path]/PROJECT`; http, too.
[[nodiscard]] std::optional<Dsn> parse_dsn(std::string_view text);

}  // namespace ax::sentry
