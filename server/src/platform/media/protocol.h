#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// What the server and `aspirex-media` say to each other: one request, one answer, numbers with the least
/// byte first. Both are of one build, so there are no versions. Of the standard library alone: the helper
/// links nothing of the server's.
namespace ax::media::protocol {

inline constexpr std::string_view kMagic = "AXM1";
inline constexpr std::size_t kMostSent = 16UL * 1024 * 1024;      // of a picture
inline constexpr std::size_t kMostAnswered = 32UL * 1024 * 1024;  // of all that comes back

/// Still: one picture, upright. Message: as it is, animations too.
enum class Purpose : unsigned char { still, message };
enum class Format : unsigned char { jpeg, png, webp, gif, avif };
enum class Status : unsigned char {
    done,
    broken,     // no picture, or one that can't be decoded to its end
    too_large,  // more pixels, of all its frames, than asked for
};

struct Request {
    Purpose purpose = Purpose::still;
    std::uint32_t most_pixels = 0;
    std::vector<std::uint32_t> widths = {};  // narrower ones to make of it, as WebP and AVIF
    std::string_view picture;
};
inline constexpr std::size_t kMostWidths = 8;

struct Narrower {
    std::uint32_t width = 0;
    Format format = Format::avif;
    std::string picture;
};

struct Answer {
    Status status = Status::broken;
    Format format = Format::jpeg;
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    std::string hash;  // ThumbHash, binary
    std::string picture;
    std::vector<Narrower> narrower = {};
};

inline constexpr std::size_t kNumber = 4;

inline std::string number(std::size_t value) {
    std::string out;
    for (std::size_t i = 0; i < kNumber; ++i) out += static_cast<char>((value >> (8 * i)) & 0xffU);
    return out;
}

/// From front to back; past the end there is nothing, and sound() says so.
class Reader {
public:
    explicit Reader(std::string_view bytes) : rest_(bytes) {}
    [[nodiscard]] bool sound() const { return !failed_ && rest_.empty(); }

    std::string_view take(std::size_t count) {
        if (count > rest_.size()) {
            failed_ = true;
            rest_ = {};
            return {};
        }
        auto const out = rest_.substr(0, count);
        rest_.remove_prefix(count);
        return out;
    }
    std::uint32_t number() {
        std::uint32_t value = 0;
        auto const text = take(kNumber);
        for (std::size_t i = text.size(); i-- > 0;) value = value << 8U | static_cast<unsigned char>(text[i]);
        return value;
    }
    /// One of the values up to `last`.
    template <class Choice>
    Choice choice(Choice last) {
        auto const text = take(1);
        auto const value = text.empty() ? 0U : static_cast<unsigned char>(text[0]);
        failed_ = failed_ || value > static_cast<unsigned char>(last);
        return failed_ ? Choice{} : static_cast<Choice>(value);
    }
    std::string_view text() { return take(number()); }

private:
    std::string_view rest_;
    bool failed_ = false;
};

inline std::string encode(Request const& request) {
    auto out = std::string(kMagic);
    out += static_cast<char>(request.purpose);
    out += number(request.most_pixels) + number(request.widths.size());
    for (auto const width : request.widths) out += number(width);
    return (out += number(request.picture.size())).append(request.picture);
}
inline std::optional<Request> request_in(std::string_view bytes) {
    Reader in(bytes);
    bool const ours = in.take(kMagic.size()) == kMagic;
    Request out;
    out.purpose = in.choice(Purpose::message);
    out.most_pixels = in.number();
    auto const widths = in.number();
    for (std::size_t i = 0; i < widths && widths <= kMostWidths; ++i) out.widths.push_back(in.number());
    out.picture = in.text();
    return ours && in.sound() ? std::optional(std::move(out)) : std::nullopt;
}

inline std::string encode(Answer const& answer) {
    auto out = std::string(kMagic);
    out += static_cast<char>(answer.status);
    out += static_cast<char>(answer.format);
    out += number(answer.width) + number(answer.height) + number(answer.hash.size()) + answer.hash;
    out += number(answer.picture.size());
    out += answer.picture;
    out += number(answer.narrower.size());
    for (auto const& one : answer.narrower) {
        out += number(one.width);
        out += static_cast<char>(one.format);
        out += number(one.picture.size());
        out += one.picture;
    }
    return out;
}
inline std::optional<Answer> answer_in(std::string_view bytes) {
    Reader in(bytes);
    bool const ours = in.take(kMagic.size()) == kMagic;
    Answer out;
    out.status = in.choice(Status::too_large);
    out.format = in.choice(Format::gif);
    out.width = in.number();
    out.height = in.number();
    out.hash = in.text();
    out.picture = in.text();
    auto const narrower = in.number();
    for (std::size_t i = 0; i < narrower && narrower <= 2 * kMostWidths; ++i) {
        Narrower one;
        one.width = in.number();
        one.format = in.choice(Format::avif);
        one.picture = in.text();
        out.narrower.push_back(std::move(one));
    }
    return ours && in.sound() ? std::optional(std::move(out)) : std::nullopt;
}

}  // namespace ax::media::protocol
