#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ax {

/// What kind of failure a caller caused. `platform/api` maps each to one HTTP status.
enum class Code : unsigned char {
    invalid,          // 422: understood, but a field breaks a rule
    malformed,        // 400: not readable at all
    unauthenticated,  // 401
    forbidden,        // 403
    not_found,        // 404: also hides what the caller may not know of
    conflict,         // 409
    gone,             // 410
    too_large,        // 413
    too_many,         // 429, with retry_after
    unavailable,      // 503, with retry_after
};

/// One broken field of a request. `field` is a JSON path such as `links[1].url`, `reason` a stable key such
/// as `too_long`; `limit` is the number the reason speaks of.
struct FieldError {
    std::string field;
    std::string reason;
    std::optional<long long> limit;
};

/// An outcome that the caller can cause and can be told. Outages and bugs are exceptions instead.
/// `reason` is `feature.snake_case`: stable, listed in the endpoint's failures, the client's translation key.
struct Error {
    Code code = Code::invalid;
    std::string reason;
    std::vector<FieldError> fields = {};
    std::optional<int> retry_after_seconds = {};
};

template <class T>
using Result = std::expected<T, Error>;

/// `co_return fail(Code::conflict, "booking.slot_taken");`
[[nodiscard]] inline std::unexpected<Error> fail(Code code, std::string_view reason) {
    return std::unexpected(Error{code, std::string(reason)});
}

[[nodiscard]] inline std::unexpected<Error> fail_field(std::string_view field, std::string_view reason,
                                                       std::optional<long long> limit = {}) {
    return std::unexpected(
        Error{Code::invalid, "request.invalid", {{std::string(field), std::string(reason), limit}}});
}

}  // namespace ax

/// In a coroutine that returns a Result: leaves with the error of `expr`, if it has one.
#define AX_CHECK(expr)                                                \
    do {                                                              \
        if (auto ax_checked = (expr); !ax_checked)                    \
            co_return std::unexpected(std::move(ax_checked).error()); \
    } while (false)

/// In a coroutine that returns a Result: `AX_TRY(auto booking, co_await store.find(id));`
#define AX_TRY(declaration, expr) AX_TRY_IMPL(declaration, expr, __COUNTER__)
#define AX_TRY_IMPL(declaration, expr, n) AX_TRY_NAMED(declaration, expr, n)
#define AX_TRY_NAMED(declaration, expr, n)                          \
    auto ax_tried_##n = (expr);                                     \
    if (!ax_tried_##n)                                              \
        co_return std::unexpected(std::move(ax_tried_##n).error()); \
    declaration = *std::move(ax_tried_##n)
