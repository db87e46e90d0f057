#include "platform/redis/resp.h"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <utility>

#include <fmt/format.h>

namespace ax::redis {
namespace {

using Kind = Reply::Kind;

constexpr std::size_t kLongestLine = std::size_t{64} * 1024;
constexpr std::string_view kEnd = "\r\n";

template <class T>
std::optional<T> number(std::string_view text) {
    T value{};
    auto const read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || read.ec != std::errc{} || read.ptr != text.data() + text.size())
        return std::nullopt;
    return value;
}

}  // namespace

Parser::Step Parser::bad(std::string_view problem) {
    problem_ = problem;
    return Step::bad;
}

std::expected<std::optional<Reply>, std::string_view> Parser::next() {
    Reply value;
    while (true) {
        auto const step = problem_.empty() ? take(value) : Step::bad;
        if (step == Step::bad)
            return std::unexpected(problem_);
        if (step == Step::more) {
            forget_taken();
            return std::optional<Reply>{};
        }
        if (step == Step::value && close_into(value)) {
            bytes_ = items_ = 0;
            return std::optional(std::move(value));
        }
        value = {};
    }
}

// Puts a value into the collection that waits for it. True once the outermost one, now in `value`, is whole.
bool Parser::close_into(Reply& value) {
    while (!open_.empty()) {
        auto& innermost = open_.back();
        innermost.reply.items.push_back(std::move(value));
        if (--innermost.missing > 0)
            return false;
        value = std::move(innermost.reply);
        bool const skipped = innermost.skipped;
        open_.pop_back();
        if (skipped)
            return false;
    }
    return true;
}

void Parser::forget_taken() {
    if (at_ == 0)
        return;
    buffer_.erase(0, at_);
    scanned_ -= at_;
    at_ = 0;
}

Parser::Step Parser::take(Reply& value) {
    if (bulk_type_ != 0)
        return take_bulk(value);
    auto const end = buffer_.find(kEnd, scanned_);
    if (end == std::string::npos) {
        if (buffer_.size() - at_ > kLongestLine)
            return bad("a line is too long");
        // The last byte may be the first half of a line's end.
        scanned_ = std::max(at_, buffer_.size() - (buffer_.empty() ? 0 : 1));
        return Step::more;
    }
    auto const line = std::string_view(buffer_).substr(at_, end - at_);
    at_ = scanned_ = end + kEnd.size();
    bytes_ += line.size();
    if (line.size() > kLongestLine)
        return bad("a line is too long");
    if (line.empty())
        return bad("an empty line");
    if (++items_ > limits_.items || bytes_ > limits_.bytes)
        return bad("a reply is too large");
    return take_line(line, value);
}

Parser::Step Parser::take_line(std::string_view line, Reply& value) {
    char const type = line.front();
    auto const rest = line.substr(1);
    switch (type) {
        case '+':
        case '(':
            value = {.kind = Kind::text, .text = std::string(rest), .items = {}};
            return Step::value;
        case '-':
            value = {.kind = Kind::error, .text = std::string(rest), .items = {}};
            return Step::value;
        case ',':
            value = {.kind = Kind::number, .text = std::string(rest), .items = {}};
            return Step::value;
        case ':': {
            auto const integer = number<std::int64_t>(rest);
            if (!integer)
                return bad("not an integer");
            value = {.kind = Kind::integer, .text = {}, .integer = *integer, .items = {}};
            return Step::value;
        }
        case '#':
            if (rest != "t" && rest != "f")
                return bad("not a boolean");
            value = {.kind = Kind::boolean, .text = {}, .integer = rest == "t" ? 1 : 0, .items = {}};
            return Step::value;
        case '_':
            value = {};
            return rest.empty() ? Step::value : bad("not a null");
        case '$':
        case '=':
        case '!':
            return open_bulk(type, rest, value);
        case '*':
        case '~':
        case '%':
        case '>':
        case '|':
            return open_list(type, rest, value);
        default:
            return bad("an unknown type");
    }
}

Parser::Step Parser::open_bulk(char type, std::string_view length, Reply& value) {
    if (length == "-1" && type == '$') {
        value = {};
        return Step::value;
    }
    auto const size = number<std::size_t>(length);
    if (!size)
        return bad("not a length");
    if (*size > limits_.bytes || bytes_ + *size > limits_.bytes)
        return bad("a reply is too large");
    bytes_ += *size;
    bulk_type_ = type;
    bulk_size_ = *size;
    return take_bulk(value);
}

Parser::Step Parser::take_bulk(Reply& value) {
    if (buffer_.size() - at_ < bulk_size_ + kEnd.size())
        return Step::more;
    auto bulk = std::string_view(buffer_).substr(at_, bulk_size_);
    if (buffer_.compare(at_ + bulk_size_, kEnd.size(), kEnd) != 0)
        return bad("a bulk does not end where it should");
    at_ = scanned_ = at_ + bulk_size_ + kEnd.size();
    char const type = std::exchange(bulk_type_, 0);
    if (type == '=') {
        constexpr std::size_t format = 4;  // `txt:`
        if (bulk.size() < format || bulk[format - 1] != ':')
            return bad("a verbatim string without its format");
        bulk.remove_prefix(format);
    }
    value = {.kind = type == '!' ? Kind::error : Kind::text, .text = std::string(bulk), .items = {}};
    return Step::value;
}

Parser::Step Parser::open_list(char type, std::string_view length, Reply& value) {
    if (length == "-1" && type == '*') {
        value = {};
        return Step::value;
    }
    auto const count = number<std::size_t>(length);
    if (!count)
        return bad("not a length");
    if (*count > limits_.items)
        return bad("a reply is too large");
    if (open_.size() >= limits_.depth)
        return bad("a reply is nested too deeply");
    bool const pairs = type == '%' || type == '|';
    Reply collection{.kind = pairs         ? Kind::map
                             : type == '>' ? Kind::push
                                           : Kind::list,
                     .text = {},
                     .items = {}};
    if (*count == 0) {
        if (type == '|')
            return Step::opened;
        value = std::move(collection);
        return Step::value;
    }
    open_.push_back(
        {.reply = std::move(collection), .missing = *count * (pairs ? 2 : 1), .skipped = type == '|'});
    return Step::opened;
}

void append_command(std::string& out, std::span<std::string_view const> parts) {
    fmt::format_to(std::back_inserter(out), "*{}\r\n", parts.size());
    for (auto const part : parts) {
        fmt::format_to(std::back_inserter(out), "${}\r\n", part.size());
        out += part;
        out += kEnd;
    }
}

std::string command(std::initializer_list<std::string_view> parts) {
    std::string out;
    append_command(out, {parts.begin(), parts.size()});
    return out;
}

}  // namespace ax::redis
