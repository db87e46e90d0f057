#include "platform/blobs/pdf_rules.h"

#include "platform/blobs/inflate.h"
#include "platform/blobs/pdf_lexer.h"
#include "platform/blobs/pdf_object.h"

#include <algorithm>
#include <string>
#include <vector>

namespace ax::blobs {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view kObject = "obj";
constexpr std::string_view kTrailer = "trailer";
constexpr std::string_view kStream = "stream";

bool is_of_number(char c) { return (c >= '0' && c <= '9') || "+-.eE"sv.contains(c); }

// `12 0 obj`
bool begins_object(std::string_view before) {
    bool line_ended = false;
    while (!before.empty() && pdf::may_be_space(before.back())) {
        line_ended |= before.back() == '\n' || before.back() == '\r';
        before.remove_suffix(1);
    }
    if (before.empty() || !is_of_number(before.back()))
        return line_ended;  // behind a comment?
    while (!before.empty() && is_of_number(before.back())) before.remove_suffix(1);
    return !before.empty() && pdf::may_be_space(before.back());
}

bool begins_trailer(std::string_view behind) {
    while (!behind.empty() && pdf::may_be_space(behind.front())) behind.remove_prefix(1);
    return behind.starts_with("<<") || behind.starts_with('%');
}

/// Every place where a reader could begin an object, in strings, comments and data of streams, too: a hostile
/// cross-reference table leads anywhere.
class Beginnings {
public:
    explicit Beginnings(std::string_view file)
        : file_(file), object_(object_from(0)), trailer_(trailer_from(0)) {}

    /// Behind the word; npos at the end.
    std::size_t next() {
        if (object_ < trailer_) {
            auto const at = object_ + kObject.size();
            object_ = object_from(at);
            return at;
        }
        if (trailer_ == std::string_view::npos)
            return trailer_;
        auto const at = trailer_ + kTrailer.size();
        trailer_ = trailer_from(at);
        return at;
    }

private:
    [[nodiscard]] std::size_t object_from(std::size_t at) const {
        at = file_.find(kObject, at);
        while (at != std::string_view::npos && !begins_object(file_.substr(0, at)))
            at = file_.find(kObject, at + kObject.size());
        return at;
    }
    [[nodiscard]] std::size_t trailer_from(std::size_t at) const {
        at = file_.find(kTrailer, at);
        while (at != std::string_view::npos && !begins_trailer(file_.substr(at + kTrailer.size())))
            at = file_.find(kTrailer, at + kTrailer.size());
        return at;
    }

    std::string_view file_;
    std::size_t object_;
    std::size_t trailer_;
};

/// Where the objects of an object stream begin, in order; nothing if its head is not exactly what its
/// dictionary says.
std::optional<std::vector<std::size_t>> places_in(std::string_view data, pdf::StreamKeys const& keys) {
    if (!keys.count || !keys.first || *keys.first > data.size())
        return std::nullopt;
    std::vector<std::size_t> places;
    pdf::Lexer head(data.substr(0, *keys.first));
    std::size_t numbers = 0;
    for (auto token = head.next(); token.kind != pdf::Kind::end; token = head.next(), ++numbers) {
        auto const number = pdf::integer(token.text);
        if (token.kind != pdf::Kind::number || !number || *number > data.size())
            return std::nullopt;
        if (numbers % 2 == 1)
            places.push_back(*keys.first + *number);
    }
    if (numbers % 2 != 0 || places.size() != *keys.count)
        return std::nullopt;
    std::ranges::sort(places);
    return places;
}

// Some readers go where the head says, others read one object after the other: both have to read the same.
PdfContent content_of_objects(std::string_view data, pdf::StreamKeys const& keys) {
    auto const places = places_in(data, keys);
    if (!places)
        return PdfContent::unreadable;
    auto at = *keys.first;
    for (auto const place : *places) {
        if (place < at || place > data.size() ||
            !std::ranges::all_of(data.substr(at, place - at), pdf::is_space))
            return PdfContent::unreadable;
        auto const object = pdf::read_object(data, place);
        if (object.content != PdfContent::plain)
            return object.content;
        at = object.end;
    }
    return PdfContent::plain;
}

// A colour profile has an /N, too. To be taken for an object stream it would have to begin with numbers.
bool is_profile(std::string_view data, pdf::StreamKeys const& keys) {
    return !keys.typed && !keys.has_first && pdf::Lexer(data).next().kind != pdf::Kind::number;
}

/// Where it ends doesn't matter: zlib knows by itself, and objects are found from the front.
PdfContent content_of_stream(std::string_view behind, pdf::StreamKeys const& keys, Inflater& inflater) {
    if (!keys.may_hold_objects())
        return PdfContent::plain;
    if (behind.starts_with("\r\n"))
        behind.remove_prefix(2);
    else if (behind.starts_with('\n'))
        behind.remove_prefix(1);
    else
        return PdfContent::unreadable;
    if (keys.unclear)
        return PdfContent::unreadable;
    std::optional<std::string> inflated;
    if (keys.inflate) {
        inflated = inflater.inflate(behind);
        if (!inflated)
            return PdfContent::unreadable;
        behind = *inflated;
    }
    return is_profile(behind, keys) ? PdfContent::plain : content_of_objects(behind, keys);
}

}  // namespace

PdfContent content_of_pdf(std::string_view file) {
    Beginnings beginnings(file);
    Inflater inflater(kPdfInflated);
    auto const last_end = file.rfind("endstream");
    std::size_t read = 0;
    for (auto at = beginnings.next(); at != std::string_view::npos; at = beginnings.next()) {
        // Inside of another object: which of the two a reader sees is not said.
        if (at < read)
            return PdfContent::unreadable;
        auto const object = pdf::read_object(file, at);
        if (object.content != PdfContent::plain)
            return object.content;
        read = object.dictionary ? pdf::Lexer(file, object.end).skip() : object.end;
        if (!object.dictionary || !file.substr(read).starts_with(kStream))
            continue;
        if (last_end == std::string_view::npos || last_end < read)
            return PdfContent::unreadable;
        auto const content = content_of_stream(file.substr(read + kStream.size()), object.keys, inflater);
        if (content != PdfContent::plain)
            return content;
    }
    return PdfContent::plain;
}

}  // namespace ax::blobs
