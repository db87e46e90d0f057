#include "base/text.h"
#include "features/events/endpoints.h"
#include "features/events/events.h"
#include "platform/blobs/picture.h"
#include "platform/http/problem.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

namespace ax::events {
namespace {

constexpr int kPageSize = 20;
constexpr std::size_t kSummaryBytes = 240;

Error not_found() { return {Code::not_found, "events.not_found"}; }

// The first paragraph, cut between characters.
std::string summary_of(std::string_view description) {
    auto const text = description.substr(0, description.find('\n'));
    std::string summary(whole_characters(text, kSummaryBytes));
    return summary.size() < text.size() ? summary + "…" : summary;
}

std::optional<std::string> unless_empty(std::string text) {
    return text.empty() ? std::nullopt : std::optional(std::move(text));
}

// A place is free to a newcomer only if nobody waits for it, except so close to the start that nobody is
// asked.
std::optional<int> free_places(store::Row const& row, Instant now) {
    if (!row.capacity)
        return std::nullopt;
    bool const queued = row.waiting > 0 && offer_life(now, row.starts_at);
    return queued ? 0 : std::max(0, *row.capacity - row.taken);
}

MyRegistration my_registration(store::Mine const& mine) {
    bool const registered = mine.is(RegistrationState::registered);
    return {.state = mine.state,
            .code = registered ? std::optional(mine.code) : std::nullopt,
            .offer_expires_at = mine.is(RegistrationState::offered) ? mine.offer_expires_at : std::nullopt,
            .checked_in_at = mine.checked_in_at,
            .ahead = {}};
}

}  // namespace

void Events::bind(api::Router& router) {
    router.bind(kList, [this](Caller const& who, EventQuery query) { return list(who, std::move(query)); });
    router.bind(kTags, [this](Caller const&, contract::Empty) { return tags(); });
    router.bind(kGet, [this](Caller const& who, EventRef ref) { return get(who, ref.event); });
    router.bind(kCreate,
                [this](Caller const& who, CreateEvent wish) { return create(who, std::move(wish)); });
    router.bind(kUpdate,
                [this](Caller const& who, UpdateEvent wish) { return update(who, std::move(wish)); });
    router.bind(kDuplicate,
                [this](Caller const& who, DuplicateEvent wish) { return duplicate(who, std::move(wish)); });
    router.bind(kPublish, [this](Caller const& who, PublishEvent wish) { return publish(who, wish); });
    router.bind(kCancel,
                [this](Caller const& who, CancelEvent wish) { return cancel(who, std::move(wish)); });
    router.bind(kRegister,
                [this](Caller const& who, RegisterForEvent wish) { return register_for(who, wish); });
    router.bind(kUnregister, [this](Caller const& who, EventRef ref) { return unregister(who, ref.event); });
    router.bind(kAttendees, [this](Caller const& who, AttendeeQuery query) { return attendees(who, query); });
    router.bind(kAttendeeFile,
                [this](Caller const& who, EventRef ref) { return attendee_file(who, ref.event); });
    router.bind(kCheckIn, [this](Caller const& who, CheckIn wish) { return check_in(who, std::move(wish)); });
    router.raw({.verb = contract::Verb::get,
                .path = "/api/v1/event-calendar/*",
                .name = "events.calendar",
                .summary = "A published event as an iCalendar file: /event-calendar/12.ics",
                .limit = {.requests = 60}},
               [this](api::Call& call) { return calendar_file(call); });
}

Task<Result<store::Row>> Events::visible(db::Executor& db, Caller const& who, EventId id) const {
    auto row = co_await store::find(db, id, who.account);
    if (!row || (row->state == EventState::draft && !manages(who, *row)))
        co_return std::unexpected(not_found());
    co_return std::move(*row);
}

Task<Result<store::Row>> Events::managed(db::Executor& db, Caller const& who, EventId id) const {
    AX_TRY(auto row, co_await visible(db, who, id));
    if (!manages(who, row))
        co_return fail(Code::forbidden, "auth.not_allowed");
    co_return std::move(row);
}

Task<std::vector<CommunityEvent>> Events::shape(Caller const& who, std::vector<store::Row> rows,
                                                bool whole) const {
    std::vector<AccountId> hosts;
    for (auto const& row : rows) hosts.push_back(row.host);
    auto const known = co_await p_.accounts.find_all(p_.db, hosts);
    auto const now = p_.clock.now();
    std::vector<CommunityEvent> out;
    for (auto& row : rows) {
        auto const* const host = auth::find_in(known, row.host);
        bool const manager = manages(who, row);
        bool const registered = row.mine && row.mine->is(RegistrationState::registered);
        CommunityEvent event{
            .id = row.id,
            .state = row.state,
            .title = row.title,
            .summary = summary_of(row.description),
            .description = whole ? std::optional(row.description) : std::nullopt,
            .host = {.name = host != nullptr ? host->name : std::string{},
                     .mentor_id = host != nullptr ? host->mentor : std::nullopt},
            .time_zone = row.time_zone,
            .local_start = row.local_start,
            .minutes = row.minutes,
            .starts_at = row.starts_at,
            .ends_at = row.ends_at,
            .online = !row.online_url.empty(),
            .online_url = manager || registered ? unless_empty(row.online_url) : std::nullopt,
            .place = unless_empty(row.place),
            .capacity = row.capacity,
            .taken = row.taken,
            .free = free_places(row, now),
            .waiting = row.waiting,
            .tags = mentors::Mentors::names_in(row.tags),
            .sequence = row.sequence,
            .cancel_note = unless_empty(row.cancel_note),
            .open = row.state == EventState::published && row.starts_at > now && row.host != who.account,
            .can_manage = manager,
            .mine = row.mine ? std::optional(my_registration(*row.mine)) : std::nullopt,
            .cover = blobs::picture_url(row.cover)};
        if (whole && row.mine && row.mine->is(RegistrationState::waiting))
            event.mine->ahead = co_await store::ahead(p_.db, row.id, *row.mine);
        out.push_back(std::move(event));
    }
    co_return out;
}

Task<Result<EventList>> Events::list(Caller const& who, EventQuery query) {
    auto const filter = query.filter.value_or(EventFilter::upcoming);
    bool const own = filter == EventFilter::mine || filter == EventFilter::hosting;
    if (own && !who.signed_in())
        co_return fail(Code::unauthenticated, "auth.sign_in_needed");
    auto const after = query.cursor ? store::parse_cursor(*query.cursor) : std::nullopt;
    if (query.cursor && !after)
        co_return fail_field("cursor", "not_a_cursor");
    auto const limit = static_cast<std::size_t>(query.limit.value_or(kPageSize));
    auto rows = co_await store::list(p_.db, {.filter = filter,
                                             .viewer = who.account,
                                             .words = query.q.value_or(""),
                                             .tag = query.tag.value_or(""),
                                             .after = after,
                                             .limit = static_cast<int>(limit) + 1,
                                             .now = p_.clock.now()});
    EventList answer;
    if (rows.size() > limit) {
        rows.pop_back();
        answer.next = store::to_cursor({.starts_at = rows.back().starts_at, .id = rows.back().id});
    }
    answer.items = co_await shape(who, std::move(rows), false);
    co_return answer;
}

Task<Result<EventTags>> Events::tags() {
    co_return EventTags{.items = co_await store::tags(p_.db, p_.clock.now())};
}

Task<Result<CommunityEvent>> Events::get(Caller const& who, EventId id) {
    AX_TRY(auto row, co_await visible(p_.db, who, id));
    std::vector<store::Row> rows;
    rows.push_back(std::move(row));
    auto events = co_await shape(who, std::move(rows), true);
    co_return std::move(events.front());
}

}  // namespace ax::events
