#pragma once

#include "features/mentors/mentors.h"

#include <array>
#include <span>
#include <string_view>

namespace ax::demo {

struct Session {
    std::string_view title;
    std::string_view description;
    int minutes;
    int rupees;
};

struct School {
    std::string_view institution;
    std::string_view degree;
    std::string_view subject;
    int from_year;
    int to_year;  // 0: goes on
};

struct DemoMentor {
    std::string_view name;
    std::string_view email;
    std::string_view zone;
    std::string_view headline;
    std::string_view about;
    int years;
    std::array<std::string_view, 4> skills;
    std::array<std::string_view, 2> languages;  // an empty one is none
    std::array<Session, 2> sessions;
    int first_hour;  // of working days, local
    int last_hour;
    School school;
};

[[nodiscard]] std::span<DemoMentor const> mentors();
[[nodiscard]] mentors::Education education_of(School const& school);

inline constexpr std::string_view kPassword = "river-lantern-42";
inline constexpr std::string_view kStudentEmail = "ravi@demo.aspirex.example";
inline constexpr std::string_view kStaffEmail = "staff@demo.aspirex.example";

}  // namespace ax::demo
