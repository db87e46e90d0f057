#include "features/operations/doctor_mail.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fmt/format.h>

namespace ax::operations {
namespace {

constexpr int kPatienceMs = 5000;
// What mail services and their manuals call them.
constexpr std::array<std::string_view, 8> kUsualSelectors{"default",   "mail",   "dkim", "s1",
                                                          "selector1", "google", "k1",   "smtp"};

struct Free {
    void operator()(addrinfo* list) const noexcept { ::freeaddrinfo(list); }
};
struct Socket {
    int fd;
    ~Socket() { ::close(fd); }
};

bool ready(int fd, short event) {
    pollfd waits{.fd = fd, .events = event, .revents = 0};
    return ::poll(&waits, 1, kPatienceMs) == 1;
}

// What is wrong with the first address; empty: nothing.
std::string greeting_problem(std::string const& host, std::string const& port, bool implicit_tls) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* raw = nullptr;
    if (int const code = ::getaddrinfo(host.c_str(), port.c_str(), &hints, &raw); code != 0)
        return ::gai_strerror(code);
    std::unique_ptr<addrinfo, Free> const found(raw);
    Socket const socket{::socket(found->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
    if (::connect(socket.fd, found->ai_addr, found->ai_addrlen) != 0 && errno != EINPROGRESS)
        return std::system_category().message(errno);
    if (!ready(socket.fd, POLLOUT))
        return "it does not answer within five seconds";
    int problem = 0;
    socklen_t size = sizeof problem;
    ::getsockopt(socket.fd, SOL_SOCKET, SO_ERROR, &problem, &size);
    if (problem != 0)
        return std::system_category().message(problem);
    if (implicit_tls)
        return {};
    std::array<char, 4> greeting{};
    if (!ready(socket.fd, POLLIN) || ::recv(socket.fd, greeting.data(), greeting.size(), 0) < 3 ||
        !std::string_view(greeting.data(), 3).starts_with("220"))
        return "it does not greet as a mail server";
    return {};
}

bool any_begins(std::vector<std::string> const& records, std::string_view with) {
    return std::ranges::any_of(records, [&](std::string const& one) { return one.starts_with(with); });
}

/// Looks records up until nobody answers.
class Domain {
public:
    Domain(std::string name, DnsServer const& server) : name_(std::move(name)), server_(server) {}

    [[nodiscard]] std::vector<std::string> records(std::string const& prefix, DnsType type) {
        if (silent_)
            return {};
        auto found = look_up(prefix + name_, type, server_);
        silent_ = !found;
        return std::move(found).value_or(std::vector<std::string>{});
    }
    [[nodiscard]] bool silent() const { return silent_; }

private:
    std::string name_;
    DnsServer server_;
    bool silent_ = false;
};

Check check_dkim(Domain& domain, std::string const& chosen) {
    std::vector<std::string> selectors(kUsualSelectors.begin(), kUsualSelectors.end());
    if (!chosen.empty())
        selectors = {chosen};
    for (auto const& selector : selectors)
        for (auto const& record : domain.records(fmt::format("{}._domainkey.", selector), DnsType::txt))
            if (record.contains("p="))
                return {
                    "mail-dkim", Level::ok, fmt::format("Its DKIM key has the selector {}.", selector), {}};
    return {"mail-dkim", Level::warn,
            chosen.empty() ? "No DKIM key was found under the usual selectors."
                           : fmt::format("There is no DKIM key with the selector {}.", chosen),
            "Publish the key of your mail service; name its selector with --dkim-selector."};
}

// The key of a DKIM record, without the blanks that it may have; empty if there is none.
std::string published_key(std::string_view record) {
    auto const begin = record.find("p=");
    if (begin == std::string_view::npos ||
        (begin > 0 && record[begin - 1] != ' ' && record[begin - 1] != ';'))
        return {};
    auto const rest = record.substr(begin + 2);
    std::string out(rest.substr(0, rest.find(';')));
    std::erase_if(out, [](char c) { return c == ' ' || c == '\t'; });
    return out;
}

}  // namespace

std::string sender_domain(std::string_view from) {
    auto const at = from.rfind('@');
    if (at == std::string_view::npos)
        return {};
    auto const rest = from.substr(at + 1);
    return std::string(rest.substr(0, rest.find_first_of("> \t")));
}

Check check_mail_server(std::string const& host, std::uint16_t port, bool implicit_tls) {
    auto const problem = greeting_problem(host, fmt::to_string(port), implicit_tls);
    if (problem.empty())
        return {"mail-server", Level::ok, fmt::format("{}:{} answers.", host, port), {}};
    return {"mail-server", Level::fail, fmt::format("{}:{} can't be used: {}.", host, port, problem),
            "Check AX_SMTP_HOST, AX_SMTP_PORT and AX_SMTP_SECURITY; many hosters block outgoing port 25."};
}

Checks check_mail_domain(std::string const& domain, std::string const& dkim_selector,
                         DnsServer const& server) {
    if (domain.empty() || domain == "localhost")
        return {{"mail-domain", Level::fail, "AX_MAIL_FROM names no domain that others could answer to.",
                 "Set AX_MAIL_FROM to an address of yours."}};
    Domain dns(domain, server);
    Checks out;
    auto const add = [&](char const* name, bool good, std::string says, char const* advice) {
        out.push_back({name, good ? Level::ok : Level::warn, std::move(says), good ? "" : advice});
    };
    auto const mx = dns.records("", DnsType::mx);
    add("mail-mx", !mx.empty(),
        mx.empty() ? fmt::format("{} takes no mail: it has no MX record.", domain)
                   : fmt::format("Mail to {} goes to {}.", domain, mx.front()),
        "Publish an MX record, so that bounces and answers arrive.");
    bool const spf = any_begins(dns.records("", DnsType::txt), "v=spf1");
    add("mail-spf", spf, spf ? "It has an SPF record." : "It has no SPF record.",
        "Publish a TXT record v=spf1 that names your mail server.");
    out.push_back(check_dkim(dns, dkim_selector));
    bool const dmarc = any_begins(dns.records("_dmarc.", DnsType::txt), "v=DMARC1");
    add("mail-dmarc", dmarc, dmarc ? "It has a DMARC record." : "It has no DMARC record.",
        "Publish a TXT record v=DMARC1 under _dmarc.");
    if (dns.silent())
        return {{"mail-domain", Level::warn, fmt::format("The name service can't be asked about {}.", domain),
                 "Check /etc/resolv.conf; then run doctor again."}};
    return out;
}

Check check_dkim_record(DkimRecord const& wanted, DnsServer const& server) {
    auto const found = look_up(wanted.name, DnsType::txt, server);
    if (!found)
        return {"mail-dkim", Level::warn,
                fmt::format("The name service can't be asked about {}.", wanted.name),
                "Check /etc/resolv.conf; then run doctor again."};
    auto const advice = fmt::format("Publish there as TXT: {}", wanted.text);
    for (auto const& record : *found) {
        auto const key = published_key(record);
        if (key == published_key(wanted.text))
            return {
                "mail-dkim", Level::ok, fmt::format("The key that signs mails is at {}.", wanted.name), {}};
        if (!key.empty())
            return {"mail-dkim", Level::fail,
                    fmt::format("{} has another key than the one that signs mails.", wanted.name), advice};
    }
    return {"mail-dkim", Level::fail, fmt::format("{} has no key, but mails are signed.", wanted.name),
            advice};
}

}  // namespace ax::operations
