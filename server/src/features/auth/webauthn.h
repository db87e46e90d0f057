#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// What browsers and authenticators say about a passkey, read and checked as WebAuthn level 3 has it
/// (sections 7.1 and 7.2). Pure, total on any bytes.
namespace ax::auth::webauthn {

/// Who we are to an authenticator: the host of our address, which it binds keys to, and our pages' origin.
struct RelyingParty {
    std::string id;
    std::string origin;
};
/// Nothing for an address that passkeys can't be bound to: a number instead of a name.
[[nodiscard]] std::optional<RelyingParty> relying_party(std::string_view base_url);

inline constexpr std::string_view kCreate = "webauthn.create";
inline constexpr std::string_view kGet = "webauthn.get";

/// The challenge in a clientDataJSON; nothing unless it is of this type and of a page of ours that stands
/// alone.
[[nodiscard]] std::optional<std::string> challenge_in(std::string_view client_data, std::string_view type,
                                                      RelyingParty const& us);

/// What the authenticator itself says. Views are of what was read.
struct AuthenticatorData {
    bool verified = false;  // its person: by fingerprint, face or PIN
    bool can_sync = false;
    bool synced = false;
    std::uint32_t counter = 0;
    std::string_view credential = {};  // of a new passkey, empty otherwise
    std::string_view public_key = {};  // the same: a COSE_Key
};
/// Nothing unless it is whole, for us, somebody was there, and its flags can be true together.
[[nodiscard]] std::optional<AuthenticatorData> read_authenticator_data(std::string_view all,
                                                                       RelyingParty const& us);

/// The authenticator data in an attestation object. Who made the authenticator is not asked for, so a
/// statement about that is not looked at.
[[nodiscard]] std::optional<std::string_view> authenticator_data_in(std::string_view attestation);

}  // namespace ax::auth::webauthn
