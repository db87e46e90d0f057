#pragma once

#include "platform/redis/testing.h"

#include <array>
#include <memory>

namespace ax::redis::testing {

/// A master, a replica, three sentinels of which two decide.
class WithSentinels {
public:
    WithSentinels() : replica("replicaof 127.0.0.1 " + std::to_string(master.port())) {
        for (auto& sentinel : sentinels)
            sentinel =
                std::make_unique<Server>("sentinel monitor main 127.0.0.1 " + std::to_string(master.port()) +
                                             " 2\nsentinel down-after-milliseconds main 1000\n"
                                             "sentinel failover-timeout main 3000",
                                         true);
        until("the sentinels know the replica and each other", [this] {
            for (auto const& sentinel : sentinels)
                if (sentinel->ask({"SENTINEL", "REPLICAS", "main"}).items.size() != 1 ||
                    sentinel->ask({"SENTINEL", "SENTINELS", "main"}).items.size() != 2)
                    return false;
            return replica.ask({"INFO", "replication"}).text.find("master_link_status:up") !=
                   std::string::npos;
        });
    }
    [[nodiscard]] std::string url() const {
        std::string out = "redis+sentinel://";
        for (auto const& sentinel : sentinels) out += (out.back() == '/' ? "" : ",") + sentinel->address();
        return out + "/main";
    }

    Server master;
    Server replica;
    std::array<std::unique_ptr<Server>, 3> sentinels;
};

/// Three masters with a replica each.
class OfSix {
public:
    OfSix() {
        for (auto& node : nodes) {
            auto const bus = free_port();
            buses[static_cast<std::size_t>(&node - nodes.data())] = bus;
            node = std::make_unique<Server>("cluster-enabled yes\ncluster-node-timeout 1000\ncluster-port " +
                                            std::to_string(bus));
        }
        constexpr std::array<std::pair<int, int>, 3> kRanges{{{0, 5460}, {5461, 10922}, {10923, 16383}}};
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            nodes[i]->ask({"CLUSTER", "SET-CONFIG-EPOCH", std::to_string(i + 1)});
            if (i < kRanges.size())
                nodes[i]->ask({"CLUSTER", "ADDSLOTSRANGE", std::to_string(kRanges[i].first),
                               std::to_string(kRanges[i].second)});
            if (i > 0)
                nodes[0]->ask({"CLUSTER", "MEET", "127.0.0.1", std::to_string(nodes[i]->port()),
                               std::to_string(buses[i])});
        }
        until("the nodes know each other", [this] { return everywhere("cluster_known_nodes:6"); });
        for (std::size_t i = 3; i < nodes.size(); ++i)
            until("a replica has its master", [&, this] {
                auto const id = nodes[i - 3]->ask({"CLUSTER", "MYID"}).text;
                return nodes[i]->ask({"CLUSTER", "REPLICATE", id}).text == "OK";
            });
        until("the cluster is well", [this] { return everywhere("cluster_state:ok"); });
        for (std::size_t i = 3; i < nodes.size(); ++i)
            until("a replica is up to date", [&, this] {
                return nodes[i]->ask({"INFO", "replication"}).text.find("master_link_status:up") !=
                       std::string::npos;
            });
    }
    [[nodiscard]] std::string url() const {
        return "redis+cluster://" + nodes[0]->address() + "," + nodes[1]->address() + "," +
               nodes[2]->address();
    }
    [[nodiscard]] bool everywhere(std::string_view line) const {
        for (auto const& node : nodes)
            if (node->ask({"CLUSTER", "INFO"}).text.find(line) == std::string::npos)
                return false;
        return true;
    }

    std::array<std::unique_ptr<Server>, 6> nodes;
    std::array<std::uint16_t, 6> buses{};
};

}  // namespace ax::redis::testing
