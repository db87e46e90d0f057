#pragma once

#include "features/auth/oidc.h"
#include "features/auth/routes.h"

#include <string_view>

/// Other providers' sign-in over HTTP: two pages for the browser on its way, and what the client asks then.
///
/// The cookie for the way is SameSite=Lax, for the provider sends people back from its own site; the ticket's
/// is Strict as the session's is, and is only taken from our own page.
namespace ax::auth {

class OidcRoutes {
public:
    OidcRoutes(Oidc const& oidc, Routes const& routes) : oidc_(oidc), routes_(routes) {}

    void bind(api::Router& router);

private:
    Task<http::Response> start(api::Call& call, std::string_view provider) const;
    Task<http::Response> callback(api::Call& call, std::string_view provider) const;
    Task<Result<External>> google(api::Call& call, GoogleCredential form) const;
    Task<Result<External>> look(api::Call& call) const;
    Task<Result<SignedIn>> finish(api::Call& call, FinishExternal form) const;
    Task<Result<GoThere>> begin_link(api::Call& call, BeginLink form) const;

    Oidc const& oidc_;
    Routes const& routes_;
};

}  // namespace ax::auth
