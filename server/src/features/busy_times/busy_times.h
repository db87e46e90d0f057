#pragma once

#include "features/availability/availability.h"
#include "features/busy_times/contract.h"
#include "features/busy_times/store.h"
#include "features/mentors/mentors.h"
#include "platform/api/router.h"
#include "platform/client/client.h"
#include "platform/jobs/jobs.h"

namespace ax::busy_times {

/// A mentor's calendar could not be read for a day: their times are offered without it from now on.
struct Told {
    static constexpr std::string_view kName = "busy_times.told";
    AccountId to;
    std::string cause;
    static constexpr auto wire() {
        return contract::Fields{field("to", &Told::to), field("cause", &Told::cause)};
    }
};

/// Read the calendar at its address of this version.
struct FeedDue {
    static constexpr std::string_view kName = "busy_times.feed_due";
    MentorId mentor;
    std::int64_t version = 0;
    static constexpr auto wire() {
        return contract::Fields{field("mentor", &FeedDue::mentor), field("version", &FeedDue::version)};
    }
};

inline constexpr Duration kReadEvery = minutes{15};
inline constexpr Duration kKept = hours{24};
inline constexpr std::size_t kLargestCalendar = 2UL * 1024 * 1024;
inline constexpr Duration kLongestRead = seconds{10};

struct Options {
    bool loopback = false;      // for tests: calendars of this machine, also by http
    std::string base_url = {};  // of this site, by whose host its own sessions are known
};

/// Mentors' own calendars: busy times come from them, nothing else does. An address is a stranger's word, so
/// it is asked by guarded requests only; it is never logged and never shown again.
///
/// A calendar that can't be read keeps its last busy times for a day; then the mentor is told and times are
/// offered without it until it can be read again. Made once; thread-safe after bind() and listen().
class BusyTimes {
public:
    struct Ports {
        db::Database& db;
        Clock const& clock;
        jobs::Outbox const& outbox;
        client::Client& client;
        mentors::Mentors const& mentors;
        availability::Availabilities const& availability;
    };
    BusyTimes(Ports ports, Options options) : p_(ports), options_(options) {}

    void bind(api::Router& router);
    void listen(jobs::Listeners& listeners);

    Task<Result<BusyFeed>> get(MentorId mentor);
    Task<Result<BusyFeed>> set(MentorId mentor, SetFeed wish);
    Task<Result<BusyFeed>> remove(MentorId mentor);
    Task<Result<BusyFeed>> read_now(MentorId mentor);

    // reading.cpp. Jobs.
    Task<void> look_for_due();
    Task<void> read(FeedDue due);
    /// What follows from an answer, or from none. For tests, too, which need no network then.
    Task<void> take(FeedDue due, std::expected<client::HttpAnswer, client::ClientError> answer);

private:
    [[nodiscard]] Result<std::string> tidy_url(std::string url) const;
    Task<void> failed(db::Tx& tx, store::Feed feed, FeedFailure failure);

    Ports p_;
    Options options_;
};

}  // namespace ax::busy_times
