#include "features/notifications/logged_mailer.h"

#include "platform/crypto/encode.h"
#include "platform/crypto/hash.h"
#include "platform/mail/bounces.h"
#include "platform/telemetry/log.h"

namespace ax::notifications {
namespace {

delivery_store::Outcome outcome_of(mail::SendResult const& result) {
    switch (result.kind) {
        case mail::SendResult::Kind::sent:
            return {DeliveryState::sent, DeliveryReason::none, {}};
        case mail::SendResult::Kind::later:
            return {DeliveryState::queued, DeliveryReason::tried, result.reason};
        case mail::SendResult::Kind::refused:
            return {DeliveryState::failed,
                    result.reason == mail::kBounced ? DeliveryReason::bounced : DeliveryReason::refused,
                    result.reason};
    }
    return {};
}

}  // namespace

Task<mail::SendResult> LoggedMailer::send(mail::Mail const& mail) {
    auto result = co_await inner_.send(mail);
    try {
        co_await note(mail, result);
    } catch (std::exception const&) {
        telemetry::log_exception("notifications.mail_not_noted", std::current_exception());
    }
    co_return result;
}

Task<void> LoggedMailer::note(mail::Mail const& mail, mail::SendResult const& result) {
    auto const account = co_await accounts_.find_by_email(db_, mail.to_address);
    if (!account)
        co_return;
    auto const once = mail.message_id.empty() ? crypto::to_hex(crypto::random_bytes(16)) : mail.message_id;
    delivery_store::Entry const entry{.account = account->id,
                                      .once = once,
                                      .channel = DeliveryChannel::mail,
                                      .title = mail.subject,
                                      .target = mail.to_address};
    auto const outcome = outcome_of(result);
    co_await db_.write([&](db::Tx& tx) -> Task<Result<void>> {
        co_await delivery_store::settle(tx, entry, outcome, clock_.now());
        co_return Result<void>{};
    });
}

}  // namespace ax::notifications
