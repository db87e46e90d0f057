#include "platform/ws/decoder.h"

#include "net/ws_client.h"

#include <vector>

#include <gtest/gtest.h>

namespace ax::ws {
namespace {

using testing::close_payload;
using testing::masked;
using What = Decoder::What;

struct Seen {
    What what;
    Kind kind;
    Close code;
    std::string data;
    bool operator==(Seen const&) const = default;
};

// Everything that comes out, with the bytes given in pieces of `step`.
std::vector<Seen> decode(std::string bytes, std::size_t step = SIZE_MAX, Limits const& limits = {}) {
    Decoder decoder;
    std::vector<Seen> all;
    for (std::size_t at = 0; at < bytes.size(); at += std::min(step, bytes.size() - at)) {
        auto piece = std::span(bytes).subspan(at, std::min(step, bytes.size() - at));
        while (true) {
            auto const event = decoder.next(piece, limits);
            if (event.what == What::more)
                break;
            all.push_back({event.what, event.kind, event.code, std::string(event.data)});
            if (event.what == What::failed)
                return all;
        }
    }
    return all;
}

Seen text(std::string data) { return {What::message, Kind::text, Close::normal, std::move(data)}; }
Seen binary(std::string data) { return {What::message, Kind::binary, Close::normal, std::move(data)}; }

Close failure(std::string const& bytes, Limits const& limits = {}) {
    auto const whole = decode(bytes, SIZE_MAX, limits);
    auto const pieces = decode(bytes, 1, limits);
    EXPECT_EQ(whole, pieces);
    if (whole.empty() || whole.back().what != What::failed)
        return Close::normal;
    return whole.back().code;
}

TEST(Decoder, GivesTheSameHoweverTheBytesAreCut) {
    std::string const long_text(65'536, 'x');
    auto const bytes = masked(Opcode::text, "Hello") + masked(Opcode::ping, "are you there") +
                       masked(Opcode::binary, std::string(200, '\0')) + masked(Opcode::text, long_text) +
                       masked(Opcode::text, "gr\xc3", false) + masked(Opcode::pong, "") +
                       masked(Opcode::continuation, "\xbc", false) + masked(Opcode::continuation, "n") +
                       masked(Opcode::text, "") + masked(Opcode::close, close_payload(1000, "bye"));
    std::vector<Seen> const expected{
        text("Hello"),
        {What::ping, Kind::text, Close::normal, "are you there"},
        binary(std::string(200, '\0')),
        text(long_text),
        {What::pong, Kind::text, Close::normal, ""},
        text("gr\xc3\xbcn"),
        text(""),
        {What::close, Kind::text, Close::normal, "bye"},
    };
    for (std::size_t const step : {std::size_t{1}, std::size_t{2}, std::size_t{3}, std::size_t{7},
                                   std::size_t{100}, std::size_t{4096}, SIZE_MAX})
        EXPECT_EQ(decode(bytes, step), expected) << step;
}

TEST(Decoder, RefusesWhatNoClientMaySend) {
    auto const with_first = [](unsigned first) {
        auto frame = masked(Opcode::text, "x");
        frame[0] = static_cast<char>(first);
        return frame;
    };
    for (unsigned const reserved : {0x91U, 0xa1U, 0xc1U, 0xf1U})
        EXPECT_EQ(failure(with_first(reserved)), Close::protocol_error);
    for (unsigned const opcode : {3U, 4U, 5U, 6U, 7U, 11U, 12U, 13U, 14U, 15U}) {
        EXPECT_EQ(failure(with_first(0x80 | opcode)), Close::protocol_error);
        EXPECT_EQ(failure(with_first(opcode)), Close::protocol_error);
    }
    EXPECT_EQ(failure("\x81\x01x"), Close::protocol_error) << "not masked";
    EXPECT_EQ(failure(masked(Opcode::ping, "x", false)), Close::protocol_error);
    EXPECT_EQ(failure(masked(Opcode::ping, std::string(126, 'x'))), Close::protocol_error);
    EXPECT_EQ(failure(masked(Opcode::continuation, "x")), Close::protocol_error);
    EXPECT_EQ(failure(masked(Opcode::text, "x", false) + masked(Opcode::text, "x")), Close::protocol_error);
    EXPECT_EQ(failure(masked(Opcode::text, "x", false) + masked(Opcode::text, "x", false)),
              Close::protocol_error);
}

TEST(Decoder, LengthsMustBeShortAndPositive) {
    using std::string_literals::operator""s;
    EXPECT_EQ(failure("\x82\xfe\x00\x7d"s + std::string(4 + 125, 'x')), Close::protocol_error);
    EXPECT_EQ(failure("\x82\xff\0\0\0\0\0\0\xff\xff"s + std::string(4, 'x')), Close::protocol_error);
    EXPECT_EQ(failure("\x82\xff\x80\0\0\0\0\0\0\0"s + std::string(4, 'x')), Close::protocol_error);
}

TEST(Decoder, RefusesAtTheFirstBadByte) {
    // Without the mask, without the payload.
    EXPECT_EQ(failure("\xc1"), Close::protocol_error);
    EXPECT_EQ(failure("\x09"), Close::protocol_error);
    // A text whose announced rest has not come.
    auto const broken =
        masked(Opcode::text, "\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5\xf4\x90\x80\x80 and");
    EXPECT_EQ(failure(broken.substr(0, 6 + 13)), Close::invalid_utf8);
    EXPECT_EQ(failure(broken.substr(0, 6 + 11)), Close::normal);
}

TEST(Decoder, TextIsUtf8OverAllFragments) {
    EXPECT_EQ(failure(masked(Opcode::text, "\xc3")), Close::invalid_utf8);
    EXPECT_EQ(failure(masked(Opcode::text, "\xc3", false) + masked(Opcode::continuation, "(")),
              Close::invalid_utf8);
    EXPECT_EQ(failure(masked(Opcode::text, "\xc3", false) + masked(Opcode::continuation, "")),
              Close::invalid_utf8);
    EXPECT_EQ(decode(masked(Opcode::binary, "\xff\xfe")), std::vector{binary("\xff\xfe")});
}

TEST(Decoder, CloseCodesAreThoseOfTheRegistry) {
    for (unsigned const code :
         {0U, 999U, 1004U, 1005U, 1006U, 1015U, 1016U, 1100U, 2000U, 2999U, 5000U, 65535U})
        EXPECT_EQ(failure(masked(Opcode::close, close_payload(code))), Close::protocol_error) << code;
    for (unsigned const code : {1000U, 1001U, 1002U, 1003U, 1007U, 1008U, 1009U, 1010U, 1011U, 1012U, 1013U,
                                1014U, 3000U, 3999U, 4000U, 4999U}) {
        auto const seen = decode(masked(Opcode::close, close_payload(code, "so")), 1);
        ASSERT_EQ(seen.size(), 1U);
        EXPECT_EQ(seen[0], (Seen{What::close, Kind::text, static_cast<Close>(code), "so"}));
    }
    EXPECT_EQ(decode(masked(Opcode::close, "")).at(0).code, Close::no_status);
    EXPECT_EQ(failure(masked(Opcode::close, "\x03")), Close::protocol_error);
    EXPECT_EQ(failure(masked(Opcode::close, close_payload(1000, "\xce\xba\xe1\xbd"))), Close::invalid_utf8);
    EXPECT_EQ(decode(masked(Opcode::close, close_payload(1000, std::string(123, '*')))).at(0).what,
              What::close);
}

TEST(Decoder, LimitsHoldBeforeTheBytesCome) {
    Limits const limits{.message_bytes = 1000, .fragments = 4};
    EXPECT_EQ(decode(masked(Opcode::text, std::string(1000, 'x')), 64, limits).at(0).what, What::message);
    EXPECT_EQ(failure(masked(Opcode::text, std::string(1001, 'x')).substr(0, 8), limits), Close::too_big);
    auto const half = std::string(600, 'x');
    EXPECT_EQ(failure(masked(Opcode::binary, half, false) + masked(Opcode::continuation, half).substr(0, 8),
                      limits),
              Close::too_big);
    using std::string_literals::operator""s;
    EXPECT_EQ(failure("\x82\xff\x7f\xff\xff\xff\xff\xff\xff\xff"s + std::string(4, 'x'), limits),
              Close::too_big);

    std::string flood = masked(Opcode::text, "", false);
    for (int i = 0; i < 3; ++i) flood += masked(Opcode::continuation, "", i == 2);
    EXPECT_EQ(failure(flood, limits), Close::normal);
    flood.insert(0, masked(Opcode::text, "", false) + masked(Opcode::continuation, "", false) +
                        masked(Opcode::continuation, "", false) + masked(Opcode::continuation, "", false) +
                        masked(Opcode::continuation, "", false));
    EXPECT_EQ(failure(flood, limits), Close::policy);
}

TEST(Utf8, KnowsEveryBoundary) {
    for (std::string_view const good :
         {"\x7f", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80", "\xef\xbf\xbf",
          "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf",
          "12345678\xc3\xa4"
          "12345678"})
        EXPECT_TRUE(is_utf8(good));
    for (std::string_view const bad :
         {"\x80", "\xbf", "\xc0\x80", "\xc1\xbf", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xed\xbf\xbf",
          "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "\xc3", "\xe2\x82",
          "\xf0\x9f\x98", "12345678\x80", "\xc3\xc3", "1234567\xc3(890123"})
        EXPECT_FALSE(is_utf8(bad));
}

}  // namespace
}  // namespace ax::ws
