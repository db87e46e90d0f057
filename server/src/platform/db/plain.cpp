#include "platform/db/plain.h"

#include "platform/db/postgres/plain.h"
#include "platform/db/sqlite/plain.h"

#include <fmt/format.h>

namespace ax::db {
namespace {

std::string in_quotes(std::string_view text, char quote) {
    std::string out(1, quote);
    for (char const c : text) {
        out += c;
        if (c == quote)
            out += c;
    }
    return out += quote;
}

}  // namespace

std::unique_ptr<Plain> Plain::open(std::string const& url, Access access) {
    constexpr std::string_view kSqlite = "sqlite:";
    if (url.starts_with(kSqlite) && url.size() > kSqlite.size())
        return sqlite::open_plain(url.substr(kSqlite.size()), access);
    if (url.starts_with("postgresql://") || url.starts_with("postgres://"))
        return postgres::open_plain(url, access);
    throw PlainError("the database URL must start with sqlite: or postgresql://");
}

std::vector<std::string> Plain::texts(std::string const& sql) {
    std::vector<std::string> out;
    each(sql, [&](std::span<Param const> row) { out.push_back(to_text(row.front())); });
    return out;
}

std::string Plain::text(std::string const& sql) {
    auto all = texts(sql);
    return all.empty() ? std::string{} : std::move(all.front());
}

std::int64_t Plain::number(std::string const& sql) {
    std::optional<std::int64_t> first;
    each(sql, [&](std::span<Param const> row) {
        if (!first)
            first = row.front().kind() == Param::Kind::integer ? row.front().integer() : 0;
    });
    return first.value_or(0);
}

std::string quoted(std::string_view name) { return in_quotes(name, '"'); }
std::string literal(std::string_view text) { return in_quotes(text, '\''); }

std::string to_text(Param const& value) {
    switch (value.kind()) {
        case Param::Kind::null:
            return {};
        case Param::Kind::integer:
            return fmt::to_string(value.integer());
        case Param::Kind::real:
            return fmt::to_string(value.real());
        case Param::Kind::text:
        case Param::Kind::blob:
            break;
    }
    return std::string(value.text());
}

}  // namespace ax::db
