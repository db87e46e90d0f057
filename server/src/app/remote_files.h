#pragma once

#include "features/operations/place.h"
#include "platform/blobs/open_bucket.h"
#include "platform/runtime/loop.h"

#include <future>
#include <memory>
#include <thread>

namespace ax::app {

/// A bucket for commands, which block: asked on a loop and a thread of its own.
class RemoteBucket final : public operations::RemoteFiles {
public:
    explicit RemoteBucket(blobs::BucketOptions options)
        : bucket_(blobs::open_bucket(client_, clock_, std::move(options))),
          thread_([this] { loop_.run(); }) {}
    ~RemoteBucket() override {
        loop_.stop();
        thread_.join();
    }
    RemoteBucket(RemoteBucket const&) = delete;
    RemoteBucket& operator=(RemoteBucket const&) = delete;

    [[nodiscard]] std::optional<std::int64_t> size(std::string const& name) override {
        return wait(bucket_->size(name));
    }
    [[nodiscard]] std::shared_ptr<std::string const> get(std::string const& name) override {
        return wait(bucket_->get(name));
    }
    void put(std::string const& name, std::string_view bytes) override { (void)wait(put_now(name, bytes)); }

private:
    Task<bool> put_now(std::string const& name, std::string_view bytes) {
        co_await bucket_->put(name, bytes);
        co_return true;
    }
    template <class T>
    T wait(Task<T> task) {
        std::promise<T> promise;
        loop_.post([&] {
            start(std::move(task), [&](std::exception_ptr failure, T* value) {
                failure ? promise.set_exception(failure) : promise.set_value(std::move(*value));
            });
        });
        return promise.get_future().get();
    }

    SystemClock clock_;
    runtime::Loop loop_;
    client::Client client_;
    std::unique_ptr<blobs::Bucket> bucket_;
    std::thread thread_;
};

}  // namespace ax::app
