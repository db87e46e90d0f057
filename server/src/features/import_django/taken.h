#pragma once

#include "platform/db/database.h"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

/// The table django_row. Stateless.
namespace ax::import_django::taken {

/// Those of `keys` that were taken.
[[nodiscard]] Task<std::set<std::string>> known(db::Executor& db, std::string const& table,
                                                std::vector<std::string> const& keys);
[[nodiscard]] Task<std::optional<std::int64_t>> id_of(db::Executor& db, std::string_view table,
                                                      std::string_view key);
Task<void> remember(db::Tx& tx, std::string_view table, std::string_view key, std::int64_t new_id,
                    Instant now);

/// Somebody who was taken, as what they are now.
struct Person {
    AccountId account;
    std::int64_t profile = 0;  // the student's or mentor's id
    std::string name;
    std::string zone;
};
enum class Kind : unsigned char { student, mentor };
/// By the key of student_student or mentor_mentor.
[[nodiscard]] Task<std::optional<Person>> person(db::Executor& db, Kind kind, std::string_view key);

}  // namespace ax::import_django::taken
