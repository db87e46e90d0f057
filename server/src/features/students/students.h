#pragma once

#include "base/ids.h"
#include "base/result.h"
#include "base/task.h"
#include "features/auth/auth.h"
#include "features/mentors/mentors.h"
#include "features/students/contract.h"
#include "platform/api/router.h"
#include "platform/db/database.h"

#include <optional>
#include <string>

namespace ax::students {

struct Student {
    StudentId id;
    AccountId account;
    std::string name;
    std::string time_zone;
};

/// Student profiles. Made once; everything passed in outlives it. Stateless and thread-safe. Methods that
/// take a Tx are part of the caller's transaction.
class Students {
public:
    struct Ports {
        db::Database& db;
        Clock const& clock;
        auth::Accounts const& accounts;
        mentors::Mentors const& mentors;  // the vocabulary of skills; and one account may be both
    };
    explicit Students(Ports ports) : ports_(ports) {}

    void bind(api::Router& router);

    /// For auth::Profiles, which the composition root fills.
    Task<StudentId> create(db::Tx& tx, AccountId account) const;
    [[nodiscard]] Task<std::optional<Student>> student(db::Executor& on, StudentId id) const;
    [[nodiscard]] Task<std::int64_t> count(db::Executor& on) const;

    Task<Result<StudentProfile>> me(StudentId id) const;
    Task<Result<StudentProfile>> update(StudentId id, UpdateStudent change) const;
    /// As update(), in the caller's transaction: for demo data, with the same rules.
    Task<Result<void>> change(db::Tx& tx, StudentId id, UpdateStudent change) const;

private:
    Task<Result<StudentProfile>> profile(db::Executor& on, StudentId id) const;

    Ports ports_;
};

}  // namespace ax::students
