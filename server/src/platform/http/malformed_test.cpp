#include "net/test_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ax::http {
namespace {

using testing::Client;
using testing::echo;
using ::testing::HasSubstr;
using testing::TestServer;

struct Case {
    std::string name;
    int status;
    std::string bytes;
};

void PrintTo(Case const& it, std::ostream* out) { *out << it.name; }

using namespace std::string_literals;

std::string with(std::string_view headers, std::string_view body = {}) {
    return std::string("POST / HTTP/1.1\r\nHost: test\r\n").append(headers).append("\r\n").append(body);
}

std::string chunked(std::string_view body) { return with("Transfer-Encoding: chunked\r\n", body); }

std::string many_headers(int count) {
    std::string lines;
    for (int i = 0; i < count; ++i) lines += "a:b\r\n";
    return with(lines);
}

std::vector<Case> const kCases{
    {"content_length_and_chunked", 400,
     with("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n")},
    {"chunked_and_content_length", 400,
     with("Transfer-Encoding: chunked\r\nContent-Length: 3\r\n", "0\r\n\r\n")},
    {"two_different_lengths", 400, with("Content-Length: 3\r\nContent-Length: 4\r\n", "abcd")},
    {"two_equal_lengths", 400, with("Content-Length: 3\r\nContent-Length: 3\r\n", "abc")},
    {"length_list", 400, with("Content-Length: 3, 3\r\n", "abc")},
    {"negative_length", 400, with("Content-Length: -1\r\n")},
    {"signed_length", 400, with("Content-Length: +3\r\n", "abc")},
    {"hexadecimal_length", 400, with("Content-Length: 0x3\r\n", "abc")},
    {"empty_length", 400, with("Content-Length:\r\n")},
    {"length_overflow", 400, with("Content-Length: 99999999999999999999999\r\n")},
    {"huge_length", 413, with("Content-Length: 1073741824\r\n")},
    {"two_hosts", 400, "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"},
    {"two_equal_hosts", 400, "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n"},
    {"no_host", 400, "GET / HTTP/1.1\r\n\r\n"},
    {"empty_host", 400, "GET / HTTP/1.1\r\nHost:\r\n\r\n"},
    {"host_with_path", 400, "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"},
    {"host_with_user", 400, "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n"},
    {"obs_fold", 400, with("X-A: b\r\n c\r\n")},
    {"obs_fold_with_tab", 400, with("X-A: b\r\n\tc\r\n")},
    {"fold_before_headers", 400, "GET / HTTP/1.1\r\n Host: a\r\n\r\n"},
    {"space_before_colon", 400, with("X-A : b\r\n")},
    {"folded_length", 400, with("Content-Length\r\n : 3\r\n", "abc")},
    {"no_colon", 400, with("nonsense\r\n")},
    {"empty_name", 400, with(": b\r\n")},
    {"bare_lf_lines", 400, "GET / HTTP/1.1\nHost: a\n\n"},
    {"bare_lf_at_end", 400, "GET / HTTP/1.1\r\nHost: a\n\r\n"},
    {"bare_cr_in_value", 400, with("X-A: b\rc\r\n")},
    {"bare_cr_as_line_end", 400, "GET / HTTP/1.1\rHost: a\r\n\r\n"},
    {"nul_in_value", 400, with("X-A: b\0c\r\n"s)},
    {"nul_in_target", 400, "GET /a\0b HTTP/1.1\r\nHost: a\r\n\r\n"s},
    {"control_in_value", 400, with("X-A: b\x01"s + "c\r\n")},
    {"ten_thousand_headers", 431, many_headers(10'000)},
    {"too_many_small_headers", 431, many_headers(200)},
    {"header_too_large", 431, with("X-A: " + std::string(64 * 1024, 'x') + "\r\n")},
    {"target_too_large", 431, "GET /" + std::string(64 * 1024, 'x') + " HTTP/1.1\r\nHost: a\r\n\r\n"},
    {"endless_first_line", 431, std::string(20 * 1024, 'G')},
    {"unknown_method", 501, "BREW / HTTP/1.1\r\nHost: a\r\n\r\n"},
    {"lower_case_method", 501, "get / HTTP/1.1\r\nHost: a\r\n\r\n"},
    {"bad_method", 400, "G@T / HTTP/1.1\r\nHost: a\r\n\r\n"},
    {"connect", 405, "CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n"},
    {"trace", 405, "TRACE / HTTP/1.1\r\nHost: a\r\n\r\n"},
    {"raw_utf8_in_target", 400, "GET /\xc3\xa9 HTTP/1.1\r\nHost: a\r\n\r\n"},
    {"broken_utf8_in_target", 400, "GET /%ff%fe HTTP/1.1\r\nHost: a\r\n\r\n"},
    {"overlong_utf8_in_target", 400, "GET /%c0%af HTTP/1.1\r\nHost: a\r\n\r\n"},
    {"surrogate_in_query", 400, "GET /?q=%ed%a0%80 HTTP/1.1\r\nHost: a\r\n\r\n"},
    {"broken_escape", 400, "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n"},
    {"cut_escape", 400, "GET /?a=%4 HTTP/1.1\r\nHost: a\r\n\r\n"},
    {"escaped_nul", 400, "GET /%00 HTTP/1.1\r\nHost: a\r\n\r\n"},
    {"fragment_in_target", 400, "GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n"},
    {"relative_target", 400, "GET a HTTP/1.1\r\nHost: a\r\n\r\n"},
    {"star_for_get", 400, "GET * HTTP/1.1\r\nHost: a\r\n\r\n"},
    {"no_target", 400, "GET  HTTP/1.1\r\nHost: a\r\n\r\n"},
    {"two_spaces", 400, "GET  / HTTP/1.1\r\nHost: a\r\n\r\n"},
    {"space_in_target", 400, "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n"},
    {"no_version", 400, "GET /\r\nHost: a\r\n\r\n"},
    {"version_9", 505, "GET / HTTP/9.9\r\nHost: a\r\n\r\n"},
    {"version_2_preface", 505, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"},
    {"garbled_version", 400, "GET / HTTP/1.1x\r\nHost: a\r\n\r\n"},
    {"other_protocol", 400, "GET / FTP/1.1\r\nHost: a\r\n\r\n"},
    {"foreign_absolute_target", 421, "GET http://other/ HTTP/1.1\r\nHost: test\r\n\r\n"},
    {"tls_hello", 400, "\x16\x03\x01\x02\x00\x01\x00"s},
    {"binary_junk", 400, "\xff\xfe\xfd\r\n\r\n"},
    {"transfer_encoding_list", 501, with("Transfer-Encoding: chunked, identity\r\n", "0\r\n\r\n")},
    {"transfer_encoding_gzip", 501, with("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n")},
    {"transfer_encoding_unknown", 501, with("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n")},
    {"transfer_encoding_twice", 400,
     with("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n")},
    {"transfer_encoding_then_identity", 400,
     with("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", "0\r\n\r\n")},
    {"transfer_encoding_vertical_tab", 400,
     with("Transfer-Encoding: \x0b"
          "chunked\r\n",
          "0\r\n\r\n")},
    {"chunked_on_http10", 400, "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
    {"expectation", 417, with("Expect: miracles\r\nContent-Length: 1\r\n", "a")},
    {"chunk_size_word", 400, chunked("hello\r\n")},
    {"chunk_size_empty", 400, chunked("\r\nabc\r\n")},
    {"chunk_size_negative", 400, chunked("-1\r\nabc\r\n")},
    {"chunk_size_prefixed", 400, chunked("0x3\r\nabc\r\n0\r\n\r\n")},
    {"chunk_size_space", 400, chunked("3 \r\nabc\r\n0\r\n\r\n")},
    {"chunk_size_overflow", 400, chunked("fffffffffffffffff\r\n")},
    {"chunk_size_huge", 413, chunked("ffffffff\r\n")},
    {"chunk_lf_only", 400, chunked("3\nabc\r\n0\r\n\r\n")},
    {"chunk_longer_than_said", 400, chunked("3\r\nabcd\r\n0\r\n\r\n")},
    {"chunk_without_line_end", 400, chunked("3\r\nabc0\r\n\r\n")},
    {"chunk_cr_in_extension", 400, chunked("3;a\rb\r\nabc\r\n0\r\n\r\n")},
    {"chunk_nul_in_extension", 400, chunked("3;a\0b\r\nabc\r\n0\r\n\r\n"s)},
    {"chunk_endless_extension", 400, chunked("3;" + std::string(20'000, 'x'))},
    {"chunk_endless_trailer", 400, chunked("0\r\nX: " + std::string(20'000, 'x'))},
};

class Malformed : public ::testing::TestWithParam<Case> {
protected:
    static void SetUpTestSuite() { server = std::make_unique<TestServer>(echo); }
    static void TearDownTestSuite() { server.reset(); }
    static std::unique_ptr<TestServer> server;
};
std::unique_ptr<TestServer> Malformed::server;

TEST_P(Malformed, IsRefusedWithAProblemAndAClosedConnection) {
    Client client(server->port());
    // Behind it a request that must never be answered: that would be smuggling.
    client.send(GetParam().bytes + "GET /smuggled HTTP/1.1\r\nHost: test\r\n\r\n");
    auto const reply = client.receive();
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->status, GetParam().status) << reply->body;
    EXPECT_EQ(reply->header("content-type"), "application/problem+json");
    EXPECT_EQ(reply->header("connection"), "close");
    EXPECT_THAT(reply->body, HasSubstr("\"status\":" + std::to_string(GetParam().status)));
    EXPECT_THAT(reply->body, HasSubstr("\"reason\":\"request."));
    EXPECT_THAT(reply->body, HasSubstr("\"request_id\":\"" + reply->header("x-request-id") + "\""));
    EXPECT_FALSE(client.receive());
    EXPECT_TRUE(client.closed());
}

INSTANTIATE_TEST_SUITE_P(Http, Malformed, ::testing::ValuesIn(kCases),
                         [](auto const& info) { return info.param.name; });

TEST(HttpStrictness, TakesWhatIsUnusualButRight) {
    TestServer const server(echo);
    Client client(server.port());
    for (
        auto const* const bytes : {
            "\r\nGET / HTTP/1.1\r\nHost: test\r\n\r\n",
            "GET http://test/a HTTP/1.1\r\nHost: test\r\n\r\n",
            "GET HTTP://TEST/a HTTP/1.1\r\nHost: test\r\n\r\n",
            "GET http://test HTTP/1.1\r\nHost: test\r\n\r\n",
            "OPTIONS * HTTP/1.1\r\nHost: test\r\n\r\n",
            "GET / HTTP/1.1\r\nhost:test\r\nX-Empty:\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: [::1]:8000\r\n\r\n",
            "GET /%C3%A9?q=%F0%9F%98%80 HTTP/1.1\r\nHost: test\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: CHUNKED\r\n\r\nA\r\n0123456789\r\n00\r\n\r\n",
        }) {
        auto const reply = client.ask(bytes);
        ASSERT_TRUE(reply) << bytes;
        EXPECT_LT(reply->status, 300) << bytes << reply->body;
    }
    auto const absolute = client.ask("GET http://test/a?b HTTP/1.1\r\nHost: test\r\n\r\n");
    ASSERT_TRUE(absolute);
    EXPECT_EQ(absolute->body, "GET /a?b []");
}

}  // namespace
}  // namespace ax::http
