#include "features/auth/second_factor.h"

#include "platform/crypto/totp.h"

#include <algorithm>

#include <fmt/format.h>

namespace ax::auth {
namespace {

constexpr int kRecoveryCodes = 10;
constexpr std::size_t kRecoveryBytes = 10;  // 16 letters
constexpr std::size_t kGroup = 4;

Error throttled(int wait) { return {Code::too_many, "auth.throttled", {}, wait}; }
Error wrong_code() { return {Code::invalid, "request.invalid", {{"code", "wrong_code", {}}}}; }

/// As typed: blanks and dashes do not count, nor does case.
std::string tidied(std::string_view code) {
    std::string out;
    for (auto const c : code) {
        if (c == ' ' || c == '-')
            continue;
        out += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    return out;
}

bool is_of_app(std::string_view code) {
    return code.size() == crypto::kTotpDigits &&
           std::ranges::all_of(code, [](char c) { return c >= '0' && c <= '9'; });
}

std::string hash_of(std::string_view recovery_code) { return crypto::token_hash(recovery_code); }

std::string readable(std::string_view code) {
    std::string out;
    for (std::size_t i = 0; i < code.size(); ++i) {
        if (i > 0 && i % kGroup == 0)
            out += '-';
        out += code[i];
    }
    return out;
}

// The client's QR codes take 106 bytes, 74 of which are the key and the rest of the address: where an e-mail
// address is too long beside them, the app shows the id.
constexpr std::string_view kIssuer = "AspireX";
constexpr std::size_t kLongestLabel = 26;

std::string label_of(AccountRow const& account) {
    if (account.email.size() <= kLongestLabel)  // its @ takes three bytes
        return account.email;
    if (account.student)
        return public_id(*account.student);
    return account.mentor ? public_id(*account.mentor) : "staff";
}

}  // namespace

std::vector<Gate> SecondFactors::gates(AccountId account) const {
    return {Gate{fmt::format("code:a{}", account.value), {.tries = core_.options.login_tries}}};
}

Task<SecondFactors::Proof> SecondFactors::prove(db::Tx& tx, AccountId account,
                                                std::optional<std::string> const& code,
                                                Visit const& visit) const {
    auto const row = co_await store_.find(tx, account);
    if (!row || !row->confirmed)
        co_return Proof::not_needed;
    if (!code)
        co_return Proof::missing;
    auto const typed = tidied(*code);
    if (is_of_app(typed)) {
        auto const secret = core_.keys.open_totp(account, row->sealed);
        auto const step =
            secret ? crypto::totp_accepts(*secret, typed, core_.now(), row->last_step) : std::nullopt;
        co_return step&& co_await store_.use_step(tx, account, *step) ? Proof::right : Proof::wrong;
    }
    if (!co_await store_.use_code(tx, account, hash_of(typed)))
        co_return Proof::wrong;
    co_await core_.accounts.audit(tx, {.account = account, .kind = "recovery_code_used"}, visit, core_.now());
    co_await core_.mail(tx, MailKind::recovery_code_used, {.account = account}, visit);
    co_return Proof::right;
}

Task<Result<SecondFactor>> SecondFactors::state(contract::Caller who) const {
    auto const row = co_await store_.find(core_.ports.db, who.account);
    if (!row || !row->confirmed)
        co_return SecondFactor{};
    co_return SecondFactor{.enabled = true,
                           .recovery_codes_left = co_await store_.count_codes(core_.ports.db, who.account)};
}

Task<Result<SecondFactorOffer>> SecondFactors::begin(contract::Caller who, PasswordOnly form) const {
    AX_CHECK(co_await core_.prove_password(who, "password", form.password));
    auto const secret = crypto::new_totp_secret();
    auto const sealed = core_.keys.seal_totp(who.account, secret);
    auto const label = co_await core_.ports.db.write([&](db::Tx& tx) -> Task<std::string> {
        auto const account = co_await core_.accounts.find(tx, who.account);
        if (!account || !co_await store_.begin(tx, who.account, sealed))
            co_return std::string{};
        co_return label_of(*account);
    });
    if (label.empty())
        co_return fail(Code::conflict, "auth.second_factor_on");
    co_return SecondFactorOffer{.secret = crypto::to_base32(secret),
                                .uri = crypto::totp_uri(secret, kIssuer, label)};
}

Task<RecoveryCodes> SecondFactors::new_codes(db::Tx& tx, AccountId account) const {
    co_await store_.remove_codes(tx, account);
    RecoveryCodes out;
    for (int i = 0; i < kRecoveryCodes; ++i) {
        auto const code = crypto::to_base32(crypto::random_bytes(kRecoveryBytes));
        co_await store_.add_code(tx, account, hash_of(code));
        out.codes.push_back(readable(code));
    }
    co_return out;
}

Task<Result<RecoveryCodes>> SecondFactors::confirm(contract::Caller who, SecondFactorCode form,
                                                   Visit visit) const {
    // Refusals count, so they commit: they are no errors in here.
    std::optional<Error> refusal;
    auto codes = co_await core_.ports.db.write([&](db::Tx& tx) -> Task<RecoveryCodes> {
        refusal.reset();
        auto const now = core_.now();
        auto const all = gates(who.account);
        if (auto const wait = co_await core_.throttle.admit(tx, all, now)) {
            refusal = throttled(*wait);
            co_return RecoveryCodes{};
        }
        auto const row = co_await store_.find(tx, who.account);
        bool const begun = row && !row->confirmed;
        auto const secret = begun ? core_.keys.open_totp(who.account, row->sealed) : std::nullopt;
        auto const step =
            secret ? crypto::totp_accepts(*secret, tidied(form.code), now, row->last_step) : std::nullopt;
        co_await core_.throttle.settle(tx, all, begun && !step);
        if (!begun)
            refusal = Error{Code::conflict, "auth.second_factor_not_begun"};
        else if (!step || !co_await store_.confirm(tx, who.account, *step, now))
            refusal = wrong_code();
        if (refusal)
            co_return RecoveryCodes{};
        co_await core_.accounts.audit(
            tx, {.account = who.account, .kind = "second_factor_on", .device = who.device}, visit, now);
        co_await core_.mail(tx, MailKind::second_factor_on, {.account = who.account}, visit);
        co_return co_await new_codes(tx, who.account);
    });
    if (refusal)
        co_return std::unexpected(*std::move(refusal));
    co_return codes;
}

template <class Then>
Task<Result<void>> SecondFactors::with_code(contract::Caller who, std::string const& code, Visit const& visit,
                                            Then then) const {
    std::optional<Error> refusal;
    co_await core_.ports.db.write([&](db::Tx& tx) -> Task<bool> {
        refusal.reset();
        auto const all = gates(who.account);
        if (auto const wait = co_await core_.throttle.admit(tx, all, core_.now())) {
            refusal = throttled(*wait);
            co_return true;
        }
        auto const proof = co_await prove(tx, who.account, code, visit);
        co_await core_.throttle.settle(tx, all, proof == Proof::wrong);
        if (proof == Proof::not_needed)
            refusal = Error{Code::conflict, "auth.second_factor_off"};
        else if (proof != Proof::right)
            refusal = wrong_code();
        else
            co_await then(tx);
        co_return true;
    });
    if (refusal)
        co_return std::unexpected(*std::move(refusal));
    co_return Result<void>{};
}

Task<Result<void>> SecondFactors::prove_again(contract::Caller who, std::optional<std::string> code,
                                              Visit visit) const {
    auto const row = co_await store_.find(core_.ports.db, who.account);
    if (!row || !row->confirmed)
        co_return Result<void>{};
    if (!code)
        co_return fail_field("code", "required");
    co_return co_await with_code(who, *code, visit, [](db::Tx&) -> Task<void> { co_return; });
}

Task<Result<RecoveryCodes>> SecondFactors::renew_codes(contract::Caller who, SecondFactorProof form,
                                                       Visit visit) const {
    AX_CHECK(co_await core_.prove_password(who, "password", form.password));
    RecoveryCodes codes;
    AX_CHECK(co_await with_code(who, form.code, visit, [&](db::Tx& tx) -> Task<void> {
        codes = co_await new_codes(tx, who.account);
        co_await core_.accounts.audit(
            tx, {.account = who.account, .kind = "recovery_codes_renewed", .device = who.device}, visit,
            core_.now());
    }));
    co_return codes;
}

Task<Result<Empty>> SecondFactors::end(contract::Caller who, SecondFactorProof form, Visit visit) const {
    AX_CHECK(co_await core_.prove_password(who, "password", form.password));
    AX_CHECK(co_await with_code(who, form.code, visit,
                                [&](db::Tx& tx) -> Task<void> { co_await end_for(tx, who.account, visit); }));
    co_return Empty{};
}

Task<bool> SecondFactors::end_for(db::Tx& tx, AccountId account, Visit const& visit) const {
    auto const row = co_await store_.find(tx, account);
    if (!row || !row->confirmed)
        co_return false;
    co_await store_.remove(tx, account);
    co_await core_.accounts.audit(tx, {.account = account, .kind = "second_factor_off"}, visit, core_.now());
    co_await core_.mail(tx, MailKind::second_factor_off, {.account = account}, visit);
    co_return true;
}

}  // namespace ax::auth
