#pragma once

#include "platform/client/testing.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <string>
#include <vector>

namespace ax::mail::testing {

/// An SMTP server on loopback that answers as told and remembers what it heard.
class SmtpPeer {
public:
    struct Answers {
        std::string greeting = "220 peer ESMTP";
        std::string hello = "250-peer\r\n250 AUTH PLAIN LOGIN";
        std::string auth = "235 ok";
        std::string from = "250 ok";
        std::string recipient = "250 ok";
        std::string data = "354 go on";
        std::string message = "250 queued";  // "hang": never
        bool hangs_at_quit = false;
        bool closes_after_mail = false;  // with a 421, as servers do that had to wait
    };

    SmtpPeer() : SmtpPeer(Answers{}) {}
    explicit SmtpPeer(Answers answers)
        : answers_(std::move(answers)), peer_([this](client::testing::Connection& c) { serve(c); }) {}

    [[nodiscard]] std::uint16_t port() const { return peer_.port(); }
    void set(Answers answers) {
        std::lock_guard const lock(mutex_);
        answers_ = std::move(answers);
    }
    [[nodiscard]] std::vector<std::string> commands() const {
        std::lock_guard const lock(mutex_);
        return commands_;
    }
    /// Waits for it, because it comes on another thread. False: not within 20 s.
    [[nodiscard]] bool hears(std::string_view command) {
        std::unique_lock lock(mutex_);
        return heard_.wait_for(lock, std::chrono::seconds{20},
                               [&] { return std::ranges::find(commands_, command) != commands_.end(); });
    }
    /// Accepted or not; without the final dot, dots unstuffed.
    [[nodiscard]] std::vector<std::string> messages() const {
        std::lock_guard const lock(mutex_);
        return messages_;
    }

private:
    void serve(client::testing::Connection& connection) {
        auto const say = [&](std::string const& text) { connection.write(text + "\r\n"); };
        Answers const answers = current();
        say(answers.greeting);
        while (true) {
            std::string const command = connection.line();
            remember(command);
            if (command.starts_with("EHLO"))
                say(answers.hello);
            else if (command.starts_with("AUTH"))
                sign_in(connection, command, answers);
            else if (command.starts_with("MAIL"))
                say(answers.from);
            else if (command.starts_with("RCPT"))
                say(answers.recipient);
            else if (command.starts_with("DATA")) {
                say(answers.data);
                if (answers.data.starts_with("354"))
                    take_message(connection, answers);
                if (answers.closes_after_mail) {
                    say("421 4.4.2 idle for too long");
                    return;
                }
            } else if (command.starts_with("QUIT")) {
                if (answers.hangs_at_quit)
                    connection.hang();
                say("221 bye");
                return;
            } else
                say("500 what?");
        }
    }
    void sign_in(client::testing::Connection& connection, std::string const& command,
                 Answers const& answers) {
        for (int steps = command == "AUTH LOGIN" ? 2 : 1; steps > 0; --steps) {
            connection.write("334 \r\n");
            remember(connection.line());
        }
        connection.write(answers.auth + "\r\n");
    }
    void take_message(client::testing::Connection& connection, Answers const& answers) {
        std::string message;
        for (std::string line = connection.line(); line != "."; line = connection.line())
            message += (line.starts_with('.') ? line.substr(1) : line) + "\r\n";
        {
            std::lock_guard const lock(mutex_);
            messages_.push_back(message);
        }
        if (answers.message == "hang")
            connection.hang();
        connection.write(answers.message + "\r\n");
    }
    Answers current() {
        std::lock_guard const lock(mutex_);
        return answers_;
    }
    void remember(std::string const& command) {
        {
            std::lock_guard const lock(mutex_);
            commands_.push_back(command);
        }
        heard_.notify_all();
    }

    mutable std::mutex mutex_;
    std::condition_variable heard_;
    Answers answers_;
    std::vector<std::string> commands_;
    std::vector<std::string> messages_;
    client::testing::Peer peer_;  // last: its threads use the rest
};

}  // namespace ax::mail::testing
