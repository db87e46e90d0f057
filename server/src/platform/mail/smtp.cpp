#include "platform/mail/smtp.h"

#include "platform/client/client.h"
#include "platform/mail/mime.h"
#include "platform/telemetry/metrics.h"

#include <algorithm>
#include <memory>
#include <string_view>

#include <curl/curl.h>
#include <fmt/format.h>

namespace ax::mail {
namespace {

using Kind = SendResult::Kind;

constexpr std::size_t kConnections = 2;
constexpr std::size_t kWaiting = 64;  // more than the job runner has at a time
constexpr long kConnectSeconds = 10;
constexpr long kReplySeconds = 15;  // also bounds the QUIT at the end

struct Upload {
    std::string_view rest;
    bool begun = false;  // the server asked for the message: sender and recipient are accepted
};

std::size_t read_upload(char* to, std::size_t size, std::size_t count, void* self) {
    auto& upload = *static_cast<Upload*>(self);
    upload.begun = true;
    auto const taken = upload.rest.copy(to, size * count);
    upload.rest.remove_prefix(taken);
    return taken;
}

std::string url_of(MailOptions const& options) {
    // The path is what we call ourselves in EHLO.
    return fmt::format("{}://{}:{}/{}", options.security == Security::tls ? "smtps" : "smtp", options.host,
                       options.port, domain_of(options.from_address));
}

void set_connection(CURL* easy, MailOptions const& options) {
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
    curl_easy_setopt(easy, CURLOPT_PASSWORD, options.password.c_str());
}

// A refused password is the operator's to mend, not the mail's fault: 5xx counts only once the envelope is on
// its way.
SendResult result_of(CURLcode code, long reply, bool upload_begun) {
    if (code == CURLE_OK)
        return {};
    bool const about_this_mail = upload_begun || code == CURLE_SEND_ERROR;
    if (reply >= 500 && reply <= 599 && about_this_mail && code != CURLE_LOGIN_DENIED)
        return {Kind::refused, fmt::format("smtp {}", reply)};
    if (reply >= 400 && reply <= 599)
        return {Kind::later, fmt::format("smtp {}", reply)};
    return {Kind::later, fmt::format("smtp: {}", curl_easy_strerror(code))};
}

SendResult deliver(MailOptions const& options, std::string const& recipient, std::string const& message) {
    std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> const easy(curl_easy_init(), &curl_easy_cleanup);
    std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> const recipients(
        curl_slist_append(nullptr, fmt::format("<{}>", recipient).c_str()), &curl_slist_free_all);
    if (!easy || !recipients)
        return {Kind::later, "smtp: out of memory"};
    Upload upload{message};
    set_connection(easy.get(), options);
    curl_easy_setopt(easy.get(), CURLOPT_MAIL_FROM, fmt::format("<{}>", options.from_address).c_str());
    curl_easy_setopt(easy.get(), CURLOPT_MAIL_RCPT, recipients.get());
    curl_easy_setopt(easy.get(), CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(easy.get(), CURLOPT_READFUNCTION, &read_upload);
    curl_easy_setopt(easy.get(), CURLOPT_READDATA, &upload);
    auto const code = curl_easy_perform(easy.get());
    long reply = 0;
    curl_easy_getinfo(easy.get(), CURLINFO_RESPONSE_CODE, &reply);
    return result_of(code, reply, upload.begun);
}

}  // namespace

SmtpMailer::SmtpMailer(MailOptions options, Clock const& clock)
    : options_(std::move(options)), clock_(&clock), pool_(kConnections, kWaiting) {
    client::initialize_curl();
}

Task<SendResult> SmtpMailer::send(Mail const& mail) {
    SendResult result{Kind::refused, "not a mail address"};
    if (is_plain_address(mail.to_address))
        result = co_await pool_.run([this, message = to_mime(mail, options_, clock_->now()),
                                     to = mail.to_address] { return deliver(options_, to, message); });
    static constexpr std::string_view kNames[] = {"sent", "later", "refused"};
    metrics::counter("ax_mail_total", "Tries to send a mail by what came of them",
                     {{"outcome", kNames[static_cast<std::size_t>(result.kind)]}})
        .add();
    co_return result;
}

}  // namespace ax::mail
