#include "app/token_commands.h"

#include "app/host.h"
#include "base/parse_id.h"

#include <stdexcept>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace ax::app {
namespace {

constexpr std::string_view kUsage =
    "usage: aspirex account tokens --email E | account revoke-tokens ID|--all --email E";

std::string names_of(std::vector<api::ApiScope> const& scopes) {
    std::vector<std::string_view> names;
    for (auto const scope : scopes) names.push_back(wire_names(scope).at(static_cast<std::size_t>(scope)));
    return fmt::format("{}", fmt::join(names, ","));
}

void print(auth::ApiToken const& token) {
    fmt::print("{:>6}  {}  until {}  {}  {}  {}\n", token.id.value, token.begins, to_iso(token.expires_at),
               token.last_used_at ? "last used " + to_iso(*token.last_used_at) : "never used",
               names_of(token.scopes), token.name);
}

template <class T>
T need(std::string const& email, Result<T> result) {
    if (!result)
        throw std::runtime_error(fmt::format("{}: {}", email, result.error().reason));
    return *std::move(result);
}

}  // namespace

int tokens_command(Flags const& flags, config::Values const& settings) {
    auto const email = flags.value("email");
    bool const revokes = flags.rest.front() == "revoke-tokens";
    auto const one = flags.rest.size() == 2 ? parse_id<auth::ApiTokenId>(flags.rest[1]) : std::nullopt;
    bool const names_which = flags.rest.size() == 1 ? flags.has("all") : one && !flags.has("all");
    if (email.empty() || (revokes ? !names_which : flags.rest.size() != 1))
        throw std::invalid_argument(std::string(kUsage));
    runtime::Loop loop;
    Host host(settings, "", {.inline_writes = true});
    int code = 0;
    auto const work = [&]() -> Task<void> {
        (void)co_await migrate_now(host.db());
        auto& auth = host.app().auth();
        if (!revokes) {
            for (auto const& token : need(email, co_await auth.api_tokens(email))) print(token);
            co_return;
        }
        auto const ended = need(email, co_await auth.revoke_api_tokens(email, one));
        fmt::print("{} of the tokens of {} ended.\n", ended, email);
        code = one && ended == 0 ? 1 : 0;
    };
    run_on_loop(loop, work());
    return code;
}

}  // namespace ax::app
