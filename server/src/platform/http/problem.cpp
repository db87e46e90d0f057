#include "platform/http/problem.h"

#include "platform/telemetry/json_text.h"
#include "platform/telemetry/log.h"

#include <fmt/format.h>

namespace ax::http {
namespace {

using telemetry::append_json_string;

void append_fields(std::string& out, std::vector<FieldError> const& fields) {
    out += ",\"fields\":[";
    bool first = true;
    for (auto const& field : fields) {
        out += first ? "{\"field\":" : ",{\"field\":";
        first = false;
        append_json_string(out, field.field);
        out += ",\"reason\":";
        append_json_string(out, field.reason);
        if (field.limit)
            fmt::format_to(std::back_inserter(out), ",\"limit\":{}", *field.limit);
        out += '}';
    }
    out += ']';
}

Response make(int status, std::string_view reason, std::string_view request_id,
              std::vector<FieldError> const& fields, std::optional<int> retry_after) {
    Response response;
    response.status = status;
    response.content_type = kProblemType;
    std::string& out = response.body;
    out += "{\"type\":";
    append_json_string(out, fmt::format("urn:aspirex:problem:{}", reason));
    out += ",\"title\":";
    append_json_string(out, reason_phrase(status));
    fmt::format_to(std::back_inserter(out), ",\"status\":{},\"reason\":", status);
    append_json_string(out, reason);
    out += ",\"request_id\":";
    append_json_string(out, request_id);
    if (!fields.empty())
        append_fields(out, fields);
    if (retry_after) {
        fmt::format_to(std::back_inserter(out), ",\"retry_after\":{}", *retry_after);
        response.add("Retry-After", fmt::format_int(*retry_after).str());
    }
    out += '}';
    return response;
}

}  // namespace

int status_of(Code code) noexcept {
    switch (code) {
        case Code::invalid:
            return 422;
        case Code::malformed:
            return 400;
        case Code::unauthenticated:
            return 401;
        case Code::forbidden:
            return 403;
        case Code::not_found:
            return 404;
        case Code::conflict:
            return 409;
        case Code::gone:
            return 410;
        case Code::too_large:
            return 413;
        case Code::too_many:
            return 429;
        case Code::unavailable:
            return 503;
    }
    return 500;
}

namespace {

std::string_view reason_of_failure(int status) noexcept {
    switch (status) {
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 406:
            return "Not Acceptable";
        case 408:
            return "Request Timeout";
        case 409:
            return "Conflict";
        case 410:
            return "Gone";
        case 412:
            return "Precondition Failed";
        case 413:
            return "Content Too Large";
        case 415:
            return "Unsupported Media Type";
        case 417:
            return "Expectation Failed";
        case 421:
            return "Misdirected Request";
        case 422:
            return "Unprocessable Content";
        case 426:
            return "Upgrade Required";
        case 428:
            return "Precondition Required";
        case 429:
            return "Too Many Requests";
        case 431:
            return "Request Header Fields Too Large";
        case 460:  // of tus; nobody else gives it
            return "Checksum Mismatch";
        case 500:
            return "Internal Server Error";
        case 501:
            return "Not Implemented";
        case 502:
            return "Bad Gateway";
        case 503:
            return "Service Unavailable";
        case 504:
            return "Gateway Timeout";
        case 505:
            return "HTTP Version Not Supported";
        case 507:
            return "Insufficient Storage";
        default:
            return "Unknown";
    }
}

}  // namespace

std::string_view reason_phrase(int status) noexcept {
    switch (status) {
        case 101:
            return "Switching Protocols";
        case 200:
            return "OK";
        case 201:
            return "Created";
        case 202:
            return "Accepted";
        case 204:
            return "No Content";
        case 301:
            return "Moved Permanently";
        case 302:
            return "Found";
        case 303:
            return "See Other";
        case 304:
            return "Not Modified";
        case 307:
            return "Temporary Redirect";
        case 308:
            return "Permanent Redirect";
        default:
            return reason_of_failure(status);
    }
}

Response problem(Error const& error, std::string_view request_id) {
    return make(status_of(error.code), error.reason, request_id, error.fields, error.retry_after_seconds);
}

Response problem(int status, std::string_view reason, std::string_view request_id,
                 std::optional<int> retry_after_seconds) {
    return make(status, reason, request_id, {}, retry_after_seconds);
}

Response failed_response(std::exception_ptr failure, Request const& request, std::string_view route) {
    telemetry::log_exception(
        "http.handler_failed", failure,
        {{"request_id", request.request_id}, {"method", request.method}, {"route", route}});
    try {
        std::rethrow_exception(failure);
    } catch (Outage const& outage) {
        return problem(503, "server.unavailable", request.request_id, outage.retry_after_seconds());
    } catch (...) {
        return problem(500, "server.internal", request.request_id);
    }
}

Response default_on_exception(std::exception_ptr failure, Request const& request) {
    return failed_response(failure, request, "-");
}

}  // namespace ax::http
