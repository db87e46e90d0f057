#pragma once

#include "features/realtime/event_store.h"
#include "features/realtime/testing.h"
#include "features/realtime/testing_client.h"
#include "platform/api/limits.h"

#include <map>
#include <memory>
#include <string>

/// For this feature's tests: all of it behind a router, without the rest of the application.
namespace ax::realtime::testing {

class KnownTokens final : public api::Authenticator {
public:
    Task<std::optional<contract::Caller>> authenticate(std::string_view token) override {
        auto const found = callers.find(token);
        co_return found == callers.end() ? std::nullopt : std::optional(found->second);
    }
    std::map<std::string, contract::Caller, std::less<>> callers;
};

class NoKeys final : public api::IdempotencyStore {
public:
    Task<Result<std::optional<Answer>>> claim(AccountId, std::string_view, std::string_view,
                                              std::string_view) override {
        co_return std::optional<Answer>{};
    }
    Task<void> finish(AccountId, std::string_view, std::string_view, Answer) override { co_return; }
    Task<void> release(AccountId, std::string_view, std::string_view) override { co_return; }
};

/// Realtime with a router around it. Everything runs on one loop.
class FaceFixture : public StreamFixture {
protected:
    void SetUp() override {
        StreamFixture::SetUp();
        if (IsSkipped())
            return;
        for (int device = 1; device <= 25; ++device)
            script(fmt::format(
                "INSERT INTO device (id, account_id, client, name, network, created_at, last_seen_at, "
                "expires_at) VALUES ({}, {}, 'api', '', '', 0, 0, {})",
                device, device == 2 ? 2 : 1, to_micros(clock_.now() + days{30})));
        sign_in("asha", kAsha, 1);
        sign_in("bela", kBela, 2);
        realtime = std::make_unique<Realtime>(Realtime::Ports{*db_, clock_, bus, tokens, limiter, accounts},
                                              Options{.origins = {"https://app.example"}});
        router = std::make_unique<api::Router>(
            api::Router::Ports{realtime->noting_authenticator(), keys, limiter});
        realtime->bind(*router);
    }
    // What still reads for a client ends on the loop: after its last read, before the loop goes.
    void TearDown() override {
        if (realtime) {
            realtime->drain();
            for (int i = 0; i < 10; ++i) (void)here_.wait(event_store::last(*db_, kAsha));
            settle();
        }
        StreamFixture::TearDown();
        realtime.reset();
    }
    void sign_in(std::string const& token, AccountId account, std::int64_t device) {
        contract::Caller caller;
        caller.account = account;
        caller.device = DeviceId{device};
        tokens.callers[token] = caller;
    }
    PollingClient client() {
        return PollingClient(*router, [this](Task<Answered> task) { return here_.wait(std::move(task)); });
    }
    PollingClient connected(std::string const& token, std::string const& seen = "") {
        auto one = client();
        EXPECT_EQ(
            one.connect(fmt::format(R"({{"token":"{}"{}}})", token, seen.empty() ? "" : ",\"seen\":" + seen))
                .substr(0, 3),
            "40{");
        return one;
    }
    Answered call(http::Verb verb, std::string path, std::string body, std::string token,
                  std::string origin = "") {
        return here_.wait(
            request(*router, verb, std::move(path), std::move(body), std::move(token), std::move(origin)));
    }
    void look_round() { here_.wait(realtime->run_due()); }
    /// Everything that was published has arrived, everything that was started has run.
    void settle() {
        for (int i = 0; i < 5; ++i) on(here_, [] {});
    }

    KnownTokens tokens;
    NoKeys keys;
    api::TokenBuckets limiter{clock_, 1};
    auth::Accounts accounts;
    std::unique_ptr<Realtime> realtime;
    std::unique_ptr<api::Router> router;
};

}  // namespace ax::realtime::testing
