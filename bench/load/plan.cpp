#include "plan.h"

#include <fstream>
#include <sstream>
#include <stdexcept>

namespace ax::load {

namespace {

std::vector<std::string> split(std::string const& line) {
    std::vector<std::string> fields(1);
    for (char const c : line) {
        if (c == '\t')
            fields.emplace_back();
        else
            fields.back() += c;
    }
    return fields;
}

Role role_of(std::string const& word) {
    if (word == "talk")
        return Role::talk;
    if (word == "listen")
        return Role::listen;
    if (word == "stall")
        return Role::stall;
    throw std::runtime_error("unknown role: " + word);
}

}  // namespace

std::vector<Line> read_plan(std::string const& file) {
    std::ifstream in(file);
    std::vector<Line> plan;
    for (std::string text; std::getline(in, text);) {
        auto fields = split(text);
        if (fields.size() != 7)
            throw std::runtime_error("not seven fields: " + text);
        plan.push_back({.group = std::stoi(fields[0]),
                        .role = role_of(fields[1]),
                        .path = fields[2],
                        .header = fields[3],
                        .greeting = fields[4],
                        .ready = fields[5],
                        .message = fields[6]});
    }
    if (plan.empty())
        throw std::runtime_error("no plan in " + file);
    return plan;
}

}  // namespace ax::load
