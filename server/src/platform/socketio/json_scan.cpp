#include "platform/socketio/json_scan.h"

#include "platform/telemetry/json_text.h"

#include <cstdint>

namespace ax::socketio {
namespace {

constexpr std::size_t kBad = std::string_view::npos;

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

constexpr int hex_value(char c) {
    if (is_digit(c))
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/// A cursor over one text. Every step answers whether it found what it was asked for.
class Scanner {
public:
    explicit Scanner(std::string_view text) : text_(text) {}

    [[nodiscard]] std::size_t at() const { return at_; }
    [[nodiscard]] bool end() const { return at_ == text_.size(); }
    [[nodiscard]] std::string_view since(std::size_t start) const { return text_.substr(start, at_ - start); }
    [[nodiscard]] char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

    void blank() {
        while (at_ < text_.size() &&
               (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r'))
            ++at_;
    }
    bool take(char c) {
        if (peek() != c || end())
            return false;
        ++at_;
        return true;
    }
    bool string();
    /// A value of at most `depth` levels.
    bool value(unsigned depth);

private:
    bool word(std::string_view literal) {
        if (!text_.substr(at_).starts_with(literal))
            return false;
        at_ += literal.size();
        return true;
    }
    bool digits() {
        std::size_t const start = at_;
        while (is_digit(peek())) ++at_;
        return at_ != start;
    }
    bool number();
    bool escape();
    bool scalar();
    bool key() { return blank(), string() && (blank(), take(':')); }

    std::string_view text_;
    std::size_t at_ = 0;
};

bool Scanner::escape() {
    char const c = peek();
    if (c != 'u') {
        if (std::string_view("\"\\/bfnrt").find(c) == kBad || end())
            return false;
        ++at_;
        return true;
    }
    ++at_;
    for (int i = 0; i < 4; ++i, ++at_)
        if (hex_value(peek()) < 0)
            return false;
    return true;
}

bool Scanner::string() {
    if (!take('"'))
        return false;
    while (at_ < text_.size()) {
        auto const c = static_cast<unsigned char>(text_[at_]);
        if (c == '"') {
            ++at_;
            return true;
        }
        if (c < 0x20)
            return false;
        if (c == '\\') {
            ++at_;
            if (!escape())
                return false;
        } else if (c < 0x80) {
            ++at_;
        } else {
            auto const length = telemetry::utf8_sequence(text_.substr(at_));
            if (length == 0)
                return false;
            at_ += length;
        }
    }
    return false;
}

bool Scanner::number() {
    take('-');
    if (!take('0') && !digits())
        return false;
    if (take('.') && !digits())
        return false;
    if (peek() == 'e' || peek() == 'E') {
        ++at_;
        if (!take('-'))
            take('+');
        return digits();
    }
    return true;
}

bool Scanner::scalar() {
    switch (peek()) {
        case '"':
            return string();
        case 't':
            return word("true");
        case 'f':
            return word("false");
        case 'n':
            return word("null");
        default:
            return number();
    }
}

// Levels are bits: set where the level is an object.
bool Scanner::value(unsigned depth) {
    static_assert(kJsonDepth <= 64);
    std::uint64_t objects = 0;
    unsigned level = 0;
    while (true) {
        blank();
        bool const object = peek() == '{';
        if (!end() && (object || peek() == '[')) {
            if (level == depth)
                return false;
            ++at_;
            objects = objects << 1U | static_cast<std::uint64_t>(object);
            ++level;
            blank();
            if (peek() != (object ? '}' : ']')) {
                if (object && !key())
                    return false;
                continue;
            }
        } else if (!scalar()) {
            return false;
        }
        // A value has ended, or an empty container is about to: close what closes, or go on behind a comma.
        while (true) {
            if (level == 0)
                return true;
            blank();
            bool const in_object = (objects & 1U) != 0;
            if (!take(in_object ? '}' : ']'))
                break;
            objects >>= 1U;
            --level;
        }
        if (!take(','))
            return false;
        if ((objects & 1U) != 0 && !key())
            return false;
    }
}

}  // namespace

bool is_json(std::string_view text) noexcept {
    Scanner scanner(text);
    if (!scanner.value(kJsonDepth))
        return false;
    scanner.blank();
    return scanner.end();
}

bool split_array(std::string_view text, std::size_t most, std::vector<std::string_view>& out) {
    out.clear();
    Scanner scanner(text);
    scanner.blank();
    if (!scanner.take('['))
        return false;
    scanner.blank();
    if (!scanner.take(']')) {
        do {
            scanner.blank();
            auto const start = scanner.at();
            if (out.size() == most || !scanner.value(kJsonDepth - 1))
                return false;
            out.push_back(scanner.since(start));
            scanner.blank();
        } while (scanner.take(','));
        if (!scanner.take(']'))
            return false;
    }
    scanner.blank();
    return scanner.end();
}

std::optional<std::string_view> object_member(std::string_view text, std::string_view name) {
    std::optional<std::string_view> found;
    Scanner scanner(text);
    scanner.blank();
    if (!scanner.take('{'))
        return {};
    scanner.blank();
    if (scanner.peek() == '}')
        return {};
    do {
        scanner.blank();
        auto const key_start = scanner.at();
        if (!scanner.string())
            return {};
        bool const wanted = unquoted(scanner.since(key_start)) == name;
        scanner.blank();
        if (!scanner.take(':'))
            return {};
        scanner.blank();
        auto const start = scanner.at();
        if (!scanner.value(kJsonDepth - 1))
            return {};
        if (wanted)
            found = scanner.since(start);
        scanner.blank();
    } while (scanner.take(','));
    scanner.blank();
    if (!scanner.take('}') || (scanner.blank(), !scanner.end()))
        return {};
    return found;
}

}  // namespace ax::socketio
