#pragma once

#include "features/mentors/contract.h"
#include "features/mentors/filter.h"
#include "features/mentors/listing.h"
#include "features/mentors/recent.h"
#include "platform/db/database.h"

#include <vector>

namespace ax::mentors {

/// Finds mentors in the listing. A page is one SELECT of ready-made cards; counts are remembered for seconds,
/// exactly as long as this process doesn't change the list. Thread-safe.
class Search {
public:
    Search(db::Database& db, Clock const& clock, Listing const& listing);

    /// `shown` takes the mentors of the page, in its order.
    Task<Result<MentorPage>> search(MentorSearch asked, std::vector<MentorId>* shown = nullptr) const;
    Task<Result<MentorFacets>> facets(MentorSearch asked) const;
    Task<Result<Skills>> skills(SkillSearch asked) const;

private:
    Task<std::int64_t> count(Filter const& filter) const;
    Task<MentorFacets> count_facets(Filter const& filter) const;

    db::Database& db_;
    Clock const& clock_;
    Listing const& listing_;
    mutable Recent<std::int64_t> counts_;
    mutable Recent<MentorFacets> facets_;
    mutable Recent<Skills> skills_;
};

}  // namespace ax::mentors
