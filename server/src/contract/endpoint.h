#pragma once

#include "base/ids.h"
#include "contract/describe.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace ax::contract {

enum class Verb : unsigned char { get, post, put, patch, del };

/// Who may call. Ownership of the object named is the service's business: a stranger's object is 404.
enum class Access : unsigned char { anyone, signed_in, student, mentor, staff };

/// Requests per minute and caller (account, or network address for visitors), per endpoint; bursts up to the
/// same.
struct PerMinute {
    int requests = 120;
};

/// That an answer is the same for whoever asks, and how long it may be kept. For GET and Access::anyone
/// alone. It gets an ETag; who brings a token gets it `private`, everybody else for caches in front of us,
/// too.
struct Cached {
    /// In this process, at most. It ends at once with a change of one of `tables`, which are all that the
    /// answer is read from; without tables it may really be that old. 0: not kept.
    int seconds = 0;
    /// In shared caches, which nobody tells of changes. 0: they have to ask each time.
    int shared_seconds = 0;
    std::string_view tag = {};  // by which shared caches can be told to forget it
    std::array<std::string_view, 12> tables = {};
    /// Who is signed in finds more in it: kept and shared are the answers to visitors alone.
    bool visitors_only = false;

    [[nodiscard]] constexpr bool on() const noexcept { return seconds > 0; }
};

/// One endpoint, declared once: routing, decoding, documentation, types and tests come from it.
/// `path` is below /api/v1 (and /api), with a trailing slash; `{name}` fills the request's field of that
/// name.
template <class Request, class Response>
struct Endpoint {
    Verb verb = Verb::get;
    std::string_view path;
    std::string_view name;          // "booking.hold"
    Access access = Access::staff;  // closed, should one forget to say
    std::string_view summary;
    PerMinute limit = {};
    int success = 200;
    bool idempotency_key = false;         // takes Idempotency-Key: a repeat returns the first answer
    bool etag = false;                    // answers with an ETag and 304
    std::string_view cache_control = {};  // empty: the server's default, no-store
    Cached cached = {};                   // instead of these two
    std::array<std::string_view, 12> failures = {};  // reasons beyond request.* and auth.*
};

/// The same as data, for the router's listing, OpenAPI and TypeScript.
struct EndpointInfo {
    Verb verb = Verb::get;
    std::string_view path;
    std::string_view name;
    Access access = Access::staff;
    std::string_view summary;
    PerMinute limit;
    int success = 200;
    bool idempotency_key = false;
    bool etag = false;
    std::string_view cache_control;
    Cached cached;
    std::array<std::string_view, 12> failures;
    TypeInfo const* request = nullptr;
    TypeInfo const* response = nullptr;
};

template <class Request, class Response>
EndpointInfo endpoint_info(Endpoint<Request, Response> const& e) {
    return {e.verb,
            e.path,
            e.name,
            e.access,
            e.summary,
            e.limit,
            e.success,
            e.idempotency_key,
            e.etag,
            e.cache_control,
            e.cached,
            e.failures,
            &type_info<Request>(),
            &type_info<Response>()};
}

/// Who calls. Made by the Authenticator from the token; a visitor has account 0.
struct Caller {
    AccountId account{};
    std::optional<StudentId> student{};
    std::optional<MentorId> mentor{};
    bool staff = false;
    DeviceId device{};

    [[nodiscard]] bool signed_in() const noexcept { return account.value != 0; }
};

[[nodiscard]] constexpr std::string_view to_text(Verb verb) {
    constexpr std::array<std::string_view, 5> kNames{"GET", "POST", "PUT", "PATCH", "DELETE"};
    return kNames[static_cast<std::size_t>(verb)];
}

constexpr auto wire_names(Access) {
    return std::array<std::string_view, 5>{"anyone", "signed_in", "student", "mentor", "staff"};
}

}  // namespace ax::contract
