#pragma once

#include "features/mentors/contract.h"

/// What mentors do with their own profile and services, and what staff decide about them.
namespace ax::mentors {

struct MentorProfile {
    MentorId mentor_id;
    std::string name;
    std::string email;
    std::string time_zone;
    std::string headline;
    std::string about;
    std::vector<std::string> skills;
    std::vector<std::string> languages;
    std::vector<Link> links;
    int years = 0;
    Approval approval{};
    std::string approval_note;
    std::vector<std::string> missing;
    std::vector<Education> education = {};
    std::optional<std::string> photo = {};
    Completion completion = {};

    static constexpr auto wire() {
        return contract::Fields{
            field("mentor_id", &MentorProfile::mentor_id),
            field("name", &MentorProfile::name),
            field("email", &MentorProfile::email, "Never shown to others"),
            field("time_zone", &MentorProfile::time_zone),
            field("headline", &MentorProfile::headline),
            field("about", &MentorProfile::about),
            field("skills", &MentorProfile::skills),
            field("languages", &MentorProfile::languages),
            field("links", &MentorProfile::links),
            field("years", &MentorProfile::years),
            field("approval", &MentorProfile::approval),
            field("approval_note", &MentorProfile::approval_note, "What staff wrote when they declined"),
            field("missing", &MentorProfile::missing,
                  "Still needed to submit: headline, about, skills, services, availability"),
            field("education", &MentorProfile::education),
            field("photo", &MentorProfile::photo, "Null without one"),
            field("completion", &MentorProfile::completion),
        };
    }
};

/// Absent members stay as they are; a list replaces the whole list.
struct UpdateMentor {
    std::optional<std::string> name = {};
    std::optional<std::string> time_zone = {};
    std::optional<std::string> headline = {};
    std::optional<std::string> about = {};
    std::optional<std::vector<std::string>> skills = {};
    std::optional<std::vector<std::string>> languages = {};
    std::optional<std::vector<Link>> links = {};
    std::optional<int> years = {};
    std::optional<std::vector<Education>> education = {};

    static constexpr auto wire() {
        return contract::Fields{
            field("name", &UpdateMentor::name, Length{1, 100}),
            field("time_zone", &UpdateMentor::time_zone, contract::Zone{}),
            field("headline", &UpdateMentor::headline, Length{0, 120}),
            field("about", &UpdateMentor::about, Length{0, 4000}, MultiLine{}),
            field("skills", &UpdateMentor::skills, Items{20}, Length{1, 40}, "New ones join the vocabulary"),
            field("languages", &UpdateMentor::languages, Items{10}, Length{2, 40}),
            field("links", &UpdateMentor::links, Items{8}),
            field("years", &UpdateMentor::years, Range{0, 60}),
            field("education", &UpdateMentor::education, Items{kMostEducation}),
        };
    }
};

struct Services {
    std::vector<Service> items;
    static constexpr auto wire() { return contract::Fields{field("items", &Services::items)}; }
};

struct CreateService {
    std::string title;
    std::string description;
    int minutes = 0;
    std::int64_t price = 0;

    static constexpr auto wire() {
        return contract::Fields{
            field("title", &CreateService::title, Length{3, 120}, "What the student gets"),
            field("description", &CreateService::description, Length{0, 1000}, MultiLine{}),
            field("minutes", &CreateService::minutes, Range{15, 240}, "Length of a session, in steps of 5"),
            field("price", &CreateService::price, Range{100, 10'000'000}, "Minor units"),
        };
    }
};

struct UpdateService {
    ServiceId service;
    std::optional<std::string> title = {};
    std::optional<std::string> description = {};
    std::optional<int> minutes = {};
    std::optional<std::int64_t> price = {};
    std::optional<bool> active = {};

    static constexpr auto wire() {
        return contract::Fields{
            field("service", &UpdateService::service),
            field("title", &UpdateService::title, Length{3, 120}),
            field("description", &UpdateService::description, Length{0, 1000}, MultiLine{}),
            field("minutes", &UpdateService::minutes, Range{15, 240}),
            field("price", &UpdateService::price, Range{100, 10'000'000}),
            field("active", &UpdateService::active, "False: keeps existing sessions, takes no new ones"),
        };
    }
};

struct OneService {
    ServiceId service;
    static constexpr auto wire() { return contract::Fields{field("service", &OneService::service)}; }
};

struct PendingQuery {
    std::optional<std::string> cursor = {};
    std::optional<int> limit = {};
    static constexpr auto wire() {
        return contract::Fields{field("cursor", &PendingQuery::cursor, Length{1, 200}),
                                field("limit", &PendingQuery::limit, Range{1, 50})};
    }
};

struct PendingMentor {
    MentorId mentor_id;
    std::string name;
    std::string headline;
    Instant submitted_at;
    std::optional<std::string> photo = {};

    static constexpr auto wire() {
        return contract::Fields{
            field("mentor_id", &PendingMentor::mentor_id), field("name", &PendingMentor::name),
            field("headline", &PendingMentor::headline), field("submitted_at", &PendingMentor::submitted_at),
            field("photo", &PendingMentor::photo, "Null without one")};
    }
};

struct PendingMentors {
    std::vector<PendingMentor> items;
    std::optional<std::string> next;
    static constexpr auto wire() {
        return contract::Fields{field("items", &PendingMentors::items, "Waiting longest first"),
                                field("next", &PendingMentors::next)};
    }
};

struct Rejection {
    MentorId mentor;
    std::string note;
    static constexpr auto wire() {
        return contract::Fields{
            field("mentor", &Rejection::mentor),
            field("note", &Rejection::note, Length{1, 1000}, MultiLine{}, "The mentor reads it")};
    }
};

inline constexpr Endpoint<Empty, MentorProfile> kMe{.verb = Verb::get,
                                                    .path = "/mentors/me/",
                                                    .name = "mentors.me",
                                                    .access = Access::mentor,
                                                    .summary = "One's own mentor profile"};

inline constexpr Endpoint<UpdateMentor, MentorProfile> kUpdate{.verb = Verb::patch,
                                                               .path = "/mentors/me/",
                                                               .name = "mentors.update",
                                                               .access = Access::mentor,
                                                               .summary = "Change one's mentor profile",
                                                               .limit = PerMinute{60}};

inline constexpr Endpoint<Empty, MentorProfile> kSubmit{
    .verb = Verb::post,
    .path = "/mentors/me/submit/",
    .name = "mentors.submit",
    .access = Access::mentor,
    .summary = "Ask for approval",
    .limit = PerMinute{20},
    .failures = {"mentors.incomplete", "mentors.already_submitted"}};

inline constexpr Endpoint<Empty, Services> kServices{.verb = Verb::get,
                                                     .path = "/mentors/me/services/",
                                                     .name = "mentors.services",
                                                     .access = Access::mentor,
                                                     .summary = "One's own services"};

inline constexpr Endpoint<CreateService, Service> kCreateService{.verb = Verb::post,
                                                                 .path = "/mentors/me/services/",
                                                                 .name = "mentors.createService",
                                                                 .access = Access::mentor,
                                                                 .summary = "Offer a service",
                                                                 .limit = PerMinute{60},
                                                                 .success = 201,
                                                                 .idempotency_key = true,
                                                                 .failures = {"mentors.too_many_services"}};

inline constexpr Endpoint<UpdateService, Service> kUpdateService{
    .verb = Verb::patch,
    .path = "/mentors/me/services/{service}/",
    .name = "mentors.updateService",
    .access = Access::mentor,
    .summary = "Change a service; sessions already booked keep what they had",
    .limit = PerMinute{60},
    .failures = {"mentors.service_not_found"}};

inline constexpr Endpoint<OneService, Empty> kDeleteService{.verb = Verb::del,
                                                            .path = "/mentors/me/services/{service}/",
                                                            .name = "mentors.deleteService",
                                                            .access = Access::mentor,
                                                            .summary = "Stop offering a service for good",
                                                            .limit = PerMinute{60},
                                                            .failures = {"mentors.service_not_found"}};

inline constexpr Endpoint<PendingQuery, PendingMentors> kPending{.verb = Verb::get,
                                                                 .path = "/mentors/pending/",
                                                                 .name = "mentors.pending",
                                                                 .access = Access::staff,
                                                                 .summary = "Mentors who wait for approval"};

inline constexpr Endpoint<OneMentor, Empty> kApprove{
    .verb = Verb::post,
    .path = "/mentors/{mentor}/approve/",
    .name = "mentors.approve",
    .access = Access::staff,
    .summary = "Approve a mentor",
    .failures = {"mentors.not_found", "mentors.not_submitted"}};

inline constexpr Endpoint<Rejection, Empty> kReject{
    .verb = Verb::post,
    .path = "/mentors/{mentor}/reject/",
    .name = "mentors.reject",
    .access = Access::staff,
    .summary = "Decline a mentor, with the reason",
    .failures = {"mentors.not_found", "mentors.not_submitted"}};

}  // namespace ax::mentors
