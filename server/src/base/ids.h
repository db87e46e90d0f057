#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ax {

/// A row id that can't be mistaken for another table's. Below 2^53, so that JavaScript keeps it whole.
template <class Tag>
struct Id {
    std::int64_t value = 0;
    friend auto operator<=>(Id const&, Id const&) = default;
};

using AccountId = Id<struct AccountTag>;
using StudentId = Id<struct StudentTag>;  // shown to people as S000001
using MentorId = Id<struct MentorTag>;    // shown to people as M000001
using ServiceId = Id<struct ServiceTag>;
using BookingId = Id<struct BookingTag>;
using DeviceId = Id<struct DeviceTag>;

/// `S000001`: a letter and at least six digits.
[[nodiscard]] std::string public_id(StudentId id);
[[nodiscard]] std::string public_id(MentorId id);
[[nodiscard]] std::optional<StudentId> parse_student_id(std::string_view text);
[[nodiscard]] std::optional<MentorId> parse_mentor_id(std::string_view text);

}  // namespace ax
