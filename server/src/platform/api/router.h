#pragma once

#include "base/result.h"
#include "base/task.h"
#include "contract/codec.h"
#include "contract/endpoint.h"
#include "platform/http/message.h"

#include <concepts>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ax::api {

using contract::Caller;

class Answers;  // platform/api/answers.h

/// What a handler may know of and do to the HTTP exchange besides its request. Most handlers take only the
/// Caller.
class Call {
public:
    Call(http::Request const& request, http::Response& response) : request(request), response(response) {}

    http::Request const& request;
    http::Response& response;  // for cookies and headers; status and body belong to the router
    Caller caller;
    std::function<void(Call const&)> again = {};

    /// What belongs to giving this answer out, and so has to happen also when it is given to others later
    /// without the handler (`.cached`): with their call, on any loop; it must neither wait nor fail.
    void each_time(std::function<void(Call const&)> then) { again = std::move(then); }

    /// HttpOnly, SameSite=Strict, Secure where the request was; `max_age` of zero deletes the cookie.
    void set_cookie(std::string_view name, std::string_view value, std::string_view path,
                    Duration max_age) const;
};

/// Token to caller; filled by features/auth. An unknown, expired or revoked token is nobody.
class Authenticator {
public:
    Authenticator() = default;
    Authenticator(Authenticator const&) = delete;
    Authenticator& operator=(Authenticator const&) = delete;
    virtual ~Authenticator() = default;
    virtual Task<std::optional<Caller>> authenticate(std::string_view token) = 0;
};

/// Remembers answers by Idempotency-Key.
class IdempotencyStore {
public:
    struct Answer {
        int status = 0;
        std::string body;
    };
    IdempotencyStore() = default;
    IdempotencyStore(IdempotencyStore const&) = delete;
    IdempotencyStore& operator=(IdempotencyStore const&) = delete;
    virtual ~IdempotencyStore() = default;
    /// The stored answer; or nothing, and the key is now this request's to finish() or release(). Errors:
    /// another request used the key (422 with another body, 409 while it still runs).
    virtual Task<Result<std::optional<Answer>>> claim(AccountId account, std::string_view endpoint,
                                                      std::string_view key, std::string_view body) = 0;
    virtual Task<void> finish(AccountId account, std::string_view endpoint, std::string_view key,
                              Answer answer) = 0;
    virtual Task<void> release(AccountId account, std::string_view endpoint, std::string_view key) = 0;
};

/// Says whether a caller may go on; the number is the seconds to wait if not. Safe for all loops.
class RateLimiter {
public:
    RateLimiter() = default;
    RateLimiter(RateLimiter const&) = delete;
    RateLimiter& operator=(RateLimiter const&) = delete;
    virtual ~RateLimiter() = default;
    virtual std::optional<int> wait_for(std::string_view endpoint, std::string_view caller,
                                        int per_minute) = 0;
};

/// A path outside the JSON contract: webhooks, health, metrics, pages. `path` is complete; a trailing `*`
/// takes every path below. Who may call is the handler's business and is declared for the inventory.
struct RawRoute {
    contract::Verb verb;
    std::string_view path;
    std::string_view name;
    std::string_view summary;
    contract::PerMinute limit = {.requests = 600};
    std::size_t body_bytes = 0;    // the largest body, where the server's limit is too little
    bool any_method = false;       // `verb` is not looked at; also methods that HTTP does not define
    contract::Cached cached = {};  // of GET; its handler leaves caching headers alone
};

/// Finds the endpoint, then: token -> Caller, access, rate limit, decode, idempotency, handler, encode. One
/// for the process; bind everything before serving, then it is read-only and shared by all loops.
class Router final : public http::Handler {
public:
    struct Ports {
        Authenticator& authenticator;
        IdempotencyStore& idempotency;
        RateLimiter& limiter;
        Answers* answers = nullptr;  // null: what could be kept is computed each time
    };
    explicit Router(Ports ports);
    ~Router() override;

    /// `handler`: (Caller const&, Request) or (Call&, Request) -> Task<Result<Response>>.
    template <class Request, class Response, class F>
    void bind(contract::Endpoint<Request, Response> const& endpoint, F handler) {
        static_assert(std::invocable<F&, Call&, Request> || std::invocable<F&, Caller const&, Request>,
                      "a handler takes (Caller const&, Request) or (Call&, Request)");
        // The lambda lives in the route, which outlives every request.
        add(contract::endpoint_info(endpoint),
            [handler](Call& call, std::string_view body, contract::TextFields const& text,
                      std::string& out) -> Task<Result<void>> {
                auto request = contract::decode<Request>(body, text);
                if (!request)
                    co_return std::unexpected(std::move(request).error());
                Result<Response> answer = std::unexpected(Error{});
                if constexpr (std::invocable<F const&, Call&, Request>)
                    answer = co_await handler(call, std::move(*request));
                else
                    answer = co_await handler(call.caller, std::move(*request));
                if (!answer)
                    co_return std::unexpected(std::move(answer).error());
                if constexpr (!std::is_same_v<Response, contract::Empty>)
                    contract::encode(*answer, out);
                co_return Result<void>{};
            });
    }
    void raw(RawRoute declared, std::function<Task<http::Response>(Call&)> handler);
    /// Asked for every request that has found its route and its caller: an error is the answer. Costs every
    /// request, so it must not wait; any loop. Set before serving.
    using Gate = std::function<std::optional<Error>(std::string_view endpoint, Caller const&)>;
    void set_gate(Gate gate) { gate_ = std::move(gate); }
    /// Takes what no route knows and is not below /api: the web client's files.
    void set_fallback(http::Handler& fallback);

    Task<http::Response> handle(http::Request const& request) override;
    [[nodiscard]] http::Allowance allowance(http::Request const& request) const noexcept override;

    /// Where pages outside the router may be kept, too; may be null.
    [[nodiscard]] Answers* answers() const noexcept { return ports_.answers; }
    [[nodiscard]] std::vector<contract::EndpointInfo> endpoints() const;
    [[nodiscard]] std::vector<RawRoute> raw_routes() const;

private:
    using Invoke = std::function<Task<Result<void>>(Call&, std::string_view body, contract::TextFields const&,
                                                    std::string& out)>;
    struct Route;
    struct Node;

    void add(contract::EndpointInfo info, Invoke invoke);
    struct Match;
    Node& node_for(std::string_view path);
    [[nodiscard]] Match match(http::Request const& request) const;
    Task<http::Response> dispatch(http::Request const& request);
    Task<http::Response> serve(Route const& route, contract::TextFields path_fields,
                               http::Request const& request);
    Task<http::Response> answer(Route const& route, Call& call, contract::TextFields const& fields);
    Task<Result<http::Response>> make(Route const& route, Call& call, contract::TextFields const& fields);
    Task<http::Response> answer_kept(Route const& route, Call& call, contract::TextFields const& fields);
    Task<http::Response> answer_raw(Route const& route, Call& call);
    static http::Response refusal(Route const& route, Call const& call, Error error);
    void keep_answers_of(Route& route) const;
    Task<Result<void>> invoke_once(Route const& route, Call& call, contract::TextFields const& fields,
                                   IdempotencyStore::Answer& out);

    Ports ports_;
    http::Handler* fallback_ = nullptr;
    Gate gate_;
    std::unique_ptr<Node> root_;
    std::vector<std::unique_ptr<Route>> routes_;
};

}  // namespace ax::api
