#include "support/test_app.h"

#include "features/payments/payments.h"
#include "features/sandbox/sandbox.h"
#include "platform/api/boundary.h"
#include "platform/db/testing_schema.h"

#include <map>
#include <stdexcept>

#include <fmt/format.h>

namespace ax::testing {
namespace {

constexpr auto kPassword = "lanterns over cold water";

template <class T>
T need(Result<T> result) {
    if (!result)
        throw std::runtime_error("a fixture breaks a rule: " + result.error().reason);
    if constexpr (!std::is_void_v<T>)
        return *std::move(result);
}

availability::Schedule always() {
    availability::Schedule schedule;
    for (int weekday = 1; weekday <= 7; ++weekday) schedule.rules.push_back({weekday, {0, 24 * 60}});
    return schedule;
}

}  // namespace

std::string sign_webhook(std::string_view raw_body) {
    return payments::webhook_signature(raw_body, sandbox::kWebhookSecret);
}

std::string Answer::member(std::string_view name) const {
    auto const key = fmt::format("\"{}\":", name);
    auto from = body.find(key);
    if (from == std::string::npos)
        return {};
    from += key.size();
    if (body[from] == '"')
        return body.substr(from + 1, body.find('"', from + 1) - from - 1);
    return body.substr(from, body.find_first_of(",}]", from) - from);
}

TestApp::TestApp(db::Engine engine) {
    folder_.emplace();
    if (engine == db::Engine::postgres)
        postgres_ = std::make_unique<db::testing::PostgresDatabase>(db::testing::schema_template());
    else
        db::testing::copy_schema(folder_->path / "test.db");
    begin(folder_->path, {.url = postgres_ ? postgres_->url() : folder_->url(), .durable = false});
}

TestApp::TestApp(std::filesystem::path const& folder) {
    auto const file = folder / "test.db";
    if (!std::filesystem::exists(file))
        db::testing::copy_schema(file);
    begin(folder, {.url = "sqlite:" + file.string()});
}

void TestApp::begin(std::filesystem::path const& folder, db::OpenOptions options) {
    auto settings = config::load("", {{"AX_RATE_LIMIT_PERCENT", "0"},
                                      {"AX_MODE", "development"},
                                      {"AX_DATA", folder.string()},
                                      {"AX_LISTEN", "127.0.0.1:9"},
                                      {"AX_LOOPBACK_URLS", "true"},
                                      {"AX_RAZORPAY_KEY_ID", ""},
                                      {"AX_SMTP_HOST", ""}});
    settings_ = need(std::move(settings));
    db_ = db::open(std::move(options));
    client_ = std::make_unique<client::Client>(client::ClientOptions{.guarded_loopback = true});
    // Port 9 is "discard": nobody answers, at once.
    app_ = std::make_unique<app::Application>(app::Application::Parts{.db = *db_,
                                                                      .clock = clock,
                                                                      .hasher = hasher_,
                                                                      .client = *client_,
                                                                      .settings = settings_,
                                                                      .self_url = "http://127.0.0.1:9"});
}

TestApp::~TestApp() {
    loop_.stop();
    app_.reset();
    client_.reset();
    db_.reset();
}

Answer TestApp::call(http::Verb verb, std::string path, std::string json, std::string token,
                     std::string key) {
    auto const header = "Token " + token;
    auto const question = path.find('?');
    http::Request request;
    request.verb = verb;
    request.target = path;
    request.path = std::string_view(path).substr(0, question);
    if (question != std::string::npos)
        request.query = std::string_view(path).substr(question + 1);
    request.body = json;
    request.request_id = "r1";
    request.remote = "127.0.0.1";
    if (!token.empty())
        request.headers.push_back({"authorization", header});
    if (!key.empty())
        request.headers.push_back({"idempotency-key", key});
    if (!json.empty())
        request.headers.push_back({"content-type", "application/json"});
    try {
        auto response = wait(app_->router().handle(request));
        return {response.status, std::string(response.content())};
    } catch (...) {
        auto response = api::response_for(std::current_exception(), request);
        return {response.status, response.body};
    }
}

std::string TestApp::sign_in(std::string const& email) {
    auto const answer =
        post("/api/v1/auth/login/",
             fmt::format(R"({{"identifier":"{}","password":"{}","client":"api"}})", email, kPassword));
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer.member("token");
}

Person TestApp::person(std::string const& name, std::vector<auth::Role> roles, std::string const& zone) {
    Person out;
    out.email = fmt::format("person{}@example.com", ++people_);
    out.account = need(wait(app_->auth().create({.email = out.email,
                                                 .name = name,
                                                 .password = kPassword,
                                                 .roles = std::move(roles),
                                                 .time_zone = zone})));
    auto const known = wait(app_->auth().accounts().find(*db_, out.account)).value();
    out.student = known.student;
    out.mentor = known.mentor;
    out.token = sign_in(out.email);
    out.caller = {.account = out.account,
                  .student = out.student,
                  .mentor = out.mentor,
                  .staff = known.staff,
                  .device = {}};
    return out;
}

Person TestApp::a_student(std::string const& name, std::string const& zone) {
    return person(name, {auth::Role::student}, zone);
}

Person TestApp::a_staff() { return person("Staff", {auth::Role::staff}, "UTC"); }

BookableMentor TestApp::a_mentor(std::string const& name, std::int64_t price) {
    BookableMentor out{person(name, {auth::Role::mentor}, "UTC"), {}};
    out.service = need(write([&](db::Tx& tx) -> Task<Result<ServiceId>> {
        mentors::UpdateMentor profile;
        profile.headline = "Backend engineer";
        profile.about = "Ten years of servers.";
        profile.skills = {"Rust"};
        profile.languages = {"English"};
        AX_CHECK(co_await app_->mentors().update(tx, *out.mentor, profile));
        AX_TRY(
            auto const service,
            co_await app_->mentors().add_service(
                tx, *out.mentor, {.title = "Code review", .description = "", .minutes = 60, .price = price}));
        co_await app_->availability().set(tx, *out.mentor, always());
        AX_CHECK(co_await app_->mentors().approve(tx, *out.mentor));
        co_return service;
    }));
    return out;
}

BookingId TestApp::hold(Person const& student, BookableMentor const& mentor, Instant start) {
    auto const answer = post("/api/v1/bookings/",
                             fmt::format(R"({{"mentor_id":"{}","service_id":{},"start":"{}"}})",
                                         public_id(*mentor.mentor), mentor.service.value, to_iso(start)),
                             student.token);
    EXPECT_EQ(answer.status, 201) << answer.body;
    return answer.status == 201 ? BookingId{std::stoll(answer.member("id"))} : BookingId{};
}

std::string TestApp::order(BookingId booking) {
    // Never looked at by the reconciler: there is no gateway to ask.
    script(fmt::format(
        "INSERT INTO payment_order (booking_id, receipt, gateway_order, amount, currency, created_at, "
        "open, checks, next_check_at) SELECT id, 'b{0}', 'order_{0}', price, currency, {1}, 1, 0, "
        "4102444800000000 FROM booking WHERE id = {0}",
        booking.value, to_micros(clock.now())));
    return fmt::format("order_{}", booking.value);
}

bool TestApp::pay(BookingId booking, std::string const& payment, std::int64_t amount) {
    auto const body = fmt::format(
        R"({{"event":"payment.captured","payload":{{"payment":{{"entity":{{"id":"{}","order_id":"order_{}",)"
        R"("status":"captured","amount":{},"currency":"INR"}}}}}}}})",
        payment, booking.value, amount);
    return wait(app_->payments().webhook(body, sign_webhook(body), "evt_" + payment));
}

std::int64_t TestApp::number(std::string const& sql) {
    // Made for good, once for each text: the list of queries and the statement caches keep pointers.
    struct Kept {
        std::string name;
        std::string text;
        db::Query query{name.c_str(), text.c_str()};
    };
    static std::map<std::string, std::unique_ptr<Kept>> kept;
    auto& one = kept[sql];
    if (!one)
        one.reset(new Kept{fmt::format("test.number_{}", kept.size()), sql});
    auto const* const query = &one->query;
    auto const row = wait(db_->one(*query));
    return row ? row->template get<std::int64_t>(0) : 0;
}

std::string TestApp::violates(std::string const& sql) {
    try {
        script(sql);
    } catch (db::ViolationError const& error) {
        return error.violation.name;
    }
    return {};
}

void TestApp::script(std::string const& sql) {
    write([&](db::Tx& tx) -> Task<bool> {
        co_await tx.script(sql);
        co_return true;
    });
}

Instant TestApp::at(int day, int hour, int minute) {
    return parse_iso("2026-11-22T00:00:00Z").value() + days{day} + hours{hour} + minutes{minute};
}

void AppTest::SetUp() {
    if (GetParam() == db::Engine::postgres && db::testing::postgres_missing())
        GTEST_SKIP() << "no PostgreSQL: set AX_TEST_POSTGRES";
    app = std::make_unique<TestApp>(GetParam());
}

}  // namespace ax::testing
