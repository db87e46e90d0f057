#pragma once

#include "features/auth/auth.h"
#include "features/payments/payments.h"
#include "features/webhooks/webhooks.h"

namespace ax::app {

/// What payments tell goes on to whoever is connected, and to webhooks.
class NewsForWebhooks final : public payments::News {
public:
    NewsForWebhooks(payments::News& inner, webhooks::Webhooks const& webhooks)
        : inner_(inner), webhooks_(webhooks) {}
    Task<void> payment_changed(db::Tx& tx, AccountId student, BookingId booking,
                               payments::PaymentState state) override {
        co_await inner_.payment_changed(tx, student, booking, state);
        co_await webhooks_.payment_changed(tx, booking, state);
    }

private:
    payments::News& inner_;
    webhooks::Webhooks const& webhooks_;
};

/// Who has a new profile has joined.
class ProfilesForWebhooks final : public auth::Profiles {
public:
    ProfilesForWebhooks(auth::Profiles& inner, webhooks::Webhooks const& webhooks)
        : inner_(inner), webhooks_(webhooks) {}
    Task<StudentId> create_student(db::Tx& tx, AccountId account) override {
        auto const id = co_await inner_.create_student(tx, account);
        co_await webhooks_.joined_as_student(tx, account, id);
        co_return id;
    }
    Task<MentorId> create_mentor(db::Tx& tx, AccountId account) override {
        auto const id = co_await inner_.create_mentor(tx, account);
        co_await webhooks_.joined_as_mentor(tx, account, id);
        co_return id;
    }
    Task<auth::Approval> approval(db::Executor& on, MentorId mentor) override {
        return inner_.approval(on, mentor);
    }

private:
    auth::Profiles& inner_;
    webhooks::Webhooks const& webhooks_;
};

}  // namespace ax::app
