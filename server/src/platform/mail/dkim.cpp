#include "platform/mail/dkim.h"

#include "platform/crypto/encode.h"
#include "platform/crypto/hash.h"
#include "platform/mail/mime.h"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

namespace ax::mail {
namespace {

constexpr int kFewestRsaBits = 1024;  // RFC 8301
// Whatever readers show or act on; RFC 8058 wants the last two.
constexpr std::string_view kSigned[] = {"from",
                                        "to",
                                        "subject",
                                        "date",
                                        "message-id",
                                        "mime-version",
                                        "content-type",
                                        "list-unsubscribe",
                                        "list-unsubscribe-post"};

bool is_blank(char c) { return c == ' ' || c == '\t'; }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }

// Runs of blanks become one space; those at the end go.
std::string collapsed(std::string_view line) {
    std::string out;
    for (char const c : line) {
        if (!is_blank(c))
            out += c;
        else if (!out.ends_with(' '))
            out += ' ';
    }
    while (out.ends_with(' ')) out.pop_back();
    return out;
}

std::vector<std::string_view> headers_of(std::string_view head) {
    std::vector<std::string_view> out;
    while (!head.empty()) {
        auto end = head.find("\r\n");
        while (end != std::string_view::npos && end + 2 < head.size() && is_blank(head[end + 2]))
            end = head.find("\r\n", end + 2);
        out.push_back(head.substr(0, end));
        head.remove_prefix(end == std::string_view::npos ? head.size() : end + 2);
    }
    return out;
}

bool is_name(std::string_view text) {
    return !text.empty() && text.size() < 200 &&
           std::ranges::all_of(
               text,
               [](char c) {
                   return (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z') || c == '.' ||
                          c == '-' || c == '_';
               });
}

std::string folded(std::string_view value) {
    constexpr std::size_t kPiece = 70;
    std::string out;
    for (; value.size() > kPiece; value.remove_prefix(kPiece))
        out.append(value.substr(0, kPiece)).append("\r\n\t");
    return out.append(value);
}

}  // namespace

std::string relaxed_body(std::string_view body) {
    std::string out;
    std::size_t empty_lines = 0;  // only count if something follows
    while (!body.empty()) {
        auto const end = body.find("\r\n");
        auto const line = collapsed(body.substr(0, end));
        body.remove_prefix(end == std::string_view::npos ? body.size() : end + 2);
        if (line.empty()) {
            ++empty_lines;
            continue;
        }
        for (; empty_lines > 0; --empty_lines) out += "\r\n";
        out.append(line).append("\r\n");
    }
    return out;
}

std::string relaxed_header(std::string_view header) {
    auto const colon = header.find(':');
    std::string name = collapsed(header.substr(0, colon));
    std::ranges::transform(name, name.begin(), lower);
    std::string value;
    for (char const c : header.substr(colon + 1))
        if (c != '\r' && c != '\n')
            value += c;
    value = collapsed(value);
    return name + ':' + value.substr(value.starts_with(' ') ? 1 : 0);
}

DkimSigner::DkimSigner(MailOptions const& options)
    : domain_(options.dkim_domain.empty() ? domain_of(options.from_address) : options.dkim_domain) {
    if (!options.dkim.empty() && (!is_name(domain_) || domain_ == "localhost"))
        throw std::invalid_argument("AX_DKIM_DOMAIN is no domain, and AX_MAIL_FROM names none");
    for (auto const& wish : options.dkim) {
        auto key = crypto::SigningKey::from_pem(wish.key);
        if (!key)
            throw std::invalid_argument(
                "AX_DKIM_KEY_FILE must hold an RSA or Ed25519 private key (PEM, not encrypted)");
        if (key->kind() == crypto::SigningKey::Kind::rsa && key->bits() < kFewestRsaBits)
            throw std::invalid_argument("the RSA key in AX_DKIM_KEY_FILE is too short: take 2048 bits");
        if (!is_name(wish.selector))
            throw std::invalid_argument("AX_DKIM_SELECTOR names no selector for each key");
        keys_.push_back({wish.selector, *std::move(key)});
    }
}

std::string DkimSigner::headers(std::string_view message, Instant now) const {
    std::string out;
    for (auto const& key : keys_) out += header(key, message, now);
    return out;
}

std::string DkimSigner::header(Key const& key, std::string_view message, Instant now) const {
    auto const border = message.find("\r\n\r\n");
    auto const all = headers_of(message.substr(0, border));
    auto const body = border == std::string_view::npos ? "" : message.substr(border + 4);
    bool const rsa = key.key.kind() == crypto::SigningKey::Kind::rsa;

    std::string names = "from";  // once more than it is there: a second one would break the signature
    std::string input;
    for (auto const name : kSigned)
        for (auto const one : all) {
            auto const relaxed = relaxed_header(one);
            if (!relaxed.starts_with(fmt::format("{}:", name)))
                continue;
            bool const line_is_full = names.size() - (names.rfind('\t') + 1) > 50;
            names.append(line_is_full ? ":\r\n\t" : ":").append(name);
            input += relaxed + "\r\n";
        }
    auto const body_hash = crypto::sha256(relaxed_body(body));
    auto out = fmt::format(
        "DKIM-Signature: v=1; a={}; c=relaxed/relaxed; d={};\r\n\ts={}; t={};\r\n\th={};\r\n\tbh={};\r\n\tb=",
        rsa ? "rsa-sha256" : "ed25519-sha256", domain_, key.selector, to_micros(now) / 1'000'000, names,
        crypto::to_base64(crypto::bytes(body_hash)));
    input += relaxed_header(out);
    // RFC 8463: Ed25519 signs the hash.
    auto const digest = crypto::sha256(input);
    auto const signature = rsa ? key.key.sign(input) : key.key.sign(crypto::bytes(digest));
    return out + folded(crypto::to_base64(signature)) + "\r\n";
}

std::vector<DkimSigner::Record> DkimSigner::records() const {
    std::vector<Record> out;
    for (auto const& [selector, key] : keys_)
        out.push_back({fmt::format("{}._domainkey.{}", selector, domain_),
                       fmt::format("v=DKIM1; k={}; p={}",
                                   key.kind() == crypto::SigningKey::Kind::rsa ? "rsa" : "ed25519",
                                   crypto::to_base64(key.public_key()))});
    return out;
}

}  // namespace ax::mail
