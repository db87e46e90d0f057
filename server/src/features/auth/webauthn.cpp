#include "features/auth/webauthn.h"

#include "base/text.h"
#include "contract/codec.h"
#include "features/auth/model.h"
#include "platform/crypto/cbor.h"
#include "platform/crypto/encode.h"
#include "platform/crypto/hash.h"
#include "platform/http/text.h"

#include <algorithm>

namespace ax::auth::webauthn {
namespace {

// Flags of authenticator data (section 6.1).
constexpr unsigned kPresent = 0x01;
constexpr unsigned kVerified = 0x04;
constexpr unsigned kCanSync = 0x08;
constexpr unsigned kSynced = 0x10;
constexpr unsigned kHasCredential = 0x40;
constexpr unsigned kHasExtensions = 0x80;

constexpr std::size_t kHash = 32;
constexpr std::size_t kModel = 16;  // of the authenticator, not asked for
constexpr std::size_t kLongestCredential = 1023;

struct ClientData {
    std::string type;
    std::string challenge;
    std::string origin;
    std::optional<bool> cross_origin;
    static constexpr auto wire() {
        using contract::field;
        return contract::Fields{field("type", &ClientData::type), field("challenge", &ClientData::challenge),
                                field("origin", &ClientData::origin),
                                field("crossOrigin", &ClientData::cross_origin)};
    }
};

/// Takes bytes off the front; empty where there are not enough.
class Bytes {
public:
    explicit Bytes(std::string_view rest) : rest(rest) {}
    std::optional<std::string_view> take(std::size_t size) {
        if (size > rest.size())
            return std::nullopt;
        auto const out = rest.substr(0, size);
        rest.remove_prefix(size);
        return out;
    }
    std::optional<std::uint32_t> number(std::size_t size) {
        auto const bytes = take(size);
        if (!bytes)
            return std::nullopt;
        std::uint32_t out = 0;
        for (auto const c : *bytes) out = out << 8U | static_cast<unsigned char>(c);
        return out;
    }
    /// The bytes of one map of CBOR.
    std::optional<std::string_view> map() {
        auto const whole = rest;
        auto const item = crypto::take_cbor(rest);
        if (!item || item->kind != crypto::CborItem::Kind::map)
            return std::nullopt;
        return whole.substr(0, whole.size() - rest.size());
    }

    std::string_view rest;
};

/// False unless it is all there.
bool take_credential(Bytes& bytes, AuthenticatorData& out) {
    auto const model = bytes.take(kModel);
    auto const length = bytes.number(2);
    if (!model || !length || *length == 0 || *length > kLongestCredential)
        return false;
    auto const credential = bytes.take(*length);
    auto const key = credential ? bytes.map() : std::nullopt;
    if (!key)
        return false;
    out.credential = *credential;
    out.public_key = *key;
    return true;
}

}  // namespace

std::optional<RelyingParty> relying_party(std::string_view base_url) {
    std::string url(base_url);
    std::ranges::transform(url, url.begin(), http::ascii_lower);
    auto const host = host_of(url);
    // A name of numbers only is an address; in brackets (IPv6) there is no host at all.
    if (host.empty() || std::ranges::all_of(host, [](char c) { return c == '.' || (c >= '0' && c <= '9'); }))
        return std::nullopt;
    auto origin = origin_of(url);
    // As browsers write it: the usual port is not said.
    std::string_view const usual = url.starts_with("https://") ? ":443" : ":80";
    if (origin.ends_with(usual))
        origin.remove_suffix(usual.size());
    return RelyingParty{.id = std::string(host), .origin = std::string(origin)};
}

std::optional<std::string> challenge_in(std::string_view client_data, std::string_view type,
                                        RelyingParty const& us) {
    auto const said = contract::decode<ClientData>(client_data);
    if (!said || said->type != type || said->origin != us.origin || said->cross_origin.value_or(false))
        return std::nullopt;
    return crypto::from_base64url(said->challenge);
}

std::optional<AuthenticatorData> read_authenticator_data(std::string_view all, RelyingParty const& us) {
    Bytes bytes(all);
    auto const for_whom = bytes.take(kHash);
    auto const flags = bytes.number(1);
    auto const counter = bytes.number(4);
    // What is too short for the hash may be long enough for the rest.
    if (!for_whom || !flags || !counter || *for_whom != crypto::bytes(crypto::sha256(us.id)) ||
        (*flags & kPresent) == 0)
        return std::nullopt;
    AuthenticatorData out{.verified = (*flags & kVerified) != 0,
                          .can_sync = (*flags & kCanSync) != 0,
                          .synced = (*flags & kSynced) != 0,
                          .counter = *counter};
    if (out.synced && !out.can_sync)
        return std::nullopt;
    if ((*flags & kHasCredential) != 0 && !take_credential(bytes, out))
        return std::nullopt;
    if ((*flags & kHasExtensions) != 0 && !bytes.map())
        return std::nullopt;
    return bytes.rest.empty() ? std::optional(out) : std::nullopt;
}

std::optional<std::string_view> authenticator_data_in(std::string_view attestation) {
    auto const object = crypto::take_cbor(attestation);
    auto const* const data = object && attestation.empty() ? object->at("authData") : nullptr;
    if (data == nullptr || data->kind != crypto::CborItem::Kind::bytes)
        return std::nullopt;
    return data->text;
}

}  // namespace ax::auth::webauthn
