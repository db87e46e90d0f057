#pragma once

#include "features/auth/api_tokens.h"
#include "features/auth/core.h"
#include "features/auth/passkeys.h"
#include "features/auth/passwords.h"
#include "features/auth/registration.h"
#include "features/auth/sessions.h"
#include "platform/api/router.h"

#include <optional>
#include <string>

/// The feature over HTTP: cookies, cross-site protection, and nothing else.
///
/// Browsers keep the refresh token in an HttpOnly, SameSite=Strict cookie; every use of it needs the device's
/// CSRF token, an Origin that is ours and, where the browser says so, a same-origin request. All other
/// endpoints look at the Authorization header only, so no other site can make a browser use them.
namespace ax::auth {

class Routes {
public:
    Routes(Core const& core, Sessions const& sessions, SecondFactors const& factors,
           Registration const& registration, Passwords const& passwords, Passkeys const& passkeys,
           ApiTokenDesk const& tokens)
        : core_(core),
          sessions_(sessions),
          factors_(factors),
          registration_(registration),
          passwords_(passwords),
          passkeys_(passkeys),
          tokens_(tokens) {}

    void bind(api::Router& router);

    // For who signs people in by other ways.
    [[nodiscard]] Visit visit(api::Call const& call) const;
    [[nodiscard]] bool from_our_page(http::Request const& request) const;
    Task<SignedIn> signed_in(api::Call& call, Session session) const;

private:
    /// A page of another site made a browser send this. Programs say nothing.
    [[nodiscard]] bool from_another_site(http::Request const& request) const;
    /// 403 auth.csrf: another site would plant a session, and its visitor work in a stranger's account.
    [[nodiscard]] Result<void> may_keep_session(api::Call const& call,
                                                std::optional<ClientKind> client) const;
    void forget_cookie(api::Call const& call) const;

    Task<Result<SignedIn>> login(api::Call& call, Login form) const;
    void bind_passkeys(api::Router& router);
    Task<Result<SignedIn>> sign_in_with_passkey(api::Call& call, PasskeySignIn form) const;
    Task<Result<SignedIn>> verify(api::Call& call, VerifyEmail form) const;
    Task<Result<SignedIn>> refresh(api::Call& call, Refresh form) const;
    Task<Result<Empty>> logout(api::Call& call) const;
    Task<Result<Empty>> logout_everywhere(api::Call& call) const;
    Task<Result<User>> me(contract::Caller who) const;

    Core const& core_;
    Sessions const& sessions_;
    SecondFactors const& factors_;
    Registration const& registration_;
    Passwords const& passwords_;
    Passkeys const& passkeys_;
    ApiTokenDesk const& tokens_;
};

}  // namespace ax::auth
