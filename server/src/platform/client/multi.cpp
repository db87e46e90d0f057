#include "platform/client/multi.h"

#include "platform/client/client.h"

#include <map>
#include <mutex>
#include <new>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <curl/curl.h>

namespace ax::client {

namespace asio = boost::asio;
using asio::posix::descriptor_base;

namespace {

constexpr long kConnectionsPerHost = 16;
constexpr long kConnections = 64;

struct Transfer {
    CURLcode code = CURLE_OK;
    runtime::Completion finished;
};

}  // namespace

void initialize_curl() {
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

struct Multi::State : std::enable_shared_from_this<State> {
    // One of curl's sockets. Asio waits on it but never owns it: released when curl says REMOVE, before it
    // closes it.
    struct Socket : std::enable_shared_from_this<Socket> {
        Socket(State& owner, curl_socket_t fd)
            : state(owner.weak_from_this()), descriptor(owner.context, fd) {}
        ~Socket() { release(); }
        void release() {
            if (descriptor.is_open())
                descriptor.release();
        }
        void arm() {
            if ((wanted & CURL_POLL_IN) != 0 && !std::exchange(waits_in, true))
                wait(descriptor_base::wait_read, CURL_CSELECT_IN, &Socket::waits_in);
            if ((wanted & CURL_POLL_OUT) != 0 && !std::exchange(waits_out, true))
                wait(descriptor_base::wait_write, CURL_CSELECT_OUT, &Socket::waits_out);
        }
        void wait(descriptor_base::wait_type type, int ready, bool Socket::* waits) {
            descriptor.async_wait(
                type, [self = shared_from_this(), ready, waits](boost::system::error_code error) {
                    self.get()->*waits = false;
                    auto const owner = self->state.lock();
                    if (!owner || !self->descriptor.is_open() || error == asio::error::operation_aborted)
                        return;
                    if ((self->wanted & ready) != 0)
                        owner->act(self->descriptor.native_handle(), error ? CURL_CSELECT_ERR : ready);
                    if (self->descriptor.is_open())
                        self->arm();
                });
        }

        std::weak_ptr<State> state;
        asio::posix::stream_descriptor descriptor;
        int wanted = CURL_POLL_NONE;
        bool waits_in = false;
        bool waits_out = false;
    };

    explicit State(runtime::Loop& loop)
        : context(loop.context()), timer(context), multi((initialize_curl(), curl_multi_init())) {
        if (multi == nullptr)
            throw std::bad_alloc();
    }
    ~State() { curl_multi_cleanup(multi); }

    void connect_callbacks() {
        curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, &State::on_socket);
        curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, this);
        curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, &State::on_timer);
        curl_multi_setopt(multi, CURLMOPT_TIMERDATA, this);
        curl_multi_setopt(multi, CURLMOPT_MAX_HOST_CONNECTIONS, kConnectionsPerHost);
        curl_multi_setopt(multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, kConnections);
    }

    static int on_socket(CURL*, curl_socket_t fd, int what, void* self, void*) {
        return static_cast<State*>(self)->watch(fd, what);
    }
    static int on_timer(CURLM*, long timeout_ms, void* self) {
        static_cast<State*>(self)->set_timer(timeout_ms);
        return 0;
    }

    // An exception must not cross curl's C frames: -1 fails the transfers.
    int watch(curl_socket_t fd, int what) noexcept {
        try {
            if (what == CURL_POLL_REMOVE) {
                if (auto const found = sockets.extract(fd); !found.empty())
                    found.mapped()->release();
                return 0;
            }
            auto& socket = sockets[fd];
            if (!socket)
                socket = std::make_shared<Socket>(*this, fd);
            socket->wanted = what;
            socket->arm();
            return 0;
        } catch (std::exception const&) {
            sockets.erase(fd);
            return -1;
        }
    }

    // curl must not be called back from inside its callback, so even 0 goes through the loop.
    void set_timer(long timeout_ms) {
        timer.cancel();
        if (timeout_ms < 0)
            return;
        timer.expires_after(std::chrono::milliseconds{timeout_ms});
        timer.async_wait([weak = weak_from_this()](boost::system::error_code error) {
            if (auto const self = weak.lock(); self && !error)
                self->act(CURL_SOCKET_TIMEOUT, 0);
        });
    }

    void act(curl_socket_t fd, int events) {
        int still_running = 0;
        curl_multi_socket_action(multi, fd, events, &still_running);
        finish();
    }

    // Waiters are resumed only after curl's list was read: they may send the next request at once.
    void finish() {
        std::vector<Transfer*> finished;
        int waiting = 0;
        while (CURLMsg* const message = curl_multi_info_read(multi, &waiting)) {
            if (message->msg != CURLMSG_DONE)
                continue;
            CURL* const easy = message->easy_handle;
            CURLcode const code = message->data.result;
            void* transfer = nullptr;
            curl_easy_getinfo(easy, CURLINFO_PRIVATE, &transfer);
            curl_multi_remove_handle(multi, easy);
            finished.push_back(static_cast<Transfer*>(transfer));
            finished.back()->code = code;
        }
        for (auto* const transfer : finished) transfer->finished.set();
    }

    asio::io_context& context;
    asio::steady_timer timer;
    CURLM* multi = nullptr;
    std::map<curl_socket_t, std::shared_ptr<Socket>> sockets;
};

Multi::Multi(runtime::Loop& loop) : state_(std::make_shared<State>(loop)) { state_->connect_callbacks(); }
Multi::~Multi() = default;

Task<int> Multi::perform(CURL* easy) {
    auto const state = state_;
    Transfer transfer;
    curl_easy_setopt(easy, CURLOPT_PRIVATE, &transfer);
    if (auto const refused = curl_multi_add_handle(state->multi, easy); refused != CURLM_OK)
        co_return static_cast<int>(CURLE_FAILED_INIT);
    co_await transfer.finished;
    co_return static_cast<int>(transfer.code);
}

}  // namespace ax::client
