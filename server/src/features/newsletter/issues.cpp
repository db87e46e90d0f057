#include "base/text.h"
#include "contract/formats.h"
#include "features/newsletter/letters.h"
#include "features/newsletter/newsletter.h"
#include "platform/crypto/token.h"

#include <fmt/format.h>

/// What the newsletter sends: the link that confirms an address, and issues.
namespace ax::newsletter {
namespace {

constexpr int kAtOnce = 200;
constexpr std::size_t kSubjectLength = 150;
constexpr std::size_t kTextLength = 20'000;

}  // namespace

Task<void> Newsletter::send_link(ConfirmWanted const& wanted, jobs::JobInfo const& info) const {
    auto const token = confirm_token(wanted.seed);
    auto const who = co_await store::by_confirm(p_.db, crypto::token_hash(token), p_.clock.now());
    if (!who || who->id != wanted.subscriber || who->state != State::waiting)
        co_return;  // asked again, opened, or too late: a dead link helps nobody
    auto const link = fmt::format("{}/newsletter/confirm?token={}", options_.base_url, token);
    co_await send(p_.templates.mail(p_.templates.words<letters::kConfirm>(),
                                    {.to_address = who->email, .to_name = {}, .url = link}),
                  fmt::format("newsletter-link-{}-{}", info.id.value, to_micros(info.recorded_at)));
}

Task<Result<std::int64_t>> Newsletter::send_issue(store::Issue issue) {
    issue.subject = trimmed(issue.subject);
    issue.text = trimmed(issue.text);
    if (issue.subject.empty() || !contract::is_clean_text(issue.subject, false))
        co_return fail_field("subject", "blank");
    if (contract::code_points(issue.subject) > kSubjectLength)
        co_return fail_field("subject", "too_long", kSubjectLength);
    if (issue.text.empty() || !contract::is_clean_text(issue.text, true))
        co_return fail_field("text", "blank");
    if (contract::code_points(issue.text) > kTextLength)
        co_return fail_field("text", "too_long", kTextLength);
    co_return co_await p_.db.write([&](db::Tx& tx) -> Task<Result<std::int64_t>> {
        IssueDue const due{co_await store::insert_issue(tx, issue, p_.clock.now()), SubscriberId{}};
        co_await p_.outbox.add(tx, due);
        co_return co_await store::count(tx);
    });
}

Task<void> Newsletter::spread(IssueDue const& due) const {
    co_await p_.db.write([&](db::Tx& tx) -> Task<bool> {
        auto const page = co_await store::after(tx, due.after, kAtOnce);
        for (auto const subscriber : page) {
            IssueMail const mail{due.issue, subscriber};
            co_await p_.outbox.add(tx, mail,
                                   {.dedupe_key = fmt::format("{}-{}", due.issue.value, subscriber.value)});
        }
        if (page.size() == static_cast<std::size_t>(kAtOnce)) {
            IssueDue const rest{due.issue, page.back()};
            co_await p_.outbox.add(tx, rest,
                                   {.dedupe_key = fmt::format("{}-{}", due.issue.value, page.back().value)});
        }
        co_return true;
    });
}

Task<void> Newsletter::send_issue_to(IssueMail const& due) const {
    auto const who = co_await store::find(p_.db, due.subscriber);
    auto const issue = co_await store::issue(p_.db, due.issue);
    if (!who || !issue || who->state != State::subscribed)
        co_return;
    auto const token = leave_token(who->leave_seed);
    auto const leave = fmt::format("{}/newsletter/unsubscribe?token={}", options_.base_url, token);
    auto const words = p_.templates.words<letters::kIssue>(
        {{"subject", issue->subject}, {"text", issue->text}, {"leave", leave}});
    auto mail = p_.templates.mail(words, {.to_address = who->email, .to_name = {}});
    mail.unsubscribe_url = fmt::format("{}/api/v1/newsletter/one-click/?token={}", options_.base_url, token);
    co_await send(std::move(mail), fmt::format("newsletter-{}-{}", due.issue.value, due.subscriber.value));
}

// `id` is the same for every try.
Task<void> Newsletter::send(mail::Mail mail, std::string const& id) const {
    mail.message_id = fmt::format("{}@{}", id, host_of(options_.base_url));
    auto const result = co_await p_.mailer.send(mail);
    if (result.kind == mail::SendResult::Kind::later)
        throw jobs::Failed(result.reason);
    if (result.kind == mail::SendResult::Kind::refused)
        throw jobs::Permanent(result.reason);
}

}  // namespace ax::newsletter
