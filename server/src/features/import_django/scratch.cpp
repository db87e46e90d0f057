#include "features/import_django/scratch.h"

#include "features/import_django/select_text.h"

#include <array>
#include <memory>

#include <sqlite3.h>

namespace ax::import_django {
namespace {

// Who there is, what keeps a time, and what was taken before.
constexpr std::array kTables{"account",
                             "student",
                             "mentor",
                             "skill",
                             "mentor_skill",
                             "student_skill",
                             "service",
                             "booking",
                             "review",
                             "ledger_transfer",
                             "conversation",
                             "member",
                             "post",
                             "post_comment",
                             "post_like",
                             "event",
                             "ticket",
                             "newsletter_subscriber",
                             "workspace_own_note",
                             "django_row"};
constexpr std::size_t kBatch = 500;

struct Close {
    void operator()(sqlite3* db) const noexcept { sqlite3_close_v2(db); }
};
struct Finalize {
    void operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }
};

class Scratch {
public:
    explicit Scratch(std::string const& path) {
        sqlite3* raw = nullptr;
        int const code =
            sqlite3_open_v2(path.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
        db_.reset(raw);
        if (code != SQLITE_OK)
            throw SourceError(fmt::format("can't open {}: {}", path, sqlite3_errstr(code)));
        run("PRAGMA synchronous = OFF");
        run("BEGIN");
    }
    void run(std::string const& sql) {
        if (sqlite3_exec(db_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
            refuse();
    }
    // As text: the columns' own types make numbers of it.
    void prepare(std::string const& sql) {
        sqlite3_stmt* raw = nullptr;
        if (sqlite3_prepare_v2(db_.get(), sql.c_str(), -1, &raw, nullptr) != SQLITE_OK)
            refuse();
        insert_.reset(raw);
    }
    void insert(SourceRow const& row) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            int const position = static_cast<int>(i) + 1;
            if (row[i])
                sqlite3_bind_text64(insert_.get(), position, row[i]->data(), row[i]->size(), SQLITE_STATIC,
                                    SQLITE_UTF8);
            else
                sqlite3_bind_null(insert_.get(), position);
        }
        if (sqlite3_step(insert_.get()) != SQLITE_DONE)
            refuse();
        sqlite3_reset(insert_.get());
    }

private:
    [[noreturn]] void refuse() {
        throw SourceError(fmt::format("the dry run's copy: {}", sqlite3_errmsg(db_.get())));
    }

    std::unique_ptr<sqlite3, Close> db_;
    std::unique_ptr<sqlite3_stmt, Finalize> insert_;
};

void copy(Source& target, Scratch& scratch, std::string const& table) {
    auto const columns = target.columns(table);
    if (columns.empty())
        return;
    std::vector<std::string> names;
    std::vector<std::string> places;
    for (auto const& column : columns) {
        names.push_back(quoted(column));
        places.push_back(fmt::format("?{}", places.size() + 1));
    }
    scratch.run(fmt::format("DELETE FROM {}", quoted(table)));  // what migrations put in
    scratch.prepare(fmt::format("INSERT INTO {} ({}) VALUES ({})", quoted(table), fmt::join(names, ", "),
                                fmt::join(places, ", ")));
    auto const cursor = target.open({.table = table, .columns = columns});
    while (true) {
        auto const rows = cursor->next(kBatch);
        if (rows.empty())
            return;
        for (auto const& row : rows) scratch.insert(row);
    }
}

}  // namespace

void copy_for_dry_run(Source& target, std::string const& path) {
    Scratch scratch(path);
    for (auto const* table : kTables) copy(target, scratch, table);
    scratch.run("COMMIT");
}

}  // namespace ax::import_django
