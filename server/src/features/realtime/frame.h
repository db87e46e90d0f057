#pragma once

#include "base/ids.h"
#include "base/time.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// What travels on `user:<account>` and `presence:<account>`: JSON that is made once and cut apart without
/// being parsed, because we wrote it.
///
///     lasting  {"seq":7,"name":"chat.message","at":"2026-…Z","data":{…}}     a LiveEvent
///     passing  {"name":"presence","data":{…}}
namespace ax::realtime {

/// What everybody hears: passing frames.
inline constexpr std::string_view kEverybody = "all";

[[nodiscard]] std::string user_topic(AccountId account);
[[nodiscard]] std::string presence_topic(AccountId account);
[[nodiscard]] std::string device_topic(DeviceId device);

[[nodiscard]] std::string lasting_frame(std::int64_t seq, std::string_view name, Instant at,
                                        std::string_view json);
[[nodiscard]] std::string passing_frame(std::string_view name, std::string_view json);

/// The number of a lasting frame; nothing for a passing one.
[[nodiscard]] std::optional<std::int64_t> number_of(std::string_view frame) noexcept;

struct Passing {
    std::string_view name;
    std::string_view json;
};
/// Empty for what is not a passing frame.
[[nodiscard]] Passing parts_of(std::string_view frame) noexcept;

}  // namespace ax::realtime
