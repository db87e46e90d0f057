#include "platform/http/tls.h"

#include "platform/telemetry/log.h"

#include <csignal>
#include <string_view>

#include <openssl/err.h>
#include <openssl/ssl.h>

namespace ax::http {
namespace {

int choose_protocol(SSL*, unsigned char const** chosen, unsigned char* chosen_size,
                    unsigned char const* offered, unsigned offered_size, void*) {
    static constexpr unsigned char kHttp11[] = "\x08http/1.1";
    unsigned char* found = nullptr;
    if (SSL_select_next_proto(&found, chosen_size, kHttp11, sizeof kHttp11 - 1, offered, offered_size) !=
        OPENSSL_NPN_NEGOTIATED)
        return SSL_TLSEXT_ERR_NOACK;
    *chosen = found;
    return SSL_TLSEXT_ERR_OK;
}

std::unexpected<Error> refuse(std::string_view reason, std::string const& file) {
    char text[256] = "";
    ERR_error_string_n(ERR_get_error(), text, sizeof text);
    ERR_clear_error();
    telemetry::log(telemetry::Level::error, reason, {{"file", file}, {"error", std::string_view(text)}});
    return fail(Code::invalid, reason);
}

}  // namespace

void FreeTls::operator()(SSL_CTX* context) const noexcept { SSL_CTX_free(context); }

Result<TlsContext> make_tls(std::string const& certificate, std::string const& key) {
    TlsContext context(SSL_CTX_new(TLS_server_method()));
    if (!context)
        throw std::bad_alloc{};
    SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
    SSL_CTX_set_options(context.get(), SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION |
                                           SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_IGNORE_UNEXPECTED_EOF);
    SSL_CTX_set_mode(context.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                        SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_cipher_list(context.get(), "ECDHE+AESGCM:ECDHE+CHACHA20");
    static constexpr unsigned char kSessionContext[] = "aspirex";
    SSL_CTX_set_session_id_context(context.get(), kSessionContext, sizeof kSessionContext - 1);
    SSL_CTX_set_alpn_select_cb(context.get(), choose_protocol, nullptr);
    if (SSL_CTX_use_certificate_chain_file(context.get(), certificate.c_str()) != 1)
        return refuse("server.bad_tls_certificate", certificate);
    if (SSL_CTX_use_PrivateKey_file(context.get(), key.c_str(), SSL_FILETYPE_PEM) != 1 ||
        SSL_CTX_check_private_key(context.get()) != 1)
        return refuse("server.bad_tls_key", key);
    // OpenSSL writes with write(2): without this a client that went away would end the process.
    std::signal(SIGPIPE, SIG_IGN);
    return context;
}

}  // namespace ax::http
