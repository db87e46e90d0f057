#include "contract/document.h"

#include <algorithm>
#include <cctype>

namespace ax::contract {
namespace {

void collect(TypeInfo const& type, std::vector<TypeInfo const*>& into) {
    if (std::ranges::find(into, &type) != into.end())
        return;
    if (type.item != nullptr)
        collect(*type.item(), into);
    for (FieldInfo const& field : type.fields) collect(*field.type(), into);
    if (!type.name.empty() && std::ranges::find(into, &type) == into.end())
        into.push_back(&type);
}

void give_names(TypeUse& use) {
    std::map<std::string_view, std::set<std::string_view>> scopes;
    for (TypeInfo const* const type : use.types) scopes[type->name].insert(type->scope);
    std::map<std::string, TypeInfo const*> taken;
    std::erase_if(use.types, [&](TypeInfo const* type) {
        std::string name(type->name);
        if (scopes[type->name].size() > 1) {
            name = std::string(type->scope) + name;
            name.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(name.front())));
        }
        use.names.emplace(type, name);
        auto const [first, fresh] = taken.emplace(name, type);
        // T, and T that is JSON already, are one.
        if (!fresh && use.in_answers.contains(type))
            use.in_answers.insert(first->second);
        return !fresh;
    });
}

}  // namespace

RequestParts request_parts(EndpointInfo const& endpoint) {
    RequestParts parts;
    for (FieldInfo const& field : endpoint.request->fields) {
        std::string const placeholder = "{" + std::string(field.name) + "}";
        if (endpoint.path.find(placeholder) != std::string_view::npos)
            parts.path.push_back(&field);
        else if (endpoint.verb == Verb::get)
            parts.query.push_back(&field);
        else
            parts.body.push_back(&field);
    }
    return parts;
}

TypeUse types_of(std::span<EndpointInfo const> endpoints, std::span<EventInfo const> events) {
    TypeUse use;
    auto const answer = [&use](TypeInfo const& type) {
        collect(type, use.types);
        std::vector<TypeInfo const*> answered;
        collect(type, answered);
        use.in_answers.insert(answered.begin(), answered.end());
    };
    for (EndpointInfo const& endpoint : endpoints) {
        auto const parts = request_parts(endpoint);
        // Path-only requests have no body or query to name.
        if (!parts.query.empty() || !parts.body.empty())
            collect(*endpoint.request, use.types);
        answer(*endpoint.response);
    }
    for (EventInfo const& event : events) {
        if (event.direction == Direction::to_client)
            answer(*event.payload);
        else
            collect(*event.payload, use.types);
        answer(*event.ack);
    }
    std::erase_if(use.types, [](TypeInfo const* type) { return type->name == "Empty"; });
    give_names(use);
    return use;
}

std::string TypeUse::name(TypeInfo const& type) const {
    auto const found = names.find(&type);
    return found == names.end() ? std::string(type.name) : found->second;
}

std::string pretty_json(std::string_view json) {
    std::string out;
    std::size_t depth = 0;
    bool in_string = false;
    auto const line = [&] { out += '\n' + std::string(depth * 2, ' '); };
    for (std::size_t i = 0; i < json.size(); ++i) {
        char const c = json[i];
        if (in_string) {
            out += c;
            if (c == '\\')
                out += json[++i];
            else if (c == '"')
                in_string = false;
            continue;
        }
        bool const empty = i + 1 < json.size() && (json[i + 1] == '}' || json[i + 1] == ']');
        switch (c) {
            case '"':
                in_string = true;
                out += c;
                break;
            case '{':
            case '[':
                out += c;
                if (empty) {
                    out += json[++i];
                    break;
                }
                ++depth;
                line();
                break;
            case '}':
            case ']':
                --depth;
                line();
                out += c;
                break;
            case ',':
                out += c;
                line();
                break;
            case ':':
                out += ": ";
                break;
            default:
                out += c;
        }
    }
    out += '\n';
    return out;
}

}  // namespace ax::contract
