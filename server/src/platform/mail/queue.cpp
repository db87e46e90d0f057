#include "platform/mail/mail.h"
#include "platform/mail/mime.h"

#include <random>

#include <fmt/format.h>

namespace ax::mail {
namespace {

std::string new_message_id(std::string_view domain) {
    std::random_device source;
    return fmt::format("{:08x}{:08x}{:08x}{:08x}@{}", source(), source(), source(), source(), domain);
}

}  // namespace

Queue::Queue(jobs::Outbox& outbox, MailOptions const& options)
    : outbox_(&outbox), domain_(domain_of(options.from_address)) {}

// The Message-ID is stored with the job, so every try of the job carries the same one.
Task<void> Queue::add(db::Tx& tx, Mail mail, std::string dedupe_key) {
    for (auto* const line :
         {&mail.to_address, &mail.to_name, &mail.subject, &mail.message_id, &mail.unsubscribe_url})
        *line = one_line(*line);
    if (mail.message_id.empty())
        mail.message_id = new_message_id(domain_);
    SendMail const event{std::move(mail)};
    co_await outbox_->add(tx, event, {.dedupe_key = std::move(dedupe_key)});
}

void Queue::subscribe(jobs::Listeners& listeners, Mailer& mailer) {
    listeners.on<SendMail>("mail.send", [&mailer](SendMail const& event, jobs::JobInfo const&) -> Task<void> {
        auto const result = co_await mailer.send(event.mail);
        if (result.kind == SendResult::Kind::later)
            throw jobs::Failed(result.reason);
        if (result.kind == SendResult::Kind::refused)
            throw jobs::Permanent(result.reason);
    });
}

}  // namespace ax::mail
