#include "features/import_django/import_django.h"

#include "features/import_django/accounts.h"
#include "features/import_django/conversations.h"
#include "features/import_django/gatherings.h"
#include "features/import_django/left_out.h"
#include "features/import_django/money.h"
#include "features/import_django/papers.h"
#include "features/import_django/part.h"
#include "features/import_django/posts.h"
#include "features/import_django/profiles.h"
#include "features/import_django/sessions.h"
#include "features/import_django/tickets.h"

#include <stdexcept>

namespace ax::import_django {
namespace {

void read_content_types(Import& import) {
    if (!import.source.has("django_content_type"))
        return;
    auto const cursor = import.source.open({.table = "django_content_type", .columns = {"id", "model"}});
    for (auto const& row : cursor->next(1000))
        import.content_types.emplace(row[0].value_or(""), row[1].value_or(""));
}

}  // namespace

Task<void> run(Ports ports, Source& source, Options options, Report& report) {
    auto const zone = availability::Zone::find(options.time_zone);
    if (!zone)
        throw std::invalid_argument(options.time_zone + " is no time zone");
    Import import{
        .ports = ports, .options = std::move(options), .source = source, .report = report, .zone = *zone};
    read_content_types(import);
    co_await reserve_numbers(import);
    // Each after what it names.
    co_await run_part(import, students_part(import));
    co_await run_part(import, mentors_part(import));
    co_await run_part(import, student_details_part(import));
    co_await run_part(import, mentor_details_part(import));
    for (auto& part : skill_parts(import)) co_await run_part(import, std::move(part));
    co_await run_part(import, meetings_part(import));
    co_await run_part(import, bookings_part(import));
    co_await run_part(import, conversations_part(import));
    co_await run_part(import, messages_part(import));
    co_await run_part(import, posts_part(import));
    co_await run_part(import, likes_part(import));
    co_await run_part(import, comments_part(import));
    co_await run_part(import, events_part(import));
    co_await run_part(import, feedback_part(import));
    co_await run_part(import, earnings_part(import));
    co_await run_part(import, tickets_part(import));
    co_await run_part(import, replies_part(import));
    co_await run_part(import, newsletter_part(import));
    for (auto& part : note_parts(import)) co_await run_part(import, std::move(part));
    co_await run_part(import, contact_part(import));
    tell_left_out(import);
    report.finish();
}

}  // namespace ax::import_django
