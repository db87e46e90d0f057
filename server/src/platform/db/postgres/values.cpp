#include "platform/db/postgres/values.h"

#include "platform/db/database.h"

#include <charconv>
#include <cstdlib>

#include <fmt/format.h>

namespace ax::db::postgres {
namespace {

// From pg_type.dat; these never change.
enum TypeOid : Oid {
    kBool = 16,
    kBytea = 17,
    kInt8 = 20,
    kInt2 = 21,
    kInt4 = 23,
    kOid = 26,
    kFloat4 = 700,
    kFloat8 = 701,
    kNumeric = 1700,
};

// Room for any number as text.
constexpr std::size_t kNumberLength = 32;

std::int64_t to_integer(std::string_view text) {
    std::int64_t value = 0;
    auto const [end, bad] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (bad != std::errc{} || end != text.data() + text.size())
        throw Broken(fmt::format("{} is not a 64-bit integer", text));
    return value;
}

double to_real(std::string_view text) {
    double value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

int nibble(char c) { return c <= '9' ? c - '0' : c - 'a' + 10; }

// `\x` and two digits for each byte: the server's default since 9.0.
std::string to_bytes(std::string_view hex) {
    std::string bytes;
    bytes.reserve(hex.size() / 2);
    for (std::size_t i = 2; i + 1 < hex.size(); i += 2)
        bytes += static_cast<char>(nibble(hex[i]) << 4 | nibble(hex[i + 1]));
    return bytes;
}

void add_cell(Rows& rows, Oid type, std::string_view text) {
    switch (type) {
        case kBool:
            return rows.add(std::int64_t{text == "t"});
        case kInt2:
        case kInt4:
        case kInt8:
        case kOid:
            return rows.add(to_integer(text));
        case kNumeric:
            // A sum of integers is a numeric here and an integer in SQLite.
            if (text.find_first_not_of("-0123456789") == std::string_view::npos)
                return rows.add(to_integer(text));
            return rows.add(to_real(text));
        case kFloat4:
        case kFloat8:
            return rows.add(to_real(text));
        case kBytea:
            return rows.add(std::string_view(to_bytes(text)));
        default:
            return rows.add(text);
    }
}

}  // namespace

void Parameters::put(std::string_view bytes) {
    values_.push_back(text_.data() + text_.size());
    text_.append(bytes);
    text_ += '\0';
}

void Parameters::fill(Params const& params) {
    values_.clear();
    lengths_.clear();
    formats_.clear();
    text_.clear();
    // Once and before anything points into it.
    std::size_t room = 0;
    for (Param const& param : params) room += param.text().size() + kNumberLength;
    text_.reserve(room);

    for (Param const& param : params) {
        bool const binary = param.kind() == Param::Kind::blob;
        formats_.push_back(binary ? 1 : 0);
        lengths_.push_back(binary ? static_cast<int>(param.text().size()) : 0);
        switch (param.kind()) {
            case Param::Kind::null:
                values_.push_back(nullptr);
                break;
            case Param::Kind::integer: {
                fmt::format_int const digits(param.integer());
                put({digits.data(), digits.size()});
                break;
            }
            case Param::Kind::real: {
                char digits[kNumberLength];
                auto const end = std::to_chars(std::begin(digits), std::end(digits), param.real()).ptr;
                put({digits, static_cast<std::size_t>(end - digits)});
                break;
            }
            case Param::Kind::text:
                if (param.text().contains('\0'))
                    throw Broken("text with a NUL can't be stored");
                put(param.text());
                break;
            case Param::Kind::blob:
                put(param.text());
                break;
        }
    }
}

Rows to_rows(PGresult const* result) {
    Rows rows;
    int const columns = PQnfields(result);
    int const count = PQntuples(result);
    rows.set_columns(static_cast<std::size_t>(columns));
    for (int row = 0; row < count; ++row) {
        for (int column = 0; column < columns; ++column) {
            if (PQgetisnull(result, row, column) != 0) {
                rows.add_null();
                continue;
            }
            auto const length = static_cast<std::size_t>(PQgetlength(result, row, column));
            add_cell(rows, PQftype(result, column), {PQgetvalue(result, row, column), length});
        }
    }
    std::string_view const changed = PQcmdTuples(const_cast<PGresult*>(result));
    if (!changed.empty() &&
        std::string_view(PQcmdStatus(const_cast<PGresult*>(result))).substr(0, 6) != "SELECT")
        rows.set_changes(to_integer(changed));
    return rows;
}

}  // namespace ax::db::postgres
