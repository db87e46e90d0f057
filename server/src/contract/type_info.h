#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ax::contract {

enum class Format : unsigned char { none, email, http_url, date, zone };

/// What a field's value must satisfy besides its type. Unset members don't apply.
struct Rules {
    std::optional<int> min_length, max_length;
    std::optional<std::int64_t> min, max;
    std::optional<int> max_items;
    Format format = Format::none;
    bool multi_line = false;
    std::array<std::int64_t, 8> choices{};
    int choice_count = 0;
};

enum class Kind : unsigned char {
    boolean,
    int32,
    int64,
    real,
    string,
    raw,
    instant,
    money,
    student_id,
    mentor_id,
    enumeration,
    list,
    optional,
    object,
};

/// JSON made elsewhere (a column that holds it), passed through unread. Answers only.
struct RawJson {
    std::string json = "null";
    std::string_view shape = "unknown";  // not sent
};

/// A T that is JSON already (kept that way in a read model): sent as it is, documented as a T. Answers only.
template <class T>
struct Encoded {
    std::string json;
};

struct TypeInfo;

struct FieldInfo {
    std::string_view name;
    std::string_view doc;
    Rules rules;
    TypeInfo const* (*type)();
    void const* (*get)(void const* object);
    void* (*set)(void* object);
};

/// A type as data, so that decode, encode, OpenAPI and TypeScript are each written once and compiled once,
/// instead of being instantiated per type.
struct TypeInfo {
    Kind kind;
    std::string_view name = {};                // of objects and enums
    std::string_view scope = {};               // the namespace it stands in: "chat"
    std::vector<FieldInfo> fields = {};        // of objects
    std::vector<std::string_view> names = {};  // of enums
    TypeInfo const* (*item)() = nullptr;       // of lists and optionals
    std::size_t (*list_size)(void const*) = nullptr;
    void const* (*list_at)(void const*, std::size_t) = nullptr;
    void* (*list_add)(void*) = nullptr;
    void const* (*optional_get)(void const*) = nullptr;
    void* (*optional_set)(void*) = nullptr;
    std::string_view (*encoded)(void const*) = nullptr;  // the value is JSON already
};

}  // namespace ax::contract
