#include "features/operations/dns.h"

#include <algorithm>
#include <arpa/inet.h>
#include <arpa/nameser.h>
#include <array>
#include <netdb.h>
#include <netinet/in.h>
#include <resolv.h>
#include <string_view>

namespace ax::operations {
namespace {

constexpr int kSecondsPerTry = 2;
constexpr int kTries = 2;
constexpr int kServers = 2;
constexpr std::size_t kLargestAnswer = 65535;

struct Resolver {
    struct __res_state state{};
    bool ready = ::res_ninit(&state) == 0;
    Resolver() = default;
    Resolver(Resolver const&) = delete;
    Resolver& operator=(Resolver const&) = delete;
    ~Resolver() {
        if (ready)
            ::res_nclose(&state);
    }
    void ask(DnsServer const& server) {
        state.retrans = kSecondsPerTry;
        state.retry = kTries;
        state.nscount = std::min(state.nscount, kServers);
        if (server.address.empty())
            return;
        state.nscount = 1;
        state.nsaddr_list[0].sin_family = AF_INET;
        state.nsaddr_list[0].sin_port = htons(server.port);
        ::inet_pton(AF_INET, server.address.c_str(), &state.nsaddr_list[0].sin_addr);
    }
};

// Pieces of up to 255 bytes, each behind its length.
std::string joined(std::string_view data) {
    std::string text;
    while (!data.empty()) {
        auto const size = std::min<std::size_t>(static_cast<unsigned char>(data.front()), data.size() - 1);
        text += data.substr(1, size);
        data.remove_prefix(1 + size);
    }
    return text;
}

std::string host_of(ns_msg const& message, ns_rr const& record) {
    std::array<char, NS_MAXDNAME> name{};
    if (ns_rr_rdlen(record) < 3 ||
        ::ns_name_uncompress(ns_msg_base(message), ns_msg_end(message), ns_rr_rdata(record) + 2, name.data(),
                             name.size()) < 0)
        return {};
    return name.data();
}

}  // namespace

std::expected<std::vector<std::string>, DnsProblem> look_up(std::string const& name, DnsType type,
                                                            DnsServer const& server) {
    Resolver resolver;
    if (!resolver.ready)
        return std::unexpected(DnsProblem::unreachable);
    resolver.ask(server);
    std::vector<unsigned char> answer(kLargestAnswer);
    int const wanted = type == DnsType::mx ? ns_t_mx : ns_t_txt;
    int const size = ::res_nquery(&resolver.state, name.c_str(), ns_c_in, wanted, answer.data(),
                                  static_cast<int>(answer.size()));
    if (size < 0) {
        if (resolver.state.res_h_errno == HOST_NOT_FOUND || resolver.state.res_h_errno == NO_DATA)
            return std::vector<std::string>{};
        return std::unexpected(DnsProblem::unreachable);
    }
    std::vector<std::string> out;
    ns_msg message;
    if (::ns_initparse(answer.data(), size, &message) != 0)
        return std::unexpected(DnsProblem::unreachable);
    for (int i = 0; i < ns_msg_count(message, ns_s_an); ++i) {
        ns_rr record;
        if (::ns_parserr(&message, ns_s_an, i, &record) != 0 || ns_rr_type(record) != wanted)
            continue;
        std::string_view const data(reinterpret_cast<char const*>(ns_rr_rdata(record)), ns_rr_rdlen(record));
        out.push_back(type == DnsType::txt ? joined(data) : host_of(message, record));
    }
    return out;
}

}  // namespace ax::operations
