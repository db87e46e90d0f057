#pragma once

#include "base/result.h"
#include "contract/endpoint.h"

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What an API token may be used for. People make these for their programs (features/auth); a session's token
/// has no scopes and opens everything.
///
/// A token's text begins with what it opens: `axp_rw_…`. So nobody has to be asked for it, and the hash that
/// is stored of the whole text keeps anybody from changing it.
namespace ax::api {

enum class ApiScope : unsigned char {
    read,   // GET
    write,  // everything else that changes something
    chat,   // conversations, both ways: neither of the others opens them
};
constexpr auto wire_names(ApiScope) { return std::array<std::string_view, 3>{"read", "write", "chat"}; }

/// `axp_rw_`; each scope counts once.
[[nodiscard]] std::string api_token_prefix(std::span<ApiScope const> scopes);
/// Nothing: this is no API token.
[[nodiscard]] std::optional<std::vector<ApiScope>> scopes_of(std::string_view token);

/// Without a scope where no API token may go: what the account is secured with, what makes something else
/// that opens it, money that is paid, live connections, and all that only staff may do.
[[nodiscard]] std::optional<ApiScope> scope_needed(contract::EndpointInfo const& endpoint);
/// 403 auth.scope_missing with the scope (`session` where no token goes), if this API token does not open it.
[[nodiscard]] std::optional<Error> scope_refusal(std::string_view token,
                                                 contract::EndpointInfo const& endpoint);

/// The names behind scope_needed(), so that a test can say whether they exist.
[[nodiscard]] std::span<std::string_view const> for_sessions_alone() noexcept;

}  // namespace ax::api
