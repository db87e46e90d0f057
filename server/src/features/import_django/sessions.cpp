#include "features/import_django/sessions.h"

#include "features/import_django/profile_text.h"
#include "features/import_django/session_rows.h"
#include "features/import_django/slots.h"

#include <algorithm>
#include <optional>

namespace ax::import_django {
namespace {

using booking::BookingState;

// Beside django_row's own names: which booking of the source a meeting was made from.
constexpr std::string_view kLinked = "student_booking:meeting";
constexpr int kLongestMinutes = 24 * 60 - 1;

enum MeetingColumn : std::uint8_t {
    kMeeting,
    kTitle,
    kDescription,
    kTime,
    kDuration,
    kStatus,
    kCreated,
    kUpdated,
    kStudentCame,
    kMentorCame,
    kStudent,
    kMentor
};
enum BookingColumn : std::uint8_t {
    kBooking,
    kSubject,
    kService,
    kPrice,
    kLength,
    kSlot,
    kPaid,
    kBooked,
    kOfStudent,
    kOfMentor
};

Selection bookings() {
    return {.table = "student_booking",
            .columns = {"id", "subject", "service", "service_price", "service_duration", "time_slot",
                        "is_paid", "created_at", "student_id", "mentor_id"}};
}

int length_of(Fields& row, std::optional<int> wanted) {
    if (wanted && *wanted >= 1 && *wanted <= kLongestMinutes)
        return *wanted;
    row.change("duration", "not_understood");
    return 60;
}

availability::Zone zone_of(Import& import, taken::Person const& mentor) {
    return availability::Zone::find(mentor.zone).value_or(import.zone);
}

// The paid booking that the meeting was made from: of the same two, for its time, else of its subject.
Task<std::optional<SourceRow>> booking_of(Import& import, db::Tx& tx, Fields const& meeting, Instant start,
                                          taken::Person const& mentor) {
    if (!import.source.has("student_booking"))
        co_return std::nullopt;
    auto const found =
        import.source.find(bookings(), {"student_id", "mentor_id"},
                           {std::string(meeting.text(kStudent)), std::string(meeting.text(kMentor))});
    std::optional<SourceRow> of_subject;
    for (auto const& candidate : found) {
        Fields const fields(candidate);
        if (!fields.flag(kPaid) || co_await taken::id_of(tx, kLinked, fields.key()))
            continue;
        auto const booked = fields.time(kBooked).value_or(start);
        auto const slot = resolve_slot(fields.text(kSlot), booked, zone_of(import, mentor));
        if (slot.start == start)
            co_return candidate;
        if (!of_subject && fields.text(kSubject) == meeting.text(kTitle))
            of_subject = candidate;
    }
    co_return of_subject;
}

std::optional<BookingState> state_of(Fields const& row, Instant end, Instant now) {
    auto const status = row.text(kStatus);
    if (status == "completed")
        return BookingState::completed;
    if (status == "cancelled")
        return BookingState::cancelled;
    if (status == "missed")
        return BookingState::missed;
    if (status != "scheduled" && status != "ongoing")
        return std::nullopt;
    if (end > now)
        return BookingState::confirmed;
    return row.flag(kStudentCame) && row.flag(kMentorCame) ? BookingState::completed : BookingState::missed;
}

Task<Verdict> take_meeting(Import& import, db::Tx& tx, Fields& row) {
    auto const both = co_await pair_of(tx, row.text(kMentor), row.text(kStudent));
    if (!both.refusal.empty())
        co_return Fields::refuse(both.refusal);
    auto const start = row.time(kTime);
    if (!start)
        co_return Fields::refuse("time_not_understood", row.text(kTime));
    auto const duration = to_number(row.text(kDuration));
    int const length =
        length_of(row, duration && *duration <= kLongestMinutes ? std::optional(static_cast<int>(*duration))
                                                                : std::nullopt);
    auto const state = state_of(row, *start + minutes{length}, import.now());
    if (!state)
        co_return Fields::refuse("status_unknown", row.text(kStatus));

    auto const source = co_await booking_of(import, tx, row, *start, *both.mentor);
    auto const price = price_of(import, source ? Fields(*source).text(kPrice) : "", row.text(kMentor));
    if (!price)
        co_return Fields::refuse("price_unknown");
    auto const title = row.line(kTitle, 200, "title");
    auto const service = source ? clean(Fields(*source).text(kService), Lines::one, 120).text : std::string{};
    auto const created = row.happened(kCreated, import.now(), *start, "created_at");
    Session const session{
        .mentor = *both.mentor,
        .student = *both.student,
        .state = *state,
        .start = *start,
        .minutes = length,
        .service = service.empty() ? beginning(title, 120) : service,
        .topic = title,
        .note = row.words(kDescription, 2000, "description"),
        .price = *price,
        .created = created,
        .cancelled = *state == BookingState::cancelled
                         ? std::optional(row.happened(kUpdated, import.now(), created, "updated_at"))
                         : std::nullopt};
    auto const id = co_await write_session(import, tx, session);
    if (!id)
        co_return Fields::refuse("time_taken", row.text(kTime));
    if (source)
        co_await taken::remember(tx, kLinked, Fields(*source).key(), id->value, import.now());
    co_return row.take(id->value);
}

Task<Verdict> take_booking(Import& import, db::Tx& tx, Fields& row) {
    if (auto const linked = co_await taken::id_of(tx, kLinked, row.key()))
        co_return row.take(*linked);
    auto const both = co_await pair_of(tx, row.text(kOfMentor), row.text(kOfStudent));
    if (!both.refusal.empty())
        co_return Fields::refuse(both.refusal);
    auto const booked = row.time(kBooked);
    if (!booked)
        co_return Fields::refuse("time_not_understood", row.text(kBooked));
    auto const slot = resolve_slot(row.text(kSlot), *booked, zone_of(import, *both.mentor));
    if (!slot.start)
        co_return Fields::refuse(slot.problem, row.text(kSlot));
    auto const price = price_of(import, row.text(kPrice), row.text(kOfMentor));
    if (!price)
        co_return Fields::refuse("price_unknown");

    int const length = length_of(row, parse_length(row.text(kLength)));
    bool const to_come = *slot.start + minutes{length} > import.now();
    auto const topic = row.line(kSubject, 200, "subject");
    auto const service = row.line(kService, 120, "service");
    Session const session{.mentor = *both.mentor,
                          .student = *both.student,
                          .state = !row.flag(kPaid) ? BookingState::expired
                                   : to_come        ? BookingState::confirmed
                                                    : BookingState::missed,
                          .start = *slot.start,
                          .minutes = length,
                          .service = service.empty() ? beginning(topic, 120) : service,
                          .topic = topic,
                          .note = {},
                          .price = *price,
                          .created = std::min(*booked, import.now())};
    auto const id = co_await write_session(import, tx, session);
    if (!id)
        co_return Fields::refuse("time_taken", row.text(kSlot));
    co_return row.take(id->value);
}

}  // namespace

Part meetings_part(Import& import) {
    return {.selection = {.table = "mentor_meeting",
                          .columns = {"id", "title", "description", "scheduled_time", "duration", "status",
                                      "created_at", "updated_at", "student_attended", "mentor_attended",
                                      "student_id", "mentor_id"}},
            .take = [&import](db::Tx& tx, Fields& row) { return take_meeting(import, tx, row); }};
}

Part bookings_part(Import& import) {
    return {.selection = bookings(),
            .take = [&import](db::Tx& tx, Fields& row) { return take_booking(import, tx, row); }};
}

}  // namespace ax::import_django
