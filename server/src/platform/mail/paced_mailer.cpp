#include "platform/mail/paced_mailer.h"

#include "platform/jobs/postponed.h"
#include "platform/mail/mime.h"
#include "platform/runtime/loop.h"
#include "platform/telemetry/log.h"
#include "platform/telemetry/metrics.h"
#include "platform/trace/note.h"

namespace ax::mail {

PacedMailer::PacedMailer(Mailer& inner, PaceOptions options, Clock const& clock)
    : inner_(&inner), clock_(&clock), pace_(options) {}

// What can be ended is in no hurry; codes and links are what somebody waits for.
Task<SendResult> PacedMailer::send(Mail const& mail) {
    auto const turn = pace_.enter(domain_of(mail.to_address), mail.unsubscribe_url.empty(), clock_->now());
    if (turn.come_again) {
        metrics::counter("ax_mail_put_off_total", "Mails whose turn had not come").add();
        throw jobs::Postponed(*turn.come_again);
    }
    trace::tell({.kind = trace::Note::Kind::mail, .text = mail.to_address});
    SendResult result;
    try {
        if (auto* const loop = runtime::Loop::current(); loop != nullptr && turn.wait > Duration{})
            co_await loop->sleep(turn.wait);
        result = co_await inner_->send(mail);
    } catch (...) {
        pace_.left(false, clock_->now());
        throw;
    }
    bool const was_away = pace_.away_until().has_value();
    pace_.left(result.outage, clock_->now());
    if (result.outage && !was_away)
        telemetry::log(telemetry::Level::error, "mail.server_away", {{"reason", result.reason}});
    if (!result.outage && was_away)
        telemetry::log(telemetry::Level::info, "mail.server_back");
    metrics::gauge("ax_mail_server_up", "Whether the last mail found a server that takes mails")
        .set(result.outage ? 0 : 1);
    co_return result;
}

}  // namespace ax::mail
