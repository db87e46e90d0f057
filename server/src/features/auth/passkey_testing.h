#pragma once

#include "features/auth/contract_passkeys.h"
#include "platform/crypto/encode.h"
#include "platform/crypto/hash.h"
#include "platform/crypto/p256.h"

#include <cstdint>
#include <string>
#include <string_view>

#include <fmt/format.h>

/// For this feature's tests: an authenticator with one key on P-256, and the browser in front of it.
namespace ax::auth::testing {

inline std::string cbor_bytes(std::string_view bytes) {
    auto const size = bytes.size();
    std::string head{'\x59', static_cast<char>(size >> 8U), static_cast<char>(size & 255U)};
    return head.append(bytes);
}

inline std::string cbor_text(std::string_view text) {
    return static_cast<char>(0x60U + text.size()) + std::string(text);
}

/// A signature of 64 bytes as X9.62 writes it.
inline std::string to_der(std::string_view signature) {
    std::string body;
    for (auto number : {signature.substr(0, 32), signature.substr(32)}) {
        while (number.size() > 1 && number.front() == '\0') number.remove_prefix(1);
        bool const high = (static_cast<unsigned char>(number.front()) & 0x80U) != 0;
        body += '\x02';
        body += static_cast<char>(number.size() + (high ? 1 : 0));
        if (high)
            body += '\0';
        body += number;
    }
    return std::string{'\x30', static_cast<char>(body.size())} + body;
}

struct Authenticator {
    static constexpr unsigned kPresentAndVerified = 0x05;
    static constexpr unsigned kCredential = 0x40;

    std::string rp_id = "aspirex.example";
    std::string origin = "https://aspirex.example";
    std::string cross_origin = "false";
    unsigned flags = kPresentAndVerified;
    std::uint32_t counter = 0;
    std::string id = crypto::random_bytes(32);
    crypto::P256Pair pair = crypto::new_p256_pair();

    [[nodiscard]] std::string client_data(std::string_view type, std::string_view challenge) const {
        return fmt::format(R"({{"type":"{}","challenge":"{}","origin":"{}","crossOrigin":{},"other":[1]}})",
                           type, challenge, origin, cross_origin);
    }
    [[nodiscard]] std::string cose_key() const {
        auto const x = pair.public_key.substr(1, 32);
        auto const y = pair.public_key.substr(33);
        return "\xa5\x01\x02\x03\x26\x20\x01\x21" + cbor_bytes(x) + "\x22" + cbor_bytes(y);
    }
    [[nodiscard]] std::string data(bool made_now = false) const {
        std::string out(crypto::bytes(crypto::sha256(rp_id)));
        out += static_cast<char>(flags | (made_now ? kCredential : 0U));
        for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(counter >> shift & 255U);
        if (!made_now)
            return out;
        out += std::string(16, '\0');
        out += static_cast<char>(id.size() >> 8U);
        out += static_cast<char>(id.size() & 255U);
        return out + id + cose_key();
    }
    [[nodiscard]] NewPasskey made(std::string_view challenge, std::string name = "My key") const {
        auto const attestation = '\xa3' + cbor_text("fmt") + cbor_text("none") + cbor_text("attStmt") +
                                 '\xa0' + cbor_text("authData") + cbor_bytes(data(true));
        return {.name = std::move(name),
                .client_data = crypto::to_base64url(client_data("webauthn.create", challenge)),
                .attestation = crypto::to_base64url(attestation),
                .transports = {"internal", "telepathy", "usb"}};
    }
    [[nodiscard]] PasskeyAssertion says(std::string_view challenge,
                                        std::string_view type = "webauthn.get") const {
        auto const said = client_data(type, challenge);
        auto const signed_data = data() + std::string(crypto::bytes(crypto::sha256(said)));
        return {.id = crypto::to_base64url(id),
                .client_data = crypto::to_base64url(said),
                .authenticator_data = crypto::to_base64url(data()),
                .signature = crypto::to_base64url(to_der(crypto::sign_es256(pair, signed_data))),
                .user_handle = {}};
    }
};

}  // namespace ax::auth::testing
