#include "contract/authorisation_fixture.h"
#include "features/payments/gateway.h"
#include "features/sandbox/sandbox.h"

/// One request for each endpoint.
namespace ax::testing {

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
    if (name == "auth.beginSecondFactor")
        return R"({"password":"lanterns over cold water"})";
    if (name == "auth.confirmSecondFactor")
        return R"({"code":"000000"})";
    if (name == "auth.renewRecoveryCodes" || name == "auth.endSecondFactor")
        return R"({"password":"lanterns over cold water","code":"000000"})";
    if (name == "auth.beginPasskey" || name == "auth.removePasskey")
        return R"({"password":"lanterns over cold water"})";
    if (name == "auth.addPasskey")
        return R"({"name":"Key","client_data":"e30","attestation":"oA","transports":[]})";
    if (name == "auth.renamePasskey")
        return R"({"name":"Key"})";
    // The address of these tests is a number, so there are no passkeys.
    if (name == "auth.passkeyChallenge")
        return R"({"purpose":"sign_in"})";
    if (name == "auth.signInWithPasskey")
        return R"({"passkey":{"id":"AA","client_data":"e30","authenticator_data":"AA","signature":"AA"}})";
    if (name == "auth.finishExternal")
        return R"({"ticket":"nothing"})";
    if (name == "auth.google")
        return R"({"credential":"nothing","attempt":"nothing"})";
    if (name == "auth.beginLink")  // no provider is set up here
        return R"({"provider":"google","password":"lanterns over cold water"})";
    if (name == "auth.unlink")
        return R"({"password":"lanterns over cold water"})";
    if (name == "auth.createApiToken")
        return api_token_wish();
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
    if (name == "traffic.beacon")
        return R"({"route":"/mentors/:mentor","device":"phone","view":true})";
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
    if (name == "webhooks.create" || name == "webhooks.update")
        return webhook();
    if (name == "webhooks.pause")
        return R"({"paused":false})";
    if (name == "webhooks.replaySince")
        return R"({"since":"2026-11-22T00:00:00Z"})";
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
    if (endpoint.name == "feedback.decide")
        path = replaced(path, "{booking}", std::to_string(fresh_review().value));
    if (path.find("{booking}") != std::string::npos)
        path = replaced(path, "{booking}",
                        std::to_string((endpoint.name == "booking.cancel" ? fresh_hold() : confirmed).value));
    if (path.find("{device}") != std::string::npos)
        path = replaced(path, "{device}",
                        app.get("/api/v1/auth/devices/", app.sign_in(student.email)).member("id"));
    path = replaced(path, "{passkey}", "1");
    if (path.find("{identity}") != std::string::npos) {
        app.script(
            fmt::format("DELETE FROM identity; INSERT INTO identity (account_id, issuer, subject, email, "
                        "linked_at, used_at) VALUES ({}, 'https://id.example', 's', 'e', 0, 0)",
                        student.account.value));
        path = replaced(path, "{identity}", std::to_string(app.number("SELECT id FROM identity")));
    }
    path = replaced(path, "{conversation}", talk);
    if (endpoint.name.starts_with("files."))
        path = replaced(path, "{person}", student_with_cv());
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
    if (endpoint.name == "auth.revokeApiToken")
        path = replaced(path, "{token}",
                        app.post("/api/v1/auth/api-tokens/", api_token_wish(), student.token).member("id"));
    if (endpoint.name.starts_with("webhooks."))
        path = replaced(replaced(path, "{webhook}", a_webhook()), "{delivery}", a_webhook_delivery());
    if (path.find("{attachment}") != std::string::npos)
        path = replaced(path, "{attachment}", fresh_attachment());
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
    if (endpoint.name == "waitlist.freeNow")
        path += fmt::format("?mentor={}&service={}&from=2026-11-24&to=2026-11-30&zone=UTC",
                            public_id(*mentor.mentor), mentor.service.value);
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

}  // namespace ax::testing
