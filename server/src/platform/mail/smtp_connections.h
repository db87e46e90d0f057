#pragma once

#include "platform/mail/mail.h"

#include <chrono>
#include <mutex>
#include <string>
#include <vector>

using CURL = void;

namespace ax::mail {

/// What a server said to a mail, as far as it was said.
struct SmtpReply {
    int code = 0;               // of the refusal; 0: none
    std::string enhanced = {};  // "5.1.1" (RFC 2034); empty if it gave none
    bool to_recipient = false;  // it is about RCPT
    bool about_mail = false;    // it came after the connection stood: about this mail
};

/// Whether nobody will ever get mail there, as opposed to a full mailbox, a policy, or a bad mail.
[[nodiscard]] bool means_no_such_address(SmtpReply const& reply);

/// Connections to the SMTP server, kept for the mails that follow within half a minute. deliver() blocks;
/// thread-safe, and as many mails may be under way as there are threads.
class SmtpConnections {
public:
    explicit SmtpConnections(MailOptions const& options) : options_(options) {}
    ~SmtpConnections();
    SmtpConnections(SmtpConnections const&) = delete;
    SmtpConnections& operator=(SmtpConnections const&) = delete;

    /// `token`: for XOAUTH2, else empty.
    [[nodiscard]] SendResult deliver(std::string const& to, std::string const& message,
                                     std::string const& token);

private:
    struct Kept {
        CURL* easy = nullptr;
        int mails = 0;
        std::chrono::steady_clock::time_point used = {};
    };
    [[nodiscard]] Kept take();
    void keep(Kept connection);

    MailOptions const& options_;
    std::mutex mutex_;
    std::vector<Kept> idle_;
};

}  // namespace ax::mail
