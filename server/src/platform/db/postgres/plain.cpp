#include "platform/db/postgres/plain.h"

#include "platform/db/postgres/values.h"
#include "platform/db/postgres_url.h"

#include <array>
#include <charconv>
#include <cstdlib>
#include <memory>
#include <utility>

#include <fmt/format.h>

namespace ax::db::postgres {
namespace {

// From pg_type.dat; these never change.
enum TypeOid : Oid { kBool = 16, kInt8 = 20, kInt2 = 21, kInt4 = 23, kOid = 26, kNumeric = 1700 };

// COPY gathers rows up to about this much before they are sent.
constexpr std::size_t kPiece = 256UL * 1024;

struct Close {
    void operator()(PGconn* connection) const noexcept { PQfinish(connection); }
};
using Handle = std::unique_ptr<PGconn, Close>;

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.remove_suffix(1);
    return text;
}

[[noreturn]] void fail(PGconn* connection, std::string_view what) {
    throw PlainError(fmt::format("{}: {}", what, trimmed(PQerrorMessage(connection))));
}

Param value(PGresult const* result, int column) {
    if (PQgetisnull(result, 0, column) != 0)
        return nullptr;
    std::string_view const text(PQgetvalue(result, 0, column),
                                static_cast<std::size_t>(PQgetlength(result, 0, column)));
    std::int64_t number = 0;
    switch (PQftype(result, column)) {
        case kBool:
            return std::int64_t{text == "t"};
        case kInt2:
        case kInt4:
        case kInt8:
        case kOid:
        case kNumeric:
            if (auto const read = std::from_chars(text.data(), text.data() + text.size(), number);
                read.ec == std::errc{} && read.ptr == text.data() + text.size())
                return number;
            return text;
        default:
            return text;
    }
}

class Copy final : public Loader {
public:
    Copy(PGconn* connection, std::string table) : connection_(connection), table_(std::move(table)) {}
    // Given up: the server has to be told, or the connection stays in COPY.
    ~Copy() override {
        if (!done_ && PQputCopyEnd(connection_, "given up") == 1)
            while (Answer const rest{PQgetResult(connection_)}) {
            }
    }

    void add(std::span<Param const> row) override {
        bool first = true;
        for (auto const& value : row) {
            if (!std::exchange(first, false))
                rows_ += '\t';
            put(value);
        }
        rows_ += '\n';
        if (rows_.size() >= kPiece)
            send();
    }

    void finish() override {
        send();
        done_ = true;
        bool const sent = PQputCopyEnd(connection_, nullptr) == 1;
        std::string problem = sent ? std::string{} : PQerrorMessage(connection_);
        while (Answer const result{PQgetResult(connection_)})
            if (PQresultStatus(result.get()) != PGRES_COMMAND_OK)
                problem = PQresultErrorMessage(result.get());
        if (!problem.empty())
            throw PlainError(fmt::format("{}: {}", table_, trimmed(problem)));
    }

private:
    void put(Param const& value) {
        if (value.kind() == Param::Kind::null) {
            rows_ += "\\N";
            return;
        }
        for (char const c : to_text(value)) {
            switch (c) {
                case '\0':
                    throw PlainError(
                        fmt::format("{}: a text holds a NUL, which PostgreSQL can't keep", table_));
                case '\\':
                    rows_ += "\\\\";
                    break;
                case '\n':
                    rows_ += "\\n";
                    break;
                case '\r':
                    rows_ += "\\r";
                    break;
                case '\t':
                    rows_ += "\\t";
                    break;
                default:
                    rows_ += c;
            }
        }
    }
    // The server's complaint about a row comes with finish().
    void send() {
        if (!rows_.empty() && PQputCopyData(connection_, rows_.data(), static_cast<int>(rows_.size())) != 1)
            fail(connection_, table_);
        rows_.clear();
    }

    PGconn* connection_;
    std::string table_;
    std::string rows_;
    bool done_ = false;
};

class PostgresPlain final : public Plain {
public:
    explicit PostgresPlain(Handle connection)
        : connection_(std::move(connection)),
          // A pooler gives out numbers of its own.
          pooled_(text("SELECT pg_backend_pid()") != fmt::to_string(PQbackendPID(connection_.get()))) {}

    [[nodiscard]] Engine engine() const noexcept override { return Engine::postgres; }
    [[nodiscard]] bool pooled() const noexcept override { return pooled_; }

    void script(std::string const& sql) override {
        Answer const result(PQexec(connection_.get(), sql.c_str()));
        auto const status = PQresultStatus(result.get());
        if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_EMPTY_QUERY)
            fail(connection_.get(), std::string_view(sql).substr(0, 60));
    }

    void each(std::string const& sql, Take const& take) override {
        if (PQsendQuery(connection_.get(), sql.c_str()) != 1 || PQsetSingleRowMode(connection_.get()) != 1)
            fail(connection_.get(), sql);
        // Also when `take` throws: the connection is ready for the next statement.
        struct Drain {
            PGconn* connection;
            ~Drain() {
                while (Answer const rest{PQgetResult(connection)}) {
                }
            }
        } const drain{connection_.get()};
        std::vector<Param> row;
        while (Answer const result{PQgetResult(connection_.get())}) {
            auto const status = PQresultStatus(result.get());
            if (status == PGRES_SINGLE_TUPLE) {
                row.clear();
                for (int i = 0; i < PQnfields(result.get()); ++i) row.push_back(value(result.get(), i));
                take(row);
            } else if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) {
                throw PlainError(fmt::format("{}: {}", sql, trimmed(PQresultErrorMessage(result.get()))));
            }
        }
    }

    std::unique_ptr<Loader> load(std::string_view table, std::vector<std::string> const& columns) override {
        std::string names;
        for (auto const& column : columns)
            names += names.empty() ? quoted(column) : fmt::format(", {}", quoted(column));
        Answer const result(
            PQexec(connection_.get(), fmt::format("COPY {} ({}) FROM STDIN", quoted(table), names).c_str()));
        if (PQresultStatus(result.get()) != PGRES_COPY_IN)
            fail(connection_.get(), table);
        return std::make_unique<Copy>(connection_.get(), std::string(table));
    }

private:
    Handle connection_;
    bool pooled_;
};

}  // namespace

std::unique_ptr<Plain> open_plain(std::string const& url, Access access) {
    // Of several hosts, unless the URL says otherwise, the one that the server would use.
    auto const variables = postgres_variables(url);
    auto const hosts = variables.find("PGHOST");
    bool const several = hosts != variables.end() && hosts->second.contains(',');
    std::array const names{"target_session_attrs", "dbname",          "connect_timeout",
                           "application_name",     "client_encoding", static_cast<char const*>(nullptr)};
    std::array const values{several ? "read-write" : "any",   url.c_str(), "5", "aspirex operator", "UTF8",
                            static_cast<char const*>(nullptr)};
    Handle connection(PQconnectdbParams(names.data(), values.data(), 1));
    if (PQstatus(connection.get()) != CONNECTION_OK)
        fail(connection.get(), "can't connect to PostgreSQL");
    // A notice is for a person at a terminal.
    PQsetNoticeProcessor(connection.get(), [](void*, char const*) {}, nullptr);
    auto plain = std::make_unique<PostgresPlain>(std::move(connection));
    if (plain->pooled() && access == Access::read_write)
        throw PlainError("PgBouncer stands in between: give a direct connection to PostgreSQL");
    if (plain->pooled() || access == Access::as_it_is)
        return plain;
    plain->script(
        "SET statement_timeout = 0; SET lock_timeout = '30s'; SET idle_in_transaction_session_timeout = 0");
    if (access == Access::read_only)
        plain->script("SET default_transaction_read_only = on");
    return plain;
}

}  // namespace ax::db::postgres
