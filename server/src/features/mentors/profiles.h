#pragma once

#include "features/mentors/listing.h"
#include "features/mentors/mentors.h"

namespace ax::mentors {

/// What mentors do with their profile and services, and what staff decide. Each change is one transaction
/// that ends with the mentor's row in the listing. Thread-safe.
class Profiles {
public:
    Profiles(Mentors::Ports ports, Listing const& listing) : ports_(ports), listing_(listing) {}

    Task<Result<PublicMentor>> page(MentorId id) const;

    Task<Result<MentorProfile>> me(MentorId id) const;
    Task<Result<MentorProfile>> update(MentorId id, UpdateMentor change) const;
    Task<Result<MentorProfile>> submit(MentorId id) const;

    Task<Result<Services>> services(MentorId id) const;
    Task<Result<Service>> create_service(MentorId id, CreateService wanted) const;
    Task<Result<Service>> update_service(MentorId id, UpdateService change) const;
    Task<Result<Empty>> delete_service(MentorId id, ServiceId service) const;

    Task<Result<PendingMentors>> pending(PendingQuery asked) const;
    Task<Result<Empty>> approve(MentorId id, AccountId by) const;
    Task<Result<Empty>> reject(AccountId by, Rejection rejection) const;

    // Within the caller's transaction.
    Task<Result<void>> change(db::Tx& tx, MentorId id, UpdateMentor change) const;
    Task<Result<Service>> add_service(db::Tx& tx, MentorId id, CreateService wanted) const;
    /// Without `by` it is the operator, who approves from any state.
    Task<Result<void>> approve(db::Tx& tx, MentorId id, std::optional<AccountId> by) const;
    /// The zone or the services changed: the listing follows, and availability is told.
    Task<void> times_changed(db::Tx& tx, MentorId id) const;

private:
    Task<Result<MentorProfile>> profile(db::Executor& on, MentorId id) const;
    Task<Result<void>> submit(db::Tx& tx, MentorId id) const;
    Task<Result<void>> reject(db::Tx& tx, AccountId by, Rejection const& rejection) const;
    Task<Result<Service>> change_service(db::Tx& tx, MentorId id, UpdateService const& change) const;

    Mentors::Ports ports_;
    Listing const& listing_;
};

}  // namespace ax::mentors
