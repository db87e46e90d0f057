#pragma once

#include "features/operations/dns.h"
#include "features/operations/doctor.h"

namespace ax::operations {

/// `AspireX <no-reply@mentors.example>` -> `mentors.example`; empty without one.
[[nodiscard]] std::string sender_domain(std::string_view from);

/// Whether it can be connected to and greets; over implicit TLS only the former. Blocks, at most five
/// seconds.
[[nodiscard]] Check check_mail_server(std::string const& host, std::uint16_t port, bool implicit_tls);

/// MX, SPF, DKIM and DMARC, without which mail ends up as spam. Blocks; ends with the first look-up that
/// nobody answers.
[[nodiscard]] Checks check_mail_domain(std::string const& domain, std::string const& dkim_selector,
                                       DnsServer const& server);

/// Whether that key is published, and no other. Blocks.
[[nodiscard]] Check check_dkim_record(DkimRecord const& wanted, DnsServer const& server);

}  // namespace ax::operations
