#pragma once

#include "contract/endpoint.h"

#include <optional>
#include <string>
#include <vector>

/// Parts of a profile that students and mentors have alike.
namespace ax::mentors {

using contract::field;
using contract::Length;
using contract::Range;

inline constexpr int kMostEducation = 8;

struct Education {
    std::string institution;
    std::string degree;
    std::string subject;
    int from_year = 0;
    std::optional<int> to_year = {};
    static constexpr auto wire() {
        constexpr Range kYears{1940, 2100};
        return contract::Fields{
            field("institution", &Education::institution, Length{1, 120}),
            field("degree", &Education::degree, Length{0, 80}),
            field("subject", &Education::subject, Length{0, 120}),
            field("from_year", &Education::from_year, kYears),
            field("to_year", &Education::to_year, kYears, "Null: goes on"),
        };
    }
};

/// How much of a profile is there.
struct Completion {
    int percent = 0;
    std::vector<std::string> missing;
    static constexpr auto wire() {
        return contract::Fields{
            field("percent", &Completion::percent, Range{0, 100}),
            field("missing", &Completion::missing, "Names of fields, in the order of the form"),
        };
    }
};

}  // namespace ax::mentors
