#include "platform/redis/options.h"

#include <charconv>
#include <optional>

#include <fmt/format.h>

namespace ax::redis {
namespace {

constexpr std::uint16_t kSentinelPort = 26379;

template <class T>
std::optional<T> number(std::string_view text) {
    T value{};
    auto const read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || read.ec != std::errc{} || read.ptr != text.data() + text.size())
        return std::nullopt;
    return value;
}

// What comes before `mark`, which is taken off with it; all of it where there is none.
std::string_view cut(std::string_view& text, char mark) {
    auto const at = text.find(mark);
    auto const part = text.substr(0, at);
    text.remove_prefix(at == std::string_view::npos ? text.size() : at + 1);
    return part;
}

std::optional<std::string> decode(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out += text[i];
            continue;
        }
        int value = 0;
        auto const digits = text.substr(i + 1, 2);
        auto const read = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
        if (digits.size() != 2 || read.ec != std::errc{} || read.ptr != digits.data() + 2)
            return std::nullopt;
        out += static_cast<char>(value);
        i += 2;
    }
    return out;
}

std::optional<Address> address(std::string_view text, std::uint16_t port) {
    Address out{.host = {}, .port = port};
    std::string_view rest;
    if (text.starts_with('[')) {
        auto const end = text.find(']');
        if (end == std::string_view::npos)
            return std::nullopt;
        out.host = text.substr(1, end - 1);
        rest = text.substr(end + 1);
        if (!rest.empty() && rest.front() != ':')
            return std::nullopt;
    } else {
        auto const colon = text.find(':');
        out.host = text.substr(0, colon);
        rest = colon == std::string_view::npos ? std::string_view{} : text.substr(colon);
    }
    if (!rest.empty()) {
        auto const given = number<std::uint16_t>(rest.substr(1));
        if (!given || *given == 0)
            return std::nullopt;
        out.port = *given;
    }
    return out.host.empty() ? std::nullopt : std::optional(out);
}

bool take_scheme(std::string_view scheme, Options& out) {
    if (scheme.starts_with("rediss")) {
        out.tls = true;
        scheme.remove_prefix(6);
    } else if (scheme.starts_with("redis")) {
        scheme.remove_prefix(5);
    } else {
        return false;
    }
    if (scheme == "+sentinel")
        out.setup = Setup::sentinel;
    else if (scheme == "+cluster")
        out.setup = Setup::cluster;
    return scheme.empty() || out.setup != Setup::single;
}

bool take_user(std::string_view text, Options& out) {
    auto const colon = text.find(':');
    auto const user = decode(text.substr(0, colon));
    auto const password =
        colon == std::string_view::npos ? std::optional<std::string>{""} : decode(text.substr(colon + 1));
    if (!user || !password)
        return false;
    out.user = *user;
    out.password = *password;
    return true;
}

}  // namespace

std::string to_text(Address const& address) {
    bool const v6 = address.host.find(':') != std::string::npos;
    return v6 ? fmt::format("[{}]:{}", address.host, address.port)
              : fmt::format("{}:{}", address.host, address.port);
}

std::expected<Options, std::string> parse_url(std::string_view url) {
    Options out;
    auto const scheme_end = url.find("://");
    if (scheme_end == std::string_view::npos || !take_scheme(url.substr(0, scheme_end), out))
        return std::unexpected(
            "must begin with redis://, redis+sentinel:// or redis+cluster:// (rediss: TLS)");
    url.remove_prefix(scheme_end + 3);

    auto authority = cut(url, '/');
    if (auto const at = authority.rfind('@'); at != std::string_view::npos) {
        if (!take_user(authority.substr(0, at), out))
            return std::unexpected("has a user or password that is not percent-encoded");
        authority.remove_prefix(at + 1);
    }
    bool const sentinel = out.setup == Setup::sentinel;
    while (!authority.empty()) {
        auto const one = address(cut(authority, ','), sentinel ? kSentinelPort : 6379);
        if (!one)
            return std::unexpected("has an address that is not HOST or HOST:PORT");
        out.addresses.push_back(*one);
    }
    if (out.addresses.empty())
        return std::unexpected("names no server");
    if (out.setup == Setup::single && out.addresses.size() > 1)
        return std::unexpected(
            "names several servers: redis+sentinel:// or redis+cluster:// take more than one");

    if (sentinel) {
        out.master = cut(url, '/');
        if (out.master.empty())
            return std::unexpected("needs the master's name behind the sentinels' addresses: …/NAME");
    }
    if (!url.empty()) {
        auto const database = number<int>(url);
        if (!database || *database < 0)
            return std::unexpected("has a database that is not a number");
        if (out.setup == Setup::cluster && *database != 0)
            return std::unexpected("has a database: a cluster has only one");
        out.database = *database;
    }
    return out;
}

}  // namespace ax::redis
