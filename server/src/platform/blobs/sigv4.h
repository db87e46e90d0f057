#pragma once

#include "base/time.h"

#include <map>
#include <string>
#include <string_view>

namespace ax::blobs {

struct S3Keys {
    std::string region;
    std::string access_key;
    std::string secret_key;
};

/// A request as it is signed. Nothing is encoded here: path and query are as they are sent, the query sorted.
struct S3Request {
    std::string_view method;
    std::string_view path;
    std::string_view query = {};
    /// Those that are signed, by lower-case names: `host`, `x-amz-date` and `x-amz-content-sha256` at least.
    std::map<std::string, std::string> const& headers;
};

/// `20130524T000000Z`, for x-amz-date.
[[nodiscard]] std::string amz_date(Instant at);

/// The Authorization header of AWS Signature Version 4 for S3,
/// https://docs.aws.amazon.com/AmazonS3/latest/API/ sig-v4-header-based-auth.html: the payload's SHA-256 is
/// signed, too.
[[nodiscard]] std::string s3_authorization(S3Request const& request, S3Keys const& keys);

}  // namespace ax::blobs
