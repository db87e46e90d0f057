#include "platform/blobs/pdf_object.h"

#include "platform/blobs/pdf_lexer.h"

#include <algorithm>
#include <array>
#include <vector>

namespace ax::blobs::pdf {
namespace {

// Readers that are careful give up there.
constexpr std::size_t kDeepest = 64;

// Kinds of actions and annotations, and keys, that run something, send something, or reach into or carry
// other files. /OpenAction and /AA only say when: what would be done has a name of its own here, or leads to
// a page.
constexpr std::array<std::string_view, 20> kActive{"3D",
                                                   "EF",
                                                   "EmbeddedFile",
                                                   "EmbeddedFiles",
                                                   "FileAttachment",
                                                   "GoTo3DView",
                                                   "GoToE",
                                                   "GoToR",
                                                   "ImportData",
                                                   "JS",
                                                   "JavaScript",
                                                   "Launch",
                                                   "Movie",
                                                   "Rendition",
                                                   "RichMedia",
                                                   "Sound",
                                                   "RichMediaExecute",
                                                   "RichMediaContent",
                                                   "SubmitForm",
                                                   "XFA"};

PdfContent content_of_name(std::string_view name) {
    if (std::ranges::find(kActive, name) != kActive.end())
        return PdfContent::active;
    return name == "Encrypt" ? PdfContent::unreadable : PdfContent::plain;
}

enum class Key : unsigned char { other, type, count, first, filter, parameters, external };

Key key_of(std::string_view name) {
    if (name == "Type")
        return Key::type;
    if (name == "N")
        return Key::count;
    if (name == "First")
        return Key::first;
    if (name == "Filter")
        return Key::filter;
    if (name == "DecodeParms" || name == "DP")
        return Key::parameters;
    // For some readers a short /Filter, by the standard a file elsewhere.
    return name == "F" ? Key::external : Key::other;
}

class Reader {
public:
    Reader(std::string_view file, std::size_t at) : lexer_(file, at) {}
    Object read();

private:
    struct Level {
        bool dictionary = false;
        bool wants_value = false;
        int integers = 0;  // `12 0 R` is one value
    };

    bool take(Token const& token);
    bool take_in_array(Token const& token);
    bool take_in_dictionary(Token const& token);
    bool take_key(Token const& token);
    bool open(Kind kind);
    bool close(bool dictionary);
    void note_key(std::string_view name);
    void note(Token const& token);
    void note_number(std::optional<std::size_t>& into, Token const& token) const;

    Lexer lexer_;
    std::vector<Level> open_;
    Object object_;
    Key key_ = Key::other;  // of the outermost dictionary
    unsigned seen_ = 0;
    bool predictor_ = false;
};

bool is_value_word(std::string_view word) { return word == "true" || word == "false" || word == "null"; }

bool Reader::open(Kind kind) {
    if (open_.size() == kDeepest)
        return false;
    open_.push_back({.dictionary = kind == Kind::open_dictionary});
    return true;
}

bool Reader::close(bool dictionary) {
    if (open_.back().dictionary != dictionary)
        return false;
    open_.pop_back();
    return true;
}

bool Reader::take_in_array(Token const& token) {
    if (token.kind == Kind::close_array)
        return close(false);
    if (token.kind == Kind::word && token.text != "R" && !is_value_word(token.text))
        return false;
    note(token);
    return token.kind != Kind::close_dictionary;
}

bool Reader::take_key(Token const& token) {
    auto& level = open_.back();
    switch (token.kind) {
        case Kind::close_dictionary:
            return level.integers != 2 && close(true);
        case Kind::name:
            if (token.text.empty() || level.integers == 2)
                return false;
            note_key(token.text);
            level.wants_value = true;
            level.integers = 0;
            return true;
        case Kind::number:
            note(token);
            if (level.integers != 1 || !integer(token.text))
                return false;
            level.integers = 2;
            return true;
        case Kind::word: {
            note(token);
            bool const reference = token.text == "R" && level.integers == 2;
            level.integers = 0;
            return reference;
        }
        default:
            return false;
    }
}

bool Reader::take_in_dictionary(Token const& token) {
    auto& level = open_.back();
    if (!level.wants_value)
        return take_key(token);
    level.wants_value = false;
    level.integers = token.kind == Kind::number && integer(token.text) ? 1 : 0;
    note(token);
    if (token.kind == Kind::word)
        return is_value_word(token.text);
    return token.kind != Kind::close_dictionary && token.kind != Kind::close_array;
}

bool Reader::take(Token const& token) {
    if (token.kind == Kind::broken)
        return false;
    bool const opens = token.kind == Kind::open_dictionary || token.kind == Kind::open_array;
    if (!open_.empty()) {
        bool const taken = open_.back().dictionary ? take_in_dictionary(token) : take_in_array(token);
        return taken && (!opens || open(token.kind));
    }
    object_.dictionary = token.kind == Kind::open_dictionary;
    if (opens)
        return open(token.kind);
    return token.kind != Kind::close_dictionary && token.kind != Kind::close_array;
}

void Reader::note_key(std::string_view name) {
    predictor_ = open_.size() > 1 && name == "Predictor";
    if (open_.size() > 1)
        return;
    key_ = key_of(name);
    auto& keys = object_.keys;
    keys.has_count |= key_ == Key::count;
    keys.has_first |= key_ == Key::first;
    keys.unclear |= key_ == Key::external;
    if (key_ == Key::other)
        return;
    auto const bit = 1U << static_cast<unsigned>(key_);
    keys.unclear |= (seen_ & bit) != 0;  // which one counts?
    seen_ |= bit;
}

// The second number is that of a reference, which is not followed.
void Reader::note_number(std::optional<std::size_t>& into, Token const& token) const {
    into = token.kind == Kind::number && !into ? integer(token.text) : std::nullopt;
    if (open_.back().integers != 1)
        into.reset();
}

void Reader::note(Token const& token) {
    auto& keys = object_.keys;
    bool const outermost = open_.size() == 1;
    switch (key_) {
        case Key::type:
            keys.typed |= outermost && token.kind == Kind::name && token.text == "ObjStm";
            return;
        case Key::count:
            if (outermost)
                note_number(keys.count, token);
            return;
        case Key::first:
            if (outermost)
                note_number(keys.first, token);
            return;
        case Key::filter: {
            bool const flate = token.kind == Kind::name &&
                               (token.text == "FlateDecode" || token.text == "Fl") && !keys.inflate;
            keys.inflate |= flate;
            keys.unclear |= !flate && (!outermost || token.kind != Kind::open_array);
            return;
        }
        case Key::parameters: {
            bool const other = predictor_ && token.kind == Kind::number && token.text != "1";
            keys.unclear |= other || token.text == "R";
            return;
        }
        case Key::external:
        case Key::other:
            return;
    }
}

Object Reader::read() {
    do {
        auto const token = lexer_.next();
        object_.end = lexer_.at();
        if (token.kind == Kind::name)
            object_.content = content_of_name(token.text);
        else if (token.kind == Kind::end && !open_.empty())
            object_.content = PdfContent::unreadable;
        if (object_.content != PdfContent::plain)
            return object_;
        if (token.kind != Kind::end && !take(token)) {
            object_.content = PdfContent::unreadable;
            return object_;
        }
    } while (!open_.empty());
    return object_;
}

}  // namespace

Object read_object(std::string_view file, std::size_t at) { return Reader(file, at).read(); }

}  // namespace ax::blobs::pdf
