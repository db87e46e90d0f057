// Any bytes are a frame of the plain chat or are refused; what was taken, once written, is read as the same.
// What travels between a conversation's sockets is for somebody or for nobody, and comes out as it went in.
// Links: contract features/chat
#include "contract/codec.h"
#include "features/chat/frames.h"
#include "features/chat/plain_contract.h"
#include "property.h"

#include <string>

namespace {

using ax::fuzz::require;
using namespace ax::chat;

void check_what_clients_say(std::string_view input) {
    auto const frame = ax::contract::decode<PlainFrame>(input);
    if (!frame) {
        require(!frame.error().reason.empty(), "a refusal has a reason");
        return;
    }
    for (auto const* const text : {&frame->text, &frame->message})
        require(!*text || (*text)->size() <= 4 * std::size_t{kMessageLength}, "a text is bounded");
    require(!frame->since || (*frame->since >= 0 && *frame->since <= kMaxNumber), "a number is bounded");
    auto const written = ax::contract::to_json(*frame);
    auto const again = ax::contract::decode<PlainFrame>(written);
    require(again.has_value(), "what we write is read");
    require(ax::contract::to_json(*again) == written, "and is the same");
}

void check_what_is_passed_on(std::string_view input) {
    auto const to = parse_addressed(input);
    require(to.audience == Audience::everybody || input.empty() || !input.starts_with('{'),
            "a frame without an address is for everybody");
    if (to.audience != Audience::everybody && to.account.value != 0) {
        auto const passed_on = address(to.audience, to.account, to.frame);
        auto const again = parse_addressed(passed_on);
        require(again.audience == to.audience && again.account == to.account && again.frame == to.frame,
                "an address leads where it led");
    }
    auto const seq = seq_of_message_frame(input);
    require(seq == 0 || input.starts_with(R"({"type":"message",)"), "only messages have a number");
}

}  // namespace

int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const input = ax::fuzz::view(data, size);
    check_what_clients_say(input);
    check_what_is_passed_on(input);
    return 0;
}
