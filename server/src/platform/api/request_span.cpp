#include "platform/api/request_span.h"

#include "platform/trace/note.h"

#include <cstdint>
#include <string>
#include <utility>

#include <fmt/format.h>

namespace ax::api {

RequestSpan::RequestSpan(http::Request const& request) : request_(request) {
    if (!trace::on()) [[likely]]
        return;
    span_ = trace::root(trace::Kind::server, request.header("traceparent"));
    trace::enter(span_.self);
    // What developers look with is not looked at.
    if (request.path.starts_with("/api/") && !request.path.starts_with("/api/v1/debug/"))
        trace::tell({.kind = trace::Note::Kind::request, .name = request.method, .text = request.request_id});
}

void RequestSpan::end(std::string_view path, http::Response& response) {
    if (!active())
        return;
    int const status = response.status;
    if (auto const timing = trace::answered(span_.self, response.endpoint, path, status);
        !timing.empty() && !response.upgrade)
        response.add("Server-Timing", timing);
    // A browser has no other way to be told; what the page asks for while it comes up is then below it.
    if (path.empty() && response.content_type.starts_with("text/html"))
        response.add("Server-Timing", fmt::format("traceparent;desc=\"{}\"", trace::traceparent(span_.self)));
    // What strangers make up names nothing.
    std::string const method(request_.verb == http::Verb::other ? "_OTHER" : request_.method);
    span_.name = path.empty() ? method : method + ' ' + std::string(path);
    span_.failed = status >= 500;
    span_.attributes = {{"http.request.method", method}, {"http.response.status_code", std::int64_t{status}}};
    if (!path.empty())
        span_.attributes.push_back({"http.route", std::string(path)});
    trace::finish(std::move(span_));
}

}  // namespace ax::api
