#include "app/demo_ports.h"

#include "features/booking/service.h"

namespace ax::app {

demo::Ports demo_ports(Host& host, config::Values const& settings) {
    auto& app = host.app();
    return {.db = host.db(),
            .auth = app.auth(),
            .mentors = app.mentors(),
            .availability = app.availability(),
            .hasher = host.hasher(),
            .chat = app.chat(),
            .events = app.events(),
            .community = app.community(),
            .students = app.students(),
            .bookings = app.bookings(),
            .ledger = app.ledger(),
            .feedback = app.feedback(),
            .commission_basis_points = static_cast<int>(settings.integer("AX_COMMISSION_BASIS_POINTS"))};
}

}  // namespace ax::app
