#include "features/import_django/gatherings.h"

#include "contract/formats.h"
#include "features/events/events.h"
#include "features/import_django/authors.h"
#include "features/import_django/session_rows.h"

#include <fmt/format.h>

namespace ax::import_django {
namespace {

db::Query const kPublish{"import_django.publish_event",
                         "UPDATE event SET state = 1, created_at = $2, updated_at = $2 WHERE id = $1"};
db::Query const kSession{"import_django.reviewed_session", R"sql(
    SELECT mentor_id, student_id, mentor_account, student_account, student_name, state FROM booking WHERE id = $1
)sql"};

constexpr std::size_t kMostWords = 2000;

enum EventColumn : std::uint8_t {
    kEvent,
    kType,
    kObject,
    kTitle,
    kDescription,
    kStart,
    kEnd,
    kLocation,
    kCover,
    kPublished,
    kCreated
};
enum ReviewColumn : std::uint8_t {
    kReview,
    kStudent,
    kMentor,
    kMeeting,
    kRating,
    kText,
    kApproved,
    kWritten
};
enum SubscriberColumn : std::uint8_t { kSubscriber, kEmail, kSubscribed };

int length_of(Fields& row, Instant start, std::optional<Instant> end) {
    if (!end || *end <= start) {
        row.change("end_time", row.is_null(kEnd) ? "missing" : "not_understood");
        return 60;
    }
    auto const length = std::chrono::duration_cast<minutes>(*end - start).count();
    if (length > events::kLongestMinutes) {
        row.change("end_time", "cut");
        return events::kLongestMinutes;
    }
    return std::max(1, static_cast<int>(length));
}

Task<Verdict> take_event(Import& import, db::Tx& tx, Fields& row) {
    auto const host = co_await author(import, tx, row.text(kType), row.text(kObject));
    if (!host)
        co_return Fields::refuse("organizer_not_taken");
    auto const start = row.time(kStart);
    if (!start)
        co_return Fields::refuse("time_not_understood", row.text(kStart));
    auto const title = row.line(kTitle, 120, "title");
    if (contract::code_points(title) < 3)
        co_return Fields::refuse("no_title");
    auto const zone = availability::Zone::find(host->zone).value_or(import.zone);
    auto local = availability::wall_text(*start, zone);
    local[10] = 'T';
    auto const begin = std::chrono::floor<minutes>(*start);
    auto const location = row.line(kLocation, 200, "location");
    bool const online = contract::is_http_url(location);
    int const length = length_of(row, *start, row.time(kEnd));
    if (!row.text(kCover).empty())
        row.change("cover_image", "stays_where_it_is");
    auto const created = row.happened(kCreated, import.now(), import.now(), "created_at");
    events::store::Row const event{.id = {},
                                   .host = host->account,
                                   .state = events::EventState::draft,
                                   .title = title,
                                   .description = row.words(kDescription, 5000, "description"),
                                   .online_url = online ? location : std::string{},
                                   .place = online ? std::string{} : location,
                                   .time_zone = zone.name(),
                                   .local_start = local,
                                   .minutes = length,
                                   .starts_at = begin,
                                   .ends_at = begin + minutes{length},
                                   .capacity = {},
                                   .tags = mentors::Mentors::column_of(std::vector<std::string>{}),
                                   .cancel_note = {},
                                   .updated_at = created};
    auto const id = co_await events::store::insert(tx, event, {}, fmt::format("django-event-{}", row.key()));
    if (!id)
        co_return Fields::refuse("key_repeated");
    if (row.flag(kPublished))
        co_await tx.exec(kPublish, *id, created);
    co_return row.take(id->value);
}

Task<Verdict> take_review(Import& import, db::Tx& tx, Fields& row) {
    auto const stars = to_number(row.text(kRating));
    if (!stars || *stars < 1 || *stars > 5)
        co_return Fields::refuse("rating_not_understood", row.text(kRating));
    if (!row.flag(kApproved))
        co_return Fields::refuse("was_not_shown");
    auto const both = co_await pair_of(tx, row.text(kMentor), row.text(kStudent));
    if (!both.refusal.empty())
        co_return Fields::refuse(both.refusal);
    auto const id = row.is_null(kMeeting) ? std::nullopt
                                          : co_await taken::id_of(tx, "mentor_meeting", row.text(kMeeting));
    if (!id)
        co_return Fields::refuse(row.is_null(kMeeting) ? "no_session" : "session_not_taken");
    auto const found = co_await tx.one(kSession, *id);
    if (!found || found->get<std::int64_t>(0) != both.mentor->profile ||
        found->get<std::int64_t>(1) != both.student->profile)
        co_return Fields::refuse("session_of_others");
    if (found->get<booking::BookingState>(5) != booking::BookingState::completed)
        co_return Fields::refuse("session_did_not_take_place");
    booking::Record session;
    session.id = BookingId{*id};
    session.mentor = MentorId{both.mentor->profile};
    session.student_account = found->get<AccountId>(3);
    session.student_name = found->get<std::string>(4);
    auto const written = row.happened(kWritten, import.now(), import.now(), "created_at");
    if (!co_await import.ports.feedback.adopt(tx, session, static_cast<int>(*stars),
                                              row.words(kText, kMostWords, "feedback_text"), written))
        co_return Fields::refuse("reviewed_already");
    co_return row.take(*id);
}

Task<Verdict> take_subscriber(Import& import, db::Tx& tx, Fields& row) {
    auto const email = clean(row.text(kEmail), Lines::one, 300).text;
    if (!contract::is_email(email))
        co_return Fields::refuse("email_invalid");
    auto const since = row.happened(kSubscribed, import.now(), import.now(), "subscribed_at");
    if (!co_await import.ports.newsletter.adopt(tx, email, since))
        co_return Fields::refuse("address_known");
    co_return row.take(0);
}

}  // namespace

Part events_part(Import& import) {
    std::string const table = "events_event";
    bool const there = import.source.has(table);
    auto const type =
        there ? import.source.column_like(table, "content_type_id") : std::string("content_type_id");
    auto const object = there ? import.source.column_like(table, "object_id") : std::string("object_id");
    return {.selection = {.table = table,
                          .columns = {"id", type, object, "title", "description", "start_time", "end_time",
                                      "location", "cover_image", "is_published", "created_at"}},
            .take = [&import](db::Tx& tx, Fields& row) { return take_event(import, tx, row); }};
}

Part feedback_part(Import& import) {
    return {.selection = {.table = "student_feedback",
                          .columns = {"id", "student_id", "mentor_id", "meeting_id", "rating",
                                      "feedback_text", "is_approved", "created_at"}},
            .take = [&import](db::Tx& tx, Fields& row) { return take_review(import, tx, row); }};
}

Part newsletter_part(Import& import) {
    return {.selection = {.table = "chat_newslettersubscriber", .columns = {"id", "email", "subscribed_at"}},
            .take = [&import](db::Tx& tx, Fields& row) { return take_subscriber(import, tx, row); }};
}

}  // namespace ax::import_django
