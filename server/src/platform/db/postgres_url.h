#pragma once

#include <map>
#include <string>

namespace ax::db {

/// A PostgreSQL URL as the variables that libpq and its programs read (PGHOST, PGPASSWORD, …). Throws
/// PlainError for a URL that libpq does not understand.
[[nodiscard]] std::map<std::string, std::string> postgres_variables(std::string const& url);

/// The same URL with another database's name. Throws PlainError as above.
[[nodiscard]] std::string with_database(std::string const& url, std::string const& name);

/// A URL for people's eyes: without user information and parameters.
[[nodiscard]] std::string without_secrets(std::string const& url);

}  // namespace ax::db
