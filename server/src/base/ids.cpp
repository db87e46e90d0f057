#include "base/ids.h"

#include <charconv>

#include <fmt/format.h>

namespace ax {
namespace {

std::optional<std::int64_t> parse(char letter, std::string_view text) {
    if (text.size() < 7 || text.size() > 16 || (text[0] & ~0x20) != letter)
        return {};
    std::int64_t value = 0;
    auto const [end, error] = std::from_chars(text.data() + 1, text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value <= 0)
        return {};
    return value;
}

}  // namespace

std::string public_id(StudentId id) { return fmt::format("S{:06}", id.value); }
std::string public_id(MentorId id) { return fmt::format("M{:06}", id.value); }

std::optional<StudentId> parse_student_id(std::string_view text) {
    if (auto const value = parse('S', text))
        return StudentId{*value};
    return {};
}

std::optional<MentorId> parse_mentor_id(std::string_view text) {
    if (auto const value = parse('M', text))
        return MentorId{*value};
    return {};
}

}  // namespace ax
