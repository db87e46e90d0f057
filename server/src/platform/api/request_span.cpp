#include "platform/api/request_span.h"

#include <cstdint>
#include <string>
#include <utility>

namespace ax::api {

RequestSpan::RequestSpan(http::Request const& request) : request_(request) {
    if (!trace::on()) [[likely]]
        return;
    span_ = trace::root(trace::Kind::server, request.header("traceparent"));
    trace::enter(span_.self);
}

void RequestSpan::end(std::string_view path, int status) {
    if (!active())
        return;
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
