#include "features/auth/routes.h"

#include <fmt/format.h>

namespace ax::auth {
namespace {

constexpr std::string_view kCookiePath = "/api/";
constexpr Duration kMarkLife = days{365};

// The prefix makes browsers refuse the cookie unless it was set over TLS. (`__Host-` would want the path
// "/".)
std::string_view refresh_cookie(bool secure) { return secure ? "__Secure-ax_refresh" : "ax_refresh"; }
std::string_view mark_cookie(bool secure) { return secure ? "__Secure-ax_known" : "ax_known"; }

}  // namespace

void Routes::bind(api::Router& router) {
    using api::Call;
    using contract::Caller;
    router.bind(kRegister, [this](Call& call, Register form) {
        return registration_.sign_up(std::move(form), visit(call));
    });
    router.bind(kVerifyEmail, [this](Call& call, VerifyEmail form) { return verify(call, std::move(form)); });
    router.bind(kResendVerification, [this](Call& call, EmailOnly form) {
        return registration_.resend(std::move(form), visit(call));
    });
    router.bind(kLogin, [this](Call& call, Login form) { return login(call, std::move(form)); });
    router.bind(kRefresh, [this](Call& call, Refresh form) { return refresh(call, std::move(form)); });
    router.bind(kLogout, [this](Call& call, Empty) { return logout(call); });
    router.bind(kLogoutEverywhere, [this](Call& call, Empty) { return logout_everywhere(call); });
    router.bind(kMe, [this](Caller const& who, Empty) { return me(who); });
    router.bind(kDevices, [this](Caller const& who, Empty) { return sessions_.devices(who); });
    router.bind(kRevokeDevice, [this](Call& call, OneDevice which) {
        return sessions_.revoke(call.caller, which.device, visit(call));
    });
    router.bind(kForgotPassword, [this](Call& call, EmailOnly form) {
        return passwords_.forgot(std::move(form), visit(call));
    });
    router.bind(kResetPassword, [this](Call& call, ResetPassword form) {
        return passwords_.reset(std::move(form), visit(call));
    });
    router.bind(kChangePassword, [this](Call& call, ChangePassword form) {
        return passwords_.change(call.caller, std::move(form), visit(call));
    });
    router.bind(kSecondFactor, [this](Caller const& who, Empty) { return factors_.state(who); });
    router.bind(kBeginSecondFactor, [this](Caller const& who, PasswordOnly form) {
        return factors_.begin(who, std::move(form));
    });
    router.bind(kConfirmSecondFactor, [this](Call& call, SecondFactorCode form) {
        return factors_.confirm(call.caller, std::move(form), visit(call));
    });
    router.bind(kRenewRecoveryCodes, [this](Call& call, SecondFactorProof form) {
        return factors_.renew_codes(call.caller, std::move(form), visit(call));
    });
    router.bind(kEndSecondFactor, [this](Call& call, SecondFactorProof form) {
        return factors_.end(call.caller, std::move(form), visit(call));
    });
    router.bind(kApiTokens, [this](Caller const& who, Empty) { return tokens_.list(who); });
    router.bind(kCreateApiToken, [this](Call& call, ApiTokenWish wish) {
        return tokens_.create(call.caller, std::move(wish), visit(call));
    });
    router.bind(kRevokeApiToken, [this](Call& call, OneApiToken which) {
        return tokens_.revoke(call.caller, which.token, visit(call));
    });
    router.bind(kAddRole, [this](Call& call, AddRole form) {
        return registration_.add_role(call.caller, form, visit(call));
    });
    bind_passkeys(router);
}

void Routes::bind_passkeys(api::Router& router) {
    using api::Call;
    using contract::Caller;
    router.bind(kPasskeys, [this](Caller const& who, Empty) { return passkeys_.list(who); });
    router.bind(kBeginPasskey, [this](Call& call, PasskeyProof form) {
        return passkeys_.begin(call.caller, std::move(form), visit(call));
    });
    router.bind(kAddPasskey, [this](Call& call, NewPasskey form) {
        return passkeys_.add(call.caller, std::move(form), visit(call));
    });
    router.bind(kRenamePasskey, [this](Caller const& who, RenamePasskey form) {
        return passkeys_.rename(who, std::move(form));
    });
    router.bind(kRemovePasskey, [this](Call& call, RemovePasskey form) {
        return passkeys_.remove(call.caller, std::move(form), visit(call));
    });
    router.bind(kPasskeyChallenge, [this](Call&, PasskeyWish wish) -> Task<Result<PasskeyChallenge>> {
        co_return passkeys_.challenge(wish);
    });
    router.bind(kSignInWithPasskey, [this](Call& call, PasskeySignIn form) {
        return sign_in_with_passkey(call, std::move(form));
    });
}

Visit Routes::visit(api::Call const& call) const {
    auto const& request = call.request;
    Visit out{.network = network_of(request.remote),
              .request_id = std::string(request.request_id),
              .user_agent = std::string(request.header("user-agent").substr(0, 512)),
              .mark_account = {},
              .mark = {}};
    if (auto mark = core_.keys.read_mark(request.cookie(mark_cookie(request.secure)))) {
        out.mark_account = mark->account;
        out.mark = std::move(mark->nonce);
    }
    return out;
}

bool Routes::from_another_site(http::Request const& request) const {
    auto const site = request.header("sec-fetch-site");
    if (!site.empty() && site != "same-origin" && site != "none")
        return true;
    auto const origin = request.header("origin");
    return !origin.empty() && origin != origin_of(core_.options.base_url) &&
           origin != fmt::format("{}://{}", request.secure ? "https" : "http", request.header("host"));
}

Result<void> Routes::may_keep_session(api::Call const& call, std::optional<ClientKind> client) const {
    if (client == ClientKind::browser && from_another_site(call.request))
        return fail(Code::forbidden, "auth.csrf");
    return {};
}

bool Routes::from_our_page(http::Request const& request) const {
    return !request.header("origin").empty() && !from_another_site(request);
}

void Routes::forget_cookie(api::Call const& call) const {
    auto const name = refresh_cookie(call.request.secure);
    if (!call.request.cookie(name).empty())
        call.set_cookie(name, "", kCookiePath, Duration{0});
}

Task<SignedIn> Routes::signed_in(api::Call& call, Session session) const {
    SignedIn out{.token = std::move(session.access),
                 .expires_at = session.access_expires_at,
                 .user = co_await core_.user(core_.ports.db, session.account),
                 .refresh_token = {},
                 .csrf_token = {}};
    call.response.account = session.account.id.value;
    if (session.client == ClientKind::api) {
        out.refresh_token = std::move(session.refresh);
        co_return out;
    }
    out.csrf_token = core_.keys.csrf(session.device);
    bool const secure = call.request.secure;
    call.set_cookie(refresh_cookie(secure), session.refresh, kCookiePath,
                    session.device_expires_at - core_.now());
    call.set_cookie(mark_cookie(secure), core_.keys.mark(session.account.id), kCookiePath, kMarkLife);
    co_return out;
}

// A session that a browser keeps is not planted by another site: its visitor would work in a stranger's
// account.
Task<Result<SignedIn>> Routes::login(api::Call& call, Login form) const {
    AX_CHECK(may_keep_session(call, form.client));
    AX_TRY(auto session, co_await sessions_.login(std::move(form), visit(call)));
    co_return co_await signed_in(call, std::move(session));
}

Task<Result<SignedIn>> Routes::sign_in_with_passkey(api::Call& call, PasskeySignIn form) const {
    AX_CHECK(may_keep_session(call, form.client));
    AX_TRY(auto session, co_await passkeys_.sign_in(std::move(form), visit(call)));
    co_return co_await signed_in(call, std::move(session));
}

Task<Result<SignedIn>> Routes::verify(api::Call& call, VerifyEmail form) const {
    AX_CHECK(may_keep_session(call, form.client));
    AX_TRY(auto session, co_await registration_.verify(std::move(form), visit(call)));
    co_return co_await signed_in(call, std::move(session));
}

Task<Result<SignedIn>> Routes::refresh(api::Call& call, Refresh form) const {
    auto const& request = call.request;
    if (form.refresh_token) {
        AX_TRY(auto session,
               co_await sessions_.refresh(*form.refresh_token, ClientKind::api, "", visit(call)));
        co_return co_await signed_in(call, std::move(session));
    }
    auto const cookie = request.cookie(refresh_cookie(request.secure));
    if (cookie.empty())
        co_return fail(Code::unauthenticated, "auth.session_expired");
    if (!from_our_page(request))
        co_return fail(Code::forbidden, "auth.csrf");
    auto session = co_await sessions_.refresh(std::string(cookie), ClientKind::browser,
                                              std::string(request.header("x-csrf-token")), visit(call));
    if (!session) {
        if (session.error().code == Code::unauthenticated)
            forget_cookie(call);
        co_return std::unexpected(std::move(session).error());
    }
    co_return co_await signed_in(call, std::move(*session));
}

// The header alone is enough: no other site can send it. Without one the cookie says which device it is.
Task<Result<Empty>> Routes::logout(api::Call& call) const {
    if (call.caller.signed_in()) {
        AX_CHECK(co_await sessions_.logout(call.caller, visit(call)));
        forget_cookie(call);
        co_return Empty{};
    }
    auto const& request = call.request;
    auto const cookie = request.cookie(refresh_cookie(request.secure));
    if (cookie.empty())
        co_return Empty{};
    if (!from_our_page(request))
        co_return fail(Code::forbidden, "auth.csrf");
    AX_CHECK(co_await sessions_.logout_by_token(std::string(cookie),
                                                std::string(request.header("x-csrf-token")), visit(call)));
    forget_cookie(call);
    co_return Empty{};
}

Task<Result<Empty>> Routes::logout_everywhere(api::Call& call) const {
    AX_CHECK(co_await sessions_.logout_everywhere(call.caller, visit(call)));
    forget_cookie(call);
    co_return Empty{};
}

Task<Result<User>> Routes::me(contract::Caller who) const {
    auto const account = co_await core_.accounts.find(core_.ports.db, who.account);
    if (!account)
        co_return fail(Code::unauthenticated, "auth.session_expired");
    co_return co_await core_.user(core_.ports.db, *account);
}

}  // namespace ax::auth
