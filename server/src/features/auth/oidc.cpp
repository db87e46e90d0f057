#include "features/auth/oidc.h"

#include "base/percent.h"
#include "base/text.h"
#include "contract/codec.h"
#include "contract/formats.h"
#include "features/auth/oidc_attempt.h"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

// To the provider and back.
namespace ax::auth {
namespace {

constexpr Duration kAttemptLife = minutes{10};
constexpr Duration kTicketLife = minutes{15};
constexpr std::size_t kMostNext = 500;

Error expired() { return {Code::gone, "auth.external_expired"}; }
Error unknown() { return {Code::not_found, "auth.unknown_provider"}; }

std::string drawn() { return crypto::to_base64url(crypto::random_bytes(32)); }

/// A page of ours, or nothing: what could lead to another site is dropped, as the client does once more.
std::string own_path(std::string_view next) {
    bool const plain = std::ranges::all_of(next, [](char c) { return c > ' ' && c < '\x7f' && c != '\\'; });
    if (!plain || next.size() > kMostNext || !next.starts_with('/') || next.starts_with("//"))
        return {};
    return std::string(next);
}

/// One printable line; the owner sees it before it counts.
std::string shown_name(std::string_view said) {
    std::string out;
    for (char const c : said)
        if (static_cast<unsigned char>(c) >= ' ' && c != '\x7f')
            out += c;
    return std::string(whole_characters(trimmed(out), 100));
}

Result<NamedPerson> person_of(ProviderOptions const& provider, ProviderClaims const& claims) {
    auto email = normal_email(claims.email);
    if (!claims.email_verified || email.size() > 254 || !contract::is_email(email))
        return fail(Code::invalid, "auth.email_unverified");
    return NamedPerson{.issuer = provider.issuer,
                       .subject = claims.subject,
                       .email = std::move(email),
                       .name = shown_name(claims.name)};
}

}  // namespace

Oidc::Oidc(Core const& core, Sessions const& sessions, SecondFactors const& factors)
    : core_(core), sessions_(sessions), factors_(factors) {
    if (!core.options.providers.empty() && core.ports.client == nullptr)
        throw std::invalid_argument("auth: providers need a client");
    for (auto const& options : core.options.providers)
        providers_.push_back(std::make_unique<Provider>(*core.ports.client, core.ports.clock, options));
}

std::vector<ProviderName> Oidc::names() const {
    std::vector<ProviderName> out;
    for (auto const& provider : providers_) out.push_back({provider->options().id, provider->options().name});
    return out;
}

std::optional<std::string> Oidc::one_tap() const {
    auto const* const google = find("google");
    if (google == nullptr || google->options().one_tap.empty())
        return {};
    return google->options().one_tap;
}

Provider* Oidc::find(std::string_view id) const {
    auto const found =
        std::ranges::find_if(providers_, [id](auto const& provider) { return provider->options().id == id; });
    return found == providers_.end() ? nullptr : found->get();
}

std::string Oidc::redirect_uri(std::string_view provider) const {
    return fmt::format("{}/api/auth/{}/callback/", core_.options.base_url, provider);
}

Task<Result<Oidc::Departure>> Oidc::depart(std::string_view id, std::string_view next,
                                           std::optional<contract::Caller> linking) const {
    auto* const provider = find(id);
    if (provider == nullptr)
        co_return std::unexpected(unknown());
    Attempt attempt{.provider = std::string(id),
                    .state = drawn(),
                    .nonce = drawn(),
                    .verifier = drawn(),
                    .next = own_path(next),
                    .expires_at = core_.now() + kAttemptLife};
    if (linking) {
        attempt.account = linking->account;
        attempt.device = linking->device;
    }
    AX_TRY(auto const where, co_await provider->discovery());
    auto const challenge = crypto::to_base64url(crypto::bytes(crypto::sha256(attempt.verifier)));
    auto url = fmt::format(
        "{}{}response_type=code&client_id={}&redirect_uri={}&scope={}&state={}&nonce={}&code_challenge={}"
        "&code_challenge_method=S256",
        where.authorization_endpoint, where.authorization_endpoint.contains('?') ? '&' : '?',
        percent_encoded(provider->options().client_id), percent_encoded(redirect_uri(id)),
        percent_encoded("openid email profile"), attempt.state, attempt.nonce, challenge);
    co_return Departure{.url = std::move(url), .cookie = core_.keys.seal_attempt(contract::to_json(attempt))};
}

std::optional<Oidc::Attempt> Oidc::open(std::string_view provider, std::string_view sealed) const {
    auto const text = core_.keys.open_attempt(sealed);
    if (!text)
        return {};
    auto attempt = contract::decode<Attempt>(*text);
    if (!attempt || attempt->provider != provider || attempt->expires_at <= core_.now())
        return {};
    return *std::move(attempt);
}

Task<bool> Oidc::use(Attempt const& attempt) const {
    co_return co_await core_.ports.db.write([&](db::Tx& tx) -> Task<bool> {
        co_return co_await store_.use_attempt(tx, crypto::token_hash(attempt.state), attempt.expires_at);
    });
}

Task<Oidc::Arrival> Oidc::arrive(std::string_view id, std::string_view cookie, Return answer,
                                 Visit visit) const {
    auto* const provider = find(id);
    auto const attempt = provider == nullptr ? std::nullopt : open(id, cookie);
    Arrival out;
    if (!attempt || !crypto::equal_in_constant_time(attempt->state, answer.state) ||
        !co_await use(*attempt)) {
        out.refusal = provider == nullptr ? unknown() : expired();
        co_return out;
    }
    out.next = attempt->next;
    out.linking = attempt->account.has_value();
    auto const claims = co_await redeem(*provider, *attempt, answer);
    auto const person = claims ? person_of(provider->options(), *claims) : std::unexpected(claims.error());
    if (!person)
        out.refusal = person.error();
    else if (out.linking)
        out.refusal = co_await link(*attempt, *person, visit);
    else
        out.ticket = co_await new_ticket(*person);
    co_return out;
}

Task<Result<ProviderClaims>> Oidc::redeem(Provider& provider, Attempt const& attempt,
                                          Return const& answer) const {
    auto const where = co_await provider.discovery();
    if (!where)
        co_return std::unexpected(where.error());
    // Another provider's answer must not pass for this one's (RFC 9207).
    bool const named = where->names_itself || !answer.issuer.empty();
    if (named && answer.issuer != provider.options().issuer)
        co_return fail(Code::invalid, "auth.provider_refused");
    if (answer.error == "access_denied")
        co_return fail(Code::invalid, "auth.sign_in_cancelled");
    if (answer.code.empty() || !answer.error.empty())
        co_return fail(Code::invalid, "auth.provider_refused");
    co_return co_await provider.exchange({.code = answer.code,
                                          .verifier = attempt.verifier,
                                          .redirect_uri = redirect_uri(attempt.provider),
                                          .nonce = attempt.nonce});
}

Task<std::string> Oidc::new_ticket(NamedPerson const& person) const {
    auto const ticket = drawn();
    co_await core_.ports.db.write([&](db::Tx& tx) -> Task<bool> {
        co_await store_.add_ticket(tx, crypto::token_hash(ticket), person, core_.now() + kTicketLife);
        co_return true;
    });
    co_return ticket;
}

Task<Result<GoogleOffer>> Oidc::offer_google() const {
    auto* const google = find("google");
    if (google == nullptr)
        co_return std::unexpected(unknown());
    Attempt const attempt{.provider = "google",
                          .state = drawn(),
                          .nonce = drawn(),
                          .verifier = {},
                          .next = {},
                          .expires_at = core_.now() + kAttemptLife};
    co_return GoogleOffer{.client_id = google->options().client_id,
                          .nonce = attempt.nonce,
                          .attempt = core_.keys.seal_attempt(contract::to_json(attempt))};
}

Task<Result<std::string>> Oidc::take_google(GoogleCredential form) const {
    auto* const google = find("google");
    if (google == nullptr)
        co_return std::unexpected(unknown());
    auto const attempt = open("google", form.attempt);
    // One that went to Google's pages has a verifier, and comes back by the callback.
    if (!attempt || !attempt->verifier.empty() || !co_await use(*attempt))
        co_return std::unexpected(expired());
    AX_TRY(auto const claims, co_await google->verify(std::move(form.credential), attempt->nonce));
    AX_TRY(auto const person, person_of(google->options(), claims));
    co_return co_await new_ticket(person);
}

}  // namespace ax::auth
