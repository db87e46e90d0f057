// Size: the one place where every feature is made, connected and bound; a list that is read from top to
// bottom.

#include "app/application.h"

#include "app/error_reports.h"
#include "app/event_pages.h"
#include "app/file_options.h"
#include "app/letters.h"
#include "app/post_pages.h"
#include "app/redis_of.h"
#include "app/roles.h"
#include "app/storage.h"
#include "app/webhook_ports.h"
#include "features/analytics/analytics.h"
#include "features/attendance/attendance.h"
#include "features/booking/routes.h"
#include "features/busy_times/busy_times.h"
#include "features/calendar/calendar.h"
#include "features/chat/chat.h"
#include "features/community/community.h"
#include "features/conformance/conformance.h"
#include "features/conformance/sockets.h"
#include "features/contact/contact.h"
#include "features/events/events.h"
#include "features/feedback/feedback.h"
#include "features/files/files.h"
#include "features/ledger/ledger.h"
#include "features/newsletter/newsletter.h"
#include "features/notifications/live_news.h"
#include "features/notifications/notifications.h"
#include "features/payments/payments.h"
#include "features/sandbox/sandbox.h"
#include "features/site/site.h"
#include "features/support/support.h"
#include "features/traffic/traffic.h"
#include "features/waitlist/waitlist.h"
#include "features/workspace/workspace.h"
#include "platform/api/answers.h"
#include "platform/api/idempotency.h"
#include "platform/api/limits_in_redis.h"
#include "platform/crypto/hash.h"
#include "platform/mail/bounces.h"
#include "platform/mail/paced_mailer.h"
#include "platform/mail/settings.h"
#include "platform/mail/smtp.h"
#include "platform/telemetry/metrics.h"

#include <fmt/format.h>

namespace ax::app {
namespace {

std::string random_name() {
    std::uint64_t name = 0;
    crypto::fill_random(&name, sizeof name);
    return fmt::format("{:016x}", name);
}

api::Answers::Options answer_options(config::Values const& settings) {
    bool const replicas = !settings.list("AX_DATABASE_REPLICAS").empty();
    return {.bytes = static_cast<std::size_t>(settings.integer("AX_CACHE_MB")) * 1024 * 1024,
            .replica_lag = milliseconds{replicas ? settings.integer("AX_DATABASE_REPLICA_LAG_MS") : 0}};
}

metrics::Counter& sign_ups(std::string_view role) {
    return metrics::counter("sign_ups_total", "Accounts made, by what their owner is", {{"role", role}});
}

constexpr std::string_view kPurge = "purge";  // a topic: who says it, and the tables that were changed

/// One account, its profiles: auth asks, students and mentors make them.
class ProfilesOfFeatures final : public auth::Profiles {
public:
    ProfilesOfFeatures(students::Students const& students, mentors::Mentors const& mentors)
        : students_(students), mentors_(mentors) {}
    Task<StudentId> create_student(db::Tx& tx, AccountId account) override {
        tx.on_commit([this] { new_students_.add(); });
        return students_.create(tx, account);
    }
    Task<MentorId> create_mentor(db::Tx& tx, AccountId account) override {
        tx.on_commit([this] { new_mentors_.add(); });
        return mentors_.create(tx, account);
    }
    Task<auth::Approval> approval(db::Executor& on, MentorId mentor) override {
        return mentors_.approval(on, mentor);
    }

private:
    students::Students const& students_;
    mentors::Mentors const& mentors_;
    metrics::Counter& new_students_ = sign_ups("student");
    metrics::Counter& new_mentors_ = sign_ups("mentor");
};

payments::Options payment_options(config::Values const& settings, std::string const& self_url) {
    payments::Options options{
        .key_id = settings.text("AX_RAZORPAY_KEY_ID"),
        .key_secret = settings.text("AX_RAZORPAY_KEY_SECRET"),
        .webhook_secret = settings.text("AX_RAZORPAY_WEBHOOK_SECRET"),
        .webhook_secret_old = settings.text("AX_RAZORPAY_WEBHOOK_SECRET_OLD"),
        .gateway_url = settings.text("AX_RAZORPAY_URL"),
        .sandbox = !settings.is_set("AX_RAZORPAY_KEY_ID"),
        .reconcile_after = seconds{settings.integer("AX_RECONCILE_SECONDS")},
        .commission_basis_points = static_cast<int>(settings.integer("AX_COMMISSION_BASIS_POINTS")),
    };
    if (options.sandbox) {
        options.key_id = sandbox::kKeyId;
        options.key_secret = sandbox::kKeySecret;
        options.webhook_secret = sandbox::kWebhookSecret;
        options.gateway_url = self_url + "/sandbox/razorpay";
    }
    return options;
}

notifications::PushOptions push_options(config::Values const& settings, mail::MailOptions const& mail) {
    auto const own = mail.base_url.starts_with("https://") ? mail.base_url : "mailto:" + mail.from_address;
    return {.private_key = settings.text("AX_VAPID_PRIVATE_KEY"),
            .subject = settings.is_set("AX_VAPID_SUBJECT") ? settings.text("AX_VAPID_SUBJECT") : own,
            .allow_loopback = settings.boolean("AX_LOOPBACK_URLS")};
}

}  // namespace

std::string base_url(config::Values const& settings) {
    if (settings.is_set("AX_BASE_URL")) {
        auto url = settings.text("AX_BASE_URL");
        while (url.ends_with('/')) url.pop_back();
        return url;
    }
    return (settings.is_set("AX_TLS_CERTIFICATE") ? "https://" : "http://") + settings.text("AX_LISTEN");
}

bool is_test_mode(config::Values const& settings) {
    return !settings.production() &&
           (!settings.is_set("AX_RAZORPAY_KEY_ID") || !settings.is_set("AX_SMTP_HOST"));
}

struct Application::Features {
    Parts parts;
    std::string redis_prefix;
    std::unique_ptr<redis::Client> redis;
    std::unique_ptr<bus::RedisBus> bus_of_many;
    bus::LocalBus bus_of_one;
    bus::Bus& bus;
    Storage storage;
    jobs::Listeners listeners;
    jobs::Outbox outbox;
    mail::MailOptions mail;
    mail::Templates templates;
    mail::CaptureMailer captured;
    std::unique_ptr<mail::SmtpMailer> smtp;
    mail::PacedMailer paced;
    mail::BounceList bounces;
    mail::BounceGuard guarded;
    mail::BounceGuard guarded_asked;
    notifications::LoggedMailer mailer;
    notifications::LoggedMailer asked_mailer;  // for mails that somebody just asked for
    mail::Queue mails;

    std::unique_ptr<api::LimitsInRedis> shared_limits;
    api::TokenBuckets limiter;
    api::Answers answers;
    std::string const purger = random_name();  // our name on the bus
    bus::Subscription purges;

    auth::Accounts accounts;  // stateless: the same rows as auth's own
    analytics::Visits visits;
    traffic::Traffic traffic;
    mentors::Mentors mentors;
    students::Students students;
    ProfilesOfFeatures profiles;
    ProfilesForWebhooks told_profiles;
    auth::Auth auth;
    realtime::Realtime realtime;
    notifications::LiveNews live_news;
    availability::Availabilities availability;
    booking::Service bookings;
    files::Files uploads;
    waitlist::Waitlist waitlist;
    busy_times::BusyTimes busy_times;
    chat::Chat chat;
    support::Support support;
    events::Events events;
    calendar::Calendars calendars;
    community::Community community;
    ledger::Ledger ledger;
    attendance::Service attendance;
    feedback::Service feedback;
    workspace::Service workspace;
    analytics::Analytics analytics;
    webhooks::Webhooks webhooks;
    NewsForWebhooks payment_news;
    payments::Payments payments;
    notifications::Feature notifications;
    site::Site site;
    newsletter::Newsletter newsletter;
    contact::Contact contact;
    std::unique_ptr<sandbox::Sandbox> sandbox;
    std::unique_ptr<conformance::Sockets> conformance_sockets;

    api::DatabaseIdempotency idempotency;
    std::unique_ptr<api::Authenticator> request_authenticator;
    api::Router router;
    jobs::Runner runner;

    explicit Features(Parts const& p)
        : parts(p),
          redis_prefix(p.settings.text("AX_REDIS_PREFIX")),
          redis(redis_client(p.settings)),
          bus_of_many(shared_bus(redis.get(), redis_prefix)),
          bus(bus_of_many ? static_cast<bus::Bus&>(*bus_of_many) : bus_of_one),
          storage(p.settings, p.clock, p.client, p.db),
          outbox(p.clock, listeners),
          mail(mail::options_of(p.settings, base_url(p.settings))),
          templates(all_letters(), template_options(p.settings)),
          captured(p.db, p.clock),
          smtp(mail.host.empty() ? nullptr : std::make_unique<mail::SmtpMailer>(mail, p.clock, &p.client)),
          paced(smtp ? static_cast<mail::Mailer&>(*smtp) : captured, mail.pace, p.clock),
          bounces(p.db, p.clock),
          guarded(paced, bounces, false),
          guarded_asked(paced, bounces, true),
          mailer(p.db, p.clock, accounts, guarded),
          asked_mailer(p.db, p.clock, accounts, guarded_asked),
          mails(outbox, mail),
          shared_limits(redis ? std::make_unique<api::LimitsInRedis>(*redis, redis_prefix) : nullptr),
          limiter(p.clock, rate_limit_factor(p.settings)),
          answers(p.db, p.clock, answer_options(p.settings)),
          visits({p.db, p.clock}),
          traffic({p.db, p.clock}, {.on = p.settings.boolean("AX_TRAFFIC")}),
          mentors({p.db, p.clock, outbox, accounts, &visits}),
          students({p.db, p.clock, accounts, mentors}),
          profiles(students, mentors),
          told_profiles(profiles, webhooks),
          auth({p.db, p.clock, p.hasher, outbox, asked_mailer, templates, told_profiles, device_news(),
                &p.client},
               {.secret = p.settings.text("AX_SECRET"),
                .base_url = mail.base_url,
                .providers = auth::providers_of(p.settings)}),
          realtime({p.db, p.clock, bus, auth.authenticator(), limiter, accounts, redis.get()},
                   {.origins = p.settings.list("AX_CORS_ORIGINS"), .redis_prefix = redis_prefix}),
          live_news(realtime),
          availability({p.db, p.clock, outbox, mentors}),
          bookings({p.db, outbox, p.clock, mentors, students, availability, &live_news}, policy(p.settings)),
          uploads({p.db, p.clock, storage.pool(), accounts, mentors, bookings, storage.pictures(),
                   storage.documents(), storage.quarantine(), outbox, storage.links(), storage.media()},
                  file_options(p.settings)),
          waitlist({p.db, p.clock, outbox, mentors, availability, bookings, templates}),
          busy_times({p.db, p.clock, outbox, p.client, mentors, availability},
                     {.loopback = p.settings.boolean("AX_LOOPBACK_URLS"), .base_url = mail.base_url}),
          chat({p.db, p.clock, bus, auth.authenticator(), limiter, realtime, accounts, mentors, students,
                bookings, storage.pool(), storage.attachments(), storage.quarantine(), storage.links(),
                uploads.resumable(), storage.media()},
               chat_options(p.settings)),
          support({p.db, p.clock, realtime, chat, accounts, mails, templates}, {.base_url = mail.base_url}),
          events({p.db, p.clock, outbox, accounts, mentors, uploads, templates}, {.base_url = mail.base_url}),
          calendars({p.db, p.clock, bookings, events}, calendar_options()),
          community({p.db, p.clock, outbox, accounts}),
          ledger({p.db, p.clock, accounts}),
          attendance(
              {p.db, p.clock, outbox, bookings, ledger},
              {.secret = p.settings.text("AX_SECRET"), .meeting_url = p.settings.text("AX_MEETING_URL")}),
          feedback({p.db, p.clock, outbox, bookings, mentors, accounts}),
          workspace({p.db, p.clock, realtime, accounts, mentors, students, bookings, attendance, feedback}),
          analytics({p.db, p.clock, accounts, mentors}),
          webhooks(
              {p.db, p.clock, outbox, p.client, bookings},
              {.secret = p.settings.text("AX_SECRET"), .loopback = p.settings.boolean("AX_LOOPBACK_URLS")}),
          payment_news(live_news, webhooks),
          payments({p.db, p.clock, outbox, p.client, bookings, ledger, accounts, &payment_news},
                   payment_options(p.settings, p.self_url)),
          notifications(
              {p.db, p.clock, mails, templates, accounts, bookings, realtime.stream(), outbox, p.client},
              {.base_url = mail.base_url,
               .secret = p.settings.text("AX_SECRET"),
               .calendar = calendar_options(),
               .push = push_options(p.settings, mail)}),
          site({p.db, p.clock, mentors, students, bookings, realtime},
               {.version = kVersion,
                .process = process_name(),
                .test_mode = is_test_mode(p.settings),
                .hold_seconds = p.settings.integer("AX_HOLD_SECONDS"),
                .free_cancellation_hours = p.settings.integer("AX_FREE_CANCELLATION_HOURS"),
                .metrics_token = p.settings.text("AX_METRICS_TOKEN"),
                .base_url = mail.base_url,
                .scanner_up = storage.quarantine().up(),
                .bus_up = bus_up(),
                .data = p.settings.text("AX_DATA"),
                .store_up = storage.up(),
                .sends_mail = smtp != nullptr,
                .error_reports = browser_reports(p.settings),
                .traffic = p.settings.boolean("AX_TRAFFIC"),
                .debug_toolbar = p.settings.boolean("AX_DEBUG_TOOLBAR")}),
          newsletter({p.db, p.clock, outbox, asked_mailer, templates},
                     {.secret = p.settings.text("AX_SECRET"), .base_url = mail.base_url}),
          contact({p.db, p.clock, accounts, outbox, mails, templates}, {.base_url = mail.base_url}),
          idempotency(p.db, p.clock),
          request_authenticator(auth.with_api_tokens(realtime.noting_authenticator())),
          router({*request_authenticator, idempotency, limiter, &answers}),
          runner(p.db, p.clock, listeners, {.share = Roles(p.settings).share()}) {
        if (shared_limits)
            limiter.share(*shared_limits);
        if (is_test_mode(p.settings))
            sandbox = std::make_unique<sandbox::Sandbox>(
                sandbox::Sandbox::Ports{p.db, p.clock, outbox, p.client, captured}, sandbox_options(p));
        add_event_pages(site.pages(), events, base_url(p.settings));
        add_post_pages(site.pages(), community, base_url(p.settings));
        listen();
        bind();
        answers.start([this](std::string_view tables) {
            if (bus_of_many)
                bus.publish(kPurge,
                            std::make_shared<std::string const>(fmt::format("{} {}", purger, tables)));
        });
    }

    // What we publish comes back, too, but what is kept here has gone by then.
    void hear_purges() {
        purges = bus.subscribe(kPurge, [this](bus::Payload const& payload) {
            if (bus::is_gap(*payload))
                answers.purge_all();
            else if (!payload->starts_with(purger))
                answers.purge(*payload);
        });
    }

    [[nodiscard]] std::function<bool()> bus_up() const {
        if (!bus_of_many)
            return {};
        return [this] { return bus_of_many->up(); };
    }

    // Suites and benchmarks are to measure the stack, not the limiter.
    static double rate_limit_factor(config::Values const& settings) {
        return settings.boolean("AX_CONFORMANCE")
                   ? 0
                   : static_cast<double>(settings.integer("AX_RATE_LIMIT_PERCENT")) / 100;
    }

    static conformance::Options conformance_options(config::Values const& settings) {
        return {.ping_interval = milliseconds{settings.integer("AX_SOCKET_PING_INTERVAL_MS")},
                .ping_timeout = milliseconds{settings.integer("AX_SOCKET_PING_TIMEOUT_MS")},
                .connect_timeout = milliseconds{settings.integer("AX_SOCKET_CONNECT_TIMEOUT_MS")},
                .max_payload = static_cast<std::size_t>(settings.integer("AX_SOCKET_MAX_PAYLOAD")),
                .recovery = milliseconds{settings.integer("AX_SOCKET_RECOVERY_MS")}};
    }

    std::function<void(DeviceId, auth::DeviceNews)> device_news() {
        return [this](DeviceId device, auth::DeviceNews news) { realtime::tell_device(bus, device, news); };
    }

    [[nodiscard]] calendar::Options calendar_options() const {
        return {.base_url = mail.base_url, .organizer_email = mail.from_address};
    }

    static booking::Policy policy(config::Values const& settings) {
        return {.hold = seconds{settings.integer("AX_HOLD_SECONDS")},
                .free_cancellation = hours{settings.integer("AX_FREE_CANCELLATION_HOURS")}};
    }

    static sandbox::Options sandbox_options(Parts const& p) {
        return {.webhook_url = p.self_url + "/api/v1/payments/razorpay/webhook/",
                .webhook_delay = milliseconds{p.settings.integer("AX_SANDBOX_WEBHOOK_DELAY_MS")},
                .webhook_copies = static_cast<int>(p.settings.integer("AX_SANDBOX_WEBHOOK_COPIES"))};
    }

    void listen() {
        auth.listen(listeners);
        realtime.listen(listeners);
        mentors.listen(listeners);
        booking::listen(listeners, bookings);
        uploads.listen(listeners);
        waitlist.listen(listeners);
        busy_times.listen(listeners);
        chat.listen(listeners);
        events.listen(listeners);
        attendance.listen(listeners);
        analytics.listen(listeners);
        traffic.listen(listeners);
        community.listen(listeners);
        payments.listen(listeners);
        webhooks.listen(listeners);
        notifications.listen(listeners);
        newsletter.listen(listeners);
        contact.listen(listeners);
        mail::Queue::subscribe(listeners, mailer);
        if (sandbox)
            sandbox->listen(listeners);
        listeners.every("api.idempotency_purge", hours{1}, [this] { return idempotency.purge(); });
    }

    void bind() {
        site.bind(router);
        auth.bind(router);
        realtime.bind(router);
        students.bind(router);
        mentors.bind(router);
        availability.bind(router);
        booking::bind(router, bookings);
        uploads.bind(router);
        waitlist.bind(router);
        busy_times.bind(router);
        chat.bind(router);
        support.bind(router);
        events.bind(router);
        calendars.bind(router);
        community.bind(router);
        payments.bind(router);
        webhooks.bind(router);
        ledger.bind(router);
        attendance.bind(router);
        feedback.bind(router);
        workspace.bind(router);
        analytics.bind(router);
        traffic.bind(router);
        notifications.bind(router);
        newsletter.bind(router);
        contact.bind(router);
        if (sandbox)
            sandbox->bind(router);
        if (parts.settings.boolean("AX_CONFORMANCE")) {
            auto const options = conformance_options(parts.settings);
            conformance::bind_echo(router, bus, options);
            conformance_sockets = std::make_unique<conformance::Sockets>(bus, options);
            conformance_sockets->bind(router);  // in place of the product's Socket.IO
        }
        site.bind_documents(router);
    }
};

Application::Application(Parts parts) : features_(std::make_unique<Features>(parts)) {}
Application::~Application() = default;

api::Router& Application::router() noexcept { return features_->router; }
jobs::Runner& Application::runner() noexcept { return features_->runner; }
void Application::join(runtime::Loop& loop) {
    if (!features_->bus_of_many)
        return;
    features_->bus_of_many->start(loop);
    features_->hear_purges();
}
void Application::part() {
    features_->purges.reset();
    if (features_->bus_of_many)
        features_->bus_of_many->stop();
}
void Application::say_draining() { features_->site.say_draining(); }
void Application::drain(Duration over) {
    features_->realtime.drain(over);
    if (features_->conformance_sockets)
        features_->conformance_sockets->drain(over);
}
void Application::end_watching() {
    features_->site.maintenance().stop();
    features_->visits.stop();
    features_->traffic.stop();
}
Task<void> Application::end_claims_of_the_dead() {
    co_await features_->runner.end_leases_of_the_dead();
    co_await features_->idempotency.end_claims_of_the_dead();
}
auth::Auth& Application::auth() noexcept { return features_->auth; }
realtime::Realtime& Application::realtime() noexcept { return features_->realtime; }
students::Students& Application::students() noexcept { return features_->students; }
mentors::Mentors& Application::mentors() noexcept { return features_->mentors; }
availability::Availabilities& Application::availability() noexcept { return features_->availability; }
booking::Service& Application::bookings() noexcept { return features_->bookings; }
payments::Payments& Application::payments() noexcept { return features_->payments; }
analytics::Analytics& Application::analytics() noexcept { return features_->analytics; }
analytics::Visits& Application::visits() noexcept { return features_->visits; }
traffic::Traffic& Application::traffic() noexcept { return features_->traffic; }
attendance::Service& Application::attendance() noexcept { return features_->attendance; }
feedback::Service& Application::feedback() noexcept { return features_->feedback; }
files::Files& Application::files() noexcept { return features_->uploads; }
workspace::Service& Application::workspace() noexcept { return features_->workspace; }
site::Site& Application::site() noexcept { return features_->site; }
newsletter::Newsletter& Application::newsletter() noexcept { return features_->newsletter; }
support::Support& Application::support() noexcept { return features_->support; }
notifications::Feature& Application::notifications() noexcept { return features_->notifications; }
community::Community& Application::community() noexcept { return features_->community; }
chat::Chat& Application::chat() noexcept { return features_->chat; }
calendar::Calendars& Application::calendars() noexcept { return features_->calendars; }
events::Events& Application::events() noexcept { return features_->events; }
ledger::Ledger& Application::ledger() noexcept { return features_->ledger; }
waitlist::Waitlist& Application::waitlist() noexcept { return features_->waitlist; }
busy_times::BusyTimes& Application::busy_times() noexcept { return features_->busy_times; }
mail::CaptureMailer& Application::captured_mails() noexcept { return features_->captured; }
webhooks::Webhooks& Application::webhooks() noexcept { return features_->webhooks; }
mail::BounceList& Application::bounces() noexcept { return features_->bounces; }

}  // namespace ax::app
