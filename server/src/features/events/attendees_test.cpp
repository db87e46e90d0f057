#include "base/csv.h"
#include "features/events/testing.h"

namespace ax::events {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

using AttendeesTest = testing::EventsTest;
AX_BOTH_ENGINES(AttendeesTest);

TEST(Csv, NoCellIsAFormula) {
    std::string out;
    std::array<std::string, 4> const first{"=1+1", "+3", "-4+1", "@x"};
    add_csv_line(out, first);
    std::array<std::string, 4> const second{"\tx", "a \"b\", c", "two\nlines", "-4"};
    add_csv_line(out, second);
    EXPECT_EQ(out,
              "\"'=1+1\",\"'+3\",\"'-4+1\",\"'@x\"\r\n"
              "\"'\tx\",\"a \"\"b\"\", c\",\"two\nlines\",-4\r\n");
}

TEST_P(AttendeesTest, TheHostSeesWhoComesAndNobodyElseDoes) {
    auto const event = published();
    app->script(
        fmt::format("UPDATE account SET name = '=HYPERLINK(\"x\")' WHERE id = {}", asha.account.value));
    ASSERT_EQ(come(asha, event.id), "registered");
    ASSERT_EQ(come(bela, event.id, true), "waiting");
    AttendeeQuery query{.event = event.id, .cursor = {}, .limit = 1};
    auto const first = app->wait(events().attendees(host.caller, query));
    ASSERT_TRUE(first) << first.error().reason;
    ASSERT_EQ(first->items.size(), 1U);
    EXPECT_EQ(first->items[0].code, seen(asha, event.id).mine->code);
    query.cursor = std::stoll(first->next.value_or("0"));
    auto const second = app->wait(events().attendees(host.caller, query));
    ASSERT_EQ(second->items.size(), 1U);
    EXPECT_EQ(second->items[0].name, "Bela");
    EXPECT_EQ(second->items[0].state, RegistrationState::waiting);
    EXPECT_FALSE(second->items[0].code);
    EXPECT_FALSE(second->next);
    EXPECT_EQ(second->taken, 1);
    EXPECT_EQ(second->waiting, 1);
    EXPECT_EQ(app->wait(events().attendees(asha.caller, query)).error().reason, "auth.not_allowed");
    EXPECT_EQ(app->wait(events().attendee_file(bela.caller, event.id)).error().reason, "auth.not_allowed");

    auto const file = app->wait(events().attendee_file(host.caller, event.id));
    ASSERT_TRUE(file);
    EXPECT_THAT(file->csv, HasSubstr("\"'=HYPERLINK(\"\"x\"\")\",registered,2026-11-22 10:00,,"));
    EXPECT_THAT(file->csv, HasSubstr("Bela,waiting,2026-11-22 10:00,,\r\n"));
    EXPECT_THAT(file->csv, Not(HasSubstr("@"))) << "no addresses";
}

TEST_P(AttendeesTest, ACodeChecksInOnce) {
    auto const event = published();
    ASSERT_EQ(come(asha, event.id), "registered");
    auto const code = seen(asha, event.id).mine->code.value_or("");
    auto typed = code.substr(0, 4) + " - " + code.substr(4);
    for (char& c : typed) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    auto const check = [&](ax::testing::Person const& who, std::string text) {
        return app->wait(events().check_in(who.caller, {.event = event.id, .code = std::move(text)}));
    };
    EXPECT_EQ(check(host, "NOBODY22").error().reason, "events.code_unknown");
    EXPECT_EQ(check(asha, code).error().reason, "auth.not_allowed");
    auto const in = check(host, typed);
    ASSERT_TRUE(in) << in.error().reason;
    EXPECT_EQ(in->attendee.name, "Asha");
    EXPECT_FALSE(in->again);
    app->clock.advance(minutes{5});
    auto const again = check(host, code);
    ASSERT_TRUE(again);
    EXPECT_TRUE(again->again);
    EXPECT_EQ(again->attendee.checked_in_at, in->attendee.checked_in_at);
    EXPECT_EQ(app->wait(events().attendees(host.caller, {.event = event.id, .cursor = {}, .limit = {}}))
                  ->checked_in,
              1);
    auto const other = published(wish("Another one"));
    EXPECT_EQ(app->wait(events().check_in(host.caller, {.event = other.id, .code = code})).error().reason,
              "events.code_of_other_event");
    ASSERT_EQ(leave(asha, event.id), "cancelled");
    EXPECT_EQ(check(host, code).error().reason, "events.code_unknown");
    ASSERT_EQ(come(asha, event.id), "registered");
    EXPECT_FALSE(check(host, code)->again) << "who left and comes again is not there yet";
}

TEST_P(AttendeesTest, ATicketIsNoBusinessOfForeignHosts) {
    auto const event = published();
    ASSERT_EQ(come(asha, event.id), "registered");
    auto const code = seen(asha, event.id).mine->code.value_or("");
    auto const stranger = app->a_mentor("Gita");
    auto const theirs =
        app->wait(events().create(stranger.caller, {wish("Elsewhere"), "event-key-elsewhere"})).value();
    ASSERT_TRUE(app->wait(events().publish(stranger.caller, {.event = theirs.id, .published = true})));
    auto const check = [&](ax::testing::Person const& who, EventId at) {
        auto const done = app->wait(events().check_in(who.caller, {.event = at, .code = code}));
        return done ? done->attendee.name : done.error().reason;
    };
    EXPECT_EQ(check(stranger, event.id), "auth.not_allowed");
    EXPECT_EQ(check(stranger, theirs.id), "events.code_unknown") << "not even that it is of another event";
    EXPECT_EQ(check(bela, event.id), "auth.not_allowed");
    EXPECT_FALSE(seen(asha, event.id).mine->checked_in_at);
    EXPECT_EQ(check(app->a_staff(), event.id), "Asha");
    EXPECT_TRUE(seen(asha, event.id).mine->checked_in_at);
}

TEST_P(AttendeesTest, TheCalendarFileRisesWithEditsAndTellsNoLink) {
    auto const event = published();
    auto const path = fmt::format("/api/v1/event-calendar/{}.ics", event.id.value);
    auto const file = app->get(path);
    EXPECT_EQ(file.status, 200);
    EXPECT_THAT(file.body, HasSubstr(fmt::format("UID:event-{}@", event.id.value)));
    EXPECT_THAT(file.body, HasSubstr(fmt::format("SEQUENCE:{}\r\n", event.sequence)));
    EXPECT_THAT(file.body, HasSubstr("METHOD:PUBLISH\r\n"));
    EXPECT_THAT(file.body, Not(HasSubstr("meet.example.com")));
    ASSERT_TRUE(app->wait(events().update(host.caller, {wish("Renamed"), event.id})));
    EXPECT_THAT(app->get(path).body, HasSubstr(fmt::format("SEQUENCE:{}\r\n", event.sequence + 1)));
    ASSERT_TRUE(app->wait(events().cancel(host.caller, {.event = event.id, .note = ""})));
    auto const off = app->get(path).body;
    EXPECT_THAT(off, HasSubstr("STATUS:CANCELLED"));
    EXPECT_THAT(off, HasSubstr(fmt::format("SEQUENCE:{}\r\n", event.sequence + 2)));
    EXPECT_EQ(app->get("/api/v1/event-calendar/x.ics").status, 404);
    EXPECT_EQ(app->get("/api/v1/event-calendar/99999.ics").status, 404);
}

}  // namespace
}  // namespace ax::events
