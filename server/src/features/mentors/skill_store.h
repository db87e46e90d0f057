#pragma once

#include "features/mentors/mentors.h"

#include <string>
#include <string_view>
#include <vector>

/// The vocabulary of skills, and which mentor has which.
namespace ax::mentors::skill_store {

/// The entries for these tidy names, in order, each once. Unknown names join the vocabulary as they are
/// spelt.
Task<std::vector<KnownSkill>> learn(db::Tx& tx, std::vector<std::string> const& names);
Task<void> replace(db::Tx& tx, MentorId mentor, std::vector<KnownSkill> const& skills);
Task<std::vector<std::string>> of_mentor(db::Executor& on, MentorId mentor);

/// Well-known skills and those of listed mentors whose name, or a word of it, begins with `prefix`; most
/// mentors first. What somebody only typed into a profile that isn't public stays there.
Task<std::vector<Skill>> suggest(db::Executor& on, std::string_view prefix);

}  // namespace ax::mentors::skill_store
