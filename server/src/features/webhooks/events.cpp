#include "features/mentors/mentors.h"
#include "features/webhooks/kinds.h"
#include "features/webhooks/webhooks.h"

#include <fmt/format.h>

/// What others' events become. People are numbers here: whoever needs more asks the API for it.
namespace ax::webhooks {
namespace {

struct BookingData {
    BookingId id;
    booking::BookingState state{};
    booking::MoneyState money{};
    MentorId mentor;
    StudentId student;
    ServiceId service;
    std::string service_title;
    Instant start;
    Instant end;
    std::int64_t price = 0;
    std::string currency;
    std::optional<booking::Side> cancelled_by;
    static constexpr auto wire() {
        return contract::Fields{field("id", &BookingData::id),
                                field("state", &BookingData::state),
                                field("money", &BookingData::money),
                                field("mentor_id", &BookingData::mentor),
                                field("student_id", &BookingData::student),
                                field("service_id", &BookingData::service),
                                field("service_title", &BookingData::service_title),
                                field("start", &BookingData::start),
                                field("end", &BookingData::end),
                                field("price", &BookingData::price),
                                field("currency", &BookingData::currency),
                                field("cancelled_by", &BookingData::cancelled_by)};
    }
};

struct PaymentData {
    BookingId booking;
    payments::PaymentState state{};
    static constexpr auto wire() {
        return contract::Fields{field("booking_id", &PaymentData::booking),
                                field("state", &PaymentData::state)};
    }
};

struct UserData {
    AccountId account;
    std::string role;
    std::optional<StudentId> student = {};
    std::optional<MentorId> mentor = {};
    static constexpr auto wire() {
        return contract::Fields{field("account_id", &UserData::account), field("role", &UserData::role),
                                field("student_id", &UserData::student),
                                field("mentor_id", &UserData::mentor)};
    }
};

std::string data_of(booking::Record const& b) {
    return contract::to_json(BookingData{.id = b.id,
                                         .state = b.state,
                                         .money = b.money,
                                         .mentor = b.mentor,
                                         .student = b.student,
                                         .service = b.service,
                                         .service_title = b.service_title,
                                         .start = b.start,
                                         .end = b.end,
                                         .price = b.price.amount,
                                         .currency = b.price.currency,
                                         .cancelled_by = b.cancelled_by});
}

}  // namespace

void Webhooks::listen(jobs::Listeners& listeners) {
    using booking::BookingState;
    auto const on = [&]<class E>(std::string kind, E const*) {
        listeners.on<E>("webhooks.tell", [this, kind](E const& event, jobs::JobInfo const& info) {
            return about_booking(kind, event.booking, fmt::format("{}-{}", kind, info.id.value),
                                 info.recorded_at);
        });
    };
    on("booking.confirmed", static_cast<booking::BookingConfirmed*>(nullptr));
    on("booking.cancelled", static_cast<booking::BookingCancelled*>(nullptr));
    on("booking.moved", static_cast<booking::BookingMoved*>(nullptr));
    on("booking.refunded", static_cast<booking::SessionRefunded*>(nullptr));
    on("booking.disputed", static_cast<booking::SessionDisputed*>(nullptr));
    listeners.on<booking::SessionClosed>(
        "webhooks.tell", [this](booking::SessionClosed const& event, jobs::JobInfo const& info) {
            std::string const kind =
                event.state == BookingState::completed ? "booking.completed" : "booking.missed";
            return about_booking(kind, event.booking, fmt::format("{}-{}", kind, info.id.value),
                                 info.recorded_at);
        });
    listeners.on<mentors::MentorApproved>(
        "webhooks.tell",
        [this](mentors::MentorApproved const& event, jobs::JobInfo const& info) -> Task<void> {
            UserData const data{.account = event.account, .role = "mentor", .mentor = event.mentor};
            co_await fan_out({.kind = "user.mentor_approved",
                              .data = contract::to_json(data),
                              .cause = fmt::format("user.mentor_approved-{}", info.id.value),
                              .at = info.recorded_at});
        });
    listeners.on<Happened>("webhooks.fan_out",
                           [this](Happened const& event, jobs::JobInfo const&) { return fan_out(event); });
    listeners.on<DeliveryDue>("webhooks.deliver",
                              [this](DeliveryDue const& due, jobs::JobInfo const&) { return deliver(due); });
    listeners.every("webhooks.forget", hours{6}, [this]() -> Task<void> {
        co_await p_.db.write([this](db::Tx& tx) -> Task<bool> {
            co_await store::forget(tx, p_.clock.now() - kKept);
            co_return true;
        });
    });
}

Task<void> Webhooks::about_booking(std::string kind, BookingId booking, std::string cause, Instant at) {
    auto const record = co_await p_.bookings.find(p_.db, booking);
    if (record)
        co_await fan_out({std::move(kind), data_of(*record), std::move(cause), at});
}

Task<void> Webhooks::note(db::Tx& tx, Happened const& event) const {
    co_await p_.outbox.add(tx, event, {.dedupe_key = event.cause});
}

// Once for each state of a booking's money.
Task<void> Webhooks::payment_changed(db::Tx& tx, BookingId booking, payments::PaymentState state) const {
    if (state == payments::PaymentState::none)
        co_return;
    auto const kind = fmt::format("payment.{}", wire_names(state)[static_cast<std::size_t>(state)]);
    Happened const event{kind, contract::to_json(PaymentData{booking, state}),
                         fmt::format("{}-{}", kind, booking.value), p_.clock.now()};
    co_await note(tx, event);
}

Task<void> Webhooks::joined_as_student(db::Tx& tx, AccountId account, StudentId student) const {
    UserData const data{.account = account, .role = "student", .student = student};
    Happened const event{"user.joined", contract::to_json(data),
                         fmt::format("user.joined-student-{}", student.value), p_.clock.now()};
    co_await note(tx, event);
}

Task<void> Webhooks::joined_as_mentor(db::Tx& tx, AccountId account, MentorId mentor) const {
    UserData const data{.account = account, .role = "mentor", .mentor = mentor};
    Happened const event{"user.joined", contract::to_json(data),
                         fmt::format("user.joined-mentor-{}", mentor.value), p_.clock.now()};
    co_await note(tx, event);
}

Task<void> Webhooks::fan_out(Happened const& event) {
    bool wanted = false;
    for (auto const& hook : co_await store::all(p_.db)) wanted = wanted || wants(hook.kinds, event.kind);
    if (!wanted)
        co_return;
    co_await p_.db.write([&](db::Tx& tx) -> Task<bool> {
        for (auto const& hook : co_await store::all(tx))
            if (wants(hook.kinds, event.kind))
                (void)co_await send(tx, hook, event);
        co_return true;
    });
}

}  // namespace ax::webhooks
