#include "features/realtime/tickets_in_redis.h"

#include "platform/telemetry/metrics.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

namespace ax::realtime {
namespace {

using contract::Caller;
using redis::Failure;

std::string written(Caller const& caller, Instant expires_at) {
    return fmt::format("1 {} {} {} {} {} {}", caller.account.value,
                       caller.student ? caller.student->value : 0, caller.mentor ? caller.mentor->value : 0,
                       caller.staff ? 1 : 0, caller.device.value, to_micros(expires_at));
}

std::optional<Caller> read(std::string_view text, Instant now) {
    std::array<std::int64_t, 7> parts{};
    char const* at = text.data();
    char const* const end = at + text.size();
    for (auto& part : parts) {
        auto const one = std::from_chars(at, end, part);
        if (one.ec != std::errc{} || (one.ptr != end && *one.ptr != ' '))
            return std::nullopt;
        at = one.ptr == end ? end : one.ptr + 1;
    }
    auto const [version, account, student, mentor, staff, device, expires_at] = parts;
    if (version != 1 || account <= 0 || from_micros(expires_at) <= now)
        return std::nullopt;
    Caller out;
    out.account = AccountId{account};
    if (student > 0)
        out.student = StudentId{student};
    if (mentor > 0)
        out.mentor = MentorId{mentor};
    out.staff = staff == 1;
    out.device = DeviceId{device};
    return out;
}

}  // namespace

std::string TicketsInRedis::key_of(std::string_view hash) const {
    return fmt::format("{}ticket:{}", prefix_, hash);
}

Task<bool> TicketsInRedis::put(std::string hash, Caller caller, Instant expires_at) {
    static auto& kept_here = metrics::counter("realtime_tickets_kept_here_total",
                                              "Tickets that only their process knows, for want of Redis.");
    if (!doubtful_.exchange(false)) {
        auto const key = key_of(hash);
        auto const life = std::to_string(kTicketLife / milliseconds{1});
        auto const answer =
            co_await client_.call(key, {"SET", key, written(caller, expires_at), "PX", life, "NX"});
        if (answer)
            co_return answer->text == "OK";
        // It may have got there: nobody is to have a ticket that is good at two places.
        if (answer.error().kind == Failure::Kind::unknown) {
            doubtful_ = true;
            co_return false;
        }
    }
    kept_here.add();
    co_return co_await here_.put(std::move(hash), caller, expires_at);
}

Task<std::optional<Caller>> TicketsInRedis::take(std::string_view hash, Instant now) {
    if (auto caller = co_await here_.take(hash, now))
        co_return caller;
    auto const key = key_of(hash);
    auto const answer = co_await client_.call(key, {"GETDEL", key});
    if (!answer || !answer->is(redis::Reply::Kind::text))
        co_return std::nullopt;
    co_return read(answer->text, now);
}

}  // namespace ax::realtime
