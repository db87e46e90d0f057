#include "features/demo/community_events.h"

#include "features/demo/people.h"
#include "features/events/events.h"

#include <array>
#include <stdexcept>

#include <fmt/format.h>

namespace ax::demo {
namespace {

struct DemoEvent {
    std::size_t host;  // of mentors()
    int in_days;
    std::string_view time;
    int minutes;
    int capacity;  // 0: open
    int guests;    // other mentors who come
    std::string_view title;
    std::string_view description;
    std::string_view url;
    std::string_view place;
    std::array<std::string_view, 2> tags;
};

constexpr std::array kEvents{
    DemoEvent{
        0,
        6,
        "18:30",
        60,
        40,
        3,
        "System design, drawn live",
        "One question from a real interview, one whiteboard, no slides. I draw, you object.\n\n"
        "Before you come, read https://www.postgresql.org/docs/current/mvcc-intro.html for ten minutes.",
        "https://meet.example.com/system-design",
        "",
        {"System design", "Interviews"}},
    DemoEvent{1,
              9,
              "17:00",
              90,
              0,
              2,
              "Ask me anything about your first year at work",
              "Salaries, bad days, good managers, when to say no. Questions can be asked without a name.",
              "https://meet.example.com/first-year",
              "",
              {"Careers", ""}},
    DemoEvent{2,
              13,
              "10:00",
              180,
              12,
              4,
              "Statistics for people who fear it",
              "A slow morning with pen and paper. We take one data set from question to honest answer.",
              "",
              "Public library, seminar room 2",
              {"Statistics", "Research"}},
    DemoEvent{0,
              20,
              "18:30",
              60,
              2,
              2,
              "Portfolio review, two at a time",
              "Bring a link to something you made. Each gets half an hour; the other one listens and learns.",
              "https://meet.example.com/portfolio",
              "",
              {"Careers", "Interviews"}},
};

contract::Caller caller(auth::Account const& account) {
    return {.account = account.id, .student = account.student, .mentor = account.mentor};
}

Task<auth::Account> mentor_at(Ports& ports, std::size_t index) {
    auto const list = mentors();
    auto found = co_await ports.auth.accounts().find_by_email(ports.db, list[index % list.size()].email);
    co_return std::move(found).value();
}

events::EventId must(Result<events::CommunityEvent> const& result) {
    if (!result)
        throw std::runtime_error("a demo event breaks a rule: " + result.error().reason);
    return result->id;
}

}  // namespace

Task<void> add_community_events(Ports& ports) {
    int made = 0;
    for (DemoEvent const& event : kEvents) {
        auto const host = co_await mentor_at(ports, event.host);
        auto const day = std::chrono::floor<days>(ports.events.now()) + days{event.in_days};
        events::CreateEvent wish;
        wish.title = event.title;
        wish.description = event.description;
        if (!event.url.empty())
            wish.online_url = std::string(event.url);
        if (!event.place.empty())
            wish.place = std::string(event.place);
        wish.time_zone = host.time_zone;
        wish.local_start = fmt::format("{}T{}", to_iso(std::chrono::year_month_day{day}), event.time);
        wish.minutes = event.minutes;
        if (event.capacity > 0)
            wish.capacity = event.capacity;
        for (auto const tag : event.tags)
            if (!tag.empty())
                wish.tags.emplace_back(tag);
        wish.client_key = fmt::format("demo-event-{}", ++made);
        auto const id = must(co_await ports.events.create(caller(host), std::move(wish)));
        must(co_await ports.events.publish(caller(host), {.event = id, .published = true}));
        // From the end of the list: the first mentors are those whom people try the product as.
        for (int guest = 1; guest <= event.guests; ++guest) {
            auto const who = co_await mentor_at(ports, mentors().size() - static_cast<std::size_t>(guest));
            must(co_await ports.events.register_for(caller(who), {.event = id, .wait = {}}));
        }
    }
}

}  // namespace ax::demo
