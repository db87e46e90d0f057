#pragma once

#include "features/mentors/contract.h"

/// Mentors a student wants to find again. Only the student knows of it.
namespace ax::mentors {

struct FavouriteQuery {
    std::optional<std::string> cursor = {};
    std::optional<int> limit = {};
    static constexpr auto wire() {
        return contract::Fields{field("cursor", &FavouriteQuery::cursor, Length{1, 100}),
                                field("limit", &FavouriteQuery::limit, Range{1, 50})};
    }
};

struct FavouritePage {
    Encoded<std::vector<MentorCard>> items;
    std::optional<std::string> next = {};
    static constexpr auto wire() {
        return contract::Fields{
            field("items", &FavouritePage::items, "Added last first; those who are listed"),
            field("next", &FavouritePage::next)};
    }
};

struct FavouriteIds {
    std::vector<MentorId> mentors = {};
    static constexpr auto wire() {
        return contract::Fields{field("mentors", &FavouriteIds::mentors, "All of them, at most 500")};
    }
};

inline constexpr int kMostFavourites = 500;

inline constexpr Endpoint<FavouriteQuery, FavouritePage> kFavourites{
    .verb = Verb::get,
    .path = "/favourites/",
    .name = "mentors.favourites",
    .access = Access::student,
    .summary = "The caller's favourite mentors"};

inline constexpr Endpoint<Empty, FavouriteIds> kFavouriteIds{
    .verb = Verb::get,
    .path = "/favourite-ids/",
    .name = "mentors.favouriteIds",
    .access = Access::student,
    .summary = "Who they are, to mark them in lists"};

inline constexpr Endpoint<OneMentor, FavouriteIds> kAddFavourite{
    .verb = Verb::put,
    .path = "/favourites/{mentor}/",
    .name = "mentors.addFavourite",
    .access = Access::student,
    .summary = "Mark a mentor; again changes nothing",
    .failures = {"mentors.not_found", "mentors.too_many_favourites"}};

inline constexpr Endpoint<OneMentor, FavouriteIds> kRemoveFavourite{
    .verb = Verb::del,
    .path = "/favourites/{mentor}/",
    .name = "mentors.removeFavourite",
    .access = Access::student,
    .summary = "Forget it; again changes nothing"};

}  // namespace ax::mentors
