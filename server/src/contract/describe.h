#pragma once

#include "base/ids.h"
#include "base/money.h"
#include "base/time.h"
#include "contract/fields.h"
#include "contract/type_info.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

/// How a wire type is declared, once:
///
///     struct CreateService {
///         std::string title;
///         int minutes = 0;
///         static constexpr auto wire() {
///             return Fields{
///                 field("title", &CreateService::title, Length{3, 120}, "What the student gets"),
///                 field("minutes", &CreateService::minutes, Range{15, 240}, "Length of a session"),
///             };
///         }
///     };
///
/// Members may be: bool, int, std::int64_t, double, std::string, Instant, Money, Id<…>, StudentId/MentorId
/// (as S…/M… text), an enum with `wire_names(Enum)` (values 0, 1, 2 … in that order), described structs,
/// vectors and optionals of these. A std::optional may be absent or null; everything else is required in
/// requests.
namespace ax::contract {

// Rules a field can carry, in any order after the member.
struct Length {  // of text, in code points; text is trimmed of nothing
    int min;
    int max;
};
struct Range {  // of an integer
    std::int64_t min;
    std::int64_t max;
};
struct Items {  // of a list
    int max;
};
struct MultiLine {};  // text that may hold line breaks and tabs
struct Email {};
struct HttpUrl {};  // absolute, http or https, with a host, no user info
struct Date {};     // 2026-11-24
struct Zone {};     // IANA name of the system's time zone database
struct OneOf {      // integers
    std::array<std::int64_t, 8> values;
    int count;
};
template <class... V>
constexpr OneOf one_of(V... v) {
    return OneOf{{v...}, sizeof...(v)};
}

template <class Struct, class Member>
struct FieldDeclaration {
    std::string_view name;
    Member Struct::* member;
    Rules rules;
    std::string_view doc;
};

namespace detail {
constexpr void apply(Rules& r, std::string_view&, Length v) { r.min_length = v.min, r.max_length = v.max; }
constexpr void apply(Rules& r, std::string_view&, Range v) { r.min = v.min, r.max = v.max; }
constexpr void apply(Rules& r, std::string_view&, Items v) { r.max_items = v.max; }
constexpr void apply(Rules& r, std::string_view&, MultiLine) { r.multi_line = true; }
constexpr void apply(Rules& r, std::string_view&, Email) { r.format = Format::email; }
constexpr void apply(Rules& r, std::string_view&, HttpUrl) { r.format = Format::http_url; }
constexpr void apply(Rules& r, std::string_view&, Date) { r.format = Format::date; }
constexpr void apply(Rules& r, std::string_view&, Zone) { r.format = Format::zone; }
constexpr void apply(Rules& r, std::string_view&, OneOf v) { r.choices = v.values, r.choice_count = v.count; }
constexpr void apply(Rules&, std::string_view& doc, char const* text) { doc = text; }
}  // namespace detail

template <class Struct, class Member, class... Extras>
constexpr FieldDeclaration<Struct, Member> field(std::string_view name, Member Struct::* member,
                                                 Extras... extras) {
    FieldDeclaration<Struct, Member> declared{name, member, {}, {}};
    (detail::apply(declared.rules, declared.doc, extras), ...);
    return declared;
}

template <class T>
concept Described = requires { T::wire(); };
template <class T>
concept NamedEnum = std::is_enum_v<T> && requires(T v) { wire_names(v); };

/// An endpoint without a body, query or path parameters, or without an answer.
struct Empty {
    static constexpr auto wire() { return Fields{}; }
};

/// The type's description, built on first use and kept for the process's life.
template <class T>
TypeInfo const& type_info();

namespace detail {

template <class T>
constexpr std::string_view full_type_name() {
    std::string_view const full = __PRETTY_FUNCTION__;  // "... [T = ax::chat::SendMessage]"
    auto const end = full.rfind(']');
    auto const begin = full.rfind("T = ", end) + 4;
    return full.substr(begin, end - begin);
}
constexpr std::string_view last_name(std::string_view name) {
    auto const colons = name.rfind("::");
    return colons == std::string_view::npos ? name : name.substr(colons + 2);
}
template <class T>
constexpr std::string_view type_name() {
    return last_name(full_type_name<T>());
}
template <class T>
constexpr std::string_view type_scope() {
    constexpr std::string_view kFull = full_type_name<T>();
    constexpr auto kColons = kFull.rfind("::");
    return kColons == std::string_view::npos ? std::string_view{} : last_name(kFull.substr(0, kColons));
}

template <class T>
inline constexpr bool is_vector = false;
template <class T>
inline constexpr bool is_vector<std::vector<T>> = true;
template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;
template <class T>
inline constexpr bool is_encoded = false;
template <class T>
inline constexpr bool is_encoded<Encoded<T>> = true;
template <class T>
TypeInfo describe_encoded(Encoded<T> const*) {
    TypeInfo info = type_info<T>();
    info.encoded = [](void const* value) -> std::string_view {
        return static_cast<Encoded<T> const*>(value)->json;
    };
    return info;
}
template <class T>
inline constexpr bool is_id = false;
template <class Tag>
inline constexpr bool is_id<Id<Tag>> = true;

template <class T>
TypeInfo describe_vector() {
    using Item = typename T::value_type;
    TypeInfo info{.kind = Kind::list, .item = [] { return &type_info<Item>(); }};
    info.list_size = [](void const* list) { return static_cast<T const*>(list)->size(); };
    info.list_at = [](void const* list, std::size_t i) -> void const* {
        return &(*static_cast<T const*>(list))[i];
    };
    info.list_add = [](void* list) -> void* { return &static_cast<T*>(list)->emplace_back(); };
    return info;
}

template <class T>
TypeInfo describe_optional() {
    using Value = typename T::value_type;
    TypeInfo info{.kind = Kind::optional, .item = [] { return &type_info<Value>(); }};
    info.optional_get = [](void const* o) -> void const* {
        auto const& value = *static_cast<T const*>(o);
        return value ? &*value : nullptr;
    };
    info.optional_set = [](void* o) -> void* { return &static_cast<T*>(o)->emplace(); };
    return info;
}

template <class T, std::size_t I>
FieldInfo describe_field() {
    static constexpr auto declared = T::wire().template at<I>();
    using Member = std::remove_cvref_t<decltype(std::declval<T>().*(declared.member))>;
    return FieldInfo{
        .name = declared.name,
        .doc = declared.doc,
        .rules = declared.rules,
        .type = [] { return &type_info<Member>(); },
        .get = [](void const* object) -> void const* {
            return &(static_cast<T const*>(object)->*(declared.member));
        },
        .set = [](void* object) -> void* { return &(static_cast<T*>(object)->*(declared.member)); },
    };
}

template <class T>
TypeInfo describe_struct() {
    TypeInfo info{.kind = Kind::object, .name = type_name<T>(), .scope = type_scope<T>()};
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        (info.fields.push_back(describe_field<T, I>()), ...);
    }(std::make_index_sequence<decltype(T::wire())::count()>{});
    return info;
}

template <class T>
TypeInfo describe_enum() {
    static_assert(sizeof(T) == 1, "wire enums have unsigned char as their base");
    TypeInfo info{.kind = Kind::enumeration, .name = type_name<T>(), .scope = type_scope<T>()};
    for (std::string_view const name : wire_names(T{})) info.names.push_back(name);
    return info;
}

}  // namespace detail

template <class T>
TypeInfo const& type_info() {
    static TypeInfo const info = [] {
        if constexpr (std::is_same_v<T, bool>)
            return TypeInfo{.kind = Kind::boolean};
        else if constexpr (std::is_same_v<T, int>)
            return TypeInfo{.kind = Kind::int32};
        else if constexpr (std::is_same_v<T, std::int64_t>)
            return TypeInfo{.kind = Kind::int64};
        else if constexpr (std::is_same_v<T, double>)
            return TypeInfo{.kind = Kind::real};
        else if constexpr (std::is_same_v<T, std::string>)
            return TypeInfo{.kind = Kind::string};
        else if constexpr (std::is_same_v<T, RawJson>)
            return TypeInfo{.kind = Kind::raw};
        else if constexpr (detail::is_encoded<T>)
            return detail::describe_encoded(static_cast<T const*>(nullptr));
        else if constexpr (std::is_same_v<T, Instant>)
            return TypeInfo{.kind = Kind::instant};
        else if constexpr (std::is_same_v<T, Money>)
            return TypeInfo{.kind = Kind::money, .name = "Money"};
        else if constexpr (std::is_same_v<T, StudentId>)
            return TypeInfo{.kind = Kind::student_id};
        else if constexpr (std::is_same_v<T, MentorId>)
            return TypeInfo{.kind = Kind::mentor_id};
        else if constexpr (detail::is_id<T>)
            return TypeInfo{.kind = Kind::int64};
        else if constexpr (detail::is_vector<T>)
            return detail::describe_vector<T>();
        else if constexpr (detail::is_optional<T>)
            return detail::describe_optional<T>();
        else if constexpr (NamedEnum<T>)
            return detail::describe_enum<T>();
        else if constexpr (Described<T>)
            return detail::describe_struct<T>();
        else
            static_assert(Described<T>, "this type can't travel: give it wire() or wire_names()");
    }();
    return info;
}

}  // namespace ax::contract
