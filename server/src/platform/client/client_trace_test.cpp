#include "platform/client/client.h"
#include "platform/client/testing.h"
#include "platform/runtime/loop.h"
#include "platform/trace/testing.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ax::client {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

/// Answers with the head that it got.
void echo(testing::Connection& connection) {
    std::string head;
    for (auto line = connection.line(); !line.empty(); line = connection.line()) head += line + '\n';
    connection.write(fmt::format("HTTP/1.1 404 No\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{}",
                                 head.size(), head));
}

Task<void> ask(Client& client, HttpRequest request, trace::Context context, std::string& head,
               runtime::Loop& loop) {
    trace::enter(context);
    auto const answer = co_await client.send(std::move(request));
    EXPECT_EQ(trace::current(), context) << "after the wait";
    if (answer)
        head = answer->body;
    loop.stop();
}

struct ClientTrace : ::testing::Test {
    testing::Peer peer{echo};
    trace::testing::Kept const kept;
    trace::Context const above{.high = 1, .low = 2, .span = 3};

    std::string sent(trace::Context const& context, bool guarded = false) {
        runtime::Loop loop;
        Client client({.guarded_loopback = true});
        std::string head;
        HttpRequest const request{
            .url = fmt::format("http://127.0.0.1:{}/orders/4711?key=secret", peer.port()),
            .guarded = guarded};
        loop.post([&] { loop.spawn(ask(client, request, context, head, loop)); });
        loop.run();
        EXPECT_THAT(head, HasSubstr("GET /orders/4711"));
        return head;
    }
};

TEST_F(ClientTrace, GoesAlongWithACallAndNamesTheHostOnly) {
    auto const head = sent(above);
    ASSERT_EQ(kept.spans().size(), 1U);
    auto const span = kept.spans().front();
    EXPECT_THAT(head, HasSubstr(fmt::format("traceparent: {}\n", trace::traceparent(span.self))));
    EXPECT_EQ(span.self.low, above.low);
    EXPECT_EQ(span.parent, above.span);
    EXPECT_EQ(span.name, "GET");
    EXPECT_TRUE(span.failed);
    ASSERT_EQ(span.attributes.size(), 3U);
    EXPECT_EQ(std::get<std::string>(span.attributes[1].value), "127.0.0.1");
    EXPECT_EQ(std::get<std::int64_t>(span.attributes[2].value), 404);
}

TEST_F(ClientTrace, IsNotToldToStrangers) {
    EXPECT_THAT(sent(above, true), Not(HasSubstr("traceparent")));
    EXPECT_EQ(kept.spans().size(), 1U);
}

TEST_F(ClientTrace, IsNotThereWhereNobodyIsTraced) {
    EXPECT_THAT(sent({}), Not(HasSubstr("traceparent")));
    EXPECT_TRUE(kept.spans().empty());
}

}  // namespace
}  // namespace ax::client
