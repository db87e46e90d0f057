#include "base/local_time.h"
#include "base/text.h"
#include "contract/json_writer.h"
#include "features/sandbox/page.h"
#include "features/sandbox/sandbox.h"

#include <charconv>

#include <fmt/format.h>

/// The mailbox: everything that would have been sent.
namespace ax::sandbox {
namespace {

constexpr std::string_view kMail = "/sandbox/mail/";
std::string const kNoCalendar;

http::Response no_such_mail() {
    return page("No such mail", R"(<h1>No such mail</h1><p><a href="/sandbox/mail/">All mails</a></p>)", 404);
}

}  // namespace

void Sandbox::bind_mail(api::Router& router) {
    using contract::Verb;
    constexpr contract::PerMinute kMany{6000};
    router.raw({Verb::get, "/sandbox/mail/", "sandbox.mails", "Sandbox: the mailbox", kMany},
               [this](api::Call& call) { return mail_list(call); });
    router.raw({Verb::get, "/sandbox/mail.json", "sandbox.mailsJson", "Sandbox: the mailbox as JSON", kMany},
               [this](api::Call& call) { return mail_json(call); });
    router.raw({Verb::get, "/sandbox/mail/*", "sandbox.mail", "Sandbox: one mail", kMany},
               [this](api::Call& call) { return mail_page(call); });
}

Task<http::Response> Sandbox::mail_list(api::Call& call) {
    auto const to = form_value(call.request.query, "to");
    std::string rows;
    for (auto const& kept : co_await p_.mails.list(to))
        rows += fmt::format(
            R"(<li><a href="/sandbox/mail/{}/">{}</a><br><span class="soft">to {} · {}</span></li>)", kept.id,
            to_markup(kept.mail.subject), to_markup(kept.mail.to_address), local_text(kept.sent_at, "UTC"));
    if (rows.empty())
        rows = "<li>No mail yet. Sign up or book a session, then reload.</li>";
    co_return page(
        "Mailbox",
        fmt::format(
            R"(<h1>Mailbox</h1><p class="soft">What would have been sent, newest first.</p>)"
            R"(<form method="get"><label for="to">To address</label><input id="to" name="to" type="email" value="{}">)"
            R"(<button class="main">Filter</button></form><ul>{}</ul>)",
            to_markup(to), rows));
}

Task<http::Response> Sandbox::mail_json(api::Call& call) {
    http::Response response;
    contract::JsonWriter json(response.body);
    json.begin_object();
    json.key("items");
    json.begin_array();
    for (auto const& kept : co_await p_.mails.list(form_value(call.request.query, "to"))) {
        json.begin_object();
        json.key("id");
        json.integer(kept.id);
        for (auto const& [name, text] :
             {std::pair<std::string_view, std::string const&>{"to", kept.mail.to_address},
              {"subject", kept.mail.subject},
              {"text", kept.mail.text},
              {"calendar", kept.mail.calendar ? kept.mail.calendar->text : kNoCalendar}}) {
            json.key(name);
            json.string(text);
        }
        json.end_object();
    }
    json.end_array();
    json.end_object();
    co_return response;
}

Task<http::Response> Sandbox::mail_page(api::Call& call) {
    auto rest = call.request.path.substr(kMail.size());
    std::int64_t id = 0;
    auto const read = std::from_chars(rest.data(), rest.data() + rest.size(), id);
    rest.remove_prefix(static_cast<std::size_t>(read.ptr - rest.data()));
    auto const kept = read.ec == std::errc{} ? co_await p_.mails.find(id) : std::nullopt;
    if (!kept)
        co_return no_such_mail();
    if (rest == "/html" || rest == "/html/") {
        // A mail brings its own inline style and may bring anything else: it gets a page with no rights at
        // all.
        http::Response response{.body = kept->mail.html, .content_type = "text/html; charset=utf-8"};
        response.add(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
            "frame-ancestors 'none'; sandbox allow-popups allow-popups-to-escape-sandbox "
            "allow-top-navigation-by-user-activation");
        co_return response;
    }
    auto const calendar = kept->mail.calendar
                              ? fmt::format(R"(<h2>For calendars</h2><div class="card"><pre>{}</pre></div>)",
                                            to_markup(kept->mail.calendar->text))
                              : std::string{};
    co_return page(
        kept->mail.subject,
        fmt::format(
            R"(<p><a href="/sandbox/mail/">All mails</a></p><h1>{}</h1><p class="soft">to {} &lt;{}&gt; · {}</p>)"
            R"(<div class="card"><pre>{}</pre></div><p><a href="/sandbox/mail/{}/html">As HTML</a></p>{})",
            to_markup(kept->mail.subject), to_markup(kept->mail.to_name), to_markup(kept->mail.to_address),
            local_text(kept->sent_at, "UTC"), linked_html(kept->mail.text), id, calendar));
}

}  // namespace ax::sandbox
