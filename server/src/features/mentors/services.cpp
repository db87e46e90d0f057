#include "base/fold.h"
#include "base/text.h"
#include "features/mentors/model.h"
#include "features/mentors/profiles.h"
#include "features/mentors/service_store.h"

namespace ax::mentors {
namespace {

constexpr std::size_t kMostServices = 30;

std::unexpected<Error> unknown_service() { return fail(Code::not_found, "mentors.service_not_found"); }

}  // namespace

Task<Result<Services>> Profiles::services(MentorId id) const {
    co_return Services{co_await service_store::of_mentor(ports_.db, id)};
}

Task<Result<Service>> Profiles::create_service(MentorId id, CreateService wanted) const {
    co_return co_await ports_.db.write(
        [&](db::Tx& tx) -> Task<Result<Service>> { co_return co_await add_service(tx, id, wanted); });
}

Task<Result<Service>> Profiles::add_service(db::Tx& tx, MentorId id, CreateService wanted) const {
    AX_CHECK(check_minutes(wanted.minutes));
    AX_TRY(wanted.title, tidy_line(wanted.title, "title"));
    wanted.description = trimmed(wanted.description);
    Money const price{.amount = wanted.price};
    auto const services = co_await service_store::of_mentor(tx, id);
    // Two that nobody can tell apart are one, and a repeat after a lost answer finds what it made.
    for (auto const& same : services)
        if (same.active && same.title == wanted.title && same.description == wanted.description &&
            same.minutes == wanted.minutes && same.price == price)
            co_return same;
    if (services.size() >= kMostServices)
        co_return fail(Code::conflict, "mentors.too_many_services");
    auto const service = co_await service_store::insert(tx, id, wanted, price.currency, ports_.clock.now());
    co_await times_changed(tx, id);
    co_return Service{service, wanted.title, wanted.description, wanted.minutes, price, true};
}

Task<Result<Service>> Profiles::update_service(MentorId id, UpdateService change) const {
    co_return co_await ports_.db.write(
        [&](db::Tx& tx) -> Task<Result<Service>> { co_return co_await change_service(tx, id, change); });
}

Task<Result<Service>> Profiles::change_service(db::Tx& tx, MentorId id, UpdateService const& change) const {
    auto service = co_await service_store::find(tx, id, change.service);
    if (!service)
        co_return unknown_service();
    AX_CHECK(check_minutes(change.minutes));
    if (change.title) {
        AX_TRY(service->title, tidy_line(*change.title, "title"));
    }
    if (change.description)
        service->description = trimmed(*change.description);
    service->minutes = change.minutes.value_or(service->minutes);
    service->price.amount = change.price.value_or(service->price.amount);
    service->active = change.active.value_or(service->active);
    co_await service_store::save(tx, *service, ports_.clock.now());
    co_await times_changed(tx, id);
    co_return *service;
}

Task<Result<Empty>> Profiles::delete_service(MentorId id, ServiceId service) const {
    co_return co_await ports_.db.write([&](db::Tx& tx) -> Task<Result<Empty>> {
        if (!co_await service_store::archive(tx, id, service, ports_.clock.now()))
            co_return unknown_service();
        co_await times_changed(tx, id);
        co_return Empty{};
    });
}

}  // namespace ax::mentors
