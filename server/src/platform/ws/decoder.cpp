#include "platform/ws/decoder.h"

#include <algorithm>
#include <cstring>

namespace ax::ws {
namespace {

using Event = Decoder::Event;
using What = Decoder::What;

Event failed(Close code, std::string_view reason) noexcept {
    return {.what = What::failed, .code = code, .data = reason};
}

std::string_view view(std::span<char const> bytes) noexcept { return {bytes.data(), bytes.size()}; }

std::span<char> take(std::span<char>& input, std::uint64_t most) noexcept {
    auto const size = static_cast<std::size_t>(std::min<std::uint64_t>(most, input.size()));
    auto const taken = input.first(size);
    input = input.subspan(size);
    return taken;
}

Event close_event(std::string_view payload) noexcept {
    if (payload.empty())
        return {.what = What::close, .code = Close::no_status};
    if (payload.size() == 1)
        return failed(Close::protocol_error, "half a close code");
    unsigned const code =
        static_cast<unsigned char>(payload[0]) * 256U + static_cast<unsigned char>(payload[1]);
    if (!is_valid_close_code(code))
        return failed(Close::protocol_error, "close code not allowed");
    payload.remove_prefix(2);
    if (!is_utf8(payload))
        return failed(Close::invalid_utf8, "close reason is not UTF-8");
    return {.what = What::close, .code = static_cast<Close>(code), .data = payload};
}

Event control_event(Opcode opcode, std::string_view payload) noexcept {
    if (opcode == Opcode::close)
        return close_event(payload);
    return {.what = opcode == Opcode::ping ? What::ping : What::pong, .data = payload};
}

}  // namespace

bool is_valid_close_code(unsigned code) noexcept {
    return (code >= 1000 && code <= 1014 && code != 1004 && code != 1005 && code != 1006) ||
           (code >= 3000 && code <= 4999);
}

Decoder::Partial& Decoder::partial() {
    if (!partial_)
        partial_ = std::make_unique<Partial>();
    return *partial_;
}

Event Decoder::next(std::span<char>& input, Limits const& limits) {
    forget();
    while (true) {
        Event event;
        if (!partial_ || !partial_->in_frame) {
            event = read_head(input, limits);
            if (event.what != What::more || !partial_ || !partial_->in_frame)
                return event;
        }
        bool const control = is_control(partial_->frame.opcode);
        event = control ? read_control(input) : read_data(input);
        if (event.what != What::more || partial_->in_frame)
            return event;
    }
}

// Reads a head, and the payload too if all of it is there. Otherwise the frame is put into partial_.
Event Decoder::read_head(std::span<char>& input, Limits const& limits) {
    bool const stashed = partial_ && partial_->head_size != 0;
    std::size_t used = input.size();
    ParsedHead parsed;
    if (stashed) {
        Partial& it = *partial_;
        used = std::min(kMaxHead - it.head_size, input.size());
        std::memcpy(it.head_bytes.data() + it.head_size, input.data(), used);
        parsed = parse_frame_head({it.head_bytes.data(), it.head_size + used});
    } else {
        parsed = parse_frame_head(view(input));
    }
    if (!parsed.failure.empty())
        return failed(Close::protocol_error, parsed.failure);
    if (parsed.size == 0) {
        if (!stashed && !input.empty())
            std::memcpy(partial().head_bytes.data(), input.data(), used);
        if (partial_)
            partial_->head_size += used;
        input = input.subspan(used);
        return {};
    }
    input = input.subspan(parsed.size - (stashed ? partial_->head_size : 0));
    if (stashed)
        partial_->head_size = 0;
    FrameHead const& head = parsed.head;
    if (auto const verdict = judge(head, limits); verdict.what == What::failed)
        return verdict;
    bool const whole = head.final && head.length <= input.size();
    if (whole && (is_control(head.opcode) || head.opcode != Opcode::continuation)) {
        auto const payload = take(input, head.length);
        apply_mask(payload, head.mask);
        if (!in_message())
            partial_.reset();
        return read_whole(head, payload);
    }
    Partial& it = partial();
    it.frame = head;
    it.taken = 0;
    it.in_frame = true;
    if (!is_control(head.opcode)) {
        if (head.opcode != Opcode::continuation)
            it.kind = head.opcode == Opcode::text ? Kind::text : Kind::binary;
        ++it.fragments;
    }
    return {};
}

// What depends on what came before and on the limits.
Event Decoder::judge(FrameHead const& head, Limits const& limits) const noexcept {
    if (is_control(head.opcode))
        return {};
    if (head.opcode == Opcode::continuation && !in_message())
        return failed(Close::protocol_error, "nothing to continue");
    if (head.opcode != Opcode::continuation && in_message())
        return failed(Close::protocol_error, "a new message inside another");
    std::size_t const had = in_message() ? partial_->message.size() : 0;
    if (head.length > limits.message_bytes - std::min(had, limits.message_bytes))
        return failed(Close::too_big, "message too big");
    if (in_message() && partial_->fragments >= limits.fragments)
        return failed(Close::policy, "too many fragments");
    return {};
}

Event Decoder::read_whole(FrameHead const& head, std::span<char> payload) const noexcept {
    if (is_control(head.opcode))
        return control_event(head.opcode, view(payload));
    bool const text = head.opcode == Opcode::text;
    if (text && !is_utf8(view(payload)))
        return failed(Close::invalid_utf8, "text is not UTF-8");
    return {.what = What::message, .kind = text ? Kind::text : Kind::binary, .data = view(payload)};
}

Event Decoder::read_control(std::span<char>& input) {
    Partial& it = *partial_;
    if (it.taken == 0)
        it.control.clear();
    auto const piece = take(input, it.frame.length - it.taken);
    apply_mask(piece, it.frame.mask, it.taken);
    it.control.append(view(piece));
    it.taken += piece.size();
    if (it.taken < it.frame.length)
        return {};
    it.in_frame = false;
    it.delivered = !it.in_message;
    return control_event(it.frame.opcode, it.control);
}

Event Decoder::read_data(std::span<char>& input) {
    Partial& it = *partial_;
    auto const piece = take(input, it.frame.length - it.taken);
    apply_mask(piece, it.frame.mask, it.taken);
    if (it.kind == Kind::text && !it.utf8.feed(view(piece)))
        return failed(Close::invalid_utf8, "text is not UTF-8");
    it.message.append(view(piece));
    it.taken += piece.size();
    if (it.taken < it.frame.length)
        return {};
    it.in_frame = false;
    it.in_message = !it.frame.final;
    if (it.in_message)
        return {};
    if (!it.utf8.complete())
        return failed(Close::invalid_utf8, "text is not UTF-8");
    it.delivered = true;
    return {.what = What::message, .kind = it.kind, .data = it.message};
}

}  // namespace ax::ws
