#pragma once

#include "base/task.h"
#include "platform/http/head.h"
#include "platform/http/input_buffer.h"
#include "platform/http/lane.h"
#include "platform/http/transport.h"
#include "platform/trace/trace.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace ax::http {

/// One client's connection: a coroutine that reads a request, awaits the handler, writes the response, and
/// again. Reads the next request only when the response is out, so a client that does not read gets no
/// memory. Lives in its lane.
class Connection {
public:
    Connection(Lane& lane, std::shared_ptr<Transport> transport, std::string peer);
    Connection(Connection const&) = delete;
    Connection& operator=(Connection const&) = delete;
    ~Connection() { release_large_body(); }

    void start() { task_.resume(); }
    void expire_if_due(Lane::Clock::time_point now);
    void end_if_idle();
    void kill();
    /// For a lane that ends with its loop. False if a handler is under way.
    [[nodiscard]] bool abandon();

    std::size_t index = 0;  // in the lane's list

private:
    enum class Phase : unsigned char { idle, head, body, handler, write, linger };

    Task<void> run();
    Task<bool> serve_one();
    Task<Refusal> read_request();
    Task<Refusal> read_sized_body(std::string_view rest);
    Task<Refusal> read_chunked_body(std::string_view rest);
    Task<Response> answer();
    Task<bool> send(Response response, bool refused);
    Task<bool> switch_protocols(Response const& response);
    Task<void> linger();
    void hand_over();

    [[nodiscard]] Refusal ended_early();
    [[nodiscard]] Refusal admit();
    void release_large_body() noexcept;
    void read_forwarded();
    void enter(Phase phase);
    void progress() { last_progress_ = Lane::Clock::now(); }
    void finish_request(Response const& response, std::size_t sent);

    Lane& lane_;
    std::shared_ptr<Transport> transport_;
    std::string peer_;
    std::string peer_network_;
    bool const from_proxy_;

    Phase phase_ = Phase::head;
    Lane::Clock::time_point phase_start_;
    Lane::Clock::time_point last_progress_;
    std::uint64_t sent_at_start_ = 0;  // of the phase
    std::uint64_t seen_sent_ = 0;      // by the last sweep, since then
    bool timed_out_ = false;
    bool over_ = false;  // the client left or was cut off: nothing to answer

    InputBuffer input_;
    HeadScanner scanner_;
    Framing framing_;
    Request request_;
    std::shared_ptr<Upgrade> upgrade_;  // once its 101 is out
    std::size_t head_size_ = 0;         // bytes of input_ that the request's views point into
    std::size_t most_body_ = 0;
    bool large_body_ = false;  // one of Limits::large_bodies
    std::string body_;         // of a request whose body was not in input_ as a whole
    std::string carry_;        // what came behind a chunked body
    std::string out_;          // the response's head
    std::string request_id_;
    std::string forwarded_;  // the client's address as the trusted proxy has it
    std::string forwarded_network_;
    Lane::Clock::time_point handler_start_;
    trace::Context trace_;  // of the request that is answered

    Task<void> task_;  // last: its frame refers to the rest
};

}  // namespace ax::http
