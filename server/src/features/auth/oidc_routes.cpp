#include "features/auth/oidc_routes.h"

#include "base/percent.h"
#include "platform/api/target.h"

#include <algorithm>

#include <fmt/format.h>

namespace ax::auth {
namespace {

constexpr std::string_view kPath = "/api/";
constexpr seconds kWay = minutes{10};
constexpr seconds kTicket = minutes{15};

std::string_view way_cookie(bool secure) { return secure ? "__Secure-ax_way" : "ax_way"; }
std::string_view ticket_cookie(bool secure) { return secure ? "__Secure-ax_ticket" : "ax_ticket"; }

void set_way(http::Response& response, bool secure, std::string_view value, seconds life) {
    response.add("Set-Cookie",
                 fmt::format("{}={}; Path={}; Max-Age={}; HttpOnly; SameSite=Lax{}", way_cookie(secure),
                             value, kPath, life.count(), secure ? "; Secure" : ""));
}

http::Response see(std::string const& where) {
    http::Response response{.status = 303};
    response.add("Location", where);
    return response;
}

std::string_view value_of(contract::TextFields const& query, std::string_view name) {
    auto const found =
        std::ranges::find(query, name, [](auto const& pair) { return std::string_view(pair.first); });
    return found == query.end() ? std::string_view{} : std::string_view(found->second);
}

/// The reason's last word: the client knows the text for it.
std::string with_problem(std::string_view page, Error const& error) {
    return fmt::format("{}?problem={}", page,
                       percent_encoded(error.reason.substr(error.reason.find('.') + 1)));
}

contract::TextFields query_of(api::Call const& call) {
    contract::TextFields query;
    if (!api::add_query(call.request.query, query))
        query.clear();
    return query;
}

}  // namespace

void OidcRoutes::bind(api::Router& router) {
    using api::Call;
    using contract::Caller;
    using contract::Verb;
    router.raw({.verb = Verb::get,
                .path = "/api/auth/google/start/",
                .name = "auth.googleStart",
                .summary = "To Google's sign-in page",
                .limit = {60}},
               [this](Call& call) { return start(call, "google"); });
    router.raw({.verb = Verb::get,
                .path = "/api/auth/google/callback/",
                .name = "auth.googleCallback",
                .summary = "Where Google sends people back to",
                .limit = {60}},
               [this](Call& call) { return callback(call, "google"); });
    router.raw({.verb = Verb::get,
                .path = "/api/auth/oidc/start/",
                .name = "auth.oidcStart",
                .summary = "To the other provider's sign-in page",
                .limit = {60}},
               [this](Call& call) { return start(call, "oidc"); });
    router.raw({.verb = Verb::get,
                .path = "/api/auth/oidc/callback/",
                .name = "auth.oidcCallback",
                .summary = "Where the other provider sends people back to",
                .limit = {60}},
               [this](Call& call) { return callback(call, "oidc"); });
    router.bind(kProviders, [this](Caller const&, Empty) -> Task<Result<ProviderNames>> {
        co_return ProviderNames{oidc_.names(), oidc_.one_tap()};
    });
    router.bind(kBeginGoogle, [this](Caller const&, Empty) { return oidc_.offer_google(); });
    router.bind(kGoogle, [this](Call& call, GoogleCredential form) { return google(call, std::move(form)); });
    router.bind(kExternal, [this](Call& call, Empty) { return look(call); });
    router.bind(kFinishExternal,
                [this](Call& call, FinishExternal form) { return finish(call, std::move(form)); });
    router.bind(kIdentities, [this](Caller const& who, Empty) { return oidc_.of(who); });
    router.bind(kBeginLink, [this](Call& call, BeginLink form) { return begin_link(call, std::move(form)); });
    router.bind(kUnlink, [this](Call& call, Unlink form) {
        return oidc_.unlink(call.caller, std::move(form), routes_.visit(call));
    });
}

Task<http::Response> OidcRoutes::start(api::Call& call, std::string_view provider) const {
    auto const query = query_of(call);
    auto const departure = co_await oidc_.depart(provider, value_of(query, "next"), {});
    if (!departure)
        co_return see(with_problem("/sign-in", departure.error()));
    auto response = see(departure->url);
    response.status = 302;
    set_way(response, call.request.secure, departure->cookie, kWay);
    co_return response;
}

Task<http::Response> OidcRoutes::callback(api::Call& call, std::string_view provider) const {
    auto const& request = call.request;
    auto const query = query_of(call);
    auto arrival = co_await oidc_.arrive(provider, request.cookie(way_cookie(request.secure)),
                                         {.code = std::string(value_of(query, "code")),
                                          .state = std::string(value_of(query, "state")),
                                          .issuer = std::string(value_of(query, "iss")),
                                          .error = std::string(value_of(query, "error"))},
                                         routes_.visit(call));
    std::string where = "/account?linked=yes";
    if (arrival.refusal)
        where = with_problem(arrival.linking ? "/account" : "/sign-in", *arrival.refusal);
    else if (!arrival.linking)
        where = arrival.next.empty() ? "/sign-in/external"
                                     : "/sign-in/external?next=" + percent_encoded(arrival.next);
    auto response = see(where);
    set_way(response, request.secure, "", seconds{0});
    if (!arrival.ticket.empty()) {
        call.set_cookie(ticket_cookie(request.secure), arrival.ticket, kPath, kTicket);
        response.extra_headers += call.response.extra_headers;
    }
    co_return response;
}

Task<Result<External>> OidcRoutes::google(api::Call& call, GoogleCredential form) const {
    bool const browser = form.client == ClientKind::browser;
    if (browser && !routes_.from_our_page(call.request))
        co_return fail(Code::forbidden, "auth.csrf");
    AX_TRY(auto ticket, co_await oidc_.take_google(std::move(form)));
    AX_TRY(auto external, co_await oidc_.look(ticket));
    if (browser)
        call.set_cookie(ticket_cookie(call.request.secure), ticket, kPath, kTicket);
    else
        external.ticket = std::move(ticket);
    co_return external;
}

Task<Result<External>> OidcRoutes::look(api::Call& call) const {
    return oidc_.look(std::string(call.request.cookie(ticket_cookie(call.request.secure))));
}

Task<Result<SignedIn>> OidcRoutes::finish(api::Call& call, FinishExternal form) const {
    auto const& request = call.request;
    // Nobody is to be signed in to a stranger's account from another site, either.
    bool const browser = !form.ticket || form.client == ClientKind::browser;
    if (browser && !routes_.from_our_page(request))
        co_return fail(Code::forbidden, "auth.csrf");
    auto ticket = form.ticket ? *form.ticket : std::string(request.cookie(ticket_cookie(request.secure)));
    AX_TRY(auto session, co_await oidc_.finish(std::move(ticket), std::move(form), routes_.visit(call)));
    call.set_cookie(ticket_cookie(request.secure), "", kPath, Duration{0});
    co_return co_await routes_.signed_in(call, std::move(session));
}

Task<Result<GoThere>> OidcRoutes::begin_link(api::Call& call, BeginLink form) const {
    AX_TRY(auto departure, co_await oidc_.begin_link(call.caller, std::move(form)));
    set_way(call.response, call.request.secure, departure.cookie, kWay);
    co_return GoThere{std::move(departure.url)};
}

}  // namespace ax::auth
