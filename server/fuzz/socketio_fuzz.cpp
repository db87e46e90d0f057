// Any bytes are a packet or none; what was decoded, once encoded, is decoded to the same, and the JSON in it
// is what Boost.JSON takes it for.
// Links: contract platform/socketio
#include "platform/socketio/json_scan.h"
#include "platform/socketio/packet_codec.h"
#include "property.h"

#include <algorithm>
#include <string>

#include <boost/json.hpp>

namespace {

using ax::fuzz::require;
using namespace ax::socketio;

namespace json = boost::json;

// Boost.JSON refuses half a surrogate pair, which JavaScript and the grammar allow; and it bounds depth
// differently only beyond what we allow.
bool boost_takes(std::string_view text) {
    boost::system::error_code error;
    static_cast<void>(json::parse({text.data(), text.size()}, error, {}, {.max_depth = kJsonDepth}));
    return !error;
}

void check_json(std::string_view text) {
    bool const ours = is_json(text);
    if (boost_takes(text))
        require(ours, "what Boost.JSON takes is JSON");
    else if (ours)
        require(
            text.find("\\u") != std::string_view::npos || text.find_first_of("eE") != std::string_view::npos,
            "what is JSON, Boost.JSON takes, but for surrogates and huge exponents");
    if (auto const said = unquoted(text)) {
        require(ours, "only JSON can be unquoted");
        require(json::parse({text.data(), text.size()}).as_string() == *said, "a string says what it says");
    }
}

}  // namespace

int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const input = ax::fuzz::view(data, size);
    check_json(input);
    auto const packet = decode_packet(input);
    if (!packet)
        return 0;
    auto const& head = packet->text;
    require(head.attachments <= kMostAttachments, "attachments are bounded");
    require(packet->arguments.size() < kMostArguments + 1, "arguments are bounded");
    require(head.nsp.starts_with('/') && head.nsp.size() <= kMostNamespaceBytes, "a namespace has a name");
    for (auto const argument : packet->arguments) {
        require(is_json(argument), "arguments are JSON");
        static_cast<void>(placeholder(argument));
    }
    std::string again;
    append_packet(again, head);
    auto const twice = decode_packet(again);
    require(twice.has_value(), "what was encoded is decoded");
    require(twice->text == head && twice->name == packet->name, "to the same packet");
    require(std::ranges::equal(twice->arguments, packet->arguments), "with the same arguments");
    std::string third;
    append_packet(third, twice->text);
    require(third == again, "and encoded to the same bytes");
    return 0;
}
