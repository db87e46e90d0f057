#pragma once

#include "platform/mail/template.h"

#include <array>
#include <concepts>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>

/// Which mails there are and what each is filled with. Features declare theirs in `letters.h`; that every
/// name is given, and no other, is checked by the compiler.
namespace ax::mail {

/// One value of a letter, with what previews show. A list says what its items hold instead.
struct Sample {
    std::string_view name;
    std::string_view text;
    std::span<Sample const> items = {};
};

enum class Purpose : unsigned char {
    letter,
    notice,  // also shown in the product and pushed; its mails can be ended
};

/// A letter: its texts are the file `<name>.txt` and, if what follows from that is not enough, `<name>.html`.
template <std::size_t N>
struct Kind {
    std::string_view name;
    std::array<Sample, N> values;
    Purpose purpose;

    consteval Kind(std::string_view n, Sample const (&v)[N], Purpose p = Purpose::letter)
        : name(n), values(std::to_array(v)), purpose(p) {}

    [[nodiscard]] constexpr bool has(std::string_view value) const {
        for (auto const& one : values)
            if (one.name == value)
                return true;
        return false;
    }
};

template <>
struct Kind<0> {
    std::string_view name;
    std::array<Sample, 0> values = {};
    Purpose purpose;
    consteval explicit Kind(std::string_view n, Purpose p = Purpose::letter) : name(n), purpose(p) {}
};
Kind(std::string_view) -> Kind<0>;
Kind(std::string_view, Purpose) -> Kind<0>;

/// Any kind, for lists of them.
struct AnyKind {
    std::string_view name;
    std::span<Sample const> values;
    Purpose purpose{};
    template <std::size_t N>
    constexpr AnyKind(Kind<N> const& kind)  // NOLINT(google-explicit-constructor)
        : name(kind.name), values(kind.values), purpose(kind.purpose) {}
};

/// What a value can be made of. A bool is a text that only {{#if}} looks at.
struct Filling : Value {
    // NOLINTBEGIN(google-explicit-constructor): a list of values reads as names and values
    Filling(std::string value) { text = std::move(value); }
    Filling(std::string_view value) { text = value; }
    Filling(char const* value) { text = value; }
    Filling(std::same_as<bool> auto value) { text = value ? "yes" : ""; }
    Filling(std::integral auto value)
        requires(!std::same_as<decltype(value), bool>)
    {
        text = std::to_string(value);
    }
    Filling(decltype(Value::items) list) { items = std::move(list); }
    // NOLINTEND(google-explicit-constructor)
};

/// A name and its value for the kind `K`: a name that K has not does not compile.
template <auto const& K>
struct Given {
    struct Name {
        std::string_view text;
        consteval Name(char const* name) : text(name) {  // NOLINT(google-explicit-constructor)
            if (!K.has(text))
                throw "this letter has no such value";
        }
    };
    Name name;
    Filling value;
};

}  // namespace ax::mail
