// Any bytes are what an authenticator says or are refused: what is taken lies inside of them, and its key
// verifies without a fault.
// Links: platform/crypto features/auth
#include "features/auth/webauthn.h"
#include "platform/crypto/cbor.h"
#include "platform/crypto/cose_key.h"
#include "property.h"

#include <string>

namespace {

using namespace ax::auth::webauthn;
using ax::fuzz::require;

RelyingParty const kUs{.id = "localhost", .origin = "http://localhost:8000"};

bool lies_in(std::string_view part, std::string_view whole) {
    return part.empty() ||
           (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

void check(ax::crypto::CborItem const& item, std::string_view whole, int depth) {
    require(depth <= ax::crypto::kDeepestCbor, "no deeper than the bound");
    require(lies_in(item.text, whole), "a text is a part of what was read");
    require(item.kind != ax::crypto::CborItem::Kind::map || item.items.size() % 2 == 0,
            "each key has a value");
    for (auto const& inner : item.items) check(inner, whole, depth + 1);
}

void check_data(std::string_view bytes) {
    auto const said = read_authenticator_data(bytes, kUs);
    if (!said)
        return;
    require(lies_in(said->credential, bytes) && lies_in(said->public_key, bytes),
            "views are of what was read");
    require(said->can_sync || !said->synced, "what is synced can be");
    if (auto const key = ax::crypto::CoseKey::read(said->public_key))
        require(!key->signed_this("never signed", "no signature"), "no signature is none");
}

}  // namespace

int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const input = ax::fuzz::view(data, size);
    auto rest = input;
    if (auto const item = ax::crypto::take_cbor(rest))
        check(*item, input, 1);
    require(rest.size() <= input.size(), "bytes are only taken");
    check_data(input);
    if (auto const inner = authenticator_data_in(input))
        check_data(*inner);
    static_cast<void>(challenge_in(input, kGet, kUs));
    static_cast<void>(relying_party(input));
    return 0;
}
