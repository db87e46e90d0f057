#include "media/thumb_hash.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <vector>

namespace ax::media {
namespace {

using Plane = std::vector<double>;

/// Brightness, yellow against blue, red against green, and what is seen through.
struct Planes {
    Plane light, yellow, red, alpha;
    bool transparent = false;
};

struct Mean {
    double red = 0, green = 0, blue = 0, alpha = 0;
};

Mean mean_of(std::span<std::uint8_t const> rgba) {
    Mean out;
    for (std::size_t i = 0; i + 3 < rgba.size(); i += 4) {
        double const alpha = rgba[i + 3] / 255.0;
        out.red += alpha / 255 * rgba[i];
        out.green += alpha / 255 * rgba[i + 1];
        out.blue += alpha / 255 * rgba[i + 2];
        out.alpha += alpha;
    }
    if (out.alpha > 0) {
        out.red /= out.alpha;
        out.green /= out.alpha;
        out.blue /= out.alpha;
    }
    return out;
}

// What is transparent shows the mean colour.
Planes planes_of(std::span<std::uint8_t const> rgba) {
    auto const mean = mean_of(rgba);
    Planes out;
    out.transparent = mean.alpha < static_cast<double>(rgba.size() / 4);
    for (std::size_t i = 0; i + 3 < rgba.size(); i += 4) {
        double const alpha = rgba[i + 3] / 255.0;
        double const r = mean.red * (1 - alpha) + alpha / 255 * rgba[i];
        double const g = mean.green * (1 - alpha) + alpha / 255 * rgba[i + 1];
        double const b = mean.blue * (1 - alpha) + alpha / 255 * rgba[i + 2];
        out.light.push_back((r + g + b) / 3);
        out.yellow.push_back((r + g) / 2 - b);
        out.red.push_back(r - g);
        out.alpha.push_back(alpha);
    }
    return out;
}

struct Channel {
    double constant = 0;
    double scale = 0;
    std::vector<double> waves;  // 0 to 1
};

Channel transformed(Plane const& plane, int width, int height, int across, int down) {
    Channel out;
    std::vector<double> row(static_cast<std::size_t>(width));
    for (int cy = 0; cy < down; ++cy) {
        // A triangle: the finest in both directions are left out.
        for (int cx = 0; cx * down < across * (down - cy); ++cx) {
            for (int x = 0; x < width; ++x)
                row[static_cast<std::size_t>(x)] = std::cos(std::numbers::pi / width * cx * (x + 0.5));
            double sum = 0;
            for (int y = 0; y < height; ++y) {
                double const fy = std::cos(std::numbers::pi / height * cy * (y + 0.5));
                auto const* const line = plane.data() + static_cast<std::ptrdiff_t>(y) * width;
                for (int x = 0; x < width; ++x) sum += line[x] * row[static_cast<std::size_t>(x)] * fy;
            }
            sum /= static_cast<double>(width) * height;
            if (cx == 0 && cy == 0)
                out.constant = sum;
            else
                out.waves.push_back(sum);
            if (cx != 0 || cy != 0)
                out.scale = std::max(out.scale, std::abs(sum));
        }
    }
    for (auto& wave : out.waves) wave = out.scale > 0 ? 0.5 + 0.5 / out.scale * wave : wave;
    return out;
}

/// `value`, from 0 to 1, as one of the whole numbers up to `most`.
std::uint32_t step(double value, int most) {
    return static_cast<std::uint32_t>(std::lround(std::clamp(value, 0.0, 1.0) * most));
}
std::uint32_t signed_step(double value, int most) {
    return static_cast<std::uint32_t>(std::lround(most / 2.0 + most / 2.0 * std::clamp(value, -1.0, 1.0)));
}

}  // namespace

std::string thumb_hash(int width, int height, std::span<std::uint8_t const> rgba) {
    auto const planes = planes_of(rgba);
    int const most = planes.transparent ? 5 : 7;
    int const longest = std::max(width, height);
    auto const share = [&](int side) {
        return std::max(1, static_cast<int>(std::lround(static_cast<double>(most) * side / longest)));
    };
    int const across = share(width);
    int const down = share(height);
    bool const landscape = width > height;

    std::vector<Channel> channels;
    channels.push_back(transformed(planes.light, width, height, std::max(3, across), std::max(3, down)));
    channels.push_back(transformed(planes.yellow, width, height, 3, 3));
    channels.push_back(transformed(planes.red, width, height, 3, 3));
    if (planes.transparent)
        channels.push_back(transformed(planes.alpha, width, height, 5, 5));
    auto const& light = channels[0];
    auto const& yellow = channels[1];
    auto const& red = channels[2];

    std::string out;
    auto const add = [&out](std::uint32_t value, int bytes) {
        for (int i = 0; i < bytes; ++i) out += static_cast<char>((value >> (8 * i)) & 0xffU);
    };
    add(step(light.constant, 63) | signed_step(yellow.constant, 63) << 6 |
            signed_step(red.constant, 63) << 12 | step(light.scale, 31) << 18 |
            (planes.transparent ? 1U << 23 : 0U),
        3);
    add(static_cast<std::uint32_t>(landscape ? down : across) | step(yellow.scale, 63) << 3 |
            step(red.scale, 63) << 9 | (landscape ? 1U << 15 : 0U),
        2);
    if (planes.transparent)
        add(step(channels[3].constant, 15) | step(channels[3].scale, 15) << 4, 1);
    std::uint32_t half = 0;
    bool whole = true;
    for (auto const& channel : channels) {
        for (double const wave : channel.waves) {
            half = whole ? step(wave, 15) : half | step(wave, 15) << 4;
            whole = !whole;
            if (whole)
                add(half, 1);
        }
    }
    if (!whole)
        add(half, 1);
    return out;
}

}  // namespace ax::media
