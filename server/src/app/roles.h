#pragma once

#include "platform/config/settings.h"
#include "platform/http/message.h"
#include "platform/jobs/runner.h"

#include <optional>
#include <string>
#include <string_view>

namespace ax::app {

/// What a process does of the whole; a deployment may give each role processes of its own.
enum class Role : unsigned char {
    api,       // the HTTP API but for payments, the client's files, the documents
    realtime,  // the live connections: /ws/… and /socket.io/
    worker,    // jobs and schedules but for those of payments
    payments,  // orders, proofs, webhooks, and the jobs about money
};
[[nodiscard]] std::string_view to_text(Role role) noexcept;

/// AX_ROLES. A value.
class Roles {
public:
    explicit Roles(config::Values const& settings);
    [[nodiscard]] bool has(Role role) const noexcept {
        return (bits_ & (1U << static_cast<unsigned>(role))) != 0;
    }
    [[nodiscard]] bool all() const noexcept { return bits_ == kAll; }
    [[nodiscard]] bool runs_jobs() const noexcept { return has(Role::worker) || has(Role::payments); }
    /// The jobs of these roles; asked only where runs_jobs().
    [[nodiscard]] jobs::Share share() const;
    /// `api, worker`.
    [[nodiscard]] std::string text() const;

private:
    static constexpr unsigned kAll = 0b1111;
    unsigned bits_ = 0;
};

/// Throws std::invalid_argument with a readable line if these settings don't let processes share the work.
void check_roles(Roles roles, config::Values const& settings);

/// Whose a path is; nothing for what every process answers: health, metrics, the sandbox. By path and not by
/// endpoint, because that is what a proxy can split by (deploy/nginx.conf, deploy/haproxy.cfg).
[[nodiscard]] std::optional<Role> role_of(std::string_view path) noexcept;

/// Serves what belongs to the roles of this process; everything else is 421 with a reason that names the
/// role, so that a proxy that sends it here by mistake is found at once. Any loop.
class RoleGate final : public http::Handler {
public:
    RoleGate(http::Handler& inner, Roles roles) : inner_(inner), roles_(roles) {}
    Task<http::Response> handle(http::Request const& request) override;
    [[nodiscard]] http::Allowance allowance(http::Request const& request) const noexcept override;

private:
    http::Handler& inner_;
    Roles const roles_;
};

}  // namespace ax::app
