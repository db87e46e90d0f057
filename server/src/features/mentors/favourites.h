#pragma once

#include "features/mentors/contract_favourites.h"
#include "platform/api/router.h"
#include "platform/db/database.h"

namespace ax::mentors {

/// Stateless and thread-safe. Adding and removing may be repeated.
class Favourites {
public:
    Favourites(db::Database& db, Clock const& clock) : db_(db), clock_(clock) {}
    void bind(api::Router& router) const;

    Task<Result<FavouritePage>> list(StudentId student, FavouriteQuery query) const;
    Task<Result<FavouriteIds>> ids(StudentId student) const;
    /// Fails for a mentor who is not listed, unless already marked.
    Task<Result<FavouriteIds>> add(StudentId student, MentorId mentor) const;
    Task<Result<FavouriteIds>> remove(StudentId student, MentorId mentor) const;

private:
    db::Database& db_;
    Clock const& clock_;
};

}  // namespace ax::mentors
