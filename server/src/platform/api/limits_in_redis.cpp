#include "platform/api/limits_in_redis.h"

#include <array>
#include <charconv>
#include <cstdint>

#include <fmt/format.h>

namespace ax::api {
namespace {

// KEYS[1]: the bucket. ARGV: how many were taken, the allowance of a minute. Gives what is left; a debt is
// remembered up to one allowance. Forgotten once it would be full again.
constexpr std::string_view kTake = R"lua(
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local capacity = tonumber(ARGV[2])
local bucket = redis.call('HMGET', KEYS[1], 'left', 'at')
local left = tonumber(bucket[1]) or capacity
local elapsed = math.max(0, now - (tonumber(bucket[2]) or now))
left = math.min(capacity, left + elapsed * capacity / 60000) - tonumber(ARGV[1])
left = math.max(left, -capacity)
redis.call('HSET', KEYS[1], 'left', string.format('%.6f', left), 'at', string.format('%.0f', now))
redis.call('PEXPIRE', KEYS[1], 121000)
return string.format('%.6f', left)
)lua";

redis::Script const& take() {
    static redis::Script const script(kTake);
    return script;
}

// FNV-1a: the same in every build, unlike std::hash.
std::uint64_t hash_of(std::string_view endpoint, std::string_view caller) {
    std::uint64_t hash = 0xCBF2'9CE4'8422'2325U;
    auto const add = [&](std::string_view text) {
        for (char const byte : text) hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100'0000'01B3U;
    };
    add(endpoint);
    add(" ");
    add(caller);
    return hash;
}

std::optional<double> left_in(redis::Answer const& answer) {
    if (!answer || !answer->is(redis::Reply::Kind::text))
        return std::nullopt;
    double left = 0;
    auto const& text = answer->text;
    auto const read = std::from_chars(text.data(), text.data() + text.size(), left);
    return read.ec == std::errc{} ? std::optional(left) : std::nullopt;
}

}  // namespace

void LimitsInRedis::took(std::string_view endpoint, std::string_view caller, int count, double capacity,
                         Learn learn) {
    if (runtime::Loop::current() == nullptr)
        return learn(std::nullopt);
    auto const key = fmt::format("{}rate:{:016x}", prefix_, hash_of(endpoint, caller));
    auto const taken = std::to_string(count);
    auto const of = fmt::format("{:.3f}", capacity);
    std::array<std::string_view, 2> const arguments{taken, of};
    client_.run(take(), key, arguments,
                [learn = std::move(learn)](redis::Answer const& answer) { learn(left_in(answer)); });
}

}  // namespace ax::api
