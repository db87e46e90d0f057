#include "platform/http/proxies.h"

#include "platform/http/text.h"

#include <arpa/inet.h>
#include <charconv>
#include <ranges>

#include <fmt/format.h>

namespace ax::http {
namespace {

// Network byte order: 4 or 16 bytes, empty if `text` is no address. An IPv4 address mapped into IPv6 is IPv4.
std::vector<unsigned char> address_bytes(std::string_view text) {
    std::string const copy(text);
    std::vector<unsigned char> bytes(16);
    if (::inet_pton(AF_INET, copy.c_str(), bytes.data()) == 1) {
        bytes.resize(4);
        return bytes;
    }
    if (::inet_pton(AF_INET6, copy.c_str(), bytes.data()) != 1)
        return {};
    static constexpr unsigned char kMapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    if (std::equal(std::begin(kMapped), std::end(kMapped), bytes.begin()))
        bytes.erase(bytes.begin(), bytes.begin() + 12);
    return bytes;
}

bool same_prefix(std::vector<unsigned char> const& a, std::vector<unsigned char> const& b, unsigned bits) {
    if (a.size() != b.size())
        return false;
    for (unsigned bit = 0; bit < bits; bit += 8) {
        unsigned const keep = std::min(8U, bits - bit);
        unsigned const mask = 0xffU << (8 - keep);
        if (((static_cast<unsigned>(a[bit / 8]) ^ b[bit / 8]) & mask & 0xffU) != 0)
            return false;
    }
    return true;
}

}  // namespace

std::string network_of(std::string_view address) {
    auto const bytes = address_bytes(address);
    if (bytes.size() == 4)
        return fmt::format("{}.{}.{}.0/24", bytes[0], bytes[1], bytes[2]);
    if (bytes.size() == 16)
        return fmt::format("{:x}:{:x}:{:x}:{:x}::/64", bytes[0] << 8 | bytes[1], bytes[2] << 8 | bytes[3],
                           bytes[4] << 8 | bytes[5], bytes[6] << 8 | bytes[7]);
    return "-";
}

Result<TrustedProxies> TrustedProxies::parse(std::vector<std::string> const& entries) {
    TrustedProxies proxies;
    for (std::string_view const entry : entries) {
        auto const slash = entry.find('/');
        Network network{.bytes = address_bytes(entry.substr(0, slash)), .prefix = 0};
        auto const most = static_cast<unsigned>(network.bytes.size() * 8);
        network.prefix = most;
        if (slash != std::string_view::npos) {
            auto const [end, error] =
                std::from_chars(entry.data() + slash + 1, entry.data() + entry.size(), network.prefix);
            if (error != std::errc{} || end != entry.data() + entry.size())
                return fail(Code::invalid, "server.bad_trusted_proxy");
        }
        if (most == 0 || network.prefix > most)
            return fail(Code::invalid, "server.bad_trusted_proxy");
        proxies.networks_.push_back(std::move(network));
    }
    return proxies;
}

bool TrustedProxies::trusts(std::string_view address) const {
    if (networks_.empty())
        return false;
    auto const bytes = address_bytes(address);
    return std::ranges::any_of(
        networks_, [&](Network const& network) { return same_prefix(network.bytes, bytes, network.prefix); });
}

std::string TrustedProxies::client(Request const& request, std::string_view peer) const {
    std::string_view nearest = peer;
    // The header may be repeated; later lines were added by nearer proxies.
    for (auto const& field : std::views::reverse(request.headers)) {
        if (!iequals(field.name, "x-forwarded-for"))
            continue;
        std::string_view rest = field.value;
        while (!rest.empty()) {
            auto const comma = rest.rfind(',');
            std::string_view const item =
                trim(comma == std::string_view::npos ? rest : rest.substr(comma + 1));
            rest = rest.substr(0, comma == std::string_view::npos ? 0 : comma);
            if (address_bytes(item).empty())
                return std::string(nearest);
            nearest = item;
            if (!trusts(item))
                return std::string(item);
        }
    }
    return std::string(nearest);
}

bool TrustedProxies::secure(Request const& request) noexcept {
    std::string_view last;
    for (auto const& field : request.headers)
        if (iequals(field.name, "x-forwarded-proto"))
            last = field.value;
    auto const comma = last.rfind(',');
    return iequals(trim(comma == std::string_view::npos ? last : last.substr(comma + 1)), "https");
}

}  // namespace ax::http
