#pragma once

#include "base/ids.h"
#include "contract/endpoint.h"

#include <string>
#include <vector>

/// What travels about the dates on which a mentor is away.
namespace ax::availability {

using VacationId = Id<struct VacationTag>;

struct Vacation {
    VacationId id;
    std::string from;
    std::string to;
    std::string note;
    static constexpr auto wire() {
        using contract::field;
        return contract::Fields{
            field("id", &Vacation::id),
            field("from", &Vacation::from, "First date, in the zone of the mentor's hours"),
            field("to", &Vacation::to, "Last date, included"),
            field("note", &Vacation::note, "For students"),
        };
    }
};

struct Vacations {
    std::vector<Vacation> items;
    static constexpr auto wire() {
        return contract::Fields{
            contract::field("items", &Vacations::items, "Those that are not over; the next first")};
    }
};

struct AddVacation {
    std::string from;
    std::string to;
    std::string note;
    static constexpr auto wire() {
        using contract::field;
        return contract::Fields{
            field("from", &AddVacation::from, contract::Date{}, "Today or later"),
            field("to", &AddVacation::to, contract::Date{}, "Included; at most 366 days"),
            field("note", &AddVacation::note, contract::Length{0, 300}, "Students read it"),
        };
    }
};

struct OneVacation {
    VacationId vacation;
    static constexpr auto wire() {
        return contract::Fields{contract::field("vacation", &OneVacation::vacation)};
    }
};

inline constexpr contract::Endpoint<contract::Empty, Vacations> kVacations{
    .verb = contract::Verb::get,
    .path = "/mentors/me/vacations/",
    .name = "availability.vacations",
    .access = contract::Access::mentor,
    .summary = "When the mentor is away, as far as it is not over"};

inline constexpr contract::Endpoint<AddVacation, Vacation> kAddVacation{
    .verb = contract::Verb::post,
    .path = "/mentors/me/vacations/",
    .name = "availability.addVacation",
    .access = contract::Access::mentor,
    .summary = "Be away: nothing is offered on these dates; students with sessions in them are told",
    .limit = {30},
    .success = 201,
    .failures = {"availability.too_many_vacations"}};

inline constexpr contract::Endpoint<OneVacation, contract::Empty> kRemoveVacation{
    .verb = contract::Verb::del,
    .path = "/mentors/me/vacations/{vacation}/",
    .name = "availability.removeVacation",
    .access = contract::Access::mentor,
    .summary = "Not be away after all; a repeat changes nothing",
    .failures = {"availability.unknown_vacation"}};

inline constexpr contract::Endpoint<OneVacation, Vacation> kRestoreVacation{
    .verb = contract::Verb::post,
    .path = "/mentors/me/vacations/{vacation}/restore/",
    .name = "availability.restoreVacation",
    .access = contract::Access::mentor,
    .summary = "Take the removal of a vacation back, within a day",
    .failures = {"availability.unknown_vacation", "availability.vacation_over"}};

}  // namespace ax::availability
