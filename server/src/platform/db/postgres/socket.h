#pragma once

#include "platform/db/postgres/connection.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

namespace ax::db::postgres {

using Descriptor = boost::asio::posix::stream_descriptor;

/// libpq owns the file: it is only lent to the reactor and taken back before libpq may close it.
struct Connection::Socket {
    explicit Socket(runtime::Loop& loop) : descriptor(loop.context()) {}
    Socket(Socket const&) = delete;
    Socket& operator=(Socket const&) = delete;
    ~Socket() { give_back(); }
    void give_back() {
        if (descriptor.is_open())
            descriptor.release();
    }
    Descriptor descriptor;
};

}  // namespace ax::db::postgres
