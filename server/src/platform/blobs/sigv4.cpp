#include "platform/blobs/sigv4.h"

#include "platform/crypto/encode.h"
#include "platform/crypto/hash.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace ax::blobs {
namespace {

constexpr std::string_view kAlgorithm = "AWS4-HMAC-SHA256";
constexpr std::size_t kDay = 8;  // of the date's text

std::string keyed(std::string_view key, std::string_view data) {
    return std::string(crypto::bytes(crypto::hmac_sha256(key, data)));
}

}  // namespace

std::string amz_date(Instant at) {
    return fmt::format("{:%Y%m%dT%H%M%SZ}", std::chrono::time_point_cast<seconds>(at));
}

std::string s3_authorization(S3Request const& request, S3Keys const& keys) {
    std::string names;
    std::string lines;
    for (auto const& [name, value] : request.headers) {
        names += fmt::format("{}{}", names.empty() ? "" : ";", name);
        lines += fmt::format("{}:{}\n", name, value);
    }
    auto const canonical = fmt::format("{}\n{}\n{}\n{}\n{}\n{}", request.method, request.path, request.query,
                                       lines, names, request.headers.at("x-amz-content-sha256"));
    auto const& date = request.headers.at("x-amz-date");
    auto const day = date.substr(0, kDay);
    auto const scope = fmt::format("{}/{}/s3/aws4_request", day, keys.region);
    auto const text = fmt::format("{}\n{}\n{}\n{}", kAlgorithm, date, scope,
                                  crypto::to_hex(crypto::bytes(crypto::sha256(canonical))));
    auto const key =
        keyed(keyed(keyed(keyed("AWS4" + keys.secret_key, day), keys.region), "s3"), "aws4_request");
    return fmt::format("{} Credential={}/{},SignedHeaders={},Signature={}", kAlgorithm, keys.access_key,
                       scope, names, crypto::to_hex(keyed(key, text)));
}

}  // namespace ax::blobs
