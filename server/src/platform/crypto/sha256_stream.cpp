#include "platform/crypto/sha256_stream.h"

#include "platform/crypto/encode.h"

#include <array>
#include <new>
#include <stdexcept>

#include <openssl/evp.h>

namespace ax::crypto {
namespace {

void need(int done) {
    if (done != 1)
        throw std::runtime_error("OpenSSL can't compute SHA-256");
}

}  // namespace

struct Sha256Stream::State {
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    ~State() { EVP_MD_CTX_free(context); }
};

Sha256Stream::Sha256Stream() : state_(std::make_unique<State>()) {
    if (state_->context == nullptr)
        throw std::bad_alloc();
    need(EVP_DigestInit_ex(state_->context, EVP_sha256(), nullptr));
}

Sha256Stream::~Sha256Stream() = default;

void Sha256Stream::add(std::string_view bytes) {
    need(EVP_DigestUpdate(state_->context, bytes.data(), bytes.size()));
}

std::string Sha256Stream::finish() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    need(EVP_DigestFinal_ex(state_->context, digest.data(), &size));
    return to_hex({reinterpret_cast<char const*>(digest.data()), size});
}

}  // namespace ax::crypto
