#pragma once

#include "base/ids.h"
#include "base/time.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ax::db {

enum class Engine : unsigned char { sqlite, postgres };

/// A named SQL text with $1, $2 … placeholders; one text for both engines, or two where they must differ. One
/// statement; on SQLite also changes and then the SELECT whose rows answer for them, with `;` between: there
/// RETURNING costs more than most changes, for it makes a temporary table each time. What follows a statement
/// that changed nothing is left out; changes() are those of the first.
/// Declare it `static`/in an anonymous namespace at the top of the store that uses it: every Query registers
/// itself, and a test prepares all of them on both engines. The name keys metrics, the slow-query log and the
/// statement cache.
class Query {
public:
    Query(char const* name, char const* sql) : Query(name, sql, sql) {}
    Query(char const* name, char const* sqlite, char const* postgres);
    Query(Query const&) = delete;
    Query& operator=(Query const&) = delete;

    [[nodiscard]] char const* name() const noexcept { return name_; }
    [[nodiscard]] char const* sql(Engine engine) const noexcept {
        return engine == Engine::sqlite ? sqlite_ : postgres_;
    }
    /// Dense number of this query in this process: index of a connection's statement cache.
    [[nodiscard]] std::size_t index() const noexcept { return index_; }

    [[nodiscard]] static std::vector<Query const*> const& all();

private:
    char const* name_;
    char const* sqlite_;
    char const* postgres_;
    std::size_t index_;
};

/// One bound value. Text and bytes are views: they must live until the statement's await ends.
class Param {
public:
    enum class Kind : unsigned char { null, integer, real, text, blob };

    Param(std::nullptr_t) noexcept {}
    Param(std::nullopt_t) noexcept {}
    Param(bool v) noexcept : kind_(Kind::integer), integer_(v ? 1 : 0) {}
    Param(int v) noexcept : kind_(Kind::integer), integer_(v) {}
    Param(unsigned v) noexcept : kind_(Kind::integer), integer_(v) {}
    Param(long v) noexcept : kind_(Kind::integer), integer_(v) {}
    Param(long long v) noexcept : kind_(Kind::integer), integer_(v) {}
    Param(unsigned long v) noexcept : kind_(Kind::integer), integer_(static_cast<std::int64_t>(v)) {}
    Param(double v) noexcept : kind_(Kind::real), real_(v) {}
    Param(Instant v) noexcept : kind_(Kind::integer), integer_(to_micros(v)) {}
    Param(char const* v) noexcept : kind_(Kind::text), text_(v) {}
    Param(std::string_view v) noexcept : kind_(Kind::text), text_(v) {}
    Param(std::string const& v) noexcept : kind_(Kind::text), text_(v) {}
    template <class Tag>
    Param(Id<Tag> v) noexcept : kind_(Kind::integer), integer_(v.value) {}
    template <class T>
    Param(std::optional<T> const& v) noexcept {
        if (v)
            *this = Param(*v);
    }
    [[nodiscard]] static Param blob(std::string_view bytes) noexcept {
        Param p(bytes);
        p.kind_ = Kind::blob;
        return p;
    }

    [[nodiscard]] Kind kind() const noexcept { return kind_; }
    [[nodiscard]] std::int64_t integer() const noexcept { return integer_; }
    [[nodiscard]] double real() const noexcept { return real_; }
    [[nodiscard]] std::string_view text() const noexcept { return text_; }

private:
    Kind kind_ = Kind::null;
    std::int64_t integer_ = 0;
    double real_ = 0;
    std::string_view text_;
};

using Params = std::vector<Param>;

}  // namespace ax::db
