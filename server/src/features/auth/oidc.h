#pragma once

#include "features/auth/contract_oidc.h"
#include "features/auth/oidc_provider.h"
#include "features/auth/oidc_store.h"
#include "features/auth/sessions.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Signing in with another provider's word (OpenID Connect, authorization code with PKCE).
///
/// 1. depart(): state, nonce and verifier are drawn and travel in the browser's cookie, sealed.
/// 2. arrive(): cookie and state have to match, and are used up; the provider's code becomes a verified ID
/// token.
///    Whom it names is kept under a ticket, or is linked if that is what the departure was for.
/// 3. finish(): the ticket signs in, with the code of the second step where that is on; or makes the account.
///
/// An account is found by issuer and subject only, never by address: who owns an address at a provider need
/// not own the account here. Thread-safe.
namespace ax::auth {

class Oidc {
public:
    Oidc(Core const& core, Sessions const& sessions, SecondFactors const& factors);

    [[nodiscard]] std::vector<ProviderName> names() const;
    /// Google's script.
    [[nodiscard]] std::optional<std::string> one_tap() const;

    struct Departure {
        std::string url;
        std::string cookie;
    };
    /// `next` is a path of the client to go on to; `linking` is whose account is to be linked, and has proven
    /// it. 404 auth.unknown_provider, 503 auth.provider_unavailable.
    Task<Result<Departure>> depart(std::string_view id, std::string_view next,
                                   std::optional<contract::Caller> linking) const;

    /// What the provider's answer has in its query.
    struct Return {
        std::string code;
        std::string state;
        std::string issuer;
        std::string error;
    };
    struct Arrival {
        std::string next;
        bool linking = false;
        std::string ticket;  // empty: linked, or refused
        std::optional<Error> refusal;
    };
    /// 410 auth.external_expired, 422 auth.provider_refused, auth.email_unverified, auth.sign_in_cancelled,
    /// 409 auth.identity_taken, 401 auth.session_expired, 503 auth.provider_unavailable; as a value beside
    /// where to go, for a person sees it.
    Task<Arrival> arrive(std::string_view id, std::string_view cookie, Return answer, Visit visit) const;

    /// The same for an ID token that a program got from Google by itself.
    Task<Result<GoogleOffer>> offer_google() const;
    Task<Result<std::string>> take_google(GoogleCredential form) const;

    /// 410 auth.external_expired.
    Task<Result<External>> look(std::string ticket) const;
    Task<Result<Session>> finish(std::string ticket, FinishExternal form, Visit visit) const;

    Task<Result<Identities>> of(contract::Caller who) const;
    /// The password, and then as depart(). 409 auth.no_password.
    Task<Result<Departure>> begin_link(contract::Caller who, BeginLink form) const;
    Task<Result<Empty>> unlink(contract::Caller who, Unlink form, Visit visit) const;

private:
    struct Attempt;
    [[nodiscard]] Provider* find(std::string_view id) const;
    [[nodiscard]] std::string name_of_issuer(std::string const& issuer) const;
    [[nodiscard]] std::string redirect_uri(std::string_view provider) const;
    [[nodiscard]] std::optional<Attempt> open(std::string_view provider, std::string_view sealed) const;
    Task<bool> use(Attempt const& attempt) const;
    Task<Result<ProviderClaims>> redeem(Provider& provider, Attempt const& attempt,
                                        Return const& answer) const;
    Task<std::optional<Error>> link(Attempt const& attempt, NamedPerson const& person,
                                    Visit const& visit) const;
    Task<std::string> new_ticket(NamedPerson const& person) const;
    Task<Result<Session>> sign_in(std::string const& hash, NamedPerson const& person,
                                  FinishExternal const& form, Visit const& visit) const;
    Task<Result<Session>> sign_up(std::string const& hash, NamedPerson const& person,
                                  FinishExternal const& form, Visit const& visit) const;

    Core const& core_;
    Sessions const& sessions_;
    SecondFactors const& factors_;
    std::vector<std::unique_ptr<Provider>> providers_;
    OidcStore store_ = {};
};

}  // namespace ax::auth
