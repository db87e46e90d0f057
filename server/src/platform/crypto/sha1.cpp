#include "platform/crypto/sha1.h"

#include "platform/crypto/encode.h"

#include <array>
#include <stdexcept>

#include <openssl/evp.h>

namespace ax::crypto {

std::string sha1_hex(std::string_view data) {
    std::array<char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    if (EVP_Digest(data.data(), data.size(), reinterpret_cast<unsigned char*>(digest.data()), &size,
                   EVP_sha1(), nullptr) != 1)
        throw std::runtime_error("SHA-1 failed");
    return to_hex({digest.data(), size});
}

}  // namespace ax::crypto
