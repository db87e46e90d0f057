#pragma once

#include <map>
#include <string>
#include <string_view>

/// How Cloudinary wants to be asked: https://cloudinary.com/documentation/signatures.
namespace ax::blobs {

struct CloudinaryKeys {
    std::string key;
    std::string secret;
    std::string cloud;
};

/// Of `cloudinary://KEY:SECRET@CLOUD`. Throws std::invalid_argument, which repeats nothing of it.
[[nodiscard]] CloudinaryKeys cloudinary_keys(std::string_view url);

/// By name; an empty one is not sent.
using CloudinaryParameters = std::map<std::string, std::string>;

/// Of everything but the file and the key.
[[nodiscard]] std::string cloudinary_signature(CloudinaryParameters const& parameters,
                                               std::string_view secret);

/// With `api_key` and `signature`.
[[nodiscard]] CloudinaryParameters cloudinary_signed(CloudinaryParameters parameters,
                                                     CloudinaryKeys const& keys);

/// `a=1&b=2`, percent-encoded.
[[nodiscard]] std::string form(CloudinaryParameters const& parameters);

/// multipart/form-data with the bytes as `file`; `boundary` must not be in them.
[[nodiscard]] std::string multipart(CloudinaryParameters const& parameters, std::string_view bytes,
                                    std::string_view boundary);

}  // namespace ax::blobs
