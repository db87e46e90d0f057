#include "features/realtime/frame.h"

#include <charconv>

#include <fmt/format.h>

namespace ax::realtime {
namespace {

constexpr std::string_view kLasting = R"({"seq":)";
constexpr std::string_view kPassing = R"({"name":")";
constexpr std::string_view kData = R"(","data":)";

}  // namespace

std::string user_topic(AccountId account) { return fmt::format("user:{}", account.value); }
std::string presence_topic(AccountId account) { return fmt::format("presence:{}", account.value); }
std::string device_topic(DeviceId device) { return fmt::format("device:{}", device.value); }

std::string lasting_frame(std::int64_t seq, std::string_view name, Instant at, std::string_view json) {
    return fmt::format(R"({{"seq":{},"name":"{}","at":"{}","data":{}}})", seq, name, to_iso(at), json);
}

std::string passing_frame(std::string_view name, std::string_view json) {
    return fmt::format("{}{}{}{}}}", kPassing, name, kData, json);
}

std::optional<std::int64_t> number_of(std::string_view frame) noexcept {
    if (!frame.starts_with(kLasting))
        return std::nullopt;
    frame.remove_prefix(kLasting.size());
    std::int64_t seq = 0;
    auto const read = std::from_chars(frame.data(), frame.data() + frame.size(), seq);
    return read.ec == std::errc{} ? std::optional(seq) : std::nullopt;
}

Passing parts_of(std::string_view frame) noexcept {
    if (!frame.starts_with(kPassing) || !frame.ends_with('}'))
        return {};
    frame.remove_prefix(kPassing.size());
    frame.remove_suffix(1);
    auto const data = frame.find(kData);
    if (data == std::string_view::npos)
        return {};
    return {.name = frame.substr(0, data), .json = frame.substr(data + kData.size())};
}

}  // namespace ax::realtime
