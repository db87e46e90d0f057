#include "platform/db/open.h"

#include "platform/db/postgres/postgres_database.h"
#include "platform/db/replicas.h"
#include "platform/db/sqlite/sqlite_database.h"

#include <stdexcept>

namespace ax::db {

std::unique_ptr<Database> open(OpenOptions options) {
    constexpr std::string_view kSqlite = "sqlite:";
    if (options.url.starts_with(kSqlite) && !options.replicas.empty())
        throw std::invalid_argument("replicas are of PostgreSQL; the database is SQLite");
    if (options.url.starts_with(kSqlite) && options.url.size() > kSqlite.size())
        return std::make_unique<sqlite::SqliteDatabase>(options.url.substr(kSqlite.size()), options);
    if (options.url.starts_with("postgresql://") || options.url.starts_with("postgres://"))
        return std::make_unique<postgres::PostgresDatabase>(std::move(options));
    throw std::invalid_argument("the database URL must start with sqlite: or postgresql://");
}

std::vector<ReplicaHealth> replica_health(Database& database) {
    auto const* const postgres = dynamic_cast<postgres::PostgresDatabase*>(&database);
    return postgres == nullptr ? std::vector<ReplicaHealth>{} : postgres->replica_health();
}

}  // namespace ax::db
