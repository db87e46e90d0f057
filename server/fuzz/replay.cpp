// A fuzz target as a test: its seeds, and the same few thousand changed ones in every run.
#include "property.h"

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace {

constexpr int kChanged = 3000;

std::vector<std::string> seeds() {
    std::vector<std::filesystem::path> files;
    for (auto const& entry : std::filesystem::directory_iterator(AX_CORPUS)) files.push_back(entry.path());
    std::ranges::sort(files);
    std::vector<std::string> all;
    for (auto const& file : files) {
        std::ifstream in(file, std::ios::binary);
        all.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
    }
    return all;
}

std::string const* current = nullptr;

// The input that broke a property, as hex: to be made a seed.
void show_input(int) {
    if (current != nullptr)
        for (char const c : *current) std::fprintf(stderr, "%02x", static_cast<unsigned char>(c));
    std::fprintf(stderr, "\n");
}

void run(std::string const& input) {
    current = &input;
    // A copy of exactly this size: a read beyond it is seen.
    std::vector<std::uint8_t> const bytes(input.begin(), input.end());
    LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
}

std::string change(std::string input, std::vector<std::string> const& all, std::mt19937& random) {
    auto const below = [&](std::size_t end) { return end == 0 ? 0 : random() % end; };
    for (auto changes = 1 + below(4); changes > 0; --changes) {
        auto const at = below(input.size() + 1);
        switch (below(5)) {
            case 0:
                if (at < input.size())
                    input[at] = static_cast<char>(random());
                break;
            case 1:
                input.insert(at, 1, static_cast<char>(random()));
                break;
            case 2:
                input.erase(at, 1 + below(8));
                break;
            case 3:
                if (at < input.size())
                    input[at] = static_cast<char>(input[at] ^ (1 << below(8)));
                break;
            default: {
                auto const& other = all[below(all.size())];
                input = input.substr(0, at) + other.substr(below(other.size()));
            }
        }
    }
    return input;
}

TEST(Corpus, HoldsForEverySeedAndForChangedOnes) {
    auto const all = seeds();
    ASSERT_FALSE(all.empty()) << AX_CORPUS;
    std::signal(SIGABRT, show_input);
    for (auto const& seed : all) run(seed);
    run(std::string{});
    std::mt19937 random(static_cast<unsigned>(all.size()));
    for (int i = 0; i < kChanged; ++i) run(change(all[random() % all.size()], all, random));
    std::signal(SIGABRT, SIG_DFL);
    current = nullptr;
}

}  // namespace
