#include "features/import_django/select_text.h"

#include <map>

#include <libpq-fe.h>

namespace ax::import_django {
namespace {

struct CloseConnection {
    void operator()(PGconn* connection) const noexcept { PQfinish(connection); }
};
struct ClearResult {
    void operator()(PGresult* result) const noexcept { PQclear(result); }
};
using Answer = std::unique_ptr<PGresult, ClearResult>;

std::string cut(std::string const& column) {
    return fmt::format("left(CAST({} AS text), {})", column, kMostCharacters);
}

std::vector<SourceRow> rows_of(PGresult* result) {
    std::vector<SourceRow> rows;
    for (int r = 0; r < PQntuples(result); ++r) {
        auto& row = rows.emplace_back();
        for (int c = 0; c < PQnfields(result); ++c)
            row.push_back(
                PQgetisnull(result, r, c) != 0
                    ? SourceValue{}
                    : SourceValue{std::string(PQgetvalue(result, r, c),
                                              static_cast<std::size_t>(PQgetlength(result, r, c)))});
    }
    return rows;
}

constexpr auto kBegin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

class PostgresSource;

class PostgresCursor final : public Cursor {
public:
    explicit PostgresCursor(PostgresSource& source) : source_(source) {}
    ~PostgresCursor() override;
    std::vector<SourceRow> next(std::size_t most) override;

private:
    PostgresSource& source_;
};

class PostgresSource final : public Source {
public:
    explicit PostgresSource(std::string const& url) : connection_(PQconnectdb(url.c_str())) {
        if (PQstatus(connection_.get()) != CONNECTION_OK)
            throw SourceError(fmt::format("can't reach the source: {}", PQerrorMessage(connection_.get())));
        // A database without an encoding gives its bytes as they are; all others are converted.
        std::string const encoding = one("SHOW server_encoding");
        PQsetClientEncoding(connection_.get(), encoding == "SQL_ASCII" ? "SQL_ASCII" : "UTF8");
        for (auto const* sql :
             {"SET default_transaction_read_only = on", "SET datestyle = 'ISO, YMD'", "SET timezone = 'UTC'",
              "SET idle_in_transaction_session_timeout = 0", kBegin})
            (void)ask(sql, {});
    }

    std::vector<std::string> read_tables() override {
        return names(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() "
            "AND table_type = 'BASE TABLE' ORDER BY table_name",
            {});
    }
    std::vector<std::string> columns(std::string const& table) override {
        auto const known = columns_.find(table);
        if (known != columns_.end())
            return known->second;
        auto found = names(
            "SELECT column_name FROM information_schema.columns WHERE table_schema = "
            "current_schema() AND table_name = $1 ORDER BY ordinal_position",
            {table});
        return columns_.emplace(table, std::move(found)).first->second;
    }
    std::unique_ptr<Cursor> open(Selection const& selection) override {
        (void)ask("DECLARE source_rows NO SCROLL CURSOR FOR " + select_text(*this, selection, cut) +
                      order_text(*this, selection),
                  {});
        return std::make_unique<PostgresCursor>(*this);
    }
    std::vector<SourceRow> find(Selection const& selection, std::vector<std::string> const& where,
                                std::vector<std::string> const& values) override {
        std::vector<std::string> parts;
        for (std::size_t i = 0; i < where.size(); ++i)
            parts.push_back(fmt::format("{} = ${}", quoted(where[i]), i + 1));
        return rows_of(ask(fmt::format("{} WHERE {}{} LIMIT 200", select_text(*this, selection, cut),
                                       fmt::join(parts, " AND "), order_text(*this, selection)),
                           values)
                           .get());
    }
    std::int64_t count(std::string const& table) override {
        return std::stoll(one(fmt::format("SELECT count(*) FROM {}", quoted(table))));
    }

    Answer ask(std::string const& sql, std::vector<std::string> const& values) {
        std::vector<char const*> parameters;
        for (auto const& value : values) parameters.push_back(value.c_str());
        Answer answer(PQexecParams(connection_.get(), sql.c_str(), static_cast<int>(parameters.size()),
                                   nullptr, parameters.data(), nullptr, nullptr, 0));
        auto const status = PQresultStatus(answer.get());
        if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK)
            return answer;
        SourceError const failure(
            fmt::format("the database can't be read: {}", PQerrorMessage(connection_.get())));
        // The other tables are read on, in a snapshot of their own.
        for (auto const* again : {"ROLLBACK", kBegin}) Answer(PQexec(connection_.get(), again));
        throw failure;
    }

private:
    std::string one(std::string const& sql) {
        auto const answer = ask(sql, {});
        return PQntuples(answer.get()) > 0 ? PQgetvalue(answer.get(), 0, 0) : "";
    }
    std::vector<std::string> names(std::string const& sql, std::vector<std::string> const& values) {
        std::vector<std::string> out;
        for (auto& row : rows_of(ask(sql, values).get())) out.push_back(row[0].value_or(""));
        return out;
    }

    std::unique_ptr<PGconn, CloseConnection> connection_;
    std::map<std::string, std::vector<std::string>> columns_;
};

PostgresCursor::~PostgresCursor() {
    try {
        (void)source_.ask("CLOSE source_rows", {});
    } catch (SourceError const&) {
        // The transaction has failed; whoever reads on hears of it.
    }
}

std::vector<SourceRow> PostgresCursor::next(std::size_t most) {
    return rows_of(source_.ask(fmt::format("FETCH {} FROM source_rows", most), {}).get());
}

}  // namespace

std::unique_ptr<Source> open_postgres(std::string const& url) {
    return std::make_unique<PostgresSource>(url);
}

}  // namespace ax::import_django
