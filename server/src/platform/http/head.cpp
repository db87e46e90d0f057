#include "platform/http/head.h"

#include "platform/http/text.h"
#include "platform/telemetry/json_text.h"

#include <algorithm>

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>

namespace ax::http {
namespace {

namespace beast = boost::beast;
using beast::error_code;

std::string_view view(beast::string_view text) { return {text.data(), text.size()}; }

// Records views; Beast checks the grammar.
class Parser final : public beast::http::basic_parser<true> {
public:
    Parser(Request& request, Framing& framing) : request_(request), framing_(framing) {
        header_limit(1U << 30);   // HeadScanner has limited it
        body_limit(boost::none);  // the connection limits it
    }

    int hosts = 0;
    int lengths = 0;
    int encodings = 0;
    int version = 11;
    bool only_digits = true;  // in Content-Length; Beast also takes a list of equal numbers
    bool only_chunked = true;
    bool odd_expect = false;
    beast::http::verb verb = beast::http::verb::unknown;
    std::string_view host;

private:
    void on_request_impl(beast::http::verb method, beast::string_view method_text, beast::string_view target,
                         int http_version, error_code&) override {
        verb = method;
        version = http_version;
        request_.method = view(method_text);
        request_.target = view(target);
    }

    void on_field_impl(beast::http::field field, beast::string_view name, beast::string_view text,
                       error_code&) override {
        using Field = beast::http::field;
        std::string_view const value = view(text);
        request_.headers.push_back({view(name), value});
        if (field == Field::host) {
            ++hosts;
            host = value;
        } else if (field == Field::content_length) {
            ++lengths;
            only_digits &= !value.empty() && value.find_first_not_of("0123456789") == std::string_view::npos;
        } else if (field == Field::transfer_encoding) {
            ++encodings;
            only_chunked &= iequals(value, "chunked");
        } else if (field == Field::expect) {
            framing_.expects_continue = iequals(value, "100-continue");
            odd_expect |= !framing_.expects_continue;
        }
    }

    // Never reached: only a request's head is put in.
    void on_response_impl(int, beast::string_view, int, error_code&) override {}
    void on_header_impl(error_code&) override {}
    void on_body_init_impl(boost::optional<std::uint64_t> const&, error_code&) override {}
    std::size_t on_body_impl(beast::string_view body, error_code&) override { return body.size(); }
    void on_chunk_header_impl(std::uint64_t, beast::string_view, error_code&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, beast::string_view body, error_code&) override {
        return body.size();
    }
    void on_finish_impl(error_code&) override {}

    Request& request_;
    Framing& framing_;
};

constexpr Refusal kMalformed{400, "request.malformed"};

Refusal check_framing(Parser const& parser, Framing& framing) {
    if (parser.lengths > 1 || !parser.only_digits || parser.encodings > 1 ||
        (parser.lengths > 0 && parser.encodings > 0))
        return kMalformed;
    if (parser.encodings == 1 && parser.version < 11)
        return kMalformed;
    if (!parser.only_chunked)
        return {501, "request.transfer_encoding_unknown"};
    if (parser.hosts > 1 || (parser.hosts == 0 && parser.version >= 11))
        return kMalformed;
    if (parser.odd_expect)
        return {417, "request.expectation_unknown"};
    framing.chunked = parser.encodings == 1;
    framing.content_length = parser.lengths == 0 ? 0 : parser.content_length().value_or(0);
    framing.keep_alive = parser.keep_alive();
    framing.http10 = parser.version < 11;
    framing.expects_continue &= parser.version >= 11;
    return {};
}

bool valid_host(std::string_view host) {
    return std::ranges::all_of(host, [](char c) {
        return (c >= '0' && c <= '9') || (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z') ||
               std::string_view{".-_:[]%~"}.find(c) != std::string_view::npos;
    });
}

// Every escape must be whole, and what the target says must be UTF-8 without NUL.
bool valid_target(std::string_view target) {
    if (!std::ranges::all_of(target, [](char c) { return c > ' ' && c < 0x7f && c != '#'; }))
        return false;
    if (target.find('%') == std::string_view::npos)
        return true;
    std::string decoded;
    if (!percent_decode(target, false, decoded))
        return false;
    for (std::string_view rest = decoded; !rest.empty();) {
        auto const length = telemetry::utf8_sequence(rest);
        if (length == 0)
            return false;
        rest.remove_prefix(length);
    }
    return true;
}

// Origin form, absolute form for the host that Host names too, and `*` for OPTIONS.
Refusal check_target(Parser const& parser, Request& request) {
    if (!valid_target(request.target) || !valid_host(parser.host) ||
        (parser.host.empty() && parser.hosts > 0))
        return kMalformed;
    std::string_view rest = request.target;
    for (std::string_view const scheme : {"http://", "https://"}) {
        if (!istarts_with(rest, scheme))
            continue;
        rest.remove_prefix(scheme.size());
        auto const end = rest.find_first_of("/?");
        std::string_view const authority = rest.substr(0, end);
        if (!valid_host(authority) || authority.empty())
            return kMalformed;
        if (parser.hosts > 0 && !iequals(authority, parser.host))
            return {421, "request.wrong_host"};
        rest.remove_prefix(authority.size());
        request.target = rest.empty() ? "/" : rest;
        if (rest.starts_with('?'))
            return kMalformed;
        break;
    }
    bool const star = request.target == "*" && request.verb == Verb::options;
    if (!star && !request.target.starts_with('/'))
        return kMalformed;
    auto const mark = request.target.find('?');
    request.path = request.target.substr(0, mark);
    request.query = mark == std::string_view::npos ? std::string_view{} : request.target.substr(mark + 1);
    return {};
}

Refusal take_verb(Parser const& parser, Request& request, Framing& framing) {
    using beast::http::verb;
    switch (parser.verb) {
        case verb::get:
            request.verb = Verb::get;
            return {};
        case verb::head:
            request.verb = Verb::get;
            framing.head_method = true;
            return {};
        case verb::post:
            request.verb = Verb::post;
            return {};
        case verb::put:
            request.verb = Verb::put;
            return {};
        case verb::patch:
            request.verb = Verb::patch;
            return {};
        case verb::delete_:
            request.verb = Verb::del;
            return {};
        case verb::options:
            request.verb = Verb::options;
            return {};
        case verb::connect:
        case verb::trace:
            return {405, "request.method_refused"};
        default:
            request.verb = Verb::other;
            return {};
    }
}

// `method target HTTP/d.d`: a request of a version we don't speak, rather than junk.
bool names_a_version(std::string_view line) {
    auto const digit = [](char c) { return c >= '0' && c <= '9'; };
    auto const version = line.substr(line.rfind(' ') + 1);
    return std::ranges::count(line, ' ') == 2 && version.size() == 8 && version.starts_with("HTTP/") &&
           digit(version[5]) && version[6] == '.' && digit(version[7]);
}

}  // namespace

Refusal parse_head(std::string_view head, Request& request, Framing& framing) {
    request.headers.clear();
    framing = {};
    Parser parser(request, framing);
    error_code error;
    auto const used = parser.put({head.data(), head.size()}, error);
    if (error == beast::http::error::bad_version && names_a_version(head.substr(0, head.find("\r\n"))))
        return {505, "request.version_unknown"};
    if (error || used != head.size())
        return kMalformed;
    if (auto const refusal = take_verb(parser, request, framing))
        return refusal;
    if (auto const refusal = check_framing(parser, framing))
        return refusal;
    return check_target(parser, request);
}

}  // namespace ax::http
