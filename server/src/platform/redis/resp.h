#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ax::redis {

/// One answer or push of a server, of either version of the protocol.
struct Reply {
    enum class Kind : unsigned char { nil, text, integer, number, boolean, error, list, map, push };

    Kind kind = Kind::nil;
    std::string text;          // of text and error; a number as it was written
    std::int64_t integer = 0;  // a boolean as 0 or 1
    std::vector<Reply> items;  // of list and push; of a map key, value, key, value

    [[nodiscard]] bool is(Kind other) const noexcept { return kind == other; }
    bool operator==(Reply const&) const = default;
};

/// Cuts a stream of bytes into replies. Each byte is looked at once, however the stream was cut. Bounded by
/// `Limits`; what goes beyond is an error. Attributes are skipped; streamed collections, which no server
/// sends, are not understood.
class Parser {
public:
    struct Limits {
        std::size_t bytes = std::size_t{32} * 1024 * 1024;  // of one reply
        std::size_t items = 1'000'000;                      // of one reply, however they are nested
        std::size_t depth = 16;
    };
    Parser() : Parser(Limits{}) {}
    explicit Parser(Limits limits) : limits_(limits) {}

    void feed(std::string_view bytes) { buffer_.append(bytes); }
    /// The next whole reply; nothing until more was fed. An error says what is wrong; afterwards the parser
    /// is of no more use.
    [[nodiscard]] std::expected<std::optional<Reply>, std::string_view> next();

private:
    enum class Step : unsigned char { more, value, opened, bad };
    struct Open {
        Reply reply;
        std::size_t missing = 0;
        bool skipped = false;  // an attribute
    };

    Step take(Reply& value);
    Step take_line(std::string_view line, Reply& value);
    Step take_bulk(Reply& value);
    Step open_bulk(char type, std::string_view length, Reply& value);
    Step open_list(char type, std::string_view length, Reply& value);
    Step bad(std::string_view problem);
    bool close_into(Reply& value);
    void forget_taken();

    Limits limits_;
    std::string buffer_;
    std::size_t at_ = 0;       // what lies before was taken
    std::size_t scanned_ = 0;  // no line ends before
    std::size_t bytes_ = 0;    // of this reply
    std::size_t items_ = 0;
    char bulk_type_ = 0;  // a bulk was announced, of this type and size
    std::size_t bulk_size_ = 0;
    std::vector<Open> open_;
    std::string_view problem_;
};

/// As an array of bulk strings, the one form in which servers take commands.
void append_command(std::string& out, std::span<std::string_view const> parts);
[[nodiscard]] std::string command(std::initializer_list<std::string_view> parts);

}  // namespace ax::redis
