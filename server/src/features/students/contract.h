#pragma once

#include "contract/endpoint.h"
#include "features/mentors/mentors.h"

#include <optional>
#include <string>
#include <vector>

/// What the student endpoints take and give.
namespace ax::students {

using contract::Access;
using contract::Empty;
using contract::Endpoint;
using contract::field;
using contract::Items;
using contract::Length;
using contract::MultiLine;
using contract::PerMinute;
using contract::Verb;
using mentors::Completion;
using mentors::Education;
using mentors::Link;

struct StudentProfile {
    StudentId student_id;
    std::string name;
    std::string email;
    std::string time_zone;
    std::string headline;
    std::string about;
    std::vector<std::string> languages;
    std::vector<std::string> skills;
    std::vector<Link> links;
    std::vector<Education> education = {};
    std::optional<std::string> photo = {};
    Completion completion = {};

    static constexpr auto wire() {
        return contract::Fields{
            field("student_id", &StudentProfile::student_id),
            field("name", &StudentProfile::name),
            field("email", &StudentProfile::email, "Never shown to others"),
            field("time_zone", &StudentProfile::time_zone),
            field("headline", &StudentProfile::headline),
            field("about", &StudentProfile::about),
            field("languages", &StudentProfile::languages),
            field("skills", &StudentProfile::skills, "What they know or want to learn"),
            field("links", &StudentProfile::links),
            field("education", &StudentProfile::education),
            field("photo", &StudentProfile::photo, "Null without one"),
            field("completion", &StudentProfile::completion),
        };
    }
};

/// Absent members stay as they are; a list replaces the whole list.
struct UpdateStudent {
    std::optional<std::string> name = {};
    std::optional<std::string> time_zone = {};
    std::optional<std::string> headline = {};
    std::optional<std::string> about = {};
    std::optional<std::vector<std::string>> languages = {};
    std::optional<std::vector<std::string>> skills = {};
    std::optional<std::vector<Link>> links = {};
    std::optional<std::vector<Education>> education = {};

    static constexpr auto wire() {
        return contract::Fields{
            field("name", &UpdateStudent::name, Length{1, 100}),
            field("time_zone", &UpdateStudent::time_zone, contract::Zone{}),
            field("headline", &UpdateStudent::headline, Length{0, 120}),
            field("about", &UpdateStudent::about, Length{0, 4000}, MultiLine{}),
            field("languages", &UpdateStudent::languages, Items{10}, Length{2, 40}),
            field("skills", &UpdateStudent::skills, Items{20}, Length{1, 40}, "New ones join the vocabulary"),
            field("links", &UpdateStudent::links, Items{8}),
            field("education", &UpdateStudent::education, Items{mentors::kMostEducation}),
        };
    }
};

inline constexpr Endpoint<Empty, StudentProfile> kMe{.verb = Verb::get,
                                                     .path = "/students/me/",
                                                     .name = "students.me",
                                                     .access = Access::student,
                                                     .summary = "One's own student profile"};

inline constexpr Endpoint<UpdateStudent, StudentProfile> kUpdate{.verb = Verb::patch,
                                                                 .path = "/students/me/",
                                                                 .name = "students.update",
                                                                 .access = Access::student,
                                                                 .summary = "Change one's student profile",
                                                                 .limit = PerMinute{60}};

}  // namespace ax::students
