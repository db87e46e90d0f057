#pragma once

#include "features/files/files.h"
#include "support/pictures.h"
#include "support/test_app.h"

#include <string>
#include <string_view>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace ax::testing {

/// Everybody who may ask, a confirmed session and a conversation between `student` and `mentor`, and for each
/// endpoint a request that makes sense.
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
    std::string student_with_cv() {
        EXPECT_TRUE(app.wait(app.app().files().set_cv(student.caller, "%PDF-1.7\n%%EOF\n")));
        return public_id(*student.student);
    }
    // The student's, in a message to the mentor.
    std::string fresh_attachment() {
        auto const id =
            app.post("/api/v1/chat/attachments/?name=x.png", a_png(9), student.token).member("id");
        auto const message =
            fmt::format(R"({{"text":"","client_key":"fresh-{}-key","attachment":{}}})", ++fresh, id);
        auto const path = fmt::format("/api/v1/chat/conversations/{}/messages/", talk);
        EXPECT_EQ(app.post(path, message, student.token).status, 201);
        return id;
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
    // The student's words about a session with the mentor, which may be quoted.
    BookingId fresh_review() {
        auto const id = fresh_hold();
        app.script(fmt::format(
            "INSERT INTO review (booking_id, mentor_id, student_account, author, stars, words, created_at, "
            "updated_at, may_quote) VALUES ({}, {}, {}, 'Asha', 5, 'Good', 1, 1, 1)",
            id.value, mentor.mentor->value, student.account.value));
        return id;
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
    static std::string api_token_wish(std::string_view scopes = R"("read","write","chat")") {
        return fmt::format(R"({{"name":"A program","scopes":[{}],"password":"lanterns over cold water"}})",
                           scopes);
    }
    std::string an_api_token(Person const& of, std::string_view scopes = R"("read","write","chat")") {
        return app.post("/api/v1/auth/api-tokens/", api_token_wish(scopes), of.token).member("token");
    }
    static std::string webhook() { return R"({"url":"https://hooks.example/x","kinds":["*"]})"; }
    std::string a_webhook() {
        if (app.number("SELECT count(*) FROM webhook") == 0)
            EXPECT_EQ(app.post("/api/v1/staff/webhooks/", webhook(), staff.token).status, 201);
        return std::to_string(app.number("SELECT max(id) FROM webhook"));
    }
    std::string a_webhook_delivery() {
        if (app.number("SELECT count(*) FROM webhook_delivery") == 0)
            EXPECT_EQ(app.post("/api/v1/staff/webhooks/" + a_webhook() + "/test/", "{}", staff.token).status,
                      200);
        return std::to_string(app.number("SELECT max(id) FROM webhook_delivery"));
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

}  // namespace ax::testing
