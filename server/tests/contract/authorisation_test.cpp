// Size: one table of requests, one for each endpoint.
#include "features/payments/gateway.h"
#include "features/sandbox/sandbox.h"
#include "support/test_app.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace ax::testing {
namespace {

// Columns of authorisation.tsv. `student` and `mentor` are the two members of the booking, `mentor` owns the
// service.
constexpr std::array<std::string_view, 7> kCallers{"anonymous",    "student", "other_student", "mentor",
                                                   "other_mentor", "staff",   "expired"};
using Expectations = std::array<std::string, kCallers.size()>;

struct Table {
    std::map<std::string, Expectations> endpoints;
    std::set<std::string> raw;
};

Table read_table() {
    Table table;
    std::ifstream file(AX_AUTHORISATION_TABLE);
    for (std::string line; std::getline(file, line);) {
        if (line.empty() || line.front() == '#')
            continue;
        std::istringstream words(line);
        std::string name;
        words >> name;
        if (name == "raw") {
            words >> name;
            EXPECT_TRUE(table.raw.insert(name).second || name == "payments.webhook") << name << " twice";
            continue;
        }
        Expectations row;
        for (auto& cell : row) words >> cell;
        EXPECT_FALSE(row.back().empty()) << name << " lacks a column";
        EXPECT_TRUE(table.endpoints.emplace(name, row).second) << name << " twice";
    }
    return table;
}

// "ok": done. "rule": allowed to ask, and a rule other than about who may ask said no. Otherwise the status.
std::string outcome(int status) {
    if (status >= 200 && status < 300)
        return "ok";
    return status == 400 || status == 409 || status == 410 || status == 422 || status == 503
               ? "rule"
               : std::to_string(status);
}

class AuthorisationTest : public ::testing::Test {
protected:
    AuthorisationTest() {
        expired = app.a_student("Expired").token;
        app.clock.advance(minutes{20});
        student = app.a_student("Asha");
        other_student = app.a_student("Bela");
        mentor = app.a_mentor("Chetan");
        other_mentor = app.a_mentor("Dev");
        staff = app.a_staff();
        confirmed = app.hold(student, mentor, TestApp::at(3, 10));
        app.order(confirmed);
        EXPECT_TRUE(app.pay(confirmed, "pay_1"));
        app.run_jobs();  // both are told
        talk = app.post("/api/v1/chat/conversations/",
                        fmt::format(R"({{"with":"{}"}})", public_id(*mentor.mentor)), student.token)
                   .member("id");
        EXPECT_FALSE(talk.empty());
    }

    std::string token(std::size_t caller) {
        switch (caller) {
            case 1:
                return student.token;
            case 2:
                return other_student.token;
            case 3:
                return mentor.token;
            case 4:
                return other_mentor.token;
            case 5:
                return staff.token;
            case 6:
                return expired;
            default:
                return {};
        }
    }
    void sign_in_again() {
        for (Person* const who :
             std::initializer_list<Person*>{&student, &other_student, &mentor, &other_mentor, &staff})
            who->token = app.sign_in(who->email);
    }
    BookingId fresh_hold() {
        app.script("UPDATE booking SET state = 5 WHERE state = 0");
        return app.hold(student, mentor, TestApp::at(4, 10));
    }
    BookingId ordered_hold() {
        auto const id = fresh_hold();
        app.order(id);
        return id;
    }
    ServiceId fresh_service() {
        return *app.write([&](db::Tx& tx) {
            return app.app().mentors().add_service(
                tx, *mentor.mentor,
                {.title = "For one call", .description = "", .minutes = 30, .price = 1000});
        });
    }
    // The student's words to the mentor, reported by him if asked for.
    std::string fresh_message() {
        return app
            .post(fmt::format("/api/v1/chat/conversations/{}/messages/", talk),
                  fmt::format(R"({{"text":"hello","client_key":"fresh-{}-key"}})", ++fresh), student.token)
            .member("id");
    }
    std::string fresh_report() {
        auto const path = fmt::format("/api/v1/chat/messages/{}/report/", fresh_message());
        EXPECT_LT(app.post(path, R"({"reason":"spam","note":""})", mentor.token).status, 300);
        return std::to_string(app.number("SELECT max(id) FROM message_report"));
    }
    std::string fresh_ticket() {
        return app.post("/api/v1/support/tickets/", ticket(), student.token).member("id");
    }
    // The student's, as old as a member who may post as much as they like.
    std::string fresh_post() {
        app.script("UPDATE account SET created_at = 0");
        return app
            .post("/api/v1/community/posts/",
                  fmt::format(
                      R"({{"title":"Post","text":"hi","tags":[],"draft":false,"client_key":"post-{}-key"}})",
                      ++fresh),
                  student.token)
            .member("id");
    }
    std::string fresh_comment() {
        return app
            .post(fmt::format("/api/v1/community/posts/{}/comments/", fresh_post()),
                  fmt::format(R"({{"text":"hi","client_key":"comment-{}-key"}})", ++fresh), student.token)
            .member("id");
    }
    std::string fresh_post_report() {
        auto const path = fmt::format("/api/v1/community/posts/{}/report/", fresh_post());
        EXPECT_LT(app.post(path, R"({"reason":"spam","note":""})", mentor.token).status, 300);
        return std::to_string(app.number("SELECT max(id) FROM post_report"));
    }
    // The student's, in the workspace of the two: `agenda` or `actions`.
    std::string fresh_item(std::string_view list) {
        auto const path = fmt::format("/api/v1/workspaces/{}/{}/", public_id(*mentor.mentor), list);
        EXPECT_LT(app.post(path, item(), student.token).status, 300);
        return std::to_string(app.number("SELECT max(id) FROM workspace_item"));
    }
    std::string item() {
        return fmt::format(R"({{"text":"Read","assignee":"student","client_key":"item-{}-key"}})", ++fresh);
    }
    std::string own_note() {
        return fmt::format(R"({{"text":"Remember","client_key":"own-{}-key"}})", ++fresh);
    }
    std::string push() {
        return fmt::format(
            R"({{"endpoint":"https://push.example/{}","p256dh":)"
            R"("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",)"
            R"("auth":"BTBZMqHH6r4Tts7J_aSIgg","name":"A browser"}})",
            ++fresh);
    }
    std::string ticket() {
        return fmt::format(
            R"({{"subject":"Help","category":"other","text":"please","client_key":"ticket-{}-key"}})",
            ++fresh);
    }
    // Published by the mentor, a place for everybody.
    std::string fresh_event() {
        auto const id = app.post("/api/v1/events/", event(), mentor.token).member("id");
        app.post(fmt::format("/api/v1/events/{}/publish/", id), R"({"published":true})", mentor.token);
        return id;
    }
    std::string event() {
        return fmt::format(
            R"({{"title":"Come","description":"","place":"Here","time_zone":"UTC","local_start":)"
            R"("2026-12-20T18:00","minutes":60,"tags":[],"client_key":"event-{}-key"}})",
            ++fresh);
    }
    // The student's, for a time that never is.
    std::string wait_wish() {
        return fmt::format(
            R"({{"mentor":"{}","service":{},"from":"2027-04-01","to":"2027-04-02","zone":"UTC"}})",
            public_id(*mentor.mentor), mentor.service.value);
    }
    std::string fresh_wait() {
        app.script("UPDATE waitlist_entry SET state = 3 WHERE state <= 1");
        return app.post("/api/v1/waitlist/", wait_wish(), student.token).member("id");
    }
    // The mentor's, a date of their own each.
    static std::string vacation(int number) {
        auto const date = availability::Date{std::chrono::year{2028} / 1 / 1} + days{number};
        auto const text = to_iso(availability::to_calendar(date));
        return fmt::format(R"({{"from":"{0}","to":"{0}","note":""}})", text);
    }
    std::string fresh_vacation() {
        app.script("DELETE FROM availability_vacation");
        return app.post("/api/v1/mentors/me/vacations/", vacation(++fresh), mentor.token).member("id");
    }
    std::string contact() {
        ++fresh;
        return fmt::format(
            R"({{"name":"N","email":"n{0}@example.com","topic":"other","text":"hi","client_key":"contact-{0}-key"}})",
            fresh);
    }
    static std::string replaced(std::string path, std::string_view what, std::string const& with) {
        if (auto const at = path.find(what); at != std::string::npos)
            path.replace(at, what.size(), with);
        return path;
    }

    struct Request {
        std::string path;
        std::string body;
    };
    Request request(contract::EndpointInfo const& endpoint, std::size_t caller);
    std::string body(std::string_view name, std::size_t caller);

    TestApp app;
    Person student, other_student, staff;
    BookableMentor mentor, other_mentor;
    std::string expired;
    BookingId confirmed;
    std::string talk;
    int fresh = 0;
};

std::string AuthorisationTest::body(std::string_view name, std::size_t caller) {
    if (name == "auth.register")
        return fmt::format(
            R"({{"name":"New","email":"new{}@example.com","password":"quiet bicycle horizon 9",)"
            R"("role":"student","accepted_terms":true}})",
            ++fresh);
    if (name == "auth.login")
        return fmt::format(R"({{"identifier":"{}","password":"lanterns over cold water","client":"api"}})",
                           student.email);
    if (name == "auth.verifyEmail")
        return R"({"token":"nothing"})";
    if (name == "auth.resendVerification" || name == "auth.forgotPassword")
        return R"({"email":"nobody@example.com"})";
    if (name == "auth.refresh")
        return R"({"refresh_token":"nothing"})";
    if (name == "auth.resetPassword")
        return R"({"token":"nothing","password":"quiet bicycle horizon 9"})";
    if (name == "auth.changePassword")  // changes nothing, so that everybody can sign in again
        return R"({"current_password":"lanterns over cold water","new_password":"lanterns over cold water"})";
    if (name == "auth.addRole")  // one they have: nobody becomes more than their column says
        return caller == 5
                   ? R"({"role":"nothing"})"
                   : fmt::format(R"({{"role":"{}"}})", caller == 3 || caller == 4 ? "mentor" : "student");
    if (name == "students.update" || name == "mentors.update")
        return R"({"headline":"Curious"})";
    if (name == "mentors.createService")
        return R"({"title":"Another one","description":"","minutes":30,"price":1000})";
    if (name == "mentors.updateService")
        return R"({"price":2000})";
    if (name == "mentors.reject")
        return R"({"note":"More, please"})";
    if (name == "availability.set")
        return R"({"time_zone":"UTC","rules":[{"weekday":1,"start":"00:00","end":"24:00"},)"
               R"({"weekday":2,"start":"00:00","end":"24:00"},{"weekday":3,"start":"00:00","end":"24:00"},)"
               R"({"weekday":4,"start":"00:00","end":"24:00"},{"weekday":5,"start":"00:00","end":"24:00"}],)"
               R"("overrides":[],"buffer_before":0,"buffer_after":0,"minimum_notice":0,"horizon_days":60,)"
               R"("daily_cap":0,"start_every":30})";
    if (name == "booking.hold") {
        app.script("UPDATE booking SET state = 5 WHERE state = 0");
        return fmt::format(R"({{"mentor_id":"{}","service_id":{},"start":"{}"}})", public_id(*mentor.mentor),
                           mentor.service.value, to_iso(TestApp::at(5, 10)));
    }
    if (name == "booking.describe")
        return R"({"topic":"Threads"})";
    if (name == "waitlist.join")
        return wait_wish();
    if (name == "availability.addVacation")
        return vacation(++fresh);
    if (name == "busyTimes.set")
        return R"({"url":"https://calendar.example/secret.ics"})";
    if (name == "booking.move")  // again by the second of them, which is a repeat
        return fmt::format(R"({{"from":"{}","start":"{}"}})", to_iso(TestApp::at(3, 10)),
                           to_iso(TestApp::at(8, 10)));
    if (name == "attendance.enter")
        return R"({"key":"AAAAAA"})";
    if (name == "attendance.dispute")
        return R"({"text":"It went otherwise"})";
    if (name == "feedback.write")
        return R"({"stars":5,"text":"Good"})";
    if (name == "feedback.decide")
        return R"({"approved":true})";
    if (name == "feedback.reply")
        return R"({"text":"Thank you"})";
    if (name == "payments.createOrder")
        return fmt::format(R"({{"booking_id":{}}})", fresh_hold().value);
    if (name == "payments.verify") {
        auto const id = ordered_hold();
        auto const order = fmt::format("order_{}", id.value);
        return fmt::format(R"({{"booking_id":{},"razorpay_order_id":"{}","razorpay_payment_id":"pay_x",)"
                           R"("razorpay_signature":"{}"}})",
                           id.value, order,
                           payments::checkout_signature(order, "pay_x", sandbox::kKeySecret));
    }
    if (name == "realtime.setSettings")
        return R"({"show_online":true,"read_receipts":true})";
    if (name == "notifications.markRead")
        return R"({"up_to":1})";
    if (name == "notifications.setChannels")
        return R"({"category":"reminders","in_app":true,"mail":true})";
    if (name == "notifications.setQuietHours")
        return R"({"quiet":{"from_minute":1320,"to_minute":420}})";
    if (name == "notifications.setDigestHour")
        return R"({"hour":7})";
    if (name == "push.subscribe")
        return push();
    if (name == "notifications.unsubscribe")
        return R"({"token":"nobodys"})";
    if (name == "chat.open")
        return fmt::format(R"({{"with":"{}"}})", public_id(*mentor.mentor));
    if (name == "chat.send" || name == "support.reply")
        return fmt::format(R"({{"text":"hello","client_key":"said-{}-key"}})", ++fresh);
    if (name == "chat.edit")
        return R"({"text":"changed"})";
    if (name == "chat.react")
        return R"({"emoji":"👍","on":true})";
    if (name == "chat.markRead")
        return R"({"up_to":1})";
    if (name == "chat.setPreferences")
        return R"({"pinned":false})";
    if (name == "chat.block")  // ends what there is none of, so that both can go on
        return R"({"on":false})";
    if (name == "chat.report")
        return R"({"reason":"spam","note":""})";
    if (name == "newsletter.subscribe")
        return R"({"email":"nobody@example.com"})";
    if (name == "newsletter.confirm" || name == "newsletter.unsubscribe")
        return R"({"token":"nothing"})";
    if (name == "contact.send")
        return contact();
    if (name == "contact.markHandled")
        return R"({"handled":true})";
    if (name == "community.create" || name == "community.edit")
        return fmt::format(
            R"({{"title":"Post","text":"hi","tags":[],"draft":false,"client_key":"post-{}-key"}})", ++fresh);
    if (name == "community.preview")
        return R"({"text":"hi"})";
    if (name == "community.comment")
        return fmt::format(R"({{"text":"hi","client_key":"comment-{}-key"}})", ++fresh);
    if (name == "community.report")
        return R"({"reason":"spam","note":""})";
    if (name == "community.decide")
        return R"({"remove":true})";
    if (name == "support.create")
        return ticket();
    if (name == "workspace.saveNotes" || name == "workspace.savePrivateNotes")
        return R"({"text":"Notes","version":0})";
    if (name == "workspace.addAgendaItem" || name == "workspace.addActionItem")
        return item();
    if (name == "workspace.changeAgendaItem")
        return R"({"text":"Read","done":true})";
    if (name == "workspace.changeActionItem")
        return R"({"text":"Read","done":true,"assignee":"mentor"})";
    if (name == "workspace.placeAgendaItem")
        return R"({"place":0})";
    if (name == "workspace.addOwnNote")
        return own_note();
    if (name == "workspace.changeOwnNote")
        return R"({"text":"Remember this"})";
    if (name == "events.create" || name == "events.update")
        return event();
    if (name == "events.duplicate")
        return fmt::format(R"({{"client_key":"copy-{}-key"}})", ++fresh);
    if (name == "events.publish")
        return R"({"published":true})";
    if (name == "events.cancel")
        return R"({"note":""})";
    if (name == "events.checkIn")
        return R"({"code":"NOBODY22"})";
    if (name == "support.setStatus")
        return R"({"status":"closed"})";
    if (name == "support.assign")
        return R"({"take":true})";
    return "{}";
}

AuthorisationTest::Request AuthorisationTest::request(contract::EndpointInfo const& endpoint,
                                                      std::size_t caller) {
    auto path = "/api/v1" + std::string(endpoint.path);
    // Staff may refuse an approved mentor, too: not the one whose times are booked here.
    bool const judged = endpoint.name == "mentors.approve" || endpoint.name == "mentors.reject";
    path = replaced(path, "{mentor}", public_id(judged ? *other_mentor.mentor : *mentor.mentor));
    if (path.find("{service}") != std::string::npos)
        path = replaced(path, "{service}", std::to_string(fresh_service().value));
    if (path.find("{booking}") != std::string::npos)
        path = replaced(path, "{booking}",
                        std::to_string((endpoint.name == "booking.cancel" ? fresh_hold() : confirmed).value));
    if (path.find("{device}") != std::string::npos)
        path = replaced(path, "{device}",
                        app.get("/api/v1/auth/devices/", app.sign_in(student.email)).member("id"));
    path = replaced(path, "{conversation}", talk);
    path = replaced(path, "{person}", public_id(*student.student));
    if (path.find("{wait}") != std::string::npos)
        path = replaced(path, "{wait}", fresh_wait());
    if (path.find("{vacation}") != std::string::npos)
        path = replaced(path, "{vacation}", fresh_vacation());
    if (endpoint.name == "booking.calendar")
        path += "?from=2026-11-24&to=2026-11-30&zone=UTC";
    if (endpoint.name == "busyTimes.readNow" && caller >= 3)  // who has none yet
        for (auto const* const one : {&mentor, &other_mentor})
            app.call(http::Verb::put, "/api/v1/mentors/me/calendar-feed/",
                     R"({"url":"https://calendar.example/secret.ics"})", one->token);
    if (endpoint.name == "contact.markHandled") {
        EXPECT_EQ(app.post("/api/v1/contact/", contact()).status, 204);
        path = replaced(path, "{message}", std::to_string(app.number("SELECT max(id) FROM contact_message")));
    }
    if (path.find("{message}") != std::string::npos)
        path = replaced(path, "{message}", fresh_message());
    if (path.find("{post}") != std::string::npos)
        path = replaced(path, "{post}", fresh_post());
    if (path.find("{comment}") != std::string::npos)
        path = replaced(path, "{comment}", fresh_comment());
    if (endpoint.name == "community.decide")
        path = replaced(path, "{report}", fresh_post_report());
    if (path.find("{report}") != std::string::npos)
        path = replaced(path, "{report}", fresh_report());
    if (path.find("{ticket}") != std::string::npos)
        path = replaced(path, "{ticket}", fresh_ticket());
    if (path.find("{event}") != std::string::npos)
        path = replaced(path, "{event}", fresh_event());
    path = replaced(path, "{account}", std::to_string(mentor.account.value));
    if (path.find("{push}") != std::string::npos)
        path = replaced(path, "{push}",
                        app.post("/api/v1/push/subscriptions/", push(), student.token).member("id"));
    if (path.find("{id}") != std::string::npos)
        path =
            replaced(path, "{id}",
                     std::to_string(app.number(fmt::format(
                         "SELECT min(id) FROM notification WHERE account_id = {}", student.account.value))));
    path = replaced(path, "{student}", public_id(*student.student));
    // Each side names the other one.
    path = replaced(path, "{person}",
                    caller == 3 || caller == 4 ? public_id(*student.student) : public_id(*mentor.mentor));
    if (path.find("{item}") != std::string::npos)
        path = replaced(path, "{item}", fresh_item(path.contains("/agenda/") ? "agenda" : "actions"));
    if (path.find("{note}") != std::string::npos) {
        EXPECT_LT(app.post("/api/v1/own-notes/", own_note(), student.token).status, 300);
        path = replaced(path, "{note}", std::to_string(app.number("SELECT max(id) FROM workspace_own_note")));
    }
    if (endpoint.name == "workspace.calendar")
        path += "?from=2026-11-01T00:00:00Z&to=2026-12-01T00:00:00Z";
    if (endpoint.name == "notifications.subscription")
        path += "?token=nobodys";
    if (endpoint.name == "chat.search")
        path += "?q=hello";
    if (endpoint.name == "booking.freeTimes")
        path += fmt::format("?service={}&from=2026-11-24&to=2026-11-25&zone=UTC", mentor.service.value);
    if (endpoint.name == "booking.moveTimes")
        path += "?from=2026-11-24&to=2026-11-25&zone=UTC";
    if (endpoint.name == "realtime.events")
        path += "?seen=0";
    if (endpoint.name == "booking.whyNot")
        path += fmt::format("?service={}&start=2026-11-24T10:00:00Z", mentor.service.value);
    return {path, endpoint.verb == contract::Verb::get ? std::string{} : body(endpoint.name, caller)};
}

http::Verb http_verb(contract::Verb verb) {
    constexpr std::array kVerbs{http::Verb::get, http::Verb::post, http::Verb::put, http::Verb::patch,
                                http::Verb::del};
    return kVerbs.at(static_cast<std::size_t>(verb));
}

TEST_F(AuthorisationTest, EveryEndpointHasItsRowAndKeepsIt) {
    auto const table = read_table();
    std::set<std::string> seen;
    for (auto const& endpoint : app.app().router().endpoints()) {
        std::string const name(endpoint.name);
        seen.insert(name);
        auto const row = table.endpoints.find(name);
        std::string actual = name;
        bool right = row != table.endpoints.end();
        bool const ends_sessions = name.starts_with("auth.");
        for (std::size_t i = 0; i < kCallers.size(); ++i) {
            auto const wish = request(endpoint, i);
            auto const answer = app.call(http_verb(endpoint.verb), wish.path, wish.body, token(i));
            auto const got = outcome(answer.status);
            EXPECT_LT(answer.status == 503 ? 0 : answer.status, 500) << name << answer.body;
            actual += "\t" + got;
            right = right && got == row->second[i];
            if (ends_sessions && got == "ok")
                sign_in_again();
        }
        EXPECT_TRUE(right) << "authorisation.tsv does not say: " << actual;
    }
    for (auto const& [name, row] : table.endpoints)
        EXPECT_TRUE(seen.contains(name)) << name << " is no endpoint";
}

TEST_F(AuthorisationTest, EveryPathOutsideTheContractIsListed) {
    std::set<std::string> bound;
    for (auto const& route : app.app().router().raw_routes()) bound.insert(std::string(route.name));
    EXPECT_EQ(bound, read_table().raw);
}

}  // namespace
}  // namespace ax::testing
