// Links: platform/http

// A head is found at the same place however it arrives, and what passes the parser is what handlers may rely
// on.
#include "platform/http/head.h"
#include "property.h"

#include <algorithm>

namespace {

using ax::fuzz::require;
using namespace std::string_view_literals;

constexpr std::size_t kMostBytes = 4096;
constexpr std::size_t kMostHeaders = 20;

struct Found {
    std::size_t size = 0;
    int refused = 0;
    bool operator==(Found const&) const = default;
};

Found scan(std::string_view bytes, std::size_t step) {
    ax::http::HeadScanner scanner;
    ax::http::Refusal refusal;
    for (std::size_t seen = std::min(step, bytes.size());; seen = std::min(seen + step, bytes.size())) {
        auto const size = scanner.scan(bytes.substr(0, seen), kMostBytes, kMostHeaders, refusal);
        if (size != 0 || refusal || seen == bytes.size())
            return {.size = size, .refused = refusal.status};
    }
}

bool inside(std::string_view part, std::string_view whole) {
    return part.empty() ||
           (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

void check(std::string_view head) {
    ax::http::Request request;
    ax::http::Framing framing;
    if (ax::http::parse_head(head, request, framing))
        return;
    require(request.target == "*"sv || request.path.starts_with('/'), "a path is absolute");
    require(request.verb != ax::http::Verb::head, "HEAD arrives as GET");
    require(!framing.chunked || framing.content_length == 0, "one framing");
    for (auto const part : {request.method, request.path, request.query}) {
        require(inside(part, head) || part == "/"sv, "views point into the head");
        require(part.find_first_of("\r\n\0 "sv) == std::string_view::npos, "no line ends in the first line");
    }
    for (auto const& field : request.headers) {
        require(inside(field.name, head) && inside(field.value, head), "views point into the head");
        require(!field.name.empty() && field.value.find_first_of("\r\n\0"sv) == std::string_view::npos,
                "a header is one line");
    }
}

}  // namespace

int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const bytes = ax::fuzz::view(data, size);
    if (bytes.empty())
        return 0;
    // Too much may be seen as too much a piece earlier; a head is a head.
    auto const whole = scan(bytes, bytes.size());
    auto const pieces = scan(bytes, 1);
    require(whole.size == pieces.size || whole.refused != 0 || pieces.refused != 0, "one head, one size");
    if (pieces.size != 0)
        check(bytes.substr(0, pieces.size));
    return 0;
}
