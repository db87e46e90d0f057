#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

/// Which request or job this thread works for just now, and the spans of what it does for it.
namespace ax::trace {

/// A place in a trace that is recorded; not active where nothing is.
struct Context {
    std::uint64_t high = 0;  // the trace's id
    std::uint64_t low = 0;
    std::uint64_t span = 0;

    [[nodiscard]] bool active() const noexcept { return span != 0; }
    bool operator==(Context const&) const = default;
};

namespace detail {
inline constinit thread_local Context here;
}

[[nodiscard]] inline Context const& current() noexcept { return detail::here; }
/// For a coroutine that begins work of its own. Whoever resumed it has a Scope, so what runs next on this
/// thread does not inherit it.
inline void enter(Context const& context) noexcept { detail::here = context; }
/// Ends that, and says what it was.
inline Context leave() noexcept { return std::exchange(detail::here, {}); }

/// Around every resumption of a suspended coroutine, with what was current when it suspended.
class Scope {
public:
    explicit Scope(Context const& context) noexcept : outer_(std::exchange(detail::here, context)) {}
    Scope(Scope const&) = delete;
    Scope& operator=(Scope const&) = delete;
    ~Scope() { detail::here = outer_; }

private:
    Context outer_;
};

enum class Kind : unsigned char { internal = 1, server = 2, client = 3 };  // as OTLP numbers them

struct Attribute {
    std::string_view key;  // of static storage
    std::variant<std::int64_t, std::string> value;
};

/// Names of routes, statements, hosts and jobs only: no values, no ids, no people.
struct Span {
    Context self = {};
    std::uint64_t parent = 0;  // 0: none
    Kind kind = Kind::internal;
    bool failed = false;
    std::int64_t begun = 0;  // nanoseconds of Unix time
    std::int64_t ended = 0;
    std::string name = {};
    std::vector<Attribute> attributes = {};

    [[nodiscard]] bool active() const noexcept { return self.active(); }
};

struct Note;  // platform/trace/note.h

/// Takes the spans that have ended, on any thread; must not wait.
class Sink {
public:
    Sink() = default;
    Sink(Sink const&) = delete;
    Sink& operator=(Sink const&) = delete;
    virtual ~Sink() = default;
    virtual void take(Span&& span) noexcept = 0;
    /// For who shows a developer what a request did: what happened inside a span, and that it was answered.
    virtual void note(Context const& /*of*/, Note const& /*what*/) noexcept {}
    virtual std::string answered(Context const& /*request*/, std::string_view /*endpoint*/,
                                 std::string_view /*route*/, int /*status*/) {
        return {};
    }
};

/// One for the process; null: nothing is recorded. `fraction` of what begins here is. A thread may still be
/// inside the old one: it must outlive them.
void set_sink(Sink* sink, double fraction) noexcept;
[[nodiscard]] bool on() noexcept;

/// Begins work that has none above it here. `traceparent` is what a caller sent, whose decision is honoured;
/// without a valid one we decide. Not active: not sampled.
[[nodiscard]] Span root(Kind kind, std::string_view traceparent = {});
/// Below `parent`; not active if that is not.
[[nodiscard]] Span child(Kind kind, Context const& parent = current());
/// Ends it now; nothing if it is not active.
void finish(Span&& span) noexcept;

/// What a caller's `traceparent` (W3C Trace Context) says.
struct Remote {
    Context context;
    bool sampled = false;
};
[[nodiscard]] std::optional<Remote> parse_traceparent(std::string_view text) noexcept;
[[nodiscard]] std::string traceparent(Context const& context);
/// 32 and 16 lower-case hexadecimal digits.
[[nodiscard]] std::string trace_id(Context const& context);
[[nodiscard]] std::string span_id(std::uint64_t span);

}  // namespace ax::trace
