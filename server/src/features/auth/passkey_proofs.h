#pragma once

#include "features/auth/core.h"
#include "features/auth/passkey_store.h"
#include "features/auth/webauthn.h"

#include <optional>
#include <string>

/// Is this really a passkey of ours, and for what was asked? Checked outside of a transaction, used up inside
/// the one that grants something.
namespace ax::auth {

inline constexpr Duration kPasskeyChallengeLife = minutes{5};

/// An assertion that is right as far as it says itself.
struct CheckedPasskey {
    PasskeyRow row;
    std::uint32_t counter = 0;
    bool synced = false;
    Keys::Challenge challenge;
};

/// Thread-safe; no state of its own.
class PasskeyProofs {
public:
    explicit PasskeyProofs(Core const& core) : core_(core) {}

    /// Base64url, as it travels.
    [[nodiscard]] std::string challenge(std::string_view purpose) const;
    /// Fails with auth.passkey_late.
    [[nodiscard]] Result<std::optional<Keys::Challenge>> read_challenge(std::string_view purpose,
                                                                        std::string_view text) const;
    /// Fails with auth.passkeys_unavailable.
    [[nodiscard]] Result<webauthn::RelyingParty> us() const;

    [[nodiscard]] Task<std::optional<PasskeyRow>> find(PasskeyAssertion const& form) const;
    /// 401 auth.passkey_refused for whatever is wrong, auth.passkey_late.
    [[nodiscard]] Result<CheckedPasskey> check(std::optional<PasskeyRow> row, PasskeyAssertion const& form,
                                               PasskeyPurpose purpose) const;
    /// False: its challenge was used already, it was removed meanwhile, or its counter went backwards, which
    /// is put on record.
    Task<bool> use(db::Tx& tx, CheckedPasskey const& checked, Visit const& visit) const;

private:
    Core const& core_;
    PasskeyStore store_ = {};
};

}  // namespace ax::auth
