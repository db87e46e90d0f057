#pragma once

#include <string>
#include <string_view>

/// How files of strangers are answered, so that none of them is ever a page of ours.
namespace ax::blobs {

/// Content-Security-Policy: nothing in it runs or loads, whoever opens it by itself.
inline constexpr std::string_view kPolicy =
    "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'";

/// Content-Disposition: `kind` is inline or attachment (RFC 6266); the name in RFC 8187's form: any name, no
/// quoting to get wrong.
[[nodiscard]] std::string disposition(std::string_view kind, std::string_view name);

}  // namespace ax::blobs
