#include "features/operations/dns.h"

#include "features/operations/doctor_mail.h"

#include <arpa/inet.h>
#include <array>
#include <map>
#include <netinet/in.h>
#include <string>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

#include <gmock/gmock.h>

namespace ax::operations {
namespace {

constexpr int kMx = 15;
constexpr int kTxt = 16;

std::string number(unsigned value) {
    return {static_cast<char>(value >> 8U), static_cast<char>(value & 0xFFU)};
}

std::string name_in_labels(std::string_view name) {
    std::string out;
    while (!name.empty()) {
        auto const label = name.substr(0, name.find('.'));
        out += static_cast<char>(label.size());
        out += label;
        name.remove_prefix(std::min(name.size(), label.size() + 1));
    }
    return out + '\0';
}

/// A name server over UDP on loopback, which answers from a table; names it does not know do not exist.
class NameServer {
public:
    using Records = std::map<std::pair<std::string, int>, std::vector<std::string>>;  // the data of each

    explicit NameServer(Records records) : records_(std::move(records)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        (void)::bind(fd_, reinterpret_cast<sockaddr*>(&address), size);
        ::getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &size);
        at_ = {.address = "127.0.0.1", .port = ntohs(address.sin_port)};
        thread_ = std::thread([this] { serve(); });
    }
    NameServer(NameServer const&) = delete;
    NameServer& operator=(NameServer const&) = delete;
    ~NameServer() {
        ::shutdown(fd_, SHUT_RDWR);
        thread_.join();
        ::close(fd_);
    }
    [[nodiscard]] DnsServer const& at() const { return at_; }

private:
    void serve() const {
        std::array<char, 2048> buffer{};
        for (;;) {
            sockaddr_in from{};
            socklen_t size = sizeof from;
            auto const got =
                ::recvfrom(fd_, buffer.data(), buffer.size(), 0, reinterpret_cast<sockaddr*>(&from), &size);
            if (got <= 12)
                return;
            auto const reply = answer({buffer.data(), static_cast<std::size_t>(got)});
            (void)::sendto(fd_, reply.data(), reply.size(), 0, reinterpret_cast<sockaddr*>(&from), size);
        }
    }
    [[nodiscard]] std::string answer(std::string_view query) const {
        std::string name;
        std::size_t at = 12;
        while (query[at] != 0) {
            auto const length = static_cast<std::size_t>(query[at]);
            name += (name.empty() ? "" : ".") + std::string(query.substr(at + 1, length));
            at += length + 1;
        }
        int const type = static_cast<unsigned char>(query[at + 2]);
        auto const question = query.substr(12, at + 5 - 12);
        auto const found = records_.find({name, type});
        bool const known = found != records_.end();
        std::string out(query.substr(0, 2));
        out += number(known ? 0x8180 : 0x8183);
        out += number(1) + number(known ? static_cast<unsigned>(found->second.size()) : 0) + number(0) +
               number(0);
        out += question;
        if (known)
            for (auto const& data : found->second)
                out += number(0xC00C) + number(static_cast<unsigned>(type)) + number(1) + number(0) +
                       number(60) + number(static_cast<unsigned>(data.size())) + data;
        return out;
    }

    Records records_;
    int fd_ = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    DnsServer at_;
    std::thread thread_;
};

std::string txt(std::string_view text) { return static_cast<char>(text.size()) + std::string(text); }
std::string mx(std::string_view host) { return number(10) + name_in_labels(host); }

Level level_of(Checks const& checks, std::string_view name) {
    for (auto const& check : checks)
        if (check.name == name)
            return check.level;
    ADD_FAILURE() << name << " is not there";
    return Level::fail;
}

TEST(Dns, ReadsHostsAndJoinsPieces) {
    NameServer const server({{{"mentors.example", kMx}, {mx("mx.mentors.example"), mx("b.example")}},
                             {{"mentors.example", kTxt}, {txt("v=spf1 ") + txt("-all"), txt("other")}}});
    EXPECT_THAT(look_up("mentors.example", DnsType::mx, server.at()).value(),
                ::testing::ElementsAre("mx.mentors.example", "b.example"));
    EXPECT_THAT(look_up("mentors.example", DnsType::txt, server.at()).value(),
                ::testing::ElementsAre("v=spf1 -all", "other"));
    EXPECT_THAT(look_up("nobody.example", DnsType::txt, server.at()).value(), ::testing::IsEmpty());
}

// What a hostile server may say: lengths that lie, a name that leads nowhere.
TEST(Dns, BrokenRecordsAreNoRecords) {
    NameServer const server({{{"a.example", kTxt}, {std::string("\xFF") + "ab", ""}},
                             {{"a.example", kMx}, {"", "\x01", number(1) + "\xC0\xFF"}}});
    auto const texts = look_up("a.example", DnsType::txt, server.at());
    ASSERT_TRUE(texts);
    EXPECT_THAT(*texts, ::testing::ElementsAre("ab", ""));
    (void)look_up("a.example", DnsType::mx, server.at());
}

TEST(DoctorMailDomain, IsCompleteOrSaysWhatIsMissing) {
    NameServer const server({{{"good.example", kMx}, {mx("mx.good.example")}},
                             {{"good.example", kTxt}, {txt("v=spf1 -all")}},
                             {{"s7._domainkey.good.example", kTxt}, {txt("v=DKIM1; p=MIIB")}},
                             {{"_dmarc.good.example", kTxt}, {txt("v=DMARC1; p=reject")}}});
    for (auto const& check : check_mail_domain("good.example", "s7", server.at()))
        EXPECT_EQ(check.level, Level::ok) << check.says;
    EXPECT_EQ(level_of(check_mail_domain("good.example", "", server.at()), "mail-dkim"), Level::warn);
    auto const bad = check_mail_domain("bad.example", "s7", server.at());
    for (char const* const name : {"mail-mx", "mail-spf", "mail-dkim", "mail-dmarc"})
        EXPECT_EQ(level_of(bad, name), Level::warn) << name;
}

TEST(DoctorMailDomain, TheKeyThatSignsIsTheOneThatIsPublished) {
    NameServer const server(
        {{{"s1._domainkey.a.example", kTxt}, {txt("v=DKIM1; k=rsa; p=MI ") + txt("IB; t=s")}},
         {{"s2._domainkey.a.example", kTxt}, {txt("v=DKIM1; p=OTHER")}},
         {{"s3._domainkey.a.example", kTxt}, {txt("v=DKIM1; k=ed25519")}}});
    auto const check = [&](std::string const& selector) {
        return check_dkim_record({selector + "._domainkey.a.example", "v=DKIM1; k=rsa; p=MIIB"}, server.at());
    };
    EXPECT_EQ(check("s1").level, Level::ok) << check("s1").says;
    for (char const* const selector : {"s2", "s3", "s4"}) {
        EXPECT_EQ(check(selector).level, Level::fail) << selector;
        EXPECT_THAT(check(selector).advice, ::testing::HasSubstr("p=MIIB"));
    }
}

}  // namespace
}  // namespace ax::operations
