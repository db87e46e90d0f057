#include "features/realtime/command_span.h"

#include <string>
#include <utility>

namespace ax::realtime {
namespace {

// A traceparent has nothing that JSON escapes; whatever else it is, it is none.
std::string_view traceparent_in(std::span<std::string_view const> arguments) {
    if (arguments.size() < 2 || arguments[1].size() < 2 || !arguments[1].starts_with('"'))
        return {};
    return arguments[1].substr(1, arguments[1].size() - 2);
}

}  // namespace

CommandSpan::CommandSpan(std::span<std::string_view const> arguments) {
    if (!trace::on()) [[likely]]
        return;
    span_ = trace::root(trace::Kind::server, traceparent_in(arguments));
    trace::enter(span_.self);
}

void CommandSpan::end(std::string_view command, Result<void> const* done) {
    if (!span_.active())
        return;
    trace::leave();
    span_.name = command.empty() ? "event" : "event " + std::string(command);
    span_.failed = done == nullptr;
    span_.attributes = {{"network.protocol.name", "socket.io"}};
    if (done != nullptr && !*done)
        span_.attributes.push_back({"error.type", std::string(done->error().reason)});
    trace::finish(std::move(span_));
}

}  // namespace ax::realtime
