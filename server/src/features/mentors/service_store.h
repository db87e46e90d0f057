#pragma once

#include "features/mentors/mentors.h"

#include <optional>
#include <vector>

/// The table service. Archived rows stay for the sessions that name them and are found by find_any() only.
namespace ax::mentors::service_store {

Task<ServiceId> insert(db::Tx& tx, MentorId mentor, CreateService const& wanted, std::string_view currency,
                       Instant now);
/// This mentor's, or nothing.
Task<std::optional<Service>> find(db::Executor& on, MentorId mentor, ServiceId id);
Task<std::optional<BookableService>> find_any(db::Executor& on, ServiceId id);
/// In the order they were made.
Task<std::vector<Service>> of_mentor(db::Executor& on, MentorId mentor);
Task<void> save(db::Tx& tx, Service const& service, Instant now);
/// False if the mentor has no such service.
Task<bool> archive(db::Tx& tx, MentorId mentor, ServiceId id, Instant now);

}  // namespace ax::mentors::service_store
