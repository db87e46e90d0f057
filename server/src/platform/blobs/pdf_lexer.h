#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

/// Tokens of a PDF (ISO 32000, 7.2 and 7.3). What readers are known to split differently is `broken`.
namespace ax::blobs::pdf {

enum class Kind : unsigned char {
    end,
    name,
    number,
    word,
    string,
    open_dictionary,
    close_dictionary,
    open_array,
    close_array,
    broken
};

struct Token {
    Kind kind = Kind::end;
    /// A name is decoded and without its slash; valid until the next token.
    std::string_view text = {};
};

[[nodiscard]] bool is_space(char c);
/// To some readers.
[[nodiscard]] bool may_be_space(char c);
[[nodiscard]] bool is_number(std::string_view text);
/// Of digits alone.
[[nodiscard]] std::optional<std::size_t> integer(std::string_view text);

class Lexer {
public:
    explicit Lexer(std::string_view file, std::size_t at = 0) : file_(file), at_(at) {}
    Token next();
    /// Where the next token begins.
    std::size_t skip();
    [[nodiscard]] std::size_t at() const { return at_; }

private:
    [[nodiscard]] bool is_at(std::string_view text) const { return file_.substr(at_).starts_with(text); }
    Token sign(Kind kind, std::size_t length);
    Token string();
    Token hex();
    Token name();
    std::string_view regular();

    std::string_view file_;
    std::size_t at_;
    std::string decoded_;
};

}  // namespace ax::blobs::pdf
