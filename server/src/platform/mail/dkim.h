#pragma once

#include "platform/crypto/signing_key.h"
#include "platform/mail/mail.h"

#include <string>
#include <string_view>
#include <vector>

/// Signatures by which others know that a mail is the domain's own (RFC 6376, RFC 8463), relaxed/relaxed.
namespace ax::mail {

class DkimSigner {
public:
    /// Throws std::invalid_argument with a line for the operator: a key that is none, a selector or domain
    /// that can't stand in DNS, RSA below 1024 bits.
    explicit DkimSigner(MailOptions const& options);

    [[nodiscard]] bool signs() const noexcept { return !keys_.empty(); }
    /// One DKIM-Signature header for each key, to stand in front of the message. Thread-safe.
    [[nodiscard]] std::string headers(std::string_view message, Instant now) const;

    /// What the domain has to publish: at <selector>._domainkey.<domain>.
    struct Record {
        std::string name;
        std::string text;
    };
    [[nodiscard]] std::vector<Record> records() const;

private:
    struct Key {
        std::string selector;
        crypto::SigningKey key;
    };
    [[nodiscard]] std::string header(Key const& key, std::string_view message, Instant now) const;

    std::string domain_;
    std::vector<Key> keys_;
};

// The parts, for tests.
/// RFC 6376 section 3.4.4.
[[nodiscard]] std::string relaxed_body(std::string_view body);
/// RFC 6376 section 3.4.2: `name:value` of one header as it stands, without its line end.
[[nodiscard]] std::string relaxed_header(std::string_view header);

}  // namespace ax::mail
