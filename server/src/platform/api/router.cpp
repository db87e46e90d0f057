#include "platform/api/router.h"

#include "platform/api/boundary.h"
#include "platform/api/request_span.h"
#include "platform/api/router_tree.h"
#include "platform/api/scopes.h"
#include "platform/api/target.h"
#include "platform/http/problem.h"

#include <algorithm>

#include <fmt/format.h>

namespace ax::api {
namespace {

using contract::Access;
using contract::TextFields;

bool allowed(Access access, Caller const& caller) {
    switch (access) {
        case Access::anyone:
            return true;
        case Access::signed_in:
            return caller.signed_in();
        case Access::student:
            return caller.student.has_value();
        case Access::mentor:
            return caller.mentor.has_value();
        case Access::staff:
            return caller.staff;
    }
    return false;
}

http::Response failed(Error const& error, http::Request const& request, std::string_view endpoint = "-") {
    auto response = http::problem(error, request.request_id);
    response.endpoint = endpoint;
    return response;
}

}  // namespace

void Router::set_fallback(http::Handler& fallback) { fallback_ = &fallback; }

Task<http::Response> Router::handle(http::Request const& request) {
    RequestSpan span(request);
    std::exception_ptr failure;
    http::Response response;
    try {
        response = co_await dispatch(request);
    } catch (...) {
        failure = std::current_exception();
    }
    if (!failure && !span.active())
        co_return response;
    auto const* const route = match(request).route;
    std::string_view path;
    if (route != nullptr)
        path = route->raw_info ? route->raw_info->path : route->info.path;
    if (failure) {
        response = route == nullptr ? response_for(failure, request) : response_for(failure, request, path);
        if (route != nullptr)
            response.endpoint = route->info.name;
    }
    span.end(path, response);
    co_return response;
}

Task<http::Response> Router::dispatch(http::Request const& request) {
    auto const found = match(request);
    Node const* const node = found.node;
    if (found.route != nullptr) {
        TextFields values;
        for (auto const segment : found.values) {
            std::string value;
            if (!http::percent_decode(segment, false, value))
                co_return failed({Code::malformed, "request.malformed_path"}, request);
            values.emplace_back("", std::move(value));
        }
        co_return co_await serve(*found.route, std::move(values), request);
    }
    bool const known_path =
        node != nullptr && std::ranges::any_of(node->routes, [](Route const* r) { return r != nullptr; });
    if (known_path) {
        auto response = http::problem(405, "request.method_not_allowed", request.request_id);
        for (auto const* const route : node->routes)
            if (route != nullptr)
                response.add("Allow",
                             contract::to_text(route->raw_info ? route->raw_info->verb : route->info.verb));
        co_return response;
    }
    if (fallback_ != nullptr && request.path != "/api" && !request.path.starts_with("/api/"))
        co_return co_await fallback_->handle(request);
    co_return failed({Code::not_found, "request.unknown_path"}, request);
}

Task<http::Response> Router::serve(Route const& route, TextFields fields, http::Request const& request) {
    http::Response response;
    response.endpoint = route.info.name;
    Call call(request, response);
    if (auto const token = token_of(request); !token.empty())
        if (auto const caller = co_await ports_.authenticator.authenticate(token))
            call.caller = *caller;
    response.account = call.caller.account.value;
    if (gate_)
        if (auto const closed = gate_(route.info.name, call.caller))
            co_return failed(*closed, request, route.info.name);

    auto const who =
        call.caller.signed_in() ? fmt::format("a{}", call.caller.account.value) : std::string(request.remote);
    if (auto const wait = ports_.limiter.wait_for(route.info.name, who, route.info.limit.requests))
        co_return failed({Code::too_many, "request.too_many", {}, *wait}, request, route.info.name);
    if (call.caller.signed_in())
        if (auto refused = scope_refusal(token_of(request), route.info))
            co_return failed(*refused, request, route.info.name);

    if (route.raw)
        co_return co_await answer_raw(route, call);
    if (!allowed(route.info.access, call.caller)) {
        bool const known = call.caller.signed_in();
        co_return failed({known ? Code::forbidden : Code::unauthenticated,
                          known ? "auth.not_allowed" : "auth.sign_in_needed"},
                         request, route.info.name);
    }
    TextFields text;
    if (!add_query(request.query, text))
        co_return failed({Code::malformed, "request.malformed_query"}, request, route.info.name);
    if (route.info.verb != contract::Verb::get)
        text.clear();  // a query fills GET requests only: bodies are not to be overridden from a link
    for (std::size_t i = 0; i < fields.size(); ++i) {
        fields[i].first = route.params[i];
        std::erase_if(text, [&](auto const& pair) { return pair.first == fields[i].first; });
        text.push_back(std::move(fields[i]));
    }
    co_return co_await answer(route, call, text);
}

Task<http::Response> Router::answer(Route const& route, Call& call, TextFields const& fields) {
    bool const keeps = route.rule != nullptr && !(route.info.cached.visitors_only && call.caller.signed_in());
    if (keeps)
        co_return co_await answer_kept(route, call, fields);
    auto made = co_await make(route, call, fields);
    if (!made)
        co_return refusal(route, call, std::move(made).error());
    if (call.again)
        call.again(call);
    auto const& info = route.info;
    if (info.cached.on()) {
        made->etag = true;
        made->extra_headers += token_of(call.request).empty() ? shared_lines(info.cached) : private_lines();
    }
    co_return *std::move(made);
}

Task<Result<http::Response>> Router::make(Route const& route, Call& call, TextFields const& fields) {
    IdempotencyStore::Answer out;
    if (auto done = co_await invoke_once(route, call, fields, out); !done)
        co_return std::unexpected(std::move(done).error());
    auto& response = call.response;
    response.status = out.status;
    response.body = std::move(out.body);
    response.etag = route.info.etag;
    if (response.body.empty() && response.status == 200)
        response.status = 204;
    if (!route.info.cache_control.empty())
        response.add("Cache-Control", route.info.cache_control);
    co_return std::move(response);
}

http::Response Router::refusal(Route const& route, Call const& call, Error error) {
    // A path that can't name anything names nothing.
    bool const in_path = std::ranges::any_of(error.fields, [&](FieldError const& broken) {
        return std::ranges::find(route.params, std::string_view(broken.field)) != route.params.end();
    });
    if (in_path)
        error = {Code::not_found, "request.not_found"};
    auto response = failed(error, call.request, route.info.name);
    response.account = call.caller.account.value;
    response.extra_headers += call.response.extra_headers;
    return response;
}

// The key is what the endpoint reads of the request: other members of the query make no other answer.
Task<http::Response> Router::answer_kept(Route const& route, Call& call, TextFields const& fields) {
    std::vector<std::pair<std::string, std::string> const*> read;
    for (auto const& field : fields)
        if (std::ranges::any_of(route.info.request->fields,
                                [&](auto const& known) { return known.name == field.first; }))
            read.push_back(&field);
    // By name; repeated ones in their order.
    std::ranges::sort(read, {},
                      [](auto const* field) { return std::pair(std::string_view(field->first), field); });
    std::string key(route.info.name);
    for (auto const* const field : read) (((key += '\0') += field->first) += '\0') += field->second;

    Answers::Make const compute = [&] { return make(route, call, fields); };
    auto answered = co_await ports_.answers->answer(*route.rule, std::move(key), call, compute);
    if (!answered)
        co_return refusal(route, call, std::move(answered).error());
    answered->endpoint = route.info.name;
    answered->account = call.caller.account.value;
    co_return *std::move(answered);
}

Task<http::Response> Router::answer_raw(Route const& route, Call& call) {
    Answers::Make const compute = [&]() -> Task<Result<http::Response>> {
        co_return co_await route.raw(call);
    };
    auto answered =
        route.rule != nullptr
            ? co_await ports_.answers->answer(
                  *route.rule, fmt::format("{}\n{}", route.info.name, call.request.target), call, compute)
            : co_await compute();
    answered->endpoint = route.info.name;
    answered->account = call.caller.account.value;
    co_return *std::move(answered);
}

Task<Result<void>> Router::invoke_once(Route const& route, Call& call, TextFields const& fields,
                                       IdempotencyStore::Answer& out) {
    out.status = route.info.success;
    auto const key = route.info.idempotency_key ? call.request.header("idempotency-key") : std::string_view{};
    if (key.empty() || !call.caller.signed_in())
        co_return co_await route.invoke(call, call.request.body, fields, out.body);

    if (key.size() > 255)
        co_return fail_field("Idempotency-Key", "too_long", 255);
    auto const account = call.caller.account;
    AX_TRY(auto const stored,
           co_await ports_.idempotency.claim(account, route.info.name, key, call.request.body));
    if (stored) {
        out = *stored;
        call.response.add("Idempotent-Replayed", "true");
        co_return Result<void>{};
    }
    std::exception_ptr failure;
    try {
        auto done = co_await route.invoke(call, call.request.body, fields, out.body);
        // A refusal changed nothing: the same key may try again, when the slot is free or the field mended.
        if (done)
            co_await ports_.idempotency.finish(account, route.info.name, key, out);
        else
            co_await ports_.idempotency.release(account, route.info.name, key);
        co_return done;
    } catch (...) {
        failure = std::current_exception();
    }
    co_await ports_.idempotency.release(account, route.info.name, key);
    std::rethrow_exception(failure);
}

}  // namespace ax::api
