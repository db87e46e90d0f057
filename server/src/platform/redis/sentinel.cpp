#include "platform/redis/sentinel.h"

#include <charconv>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

namespace ax::redis {
namespace {

using Kind = Reply::Kind;

constexpr auto kAnswerWithin = milliseconds{1000};
constexpr std::string_view kMoved = "+switch-master";

std::optional<Address> address_in(Answer const& answer) {
    if (!answer || !answer->is(Kind::list) || answer->items.size() != 2)
        return std::nullopt;
    auto const& port = answer->items[1].text;
    Address out{.host = answer->items[0].text, .port = 0};
    std::from_chars(port.data(), port.data() + port.size(), out.port);
    return out.host.empty() || out.port == 0 ? std::nullopt : std::optional(out);
}

}  // namespace

/// One sentinel is asked, over a connection of its own: it happens only where a master was lost.
class Sentinels::Question final : public Connection::Owner {
public:
    using Done = std::move_only_function<void(std::optional<Address>)>;
    Question(runtime::Loop& loop, Connection::Settings settings, std::string master, Done done)
        : master_(std::move(master)),
          done_(std::move(done)),
          connection_(std::make_shared<Connection>(loop, std::move(settings), *this)) {}
    ~Question() override { connection_->close(); }
    void begin() { connection_->open(); }

private:
    void on_ready() override {
        connection_->send(command({"SENTINEL", "GET-MASTER-ADDR-BY-NAME", master_}),
                          SteadyClock::now() + kAnswerWithin,
                          [this](Answer const& answer) { end(address_in(answer)); });
    }
    void on_news(Reply&&) override {}
    void on_closed(std::string_view) override { end(std::nullopt); }
    void end(std::optional<Address> found) {
        if (auto done = std::exchange(done_, {}))
            done(std::move(found));
    }

    std::string master_;
    Done done_;
    std::shared_ptr<Connection> connection_;
};

void Sentinels::locate(std::function<void(std::expected<Address, std::string>)> found) {
    ask(0, std::move(found));
}

void Sentinels::ask(std::size_t tried, std::function<void(std::expected<Address, std::string>)> found) {
    if (tried == settings_.addresses.size())
        return found(std::unexpected("no sentinel knows the master"));
    auto settings = settings_.connection;
    settings.address = settings_.addresses[next_ % settings_.addresses.size()];
    auto const slot = std::make_shared<Question*>(nullptr);
    auto question = std::make_shared<Question>(
        loop_, std::move(settings), settings_.master,
        [weak = weak_from_this(), slot, tried, found = std::move(found)](std::optional<Address> address) {
            auto const self = weak.lock();
            if (!self)
                return;
            // It goes once it has returned from here.
            if (auto const gone = self->open_.extract(*slot); !gone.empty())
                self->loop_.post([question = gone.mapped()] {});
            if (address)
                return found(std::move(*address));
            ++self->next_;
            self->ask(tried + 1, found);
        });
    *slot = question.get();
    auto* const raw = question.get();
    open_.emplace(raw, std::move(question));
    raw->begin();
}

struct SentinelWatch::Timer {
    boost::asio::steady_timer timer;
};

SentinelWatch::SentinelWatch(runtime::Loop& loop, Sentinels::Settings settings, std::function<void()> moved)
    : loop_(loop),
      settings_(std::move(settings)),
      moved_(std::move(moved)),
      timer_(new Timer{boost::asio::steady_timer(loop.context())}) {}

SentinelWatch::~SentinelWatch() { stop(); }

void SentinelWatch::start() {
    auto settings = settings_.connection;
    settings.address = settings_.addresses[next_++ % settings_.addresses.size()];
    connection_ = std::make_shared<Connection>(loop_, std::move(settings), *this);
    connection_->open();
}

void SentinelWatch::stop() {
    timer_->timer.cancel();
    if (auto const connection = std::exchange(connection_, nullptr))
        connection->close();
}

void SentinelWatch::on_ready() {
    backoff_.reset();
    connection_->post(command({"SUBSCRIBE", kMoved}));
}

// `<name> <old host> <old port> <new host> <new port>`
void SentinelWatch::on_news(Reply&& news) {
    if (news.items.size() == 3 && news.items[0].text == "message" && news.items[1].text == kMoved &&
        news.items[2].text.starts_with(settings_.master + " "))
        moved_();
}

void SentinelWatch::on_closed(std::string_view) {
    timer_->timer.expires_after(backoff_.next());
    timer_->timer.async_wait([weak = weak_from_this()](boost::system::error_code error) {
        if (auto const self = weak.lock(); self && !error)
            self->start();
    });
}

}  // namespace ax::redis
