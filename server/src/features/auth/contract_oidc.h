#pragma once

#include "features/auth/contract.h"

/// Signing in with Google or another OpenID Connect provider: what travels. The way to the provider and back
/// is two plain pages, /api/auth/<provider>/start/ and /callback/; what comes of it is fetched here.
namespace ax::auth {

using IdentityId = Id<struct IdentityTag>;

struct ProviderName {
    std::string id;
    std::string name;
    static constexpr auto wire() {
        return contract::Fields{
            field("id", &ProviderName::id, "In the path /api/auth/<id>/start/"),
            field("name", &ProviderName::name, "For people"),
        };
    }
};

struct ProviderNames {
    std::vector<ProviderName> items;
    std::optional<std::string> one_tap;
    static constexpr auto wire() {
        return contract::Fields{
            field("items", &ProviderNames::items),
            field("one_tap", &ProviderNames::one_tap,
                  "Google's script, where pages may load it: its One Tap gets the ID token for auth.google"),
        };
    }
};

enum class ExternalStep : unsigned char { sign_in, sign_up, link_first };
constexpr auto wire_names(ExternalStep) {
    return std::array<std::string_view, 3>{"sign_in", "sign_up", "link_first"};
}

struct External {
    std::string provider;
    std::string email;
    std::string name;
    ExternalStep step{};
    std::optional<std::string> ticket;
    static constexpr auto wire() {
        return contract::Fields{
            field("provider", &External::provider, "Its name, for people"),
            field("email", &External::email, "Verified by the provider"),
            field("name", &External::name, "As the provider knows it; may be empty"),
            field(
                "step", &External::step,
                "What finishing will do: sign in; make an account, for which it needs role, name and terms; or "
                "nothing, because the address has an account: its owner signs in and links the provider there"),
            field("ticket", &External::ticket, "For api clients; browsers have it in an HttpOnly cookie"),
        };
    }
};

struct FinishExternal {
    std::optional<std::string> ticket;
    std::optional<ClientKind> client;
    std::optional<std::string> device_name;
    std::optional<std::string> code;
    std::optional<ProfileRole> role;
    std::optional<std::string> name;
    std::optional<bool> accepted_terms;
    std::optional<std::string> time_zone;
    static constexpr auto wire() {
        return contract::Fields{
            field("ticket", &FinishExternal::ticket, Length{1, 100}, "Absent in browsers: the cookie counts"),
            field("client", &FinishExternal::client, "As for signing in"),
            field("device_name", &FinishExternal::device_name, Length{0, 100}),
            field("code", &FinishExternal::code, Length{6, 30},
                  "After auth.second_factor_needed: of the authenticator app, or a recovery code"),
            field("role", &FinishExternal::role, "For a new account"),
            field("name", &FinishExternal::name, Length{1, 100}, "For a new account"),
            field("accepted_terms", &FinishExternal::accepted_terms, "Must be true for a new account"),
            field("time_zone", &FinishExternal::time_zone, contract::Zone{}, "Default UTC"),
        };
    }
};

struct GoogleOffer {
    std::string client_id;
    std::string nonce;
    std::string attempt;
    static constexpr auto wire() {
        return contract::Fields{
            field("client_id", &GoogleOffer::client_id),
            field("nonce", &GoogleOffer::nonce, "Has to be in the ID token"),
            field("attempt", &GoogleOffer::attempt, "Comes back with the ID token, once"),
        };
    }
};

struct GoogleCredential {
    std::string credential;
    std::string attempt;
    std::optional<ClientKind> client;
    static constexpr auto wire() {
        return contract::Fields{
            field("credential", &GoogleCredential::credential, Length{1, 16384}, "The ID token"),
            field("attempt", &GoogleCredential::attempt, Length{1, 2000}),
            field("client", &GoogleCredential::client, "As for signing in"),
        };
    }
};

struct Identity {
    IdentityId id;
    std::string provider;
    std::string email;
    Instant linked_at;
    Instant used_at;
    static constexpr auto wire() {
        return contract::Fields{
            field("id", &Identity::id),
            field("provider", &Identity::provider, "Its name, for people"),
            field("email", &Identity::email, "There, when it was linked"),
            field("linked_at", &Identity::linked_at),
            field("used_at", &Identity::used_at),
        };
    }
};

struct Identities {
    std::vector<Identity> items;
    std::vector<ProviderName> more;
    bool has_password = true;
    static constexpr auto wire() {
        return contract::Fields{
            field("items", &Identities::items),
            field("more", &Identities::more, "Providers that can be linked"),
            field("has_password", &Identities::has_password,
                  "Without one nothing is linked or unlinked: auth.forgotPassword sets one"),
        };
    }
};

struct BeginLink {
    std::string provider;
    std::string password;
    static constexpr auto wire() {
        return contract::Fields{
            field("provider", &BeginLink::provider, Length{1, 20}),
            field("password", &BeginLink::password, Length{1, 256}),
        };
    }
};

struct GoThere {
    std::string url;
    static constexpr auto wire() {
        return contract::Fields{field("url", &GoThere::url, "Of the provider; for the same browser, soon")};
    }
};

struct Unlink {
    IdentityId identity;
    std::string password;
    static constexpr auto wire() {
        return contract::Fields{
            field("identity", &Unlink::identity, "From the path"),
            field("password", &Unlink::password, Length{1, 256}),
        };
    }
};

inline constexpr Endpoint<Empty, ProviderNames> kProviders{
    .verb = Verb::get,
    .path = "/auth/providers/",
    .name = "auth.providers",
    .access = Access::anyone,
    .summary = "Who else can say who somebody is: Google, or whom the operator has set up",
    .limit = PerMinute{120}};

inline constexpr Endpoint<Empty, External> kExternal{
    .verb = Verb::get,
    .path = "/auth/external/",
    .name = "auth.external",
    .access = Access::anyone,
    .summary = "Whom the provider has named in this browser, and what comes next",
    .limit = PerMinute{60},
    .failures = {"auth.external_expired"}};

inline constexpr Endpoint<FinishExternal, SignedIn> kFinishExternal{
    .verb = Verb::post,
    .path = "/auth/external/finish/",
    .name = "auth.finishExternal",
    .access = Access::anyone,
    .summary = "Sign in as whom the provider has named, or make the account",
    .limit = PerMinute{60},
    .failures = {"auth.external_expired", "auth.second_factor_needed", "auth.sign_up_needed",
                 "auth.link_first", "auth.throttled", "auth.csrf"}};

inline constexpr Endpoint<Empty, GoogleOffer> kBeginGoogle{
    .verb = Verb::post,
    .path = "/auth/google/begin/",
    .name = "auth.beginGoogle",
    .access = Access::anyone,
    .summary = "A nonce for an ID token that a program gets from Google by itself",
    .limit = PerMinute{60},
    .failures = {"auth.unknown_provider"}};

inline constexpr Endpoint<GoogleCredential, External> kGoogle{
    .verb = Verb::post,
    .path = "/auth/google/",
    .name = "auth.google",
    .access = Access::anyone,
    .summary = "An ID token of Google's; auth.finishExternal is next",
    .limit = PerMinute{30},
    .failures = {"auth.unknown_provider", "auth.external_expired", "auth.provider_refused",
                 "auth.provider_unavailable", "auth.email_unverified", "auth.csrf"}};

inline constexpr Endpoint<Empty, Identities> kIdentities{
    .verb = Verb::get,
    .path = "/auth/identities/",
    .name = "auth.identities",
    .access = Access::signed_in,
    .summary = "Providers that are linked to this account, and others that can be"};

inline constexpr Endpoint<BeginLink, GoThere> kBeginLink{
    .verb = Verb::post,
    .path = "/auth/identities/link/",
    .name = "auth.beginLink",
    .access = Access::signed_in,
    .summary = "Where to go in this browser to link a provider to this account",
    .limit = PerMinute{20},
    .failures = {"auth.unknown_provider", "auth.no_password", "auth.throttled", "auth.provider_unavailable"}};

inline constexpr Endpoint<Unlink, Empty> kUnlink{
    .verb = Verb::post,
    .path = "/auth/identities/{identity}/unlink/",
    .name = "auth.unlink",
    .access = Access::signed_in,
    .summary = "A provider signs in to this account no more",
    .limit = PerMinute{20},
    .failures = {"auth.unknown_identity", "auth.no_password", "auth.throttled"}};

}  // namespace ax::auth
