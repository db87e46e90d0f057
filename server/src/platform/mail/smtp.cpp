#include "platform/mail/smtp.h"

#include "platform/client/client.h"
#include "platform/mail/mime.h"
#include "platform/telemetry/metrics.h"

#include <string_view>

namespace ax::mail {
namespace {

using Kind = SendResult::Kind;

constexpr std::size_t kConnections = 2;
constexpr std::size_t kWaiting = 64;  // more than the job runner has at a time

}  // namespace

SmtpMailer::SmtpMailer(MailOptions options, Clock const& clock, client::Client* client)
    : options_(std::move(options)),
      clock_(&clock),
      signer_(options_),
      connections_(options_),
      pool_(kConnections, kWaiting) {
    client::initialize_curl();
    if (options_.sign_in == SignIn::xoauth2 && client != nullptr)
        tokens_.emplace(options_.oauth, *client, clock);
}

Task<SendResult> SmtpMailer::send(Mail const& mail) {
    SendResult result{.kind = Kind::refused, .reason = "not a mail address"};
    if (is_plain_address(mail.to_address))
        result = co_await try_send(mail);
    static constexpr std::string_view kNames[] = {"sent", "later", "refused"};
    metrics::counter("ax_mail_total", "Tries to send a mail by what came of them",
                     {{"outcome", kNames[static_cast<std::size_t>(result.kind)]}})
        .add();
    co_return result;
}

Task<SendResult> SmtpMailer::try_send(Mail const& mail) {
    std::string token;
    if (tokens_) {
        auto fetched = co_await tokens_->get();
        if (!fetched)
            co_return SendResult{.kind = Kind::later, .reason = std::move(fetched.error()), .outage = true};
        token = *std::move(fetched);
    }
    auto const now = clock_->now();
    auto message = to_mime(mail, options_, now);
    auto result = co_await pool_.run([&] {
        if (signer_.signs())
            message.insert(0, signer_.headers(message, now));
        return connections_.deliver(mail.to_address, message, token);
    });
    // Withdrawn before its time, perhaps: the next try has a new one.
    if (tokens_ && result.outage)
        tokens_->forget(token);
    co_return result;
}

}  // namespace ax::mail
