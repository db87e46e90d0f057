#pragma once

#include "features/students/students.h"

#include <optional>
#include <string>
#include <vector>

/// The tables student and student_skill.
namespace ax::students::store {

struct Profile {
    StudentId id;
    AccountId account;
    std::string headline;
    std::string about;
    std::vector<std::string> languages;
    std::vector<Link> links;
    std::vector<Education> education;
};

Task<StudentId> insert(db::Tx& tx, AccountId account, Instant now);
Task<std::optional<Profile>> find(db::Executor& on, StudentId id);
/// Writes headline, about, languages, links and education.
Task<void> save(db::Tx& tx, Profile const& profile, Instant now);
Task<void> replace_skills(db::Tx& tx, StudentId id, std::vector<mentors::KnownSkill> const& skills);
Task<std::vector<std::string>> skills(db::Executor& on, StudentId id);
Task<std::int64_t> count(db::Executor& on);

}  // namespace ax::students::store
