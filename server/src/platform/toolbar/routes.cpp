#include "platform/toolbar/routes.h"

#include "contract/codec.h"
#include "platform/http/problem.h"

#include <string_view>

namespace ax::toolbar {
namespace {

constexpr std::string_view kList = "/api/v1/debug/requests/";
constexpr contract::PerMinute kMany{6000};

bool may_see(http::Request const& request) {
    return is_this_machine(request.remote) && is_this_machine(request.header("host"));
}

http::Response nothing(http::Request const& request) {
    return http::problem({Code::not_found, "request.not_found"}, request.request_id);
}

template <class T>
http::Response json(T const& value) {
    http::Response response;
    contract::encode(value, response.body);
    return response;
}

http::Response one(http::Request const& request, Recorder const& recorder) {
    auto id = request.path.substr(kList.size());
    if (id.ends_with('/'))
        id.remove_suffix(1);
    auto const record = recorder.find(id);
    return record ? json(*record) : nothing(request);
}

}  // namespace

bool is_this_machine(std::string_view host) {
    std::string_view port;
    if (host.starts_with('[')) {
        auto const end = host.find(']');
        if (end == std::string_view::npos)
            return false;
        port = host.substr(end + 1);
        host = host.substr(1, end - 1);
    } else if (auto const colon = host.find(':');
               colon != std::string_view::npos && colon == host.rfind(':')) {
        port = host.substr(colon);
        host = host.substr(0, colon);
    }
    if (!port.empty() &&
        (port.front() != ':' || port.find_first_not_of("0123456789", 1) != std::string_view::npos))
        return false;
    // A name that only begins as an address is a name.
    bool const numbers = host.find_first_not_of("0123456789.") == std::string_view::npos;
    return host == "localhost" || host == "::1" || host == "::ffff:127.0.0.1" ||
           (host.starts_with("127.") && numbers);
}

void bind(api::Router& router, Recorder const& recorder) {
    using contract::Verb;
    router.raw({Verb::get, kList, "debug.requests", "Developers: what the last requests did", kMany},
               [&recorder](api::Call& call) -> Task<http::Response> {
                   co_return may_see(call.request) ? json(recorder.list()) : nothing(call.request);
               });
    router.raw(
        {Verb::get, "/api/v1/debug/requests/*", "debug.request", "Developers: what one of them did", kMany},
        [&recorder](api::Call& call) -> Task<http::Response> {
            co_return may_see(call.request) ? one(call.request, recorder) : nothing(call.request);
        });
}

}  // namespace ax::toolbar
