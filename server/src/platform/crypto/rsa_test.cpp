#include "platform/crypto/rsa.h"

#include "platform/crypto/encode.h"

#include <string>

#include <gtest/gtest.h>

namespace ax::crypto {
namespace {

// RFC 7515, appendix A.2: a token signed with RS256, and its key.
constexpr std::string_view kData =
    "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290I"
    "jp0cnVlfQ";
constexpr std::string_view kSignature =
    "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9"
    "CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn"
    "6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrB"
    "p0igcN_IoypGlUPQGe77Rw";
constexpr std::string_view kModulus =
    "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2l"
    "ZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEM"
    "a2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2P"
    "AcDTW9gb54h4FRWyuXpoQ";

std::string bytes_of(std::string_view text) { return *from_base64url(text); }

TEST(Rsa, TakesWhatTheStandardSigned) {
    EXPECT_TRUE(is_rs256_signature(bytes_of(kModulus), bytes_of("AQAB"), kData, bytes_of(kSignature)));
}

TEST(Rsa, TakesNothingElse) {
    auto const key = bytes_of(kModulus);
    auto const e = bytes_of("AQAB");
    auto const signature = bytes_of(kSignature);
    EXPECT_FALSE(is_rs256_signature(key, e, std::string(kData) + "x", signature));
    auto bent = signature;
    bent[10] = static_cast<char>(bent[10] ^ 1);
    EXPECT_FALSE(is_rs256_signature(key, e, kData, bent));
    EXPECT_FALSE(is_rs256_signature(key, e, kData, signature.substr(1)));
    EXPECT_FALSE(is_rs256_signature(key, e, kData, ""));
    EXPECT_FALSE(is_rs256_signature(key, std::string(1, '\x01'), kData, kData))
        << "whose signature is the text";
}

TEST(Rsa, WeakAndHugeKeysAreNone) {
    auto const e = bytes_of("AQAB");
    EXPECT_FALSE(is_rs256_signature("", e, kData, bytes_of(kSignature)));
    EXPECT_FALSE(is_rs256_signature(std::string(128, '\xff'), e, kData, std::string(128, 'x')));
    EXPECT_FALSE(is_rs256_signature(std::string(4096, '\xff'), e, kData, std::string(4096, 'x')));
    EXPECT_FALSE(
        is_rs256_signature(bytes_of(kModulus), std::string(256, '\xff'), kData, bytes_of(kSignature)));
}

}  // namespace
}  // namespace ax::crypto
