#include "features/chat/frames.h"

#include <charconv>

#include <fmt/format.h>

namespace ax::chat {
namespace {

constexpr std::string_view kMarks = "*@-!";  // by Audience; the first is never written
constexpr std::string_view kMessage = R"({"type":"message",)";
constexpr std::string_view kSeq = R"("seq":)";

}  // namespace

std::string chat_topic(ConversationId id) { return fmt::format("chat:{}", id.value); }

std::string frame_of(std::string_view type, std::string_view object) {
    bool const empty = object == "{}";
    return fmt::format(R"({{"type":"{}"{}{})", type, empty ? "" : ",", object.substr(1));
}

std::string address(Audience audience, AccountId account, std::string_view frame) {
    if (audience == Audience::everybody)
        return std::string(frame);
    return fmt::format("{}{}\n{}", kMarks[static_cast<std::size_t>(audience)], account.value, frame);
}

Addressed parse_addressed(std::string_view payload) {
    if (payload.starts_with('{'))
        return {.audience = Audience::everybody, .account = {}, .frame = payload};
    constexpr Addressed kNobody{.audience = Audience::only, .account = {}, .frame = {}};
    auto const mark = payload.empty() ? std::string_view::npos : kMarks.find(payload.front());
    auto const line = payload.find('\n');
    if (mark == std::string_view::npos || mark == 0 || line == std::string_view::npos)
        return kNobody;
    Addressed out{.audience = static_cast<Audience>(mark), .account = {}, .frame = payload.substr(line + 1)};
    auto const* const end = payload.data() + line;
    auto const [read, failed] = std::from_chars(payload.data() + 1, end, out.account.value);
    return failed == std::errc{} && read == end ? out : kNobody;
}

std::int64_t seq_of_message_frame(std::string_view frame) {
    if (!frame.starts_with(kMessage))
        return 0;
    // Numbers stand in front of the first text, so this can't be something that was typed.
    auto const at = frame.find(kSeq);
    if (at == std::string_view::npos)
        return 0;
    std::int64_t seq = 0;
    std::from_chars(frame.data() + at + kSeq.size(), frame.data() + frame.size(), seq);
    return seq;
}

}  // namespace ax::chat
