#include "features/import_django/accounts.h"

#include "contract/formats.h"
#include "features/import_django/taken.h"

#include <algorithm>

namespace ax::import_django {
namespace {

db::Query const kByEmail{"import_django.account_by_email",
                         "SELECT id, student_id, mentor_id, password_hash FROM account WHERE email = $1"};
db::Query const kTakenStudent{"import_django.is_taken_student", R"sql(
    SELECT 1 FROM django_row WHERE source_table = 'student_student' AND new_id = $1 LIMIT 1
)sql"};
db::Query const kAccount{"import_django.account", R"sql(
    INSERT INTO account (email, name, password_hash, password_changed_at, is_staff, time_zone, terms_accepted_at,
                         created_at)
    VALUES ($1, $2, $3, $4, 0, $5, $6, $4)
    RETURNING id
)sql"};
db::Query const kDropPassword{"import_django.drop_password",
                              "UPDATE account SET password_hash = '!' WHERE id = $1"};

db::Query const kStudentThere{"import_django.student_there", "SELECT 1 FROM student WHERE id = $1"};
db::Query const kMentorThere{"import_django.mentor_there", "SELECT 1 FROM mentor WHERE id = $1"};
db::Query const kStudent{"import_django.student_row", R"sql(
    INSERT INTO student (id, account_id, created_at, updated_at) VALUES ($1, $2, $3, $3) RETURNING id
)sql"};
db::Query const kNextStudent{"import_django.next_student", R"sql(
    INSERT INTO student (account_id, created_at, updated_at) VALUES ($1, $2, $2) RETURNING id
)sql"};
db::Query const kMentor{"import_django.mentor_row", R"sql(
    INSERT INTO mentor (id, account_id, created_at, updated_at) VALUES ($1, $2, $3, $3) RETURNING id
)sql"};
db::Query const kNextMentor{"import_django.next_mentor", R"sql(
    INSERT INTO mentor (account_id, created_at, updated_at) VALUES ($1, $2, $2) RETURNING id
)sql"};
db::Query const kSetStudent{"import_django.set_student", "UPDATE account SET student_id = $2 WHERE id = $1"};
db::Query const kSetMentor{"import_django.set_mentor", "UPDATE account SET mentor_id = $2 WHERE id = $1"};

// The counters behind new numbers. SQLite's row is made by the first insert into the table.
db::Query const kStudentCounter{"import_django.student_counter", R"sql(
    INSERT INTO sqlite_sequence (name, seq) SELECT 'student', 0
    WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'student')
)sql",
                                "SELECT 1"};
db::Query const kReserveStudents{"import_django.reserve_students",
                                 "UPDATE sqlite_sequence SET seq = $1 WHERE name = 'student' AND seq < $1",
                                 R"sql(
    SELECT setval(pg_get_serial_sequence('student', 'id'),
                  GREATEST(CAST($1 AS BIGINT), (SELECT coalesce(max(id), 1) FROM student), 1))
)sql"};
db::Query const kMentorCounter{"import_django.mentor_counter", R"sql(
    INSERT INTO sqlite_sequence (name, seq) SELECT 'mentor', 0
    WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'mentor')
)sql",
                               "SELECT 1"};
db::Query const kReserveMentors{"import_django.reserve_mentors",
                                "UPDATE sqlite_sequence SET seq = $1 WHERE name = 'mentor' AND seq < $1",
                                R"sql(
    SELECT setval(pg_get_serial_sequence('mentor', 'id'),
                  GREATEST(CAST($1 AS BIGINT), (SELECT coalesce(max(id), 1) FROM mentor), 1))
)sql"};

// Seven digits: the previous system never made more, and a forged giant must not be what new numbers follow.
constexpr std::int64_t kHighestNumber = 9'999'999;

// In the order of the selections below.
enum Column : std::uint8_t {
    kKey,
    kPassword,
    kSuper,
    kFirst,
    kLast,
    kStaff,
    kActive,
    kJoined,
    kEmail,
    kPublicId,
    kName,
    kTerms
};

Selection selection(std::string table, std::string public_id) {
    return {.table = std::move(table),
            .columns = {"id", "password", "is_superuser", "first_name", "last_name", "is_staff", "is_active",
                        "date_joined", "email", std::move(public_id), "name", "accepted_terms"}};
}

std::optional<std::int64_t> number_of(taken::Kind kind, std::string_view public_id) {
    std::optional<std::int64_t> number;
    if (kind == taken::Kind::student) {
        if (auto const id = parse_student_id(public_id))
            number = id->value;
    } else if (auto const id = parse_mentor_id(public_id)) {
        number = id->value;
    }
    return number && *number <= kHighestNumber ? number : std::nullopt;
}

std::string email_of(Fields const& row) {
    auto email = clean(row.text(kEmail), Lines::one, 300).text;
    for (auto& c : email) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return contract::is_email(email) && email.size() >= 3 ? email : std::string{};
}

std::string name_of(Fields& row, std::string_view public_id) {
    auto name = row.line(kName, 100, "name");
    if (name.empty())
        name =
            clean(std::string(row.text(kFirst)) + ' ' + std::string(row.text(kLast)), Lines::one, 100).text;
    if (name.empty()) {
        row.change("name", "missing");
        name = public_id;
    }
    return name;
}

struct Owner {
    AccountId account;
    std::string refusal = {};
};

// The account that the profile becomes a part of.
Task<Owner> owner(Import& import, db::Tx& tx, taken::Kind kind, Fields& row, Instant joined) {
    auto const email = email_of(row);
    if (email.empty())
        co_return Owner{.account = {}, .refusal = "email_invalid"};
    if (auto const there = co_await tx.one(kByEmail, email)) {
        auto const student = there->get<std::optional<std::int64_t>>(1);
        bool const both = kind == taken::Kind::mentor && student &&
                          !there->get<std::optional<std::int64_t>>(2) &&
                          co_await tx.one(kTakenStudent, *student);
        // An address that was proven here is not given to a row that never proved it.
        if (!both)
            co_return Owner{.account = {}, .refusal = "address_in_use"};
        Owner const found{.account = there->get<AccountId>(0)};
        co_await tx.exec(kDropPassword, found.account);
        row.change("password", "two_accounts_of_one_address");
        co_return found;
    }
    auto const public_id = clean(row.text(kPublicId), Lines::one, 20).text;
    auto const name = name_of(row, public_id.empty() ? "AspireX" : public_id);
    auto const hash = usable_hash(row.text(kPassword));
    if (hash == kNoPassword)
        row.change("password", "format_unknown");
    auto const terms = row.flag(kTerms) ? std::optional(joined) : std::nullopt;
    auto const made = co_await tx.one(kAccount, email, name, hash, joined, import.options.time_zone, terms);
    co_return Owner{.account = made->get<AccountId>(0)};
}

Task<Verdict> take_account(Import& import, taken::Kind kind, db::Tx& tx, Fields& row) {
    // Rights are given on this machine's command line only; the previous system made an administrator of a
    // published password by itself.
    if (row.flag(kSuper) || row.flag(kStaff))
        co_return Fields::refuse("was_staff");
    if (!row.is_null(kActive) && !row.flag(kActive))
        co_return Fields::refuse("was_deactivated");
    auto const joined = row.happened(kJoined, import.now(), import.now(), "date_joined");
    auto const account = co_await owner(import, tx, kind, row, joined);
    if (!account.refusal.empty())
        co_return Fields::refuse(account.refusal);

    bool const student = kind == taken::Kind::student;
    auto number = number_of(kind, row.text(kPublicId));
    if (number && co_await tx.one(student ? kStudentThere : kMentorThere, *number))
        number.reset();
    auto const made = number ? co_await tx.one(student ? kStudent : kMentor, *number, account.account, joined)
                             : co_await tx.one(student ? kNextStudent : kNextMentor, account.account, joined);
    auto const id = made->get<std::int64_t>(0);
    if (!number)
        row.change(student ? "student_id" : "mentor_id", "renumbered",
                   student ? public_id(StudentId{id}) : public_id(MentorId{id}));
    co_await tx.exec(student ? kSetStudent : kSetMentor, account.account, id);
    co_return row.take(id);
}

std::int64_t highest(Import& import, taken::Kind kind, Selection const& accounts) {
    std::int64_t out = 0;
    if (!import.source.has(accounts.table))
        return out;
    auto const cursor =
        import.source.open({.table = accounts.table, .columns = {"id", accounts.columns[kPublicId]}});
    while (true) {
        auto const rows = cursor->next(1000);
        if (rows.empty())
            return out;
        for (auto const& row : rows) out = std::max(out, number_of(kind, row[1].value_or("")).value_or(0));
    }
}

Selection students() { return selection("student_student", "student_id"); }
Selection mentors() { return selection("mentor_mentor", "mentor_id"); }

}  // namespace

Task<void> reserve_numbers(Import& import) {
    auto const last_student = highest(import, taken::Kind::student, students());
    auto const last_mentor = highest(import, taken::Kind::mentor, mentors());
    co_await import.ports.db.write([&](db::Tx& tx) -> Task<bool> {
        (void)co_await tx.rows(kStudentCounter);
        (void)co_await tx.rows(kReserveStudents, last_student);
        (void)co_await tx.rows(kMentorCounter);
        (void)co_await tx.rows(kReserveMentors, last_mentor);
        co_return true;
    });
}

Part students_part(Import& import) {
    return {.selection = students(), .take = [&import](db::Tx& tx, Fields& row) {
                return take_account(import, taken::Kind::student, tx, row);
            }};
}

Part mentors_part(Import& import) {
    return {.selection = mentors(), .take = [&import](db::Tx& tx, Fields& row) {
                return take_account(import, taken::Kind::mentor, tx, row);
            }};
}

}  // namespace ax::import_django
