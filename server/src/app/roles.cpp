#include "app/roles.h"

#include "platform/api/target.h"
#include "platform/http/problem.h"

#include <array>
#include <span>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

namespace ax::app {
namespace {

constexpr std::array kRoles{
    std::pair{Role::api, std::string_view("api")},
    std::pair{Role::realtime, std::string_view("realtime")},
    std::pair{Role::worker, std::string_view("worker")},
    std::pair{Role::payments, std::string_view("payments")},
};

// Modules whose jobs are about money. The sandbox's webhooks go to the process that runs them.
constexpr std::array<std::string_view, 2> kPaymentModules{"payments", "sandbox"};

/// `{}` stands for one segment, `*` for any number of them at the end.
struct Place {
    std::string_view path;
    std::optional<Role> role;
};
constexpr std::array kPlaces{
    Place{"/api/health/*", {}},
    Place{"/metrics", {}},
    Place{"/sandbox/*", {}},
    Place{"/ws/*", Role::realtime},
    Place{"/socket.io/*", Role::realtime},
};
// Below /api and /api/v1; features/payments/contract.h.
constexpr std::array kPaymentPlaces{
    Place{"/payments/*", Role::payments},
    Place{"/mentor/create-order", Role::payments},
    Place{"/mentor/verify-payment", Role::payments},
    Place{"/bookings/{}/payment", Role::payments},
};

// As the router reads paths: empty segments and a slash at the end mean nothing.
bool leads(std::string_view pattern, std::string_view path) {
    while (true) {
        auto const wanted = api::next_segment(pattern);
        if (wanted == "*")
            return true;
        auto const segment = api::next_segment(path);
        if (wanted.empty() || segment.empty())
            return wanted.empty() && segment.empty();
        if (wanted != "{}" && wanted != segment)
            return false;
    }
}

Place const* find(std::span<Place const> places, std::string_view path) {
    for (auto const& place : places)
        if (leads(place.path, path))
            return &place;
    return nullptr;
}

// What lies behind /api/v1 or /api; nothing elsewhere.
std::optional<std::string_view> below_api(std::string_view path) {
    if (api::next_segment(path) != "api")
        return std::nullopt;
    auto rest = path;
    return api::next_segment(rest) == "v1" ? rest : path;
}

}  // namespace

std::string_view to_text(Role role) noexcept {
    for (auto const& [one, name] : kRoles)
        if (one == role)
            return name;
    return {};
}

Roles::Roles(config::Values const& settings) {
    for (auto const& chosen : settings.list("AX_ROLES"))
        for (auto const& [role, name] : kRoles)
            if (chosen == name || chosen == "all")
                bits_ |= 1U << static_cast<unsigned>(role);
}

std::string Roles::text() const {
    std::string out;
    for (auto const& [role, name] : kRoles)
        if (has(role))
            out += fmt::format("{}{}", out.empty() ? "" : ", ", name);
    return out;
}

jobs::Share Roles::share() const {
    if (has(Role::worker) && has(Role::payments))
        return {};
    return {.modules = {kPaymentModules.begin(), kPaymentModules.end()}, .others = has(Role::worker)};
}

void check_roles(Roles roles, config::Values const& settings) {
    if (roles.all())
        return;
    if (!settings.text("AX_DATABASE_URL").starts_with("postgres"))
        throw std::invalid_argument(
            fmt::format("AX_ROLES is {}, but SQLite belongs to one process that does everything: leave it at "
                        "all, or set AX_DATABASE_URL to a PostgreSQL",
                        roles.text()));
    if (!settings.is_set("AX_REDIS_URL"))
        throw std::invalid_argument(fmt::format(
            "AX_ROLES is {}, but processes that share the work need AX_REDIS_URL to tell each other what happened",
            roles.text()));
}

std::optional<Role> role_of(std::string_view path) noexcept {
    if (auto const* const place = find(kPlaces, path))
        return place->role;
    if (auto const rest = below_api(path); rest && find(kPaymentPlaces, *rest) != nullptr)
        return Role::payments;
    return Role::api;
}

Task<http::Response> RoleGate::handle(http::Request const& request) {
    auto const role = role_of(request.path);
    if (role && !roles_.has(*role))
        co_return http::problem(421, fmt::format("server.needs_role_{}", to_text(*role)), request.request_id);
    co_return co_await inner_.handle(request);
}

// What is refused is refused after its body, which needs no more room than usual.
http::Allowance RoleGate::allowance(http::Request const& request) const noexcept {
    auto const role = role_of(request.path);
    return !role || roles_.has(*role) ? inner_.allowance(request) : http::Allowance{};
}

}  // namespace ax::app
