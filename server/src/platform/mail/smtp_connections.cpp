#include "platform/mail/smtp_connections.h"

#include "platform/mail/mime.h"
#include "platform/telemetry/metrics.h"

#include <algorithm>
#include <array>
#include <memory>
#include <string_view>
#include <sys/socket.h>
#include <utility>

#include <curl/curl.h>
#include <fmt/format.h>

namespace ax::mail {
namespace {

using Kind = SendResult::Kind;

constexpr long kConnectSeconds = 10;
constexpr long kReplySeconds = 15;  // also bounds the QUIT after a refusal
constexpr auto kIdle = std::chrono::seconds{30};
constexpr int kMailsPerConnection = 100;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// One mail on its way: what curl still reads of it, and what it heard.
struct Exchange {
    std::string_view rest;
    bool begun = false;  // the server asked for the message: sender and recipient are accepted
    SmtpReply reply = {};
    std::array<char, CURL_ERROR_SIZE> error = {};
};

std::size_t read_message(char* to, std::size_t size, std::size_t count, void* self) {
    auto& exchange = *static_cast<Exchange*>(self);
    exchange.begun = true;
    auto const taken = exchange.rest.copy(to, size * count);
    exchange.rest.remove_prefix(taken);
    return taken;
}

// Replies come as headers. What was refused on the way, and worked otherwise, is overwritten.
std::size_t hear(char* line, std::size_t size, std::size_t count, void* self) {
    auto& reply = static_cast<Exchange*>(self)->reply;
    std::string_view const text(line, size * count);
    bool const refuses =
        text.size() >= 3 && (text[0] == '4' || text[0] == '5') && is_digit(text[1]) && is_digit(text[2]);
    if (!refuses)
        return text.size();
    reply.code = (text[0] - '0') * 100 + (text[1] - '0') * 10 + (text[2] - '0');
    reply.enhanced.clear();
    auto const rest = text.substr(std::min<std::size_t>(4, text.size()));
    auto const enhanced = rest.substr(0, rest.find_first_not_of("0123456789."));
    if (std::ranges::count(enhanced, '.') == 2 && enhanced.size() <= 9 && enhanced.starts_with(text[0]))
        reply.enhanced = enhanced;
    return text.size();
}

std::string url_of(MailOptions const& options) {
    // The path is what we call ourselves in EHLO.
    return fmt::format("{}://{}:{}/{}", options.security == Security::tls ? "smtps" : "smtp", options.host,
                       options.port, domain_of(options.from_address));
}

char const* login_option(SignIn how) {
    switch (how) {
        case SignIn::automatic:
            return nullptr;
        case SignIn::plain:
            return "AUTH=PLAIN";
        case SignIn::login:
            return "AUTH=LOGIN";
        case SignIn::xoauth2:
            return "AUTH=XOAUTH2";
    }
    return nullptr;
}

void set_connection(CURL* easy, MailOptions const& options, std::string const& token) {
    curl_easy_setopt(easy, CURLOPT_URL, url_of(options).c_str());
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_PROXY, "");
    curl_easy_setopt(easy, CURLOPT_USE_SSL,
                     options.security == Security::none ? CURLUSESSL_NONE : CURLUSESSL_ALL);
    curl_easy_setopt(easy, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
    if (!options.ca_file.empty())
        curl_easy_setopt(easy, CURLOPT_CAINFO, options.ca_file.c_str());
    auto const whole = std::chrono::duration_cast<milliseconds>(options.timeout).count();
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(std::max<std::int64_t>(1, whole)));
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT, kConnectSeconds);
    curl_easy_setopt(easy, CURLOPT_SERVER_RESPONSE_TIMEOUT,
                     static_cast<long>(std::clamp<std::int64_t>(whole / 1000, 1, kReplySeconds)));
    if (options.user.empty())
        return;
    curl_easy_setopt(easy, CURLOPT_USERNAME, options.user.c_str());
    if (options.sign_in == SignIn::xoauth2)
        curl_easy_setopt(easy, CURLOPT_XOAUTH2_BEARER, token.c_str());
    else
        curl_easy_setopt(easy, CURLOPT_PASSWORD, options.password.c_str());
    if (auto const* const how = login_option(options.sign_in); how != nullptr)
        curl_easy_setopt(easy, CURLOPT_LOGIN_OPTIONS, how);
}

// A refused password is the operator's to mend, not the mail's fault: 5xx counts only once the envelope is on
// its way.
SendResult result_of(CURLcode code, long last_code, Exchange& exchange) {
    if (code == CURLE_OK)
        return {};
    auto& reply = exchange.reply;
    // What curl ended with, if that was not the last word.
    if (last_code >= 400 && last_code != reply.code)
        reply = {.code = static_cast<int>(last_code)};
    reply.about_mail = code != CURLE_LOGIN_DENIED && (exchange.begun || code == CURLE_SEND_ERROR);
    reply.to_recipient = std::string_view(exchange.error.data()).starts_with("RCPT failed");
    if (reply.code == 0)
        return {
            .kind = Kind::later, .reason = fmt::format("smtp: {}", curl_easy_strerror(code)), .outage = true};
    auto reason = fmt::format("smtp {}{}{}", reply.code, reply.enhanced.empty() ? "" : " ", reply.enhanced);
    if (reply.code >= 500 && reply.about_mail)
        return {.kind = Kind::refused,
                .reason = std::move(reason),
                .no_such_address = means_no_such_address(reply)};
    // 421: the server goes away.
    return {
        .kind = Kind::later, .reason = std::move(reason), .outage = !reply.about_mail || reply.code == 421};
}

// The farewell is said, but nobody waits for its answer, which may never come.
void close_politely(CURL* easy) {
    curl_socket_t socket = CURL_SOCKET_BAD;
    if (curl_easy_getinfo(easy, CURLINFO_ACTIVESOCKET, &socket) == CURLE_OK && socket != CURL_SOCKET_BAD)
        ::shutdown(socket, SHUT_RD);
    curl_easy_cleanup(easy);
}

}  // namespace

// 5.1.x is about addresses, 5.2.1 a mailbox that was closed. Without such a code, of RCPT: 550, 551, 553, and
// 521 and 556 of RFC 7504. 552 is a full mailbox, 554 mostly a policy; 5.7.x always is.
bool means_no_such_address(SmtpReply const& reply) {
    if (!reply.to_recipient || reply.code < 500)
        return false;
    if (!reply.enhanced.empty())
        return (reply.enhanced.starts_with("5.1.") && reply.enhanced != "5.1.7" &&
                reply.enhanced != "5.1.8") ||  // those are the sender's
               reply.enhanced == "5.2.1";
    constexpr std::array kCodes{521, 550, 551, 553, 556};
    return std::ranges::find(kCodes, reply.code) != kCodes.end();
}

SmtpConnections::~SmtpConnections() {
    for (auto const& kept : idle_) close_politely(kept.easy);
}

SmtpConnections::Kept SmtpConnections::take() {
    std::vector<Kept> stale;
    Kept out;
    {
        std::lock_guard const lock(mutex_);
        auto const now = std::chrono::steady_clock::now();
        auto const old = std::ranges::partition(idle_, [&](Kept const& one) {
            return now - one.used < kIdle && one.mails < kMailsPerConnection;
        });
        stale.assign(old.begin(), old.end());
        idle_.erase(old.begin(), old.end());
        if (!idle_.empty()) {
            out = idle_.back();
            idle_.pop_back();
        }
    }
    for (auto const& one : stale) close_politely(one.easy);
    if (out.easy == nullptr)
        out.easy = curl_easy_init();
    return out;
}

void SmtpConnections::keep(Kept connection) {
    ++connection.mails;
    connection.used = std::chrono::steady_clock::now();
    std::lock_guard const lock(mutex_);
    idle_.push_back(connection);
}

SendResult SmtpConnections::deliver(std::string const& to, std::string const& message,
                                    std::string const& token) {
    std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> const recipients(
        curl_slist_append(nullptr, fmt::format("<{}>", to).c_str()), &curl_slist_free_all);
    for (bool again = false;; again = true) {
        auto const connection = again ? Kept{.easy = curl_easy_init()} : take();
        auto* const easy = connection.easy;
        if (easy == nullptr || !recipients)
            return {.kind = Kind::later, .reason = "smtp: out of memory"};
        Exchange exchange{.rest = message};
        curl_easy_reset(easy);  // keeps its connection
        set_connection(easy, options_, token);
        curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, exchange.error.data());
        curl_easy_setopt(easy, CURLOPT_MAIL_FROM, fmt::format("<{}>", options_.from_address).c_str());
        curl_easy_setopt(easy, CURLOPT_MAIL_RCPT, recipients.get());
        curl_easy_setopt(easy, CURLOPT_UPLOAD, 1L);
        curl_easy_setopt(easy, CURLOPT_READFUNCTION, &read_message);
        curl_easy_setopt(easy, CURLOPT_READDATA, &exchange);
        curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &hear);
        curl_easy_setopt(easy, CURLOPT_HEADERDATA, &exchange);
        auto const code = curl_easy_perform(easy);
        long opened = 0;
        curl_easy_getinfo(easy, CURLINFO_NUM_CONNECTS, &opened);
        if (opened > 0)
            metrics::counter("ax_mail_connections_total", "Connections made to the mail server").add();
        long last_code = 0;
        curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &last_code);
        auto const result = result_of(code, last_code, exchange);
        if (code == CURLE_OK) {
            keep(connection);
            return result;
        }
        close_politely(easy);
        // A kept connection that has gone meanwhile says nothing about the server, nor about the mail.
        bool const was_kept = opened == 0 && connection.mails > 0;
        if (again || !was_kept || !result.outage || exchange.begun)
            return result;
    }
}

}  // namespace ax::mail
