#pragma once

#include "platform/trace/trace.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace ax::trace {

/// What is told of traced work besides its spans, to a sink that shows it to a developer. Names only, as in
/// spans, but for `mail`. The views live during the call, unless said otherwise.
struct Note {
    enum class Kind : unsigned char {
        request,    // begins; name: the method, text: the request's id
        statement,  // name: the query's, text: its SQL, both of static storage; detail: the engine
        cache,      // name: the endpoint's, text: hit, miss or wait
        redis,      // name: the command
        job,        // recorded for later; name: the listener, text: the event, number: which one
        job_begun,  // this trace is its run; number: as it was recorded
        letter,     // filled; name: the template, text: its subject with sample values
        mail,       // is sent; text: the address
        captured,   // the last mail was kept for the viewer; number: its id
        log,        // name: the event, text: its fields without people, detail: the level
    };
    Kind kind;
    std::string_view name = {};
    std::string_view text = {};
    std::string_view detail = {};
    std::int64_t number = 0;  // of statements the rows read or changed
    std::int64_t micros = 0;  // of statements how long it took
};

namespace detail {
void tell(Context const& of, Note const& note) noexcept;
}

/// One branch where `of` is not traced.
inline void tell(Note const& note, Context const& of = current()) noexcept {
    if (of.active()) [[unlikely]]
        detail::tell(of, note);
}

/// What a browser is told of the time that the answered request took: the value of `Server-Timing`, empty if
/// nobody keeps notes. To be called once, before its span is finished.
[[nodiscard]] std::string answered(Context const& request, std::string_view endpoint, std::string_view route,
                                   int status);

}  // namespace ax::trace
