#include "disk/disk.h"
#include "features/operations/invariants.h"
#include "support/test_app.h"

#include <deque>
#include <random>

#include <gmock/gmock.h>

namespace ax {
namespace {

using ax::testing::BookableMentor;
using ax::testing::Person;
using ax::testing::TestApp;

/// What this test was told is done. Sends, books and pays until the power goes, and looks afterwards.
class PowerCutTest : public ::testing::Test {
protected:
    void SetUp() override {
        TestApp app(folder.path);
        student = app.a_student("Asha");
        mentor = app.a_mentor("Ravi");
        conversation = app.post("/api/v1/chat/conversations/",
                                fmt::format(R"({{"with":"{}"}})", public_id(*mentor.mentor)), student.token)
                           .member("id");
        send(app, student);
        auto const accepted =
            app.post("/api/v1/chat/conversations/" + conversation + "/accept/", "", mentor.token);
        ASSERT_LT(accepted.status, 300) << accepted.body;
    }

    void send(TestApp& app, Person const& who) {
        auto const key = fmt::format("key-of-message-{}", ++keys);
        auto const answer =
            app.post("/api/v1/chat/conversations/" + conversation + "/messages/",
                     fmt::format(R"({{"text":"text of {}","client_key":"{}"}})", key, key), who.token);
        if (answer.status < 300)
            messages.push_back(key);
    }
    void hold(TestApp& app) {
        auto const start = TestApp::at(3, 0) + hours{++slots};
        auto const answer =
            app.post("/api/v1/bookings/",
                     fmt::format(R"({{"mentor_id":"{}","service_id":{},"start":"{}"}})",
                                 public_id(*mentor.mentor), mentor.service.value, to_iso(start)),
                     student.token);
        if (answer.status != 201)
            return;
        held.push_back(BookingId{std::stoll(answer.member("id"))});
        unpaid.push_back(held.back());
    }
    void pay(TestApp& app) {
        auto const booking = unpaid.front();
        if (app.number(
                fmt::format("SELECT count(*) FROM payment_order WHERE booking_id = {}", booking.value)) == 0)
            app.order(booking);
        bool const fresh = app.pay(booking, fmt::format("pay_{}", booking.value));
        unpaid.pop_front();
        if (fresh)
            paid.push_back(booking);
    }
    void live(std::mt19937_64& random, testing::Disk const& disk) {
        TestApp app(folder.path);
        while (disk.has_power()) {
            auto const what = random() % 10;
            if (what < 5)
                send(app, what < 3 ? static_cast<Person const&>(mentor) : student);
            else if (unpaid.empty())
                hold(app);
            else if (what < 9)
                pay(app);
            else
                app.run_jobs();
        }
    }

    void look() const {
        auto const all = db::Plain::open("sqlite:" + (folder.path / "test.db").string());
        EXPECT_EQ(all->text("PRAGMA integrity_check"), "ok");
        EXPECT_THAT(operations::broken_invariants(*all, folder.path), ::testing::IsEmpty());
        for (auto const& key : messages)
            EXPECT_EQ(all->number(fmt::format("SELECT count(*) FROM message WHERE client_key = '{0}' AND "
                                              "text = 'text of {0}'",
                                              key)),
                      1)
                << key;
        for (auto const booking : held)
            EXPECT_EQ(all->number(fmt::format("SELECT count(*) FROM booking WHERE id = {}", booking.value)),
                      1);
        for (auto const booking : paid) {
            EXPECT_EQ(
                all->number(fmt::format("SELECT sum(amount) FROM ledger_entry JOIN ledger_transfer t ON "
                                        "t.id = transfer_id WHERE cause = 'capture:pay_{}' AND account "
                                        "= 'gateway'",
                                        booking.value)),
                50'000)
                << booking.value;
            EXPECT_EQ(all->number(fmt::format("SELECT count(*) FROM payment WHERE gateway_payment = 'pay_{}' "
                                              "AND seated = 1",
                                              booking.value)),
                      1);
        }
    }

    testing::DiskFolder folder;
    Person student;
    BookableMentor mentor;
    std::string conversation;
    int keys = 0;
    int slots = 0;
    std::vector<std::string> messages;
    std::vector<BookingId> held;
    std::vector<BookingId> paid;
    std::deque<BookingId> unpaid;
};

TEST_F(PowerCutTest, AcknowledgedMessagesBookingsAndPaymentsSurvive) {
    auto const seed = std::random_device{}();
    SCOPED_TRACE(fmt::format("seed {}", seed));
    std::mt19937_64 random(seed);
    testing::Disk disk(folder.path);
    for (int cut = 0; cut < 25 && !HasFailure(); ++cut) {
        disk.cut_power_at(1 + static_cast<int>(random() % 300));
        try {
            live(random, disk);
        } catch (std::exception const& failure) {
            EXPECT_FALSE(disk.has_power()) << failure.what();
        }
        disk.cut_power();
        disk.come_back(random);
        look();
    }
    EXPECT_GT(messages.size(), 20U);
    EXPECT_GT(paid.size(), 3U);
}

}  // namespace
}  // namespace ax
