// Size: one decoder, a function per kind of value; they only make sense together.
#include "contract/codec.h"
#include "contract/formats.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <span>

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parse.hpp>
#include <fmt/format.h>

namespace ax::contract {
namespace {

namespace json = boost::json;

// Above this a number loses digits in JavaScript.
constexpr std::int64_t kMaxInteger = (std::int64_t{1} << 53) - 1;

class Decoder {
public:
    std::vector<FieldError> errors;

    void value(TypeInfo const& type, Rules const& rules, void* into, json::value const& from,
               std::string const& path);
    void object(TypeInfo const& type, void* into, json::object const& from, std::string const& path);

private:
    void error(std::string const& path, std::string_view reason, std::optional<long long> limit = {}) {
        errors.push_back({path, std::string(reason), limit});
    }
    void integer(TypeInfo const& type, Rules const& rules, void* into, json::value const& from,
                 std::string const& path);
    void text(Rules const& rules, std::string& into, json::value const& from, std::string const& path);
    void real(Rules const& rules, double& into, json::value const& from, std::string const& path);
    void list(TypeInfo const& type, Rules const& rules, void* into, json::value const& from,
              std::string const& path);
    void enumeration(TypeInfo const& type, void* into, json::value const& from, std::string const& path);
    void instant(Instant& into, json::value const& from, std::string const& path);
    template <class PublicId>
    void public_id(PublicId& into, std::optional<PublicId> (*parse)(std::string_view),
                   json::value const& from, std::string const& path);
};

std::string_view text_of(json::value const& from) {
    auto const& s = from.get_string();
    return {s.data(), s.size()};
}

bool is_whole(double number) {
    return number >= -9e15 && number <= 9e15 &&
           number == static_cast<double>(static_cast<std::int64_t>(number));
}

std::string child(std::string const& path, std::string_view name) {
    return path.empty() ? std::string(name) : fmt::format("{}.{}", path, name);
}

void Decoder::object(TypeInfo const& type, void* into, json::object const& from, std::string const& path) {
    for (FieldInfo const& field : type.fields) {
        TypeInfo const& member = *field.type();
        auto const* const found = from.if_contains(json::string_view(field.name.data(), field.name.size()));
        if (found != nullptr && !found->is_null())
            value(member, field.rules, field.set(into), *found, child(path, field.name));
        else if (member.kind != Kind::optional)
            error(child(path, field.name), "required");
    }
}

void Decoder::integer(TypeInfo const& type, Rules const& rules, void* into, json::value const& from,
                      std::string const& path) {
    std::int64_t number = 0;
    if (from.is_int64())
        number = from.get_int64();
    else if (from.is_uint64())
        return error(path, "too_large", kMaxInteger);
    else if (double const* const real = from.if_double(); real != nullptr && is_whole(*real))
        number = static_cast<std::int64_t>(*real);  // 60.0 and 6e1 are integers in JSON
    else
        return error(path, "not_an_integer");
    std::int64_t const type_max = type.kind == Kind::int32 ? std::numeric_limits<int>::max() : kMaxInteger;
    if (number > std::min(rules.max.value_or(type_max), type_max))
        return error(path, "too_large", std::min(rules.max.value_or(type_max), type_max));
    if (number < std::max(rules.min.value_or(-type_max), -type_max))
        return error(path, "too_small", std::max(rules.min.value_or(-type_max), -type_max));
    auto const choices = std::span(rules.choices).first(static_cast<std::size_t>(rules.choice_count));
    if (!choices.empty() && std::ranges::find(choices, number) == choices.end())
        return error(path, "not_a_choice");
    if (type.kind == Kind::int32)
        *static_cast<int*>(into) = static_cast<int>(number);
    else
        *static_cast<std::int64_t*>(into) = number;
}

void Decoder::text(Rules const& rules, std::string& into, json::value const& from, std::string const& path) {
    if (!from.is_string())
        return error(path, "not_text");
    auto const view = text_of(from);
    if (!is_clean_text(view, rules.multi_line))
        return error(path, "control_characters");
    auto const length = static_cast<long long>(code_points(view));
    if (rules.min_length && length < *rules.min_length)
        return error(path, length == 0 ? "required" : "too_short", *rules.min_length);
    if (length > rules.max_length.value_or(10'000))
        return error(path, "too_long", rules.max_length.value_or(10'000));
    if (rules.min_length.value_or(0) > 0 && view.find_first_not_of(" \t\r\n") == std::string_view::npos)
        return error(path, "blank");
    switch (rules.format) {
        case Format::none:
            break;
        case Format::email:
            if (!is_email(view))
                return error(path, "not_an_email");
            break;
        case Format::http_url:
            if (!is_http_url(view))
                return error(path, "not_a_url");
            break;
        case Format::date:
            if (!parse_date(view))
                return error(path, "not_a_date");
            break;
        case Format::zone:
            if (!is_zone(view))
                return error(path, "not_a_time_zone");
            break;
    }
    into.assign(view);
}

void Decoder::list(TypeInfo const& type, Rules const& rules, void* into, json::value const& from,
                   std::string const& path) {
    if (!from.is_array())
        return error(path, "not_a_list");
    auto const& array = from.get_array();
    auto const limit = static_cast<std::size_t>(rules.max_items.value_or(1000));
    if (array.size() > limit)
        return error(path, "too_many", static_cast<long long>(limit));
    for (std::size_t i = 0; i < array.size(); ++i) {
        auto const at = fmt::format("{}[{}]", path, i);
        void* const slot = type.list_add(into);
        if (array[i].is_null())
            error(at, "required");
        else
            value(*type.item(), rules, slot, array[i], at);
    }
}

void Decoder::enumeration(TypeInfo const& type, void* into, json::value const& from,
                          std::string const& path) {
    if (!from.is_string())
        return error(path, "not_text");
    auto const found = std::ranges::find(type.names, text_of(from));
    if (found == type.names.end())
        return error(path, "not_a_choice");
    *static_cast<unsigned char*>(into) = static_cast<unsigned char>(found - type.names.begin());
}

void Decoder::instant(Instant& into, json::value const& from, std::string const& path) {
    auto const parsed = from.is_string() ? parse_iso(text_of(from)) : std::nullopt;
    if (!parsed)
        return error(path, "not_a_time");
    into = *parsed;
}

template <class PublicId>
void Decoder::public_id(PublicId& into, std::optional<PublicId> (*parse)(std::string_view),
                        json::value const& from, std::string const& path) {
    auto const parsed = from.is_string() ? parse(text_of(from)) : std::nullopt;
    if (!parsed)
        return error(path, "not_an_id");
    into = *parsed;
}

void Decoder::real(Rules const& rules, double& into, json::value const& from, std::string const& path) {
    json::error_code failed;
    auto const number = from.is_number() ? from.to_number<double>(failed) : std::nan("");
    if (failed || !std::isfinite(number))
        return error(path, "not_a_number");
    if (rules.max && number > static_cast<double>(*rules.max))
        return error(path, "too_large", *rules.max);
    if (rules.min && number < static_cast<double>(*rules.min))
        return error(path, "too_small", *rules.min);
    into = number;
}

void Decoder::value(TypeInfo const& type, Rules const& rules, void* into, json::value const& from,
                    std::string const& path) {
    if (type.encoded != nullptr)
        return error(path, "not_accepted");
    switch (type.kind) {
        case Kind::boolean:
            if (!from.is_bool())
                return error(path, "not_a_boolean");
            *static_cast<bool*>(into) = from.get_bool();
            return;
        case Kind::int32:
        case Kind::int64:
            return integer(type, rules, into, from, path);
        case Kind::string:
            return text(rules, *static_cast<std::string*>(into), from, path);
        case Kind::instant:
            return instant(*static_cast<Instant*>(into), from, path);
        case Kind::student_id:
            return public_id(*static_cast<StudentId*>(into), &parse_student_id, from, path);
        case Kind::mentor_id:
            return public_id(*static_cast<MentorId*>(into), &parse_mentor_id, from, path);
        case Kind::enumeration:
            return enumeration(type, into, from, path);
        case Kind::list:
            return list(type, rules, into, from, path);
        case Kind::optional:
            return value(*type.item(), rules, type.optional_set(into), from, path);
        case Kind::object:
            if (!from.is_object())
                return error(path, "not_an_object");
            return object(type, into, from.get_object(), path);
        case Kind::real:
            return real(rules, *static_cast<double*>(into), from, path);
        case Kind::raw:
        case Kind::money:
            break;
    }
    error(path, "not_accepted");  // only answers hold these
}

// A path or query value takes the JSON type that its field wants.
json::value from_text(TypeInfo const& type, std::string const& text, json::storage_ptr const& memory) {
    TypeInfo const& bare = type.kind == Kind::optional ? *type.item() : type;
    if (bare.kind == Kind::int32 || bare.kind == Kind::int64) {
        std::int64_t number = 0;
        auto const* const end = text.data() + text.size();
        if (auto const read = std::from_chars(text.data(), end, number);
            read.ec == std::errc{} && read.ptr == end)
            return json::value(number, memory);
    }
    if (bare.kind == Kind::real) {
        double number = 0;
        auto const* const end = text.data() + text.size();
        if (auto const read = std::from_chars(text.data(), end, number);
            read.ec == std::errc{} && read.ptr == end)
            return json::value(number, memory);
    }
    if (bare.kind == Kind::boolean && (text == "true" || text == "false"))
        return json::value(text == "true", memory);
    return json::value(json::string_view(text.data(), text.size()), memory);
}

Result<json::value> parse_body(std::string_view body, json::storage_ptr const& memory) {
    if (body.empty())
        return json::value(json::object(memory));
    json::error_code failed;
    json::parse_options options;
    options.max_depth = kMaxDepth;
    auto parsed = json::parse(json::string_view(body.data(), body.size()), failed, memory, options);
    if (failed)
        return fail(Code::malformed, "request.malformed_json");
    if (!parsed.is_object())
        return fail(Code::malformed, "request.not_an_object");
    if (has_duplicate_members(body))
        return fail(Code::malformed, "request.duplicate_member");
    return parsed;
}

// Invalid UTF-8 in a query would reach the database as text.
bool is_utf8(std::string const& text) {
    std::string quoted = "\"";
    for (char const c : text)
        if (c != '"' && c != '\\' && static_cast<unsigned char>(c) >= 0x20)
            quoted += c;
    quoted += '"';
    json::error_code failed;
    (void)json::parse(json::string_view(quoted.data(), quoted.size()), failed);
    return !failed;
}

}  // namespace

Result<void> decode_into(TypeInfo const& type, void* object, std::string_view body, TextFields const& text) {
    std::array<unsigned char, 4096> stack;  // NOLINT(cppcoreguidelines-pro-type-member-init): scratch memory
    json::monotonic_resource memory(stack.data(), stack.size());
    auto parsed = parse_body(body, &memory);
    if (!parsed)
        return std::unexpected(std::move(parsed).error());
    auto& members = parsed->get_object();
    Decoder decoder;
    for (auto const& [name, value] : text) {
        auto const field = std::ranges::find(type.fields, name, &FieldInfo::name);
        if (field == type.fields.end())
            continue;
        if (!is_utf8(value)) {
            decoder.errors.push_back({name, "not_text", {}});
            continue;
        }
        members[json::string_view(name)] = from_text(*field->type(), value, &memory);
    }
    if (decoder.errors.empty())
        decoder.object(type, object, members, "");
    if (!decoder.errors.empty())
        return std::unexpected(Error{Code::invalid, "request.invalid", std::move(decoder.errors)});
    return {};
}

}  // namespace ax::contract
