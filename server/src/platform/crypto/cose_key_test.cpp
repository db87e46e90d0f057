#include "platform/crypto/cose_key.h"

#include "platform/crypto/cbor.h"
#include "platform/crypto/encode.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace ax::crypto {
namespace {

std::string hex(std::string_view text) { return from_hex(text).value(); }

std::optional<CborItem> whole(std::string_view bytes) {
    auto item = take_cbor(bytes);
    return bytes.empty() ? item : std::nullopt;
}

TEST(Cbor, ReadsTheExamplesOfTheStandard) {
    // RFC 8949, appendix A. The bytes are kept: what is read is a view of them.
    EXPECT_EQ(whole(hex("00"))->number, 0);
    EXPECT_EQ(whole(hex("1818"))->number, 24);
    EXPECT_EQ(whole(hex("1903e8"))->number, 1000);
    EXPECT_EQ(whole(hex("1b000000e8d4a51000"))->number, 1'000'000'000'000);
    EXPECT_EQ(whole(hex("3903e7"))->number, -1000);
    EXPECT_EQ(whole(hex("f5"))->kind, CborItem::Kind::simple);
    auto const nested = hex("826161a161626163");
    auto const list = whole(nested);
    ASSERT_EQ(list->items.size(), 2U);
    EXPECT_EQ(list->items[0].text, "a");
    ASSERT_NE(list->items[1].at("b"), nullptr);
    EXPECT_EQ(list->items[1].at("b")->text, "c");
    EXPECT_EQ(list->items[1].at("c"), nullptr);
    EXPECT_EQ(list->at(1), nullptr) << "a list has no keys";
    auto const numbers = hex("a201020443010203");
    auto const map = whole(numbers);
    EXPECT_EQ(map->number_at(1), 2);
    EXPECT_EQ(map->bytes_at(4), "\1\2\3");
    EXPECT_FALSE(map->bytes_at(1) || map->number_at(4) || map->number_at(2));
}

TEST(Cbor, TakesOneItemAndLeavesTheRest) {
    auto const bytes = hex("4201020304");
    std::string_view rest = bytes;
    EXPECT_EQ(take_cbor(rest)->text, "\1\2");
    EXPECT_EQ(rest, "\3\4");
}

TEST(Cbor, RefusesWhatIsCutTooLongTooDeepOrOutOfForm) {
    for (auto const* const bad :
         {"", "18", "1900", "1bffffffffffffffff", "1c", "1f", "5f41004100ff", "9fff", "bfff"})
        EXPECT_FALSE(whole(hex(bad))) << bad;
    EXPECT_FALSE(whole(hex("5b7fffffffffffffff00"))) << "bytes that are not there";
    EXPECT_FALSE(whole(hex("9b7fffffffffffffff00"))) << "a list that is not there";
    EXPECT_FALSE(whole(hex("bb7fffffffffffffff00"))) << "a map that is not there";
    EXPECT_FALSE(whole(hex("9a00ffffff") + std::string(100'000, '\0'))) << "too many";
    EXPECT_FALSE(whole(hex("c000"))) << "a tag";
    EXPECT_FALSE(whole(hex("f90000"))) << "a fraction";
    EXPECT_TRUE(whole(std::string(kDeepestCbor - 1, '\x81') + '\0'));
    EXPECT_FALSE(whole(std::string(kDeepestCbor, '\x81') + '\0'));
    EXPECT_FALSE(whole(std::string(100'000, '\x81')));
}

// Made with node:crypto: a key of each kind, and its signature of "hello".
struct Signed {
    int algorithm;
    std::string key;
    std::string signature;
};
std::vector<Signed> signed_hello() {
    return {
        {kEs256,
         hex("a5010203262001215820af39998afe8470af51405fda9d5d0e86b27a12f43cf79d7eee83a33d750f76d62258"
             "20f66549565f5e3ef8b745b79dfbbe281d470f8f35c06ace4dccf4cde438384d0d"),
         hex("304402204ffd06323bf24cbe532b6ede21663375891ed7ee0a6607c2857745da2e8e96310220625a8b95d4ba"
             "241f65d6eba40a3fdd0d11e7687f73b58ab54c1f05dbecbbff38")},
        {kEdDsa, hex("a4010103272006215820294828746f75cd160a4f2bc98cc079302591dc3a1154b54269b4a83bd74366b0"),
         hex("953bbb3c8e00d34b08889b027e3e806f7c4da600bd1f2217196e2262db568a557b8a7f7019420810ef7bb58f"
             "ca5fba0a5cda86b2982fe581d6e9d46dee1e8c00")},
        {kRs256,
         hex("a401030339010020590100d2ad021ca70b3e0445da6189cb1a9c3e9990237decbf83915e14912697302513b3"
             "bbf93e77a29e9ecca0876a94a3ceb9a503e02edf5a757256e64183a759c03fa37550f2ad095a0fbc81c3b654"
             "e4538b21bda20caee92097df988ef80be5f73ce338e35e026c4327bf410cc40afae41a655854622f308d35f3"
             "d3c1de33cdfabb4455f78565685bc28e5e4e1e5c505997fefa70b9522073dcfdb542bc8e93614e3814aee221"
             "8447e2de06f512bb7ec832a129264b4a86f6b2bc06352a5fdd323695fea40938d23ae0a1b3c953406ae3ec95"
             "537cf4c5fcc87ad286d970a3d5cff6874475fb69645d01106f3c4618cbe2117b8cb69e525409a5a1a8d25409"
             "65fb6d2143010001"),
         hex("6320c1a4afdee1df2ab531d4a81d17f75ca4f67c19fb023f4a4a9177f399aed745d768628ff91e350fdb08db"
             "185d71d6118cee8d96f483daf1f1581b480ac89f4cd69598185326a9cb12122aff63fb18333a9fe42fe2ccb8"
             "34cbab01ab367b32ed343b206030f64d5bc628bc6ba95fcda813cb242d72e462117b310ccffcf76bdb51e666"
             "f329becce76d4ad43e386d4c4c4ce2fef8f8cd5f4f953bff91d3ce931c0b20cb2d12e627315553a2c431613f"
             "0a39db0401c5692255e665fdb7b27cd375db6d3f600373770a9ca6efef948d9495230c4baaf4335250977d0f"
             "ff3a6f399cb3c4deada9764d896892b3f67c3350d8a4dc1bbd3edb1cc5bc9c76140c34b6")},
    };
}

TEST(CoseKey, KnowsItsOwnSignaturesAndNoOthers) {
    for (auto const& [algorithm, bytes, signature] : signed_hello()) {
        auto const key = CoseKey::read(bytes);
        ASSERT_TRUE(key) << algorithm;
        EXPECT_EQ(key->algorithm(), algorithm);
        EXPECT_TRUE(key->signed_this("hello", signature)) << algorithm;
        EXPECT_FALSE(key->signed_this("hellp", signature)) << algorithm;
        EXPECT_FALSE(key->signed_this("hello", "")) << algorithm;
        for (std::size_t i = 0; i < signature.size(); i += 7) {
            auto changed = signature;
            changed[i] = static_cast<char>(changed[i] ^ 1);
            EXPECT_FALSE(key->signed_this("hello", changed)) << algorithm << " at " << i;
            EXPECT_FALSE(key->signed_this("hello", signature.substr(0, i))) << algorithm << " to " << i;
        }
    }
}

TEST(CoseKey, RefusesKeysThatAreCutLongerOrOfAnotherKind) {
    for (auto const& [algorithm, bytes, signature] : signed_hello()) {
        for (std::size_t i = 0; i < bytes.size(); i += 3)
            EXPECT_FALSE(CoseKey::read(bytes.substr(0, i))) << algorithm << " to " << i;
        EXPECT_FALSE(CoseKey::read(bytes + '\0')) << algorithm;
    }
    auto const es256 = signed_hello()[0].key;
    auto off_curve = es256;
    off_curve.back() = static_cast<char>(off_curve.back() ^ 1);
    EXPECT_FALSE(CoseKey::read(off_curve));
    EXPECT_FALSE(CoseKey::read(hex("a0")));
    EXPECT_FALSE(CoseKey::read(hex("a401030339010020430102032143010001"))) << "RSA of 24 bits";
}

}  // namespace
}  // namespace ax::crypto
