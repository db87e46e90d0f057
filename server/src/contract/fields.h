#pragma once

#include <cstddef>
#include <utility>

/// The declared fields of one wire type, in order. A std::tuple would do the same, but every file that reads
/// a header with wire types pays for it: it was a third of such a file's compile time.
namespace ax::contract {

namespace detail {
template <std::size_t I, class Declared>
struct FieldAt {
    Declared declared;
};
template <class Indices, class... Declared>
struct FieldRow;
template <std::size_t... I, class... Declared>
struct FieldRow<std::index_sequence<I...>, Declared...> : FieldAt<I, Declared>... {};
}  // namespace detail

template <class... Declared>
struct Fields {
    detail::FieldRow<std::index_sequence_for<Declared...>, Declared...> row;

    constexpr Fields(Declared... declared) : row{{declared}...} {}

    static constexpr std::size_t count() { return sizeof...(Declared); }
    template <std::size_t I>
    [[nodiscard]] constexpr auto const& at() const {
        return pick<I>(row);
    }

private:
    template <std::size_t I, class One>
    static constexpr One const& pick(detail::FieldAt<I, One> const& field) {
        return field.declared;
    }
};

/// The fields of `a`, then those of `b`: a type that has another's fields and more.
template <class... A, class... B>
constexpr Fields<A..., B...> join(Fields<A...> const& a, Fields<B...> const& b) {
    return [&]<std::size_t... I, std::size_t... J>(std::index_sequence<I...>, std::index_sequence<J...>) {
        return Fields<A..., B...>{a.template at<I>()..., b.template at<J>()...};
    }(std::index_sequence_for<A...>{}, std::index_sequence_for<B...>{});
}

}  // namespace ax::contract
