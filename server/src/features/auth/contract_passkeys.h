#pragma once
// Size: one table of shapes and endpoints; formatting alone makes it long.

#include "features/auth/contract_second_factor.h"

/// Passkeys (WebAuthn level 3): what travels. Bytes are base64url without padding. The client turns an offer
/// into PublicKeyCredentialCreationOptions and a challenge into PublicKeyCredentialRequestOptions.
namespace ax::auth {

using PasskeyId = Id<struct PasskeyTag>;

inline constexpr Length kPasskeyName{1, 60};

struct Passkey {
    PasskeyId id;
    std::string name;
    bool synced = false;
    Instant created_at;
    std::optional<Instant> last_used_at;
    static constexpr auto wire() {
        return contract::Fields{
            field("id", &Passkey::id),
            field("name", &Passkey::name),
            field("synced", &Passkey::synced, "Kept by more than one device"),
            field("created_at", &Passkey::created_at),
            field("last_used_at", &Passkey::last_used_at, "Null until the first time"),
        };
    }
};

struct PasskeyList {
    std::vector<Passkey> items;
    static constexpr auto wire() { return contract::Fields{field("items", &PasskeyList::items)}; }
};

struct PasskeyProof {
    std::string password;
    std::optional<std::string> code;
    static constexpr auto wire() {
        return contract::Fields{
            field("password", &PasskeyProof::password, Length{1, 256}),
            field("code", &PasskeyProof::code, kCodeLength, "Where two-step sign-in is on"),
        };
    }
};

struct KnownPasskey {
    std::string id;
    std::vector<std::string> transports;
    static constexpr auto wire() {
        return contract::Fields{field("id", &KnownPasskey::id),
                                field("transports", &KnownPasskey::transports)};
    }
};

struct PasskeyOffer {
    std::string challenge;
    std::string rp_id;
    std::string user_handle;
    std::string user_name;
    std::string display_name;
    std::vector<int> algorithms;
    std::vector<KnownPasskey> known;
    static constexpr auto wire() {
        return contract::Fields{
            field("challenge", &PasskeyOffer::challenge, "For five minutes, once"),
            field("rp_id", &PasskeyOffer::rp_id),
            field("user_handle", &PasskeyOffer::user_handle),
            field("user_name", &PasskeyOffer::user_name),
            field("display_name", &PasskeyOffer::display_name),
            field("algorithms", &PasskeyOffer::algorithms, "Of COSE, the preferred one first"),
            field("known", &PasskeyOffer::known, "An authenticator that has one of these makes no other"),
        };
    }
};

struct NewPasskey {
    std::string name;
    std::string client_data;
    std::string attestation;
    std::vector<std::string> transports;
    static constexpr auto wire() {
        return contract::Fields{
            field("name", &NewPasskey::name, kPasskeyName),
            field("client_data", &NewPasskey::client_data, Length{1, 4096}, "response.clientDataJSON"),
            field("attestation", &NewPasskey::attestation, Length{1, 16384}, "response.attestationObject"),
            field("transports", &NewPasskey::transports, contract::Items{16}, "response.getTransports()"),
        };
    }
};

struct RenamePasskey {
    PasskeyId passkey;
    std::string name;
    static constexpr auto wire() {
        return contract::Fields{field("passkey", &RenamePasskey::passkey, "From the path"),
                                field("name", &RenamePasskey::name, kPasskeyName)};
    }
};

struct RemovePasskey {
    PasskeyId passkey;
    std::string password;
    std::optional<std::string> code;
    static constexpr auto wire() {
        return contract::Fields{
            field("passkey", &RemovePasskey::passkey, "From the path"),
            field("password", &RemovePasskey::password, Length{1, 256}),
            field("code", &RemovePasskey::code, kCodeLength, "Where two-step sign-in is on"),
        };
    }
};

enum class PasskeyPurpose : unsigned char { sign_in, second_factor };
constexpr auto wire_names(PasskeyPurpose) {
    return std::array<std::string_view, 2>{"sign_in", "second_factor"};
}

struct PasskeyWish {
    PasskeyPurpose purpose{};
    static constexpr auto wire() {
        return contract::Fields{
            field("purpose", &PasskeyWish::purpose,
                  "sign_in: in the place of name, password and code; second_factor: beside the password")};
    }
};

struct PasskeyChallenge {
    std::string challenge;
    std::string rp_id;
    std::string user_verification;
    static constexpr auto wire() {
        return contract::Fields{
            field("challenge", &PasskeyChallenge::challenge, "For five minutes, once"),
            field("rp_id", &PasskeyChallenge::rp_id),
            field("user_verification", &PasskeyChallenge::user_verification, "required or preferred"),
        };
    }
};

struct PasskeySignIn {
    PasskeyAssertion passkey;
    std::optional<ClientKind> client;
    std::optional<std::string> device_name;
    static constexpr auto wire() {
        return contract::Fields{
            field("passkey", &PasskeySignIn::passkey),
            field("client", &PasskeySignIn::client, "As for signing in with a password"),
            field("device_name", &PasskeySignIn::device_name, Length{0, 100}),
        };
    }
};

inline constexpr Endpoint<Empty, PasskeyList> kPasskeys{.verb = Verb::get,
                                                        .path = "/auth/passkeys/",
                                                        .name = "auth.passkeys",
                                                        .access = Access::signed_in,
                                                        .summary = "The passkeys of this account"};

inline constexpr Endpoint<PasskeyProof, PasskeyOffer> kBeginPasskey{
    .verb = Verb::post,
    .path = "/auth/passkeys/begin/",
    .name = "auth.beginPasskey",
    .access = Access::signed_in,
    .summary = "What an authenticator needs to make a passkey",
    .limit = PerMinute{20},
    .failures = {"auth.passkeys_unavailable", "auth.too_many_passkeys", "auth.no_password",
                 "auth.throttled"}};

inline constexpr Endpoint<NewPasskey, Passkey> kAddPasskey{
    .verb = Verb::post,
    .path = "/auth/passkeys/",
    .name = "auth.addPasskey",
    .access = Access::signed_in,
    .summary = "Keep the passkey that was made",
    .limit = PerMinute{20},
    .success = 201,
    .failures = {"auth.passkeys_unavailable", "auth.too_many_passkeys", "auth.passkey_unusable",
                 "auth.passkey_late", "auth.passkey_known"}};

inline constexpr Endpoint<RenamePasskey, Empty> kRenamePasskey{.verb = Verb::patch,
                                                               .path = "/auth/passkeys/{passkey}/",
                                                               .name = "auth.renamePasskey",
                                                               .access = Access::signed_in,
                                                               .summary = "Call it something else",
                                                               .failures = {"auth.unknown_passkey"}};

inline constexpr Endpoint<RemovePasskey, Empty> kRemovePasskey{
    .verb = Verb::post,
    .path = "/auth/passkeys/{passkey}/remove/",
    .name = "auth.removePasskey",
    .access = Access::signed_in,
    .summary = "It signs nobody in any more",
    .limit = PerMinute{20},
    .failures = {"auth.unknown_passkey", "auth.no_password", "auth.throttled"}};

inline constexpr Endpoint<PasskeyWish, PasskeyChallenge> kPasskeyChallenge{
    .verb = Verb::post,
    .path = "/auth/passkeys/challenge/",
    .name = "auth.passkeyChallenge",
    .access = Access::anyone,
    .summary = "What a passkey has to sign; the same for everybody",
    .limit = PerMinute{60},
    .failures = {"auth.passkeys_unavailable"}};

inline constexpr Endpoint<PasskeySignIn, SignedIn> kSignInWithPasskey{
    .verb = Verb::post,
    .path = "/auth/passkeys/sign-in/",
    .name = "auth.signInWithPasskey",
    .access = Access::anyone,
    .summary = "Sign in with a passkey that has verified its person: no password, no code",
    .limit = PerMinute{60},
    .failures = {"auth.passkeys_unavailable", "auth.passkey_refused", "auth.passkey_late", "auth.throttled",
                 "auth.csrf"}};

}  // namespace ax::auth
