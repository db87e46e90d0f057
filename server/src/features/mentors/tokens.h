#pragma once

#include "platform/db/query.h"

#include <string>
#include <string_view>
#include <vector>

/// How text is found, the same on both engines: the server cuts text into words (base/words.h), folds them
/// and resolves short forms; the engines only look words up.
namespace ax::mentors {

/// Each word once, with what it is short for, separated by spaces. Words of `name` are marked as well, so
/// that two letters find a name without finding half of all texts.
[[nodiscard]] std::string searchable(std::string_view name, std::string_view text);

/// For `MATCH` on SQLite, as a tsquery on PostgreSQL: every word must be there; the last one may be
/// unfinished. Empty if the question has no word.
[[nodiscard]] std::string match_query(std::string_view question, db::Engine engine);

/// What a well-known skill is called in full: `js` is `JavaScript`. Empty if it isn't a short form. Takes
/// folded text.
[[nodiscard]] std::string_view full_skill_name(std::string_view folded);

}  // namespace ax::mentors
