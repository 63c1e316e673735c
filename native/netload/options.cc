#include "netload/options.hpp"

#include <cstdlib>
#include <cstring>
#include <string_view>

#include "netload/message.hpp"

namespace lab {
namespace {

// The loop's name, up to the colon.
bool parse_loop(std::string_view name, Traffic& traffic) {
  if (name == "closed")
    traffic.loop = Traffic::Loop::kClosed;
  else if (name == "window")
    traffic.loop = Traffic::Loop::kWindow;
  else if (name == "open")
    traffic.loop = Traffic::Loop::kOpen;
  else
    return false;
  return true;
}

bool parse_setting(std::string_view name, const std::string& value, Traffic& traffic) {
  if (name == "bytes")
    traffic.bytes = std::strtoull(value.c_str(), nullptr, 10);
  else if (name == "outstanding")
    traffic.outstanding = std::strtoull(value.c_str(), nullptr, 10);
  else if (name == "rate")
    traffic.per_second = std::strtod(value.c_str(), nullptr);
  else if (name == "burst")
    traffic.burst = std::strtod(value.c_str(), nullptr);
  else if (name == "path" && value == "relay")
    traffic.path = Path::kRelay;
  else if (name == "path" && value == "echo")
    traffic.path = Path::kEcho;
  else if (name == "arrivals" && value == "poisson")
    traffic.arrivals = Traffic::Arrivals::kPoisson;
  else if (name == "arrivals" && value == "constant")
    traffic.arrivals = Traffic::Arrivals::kConstant;
  else if (name == "arrivals" && value == "bursts")
    traffic.arrivals = Traffic::Arrivals::kBursts;
  else
    return false;
  return true;
}

// `1,0`: the generator's CPU, then the DUT's.
bool parse_cpus(const char* text, Options& options) {
  char* rest = nullptr;
  options.generator_cpu = static_cast<int>(std::strtol(text, &rest, 10));
  if (*rest != ',') return false;
  options.dut_cpu = static_cast<int>(std::strtol(rest + 1, &rest, 10));
  return *rest == '\0';
}

// `1000,5000,9000`.
bool parse_rates(const char* text, Options& options) {
  for (const char* at = text; *at != '\0';) {
    char* rest = nullptr;
    options.rates.push_back(std::strtod(at, &rest));
    if (rest == at || options.rates.back() <= 0 || (*rest != ',' && *rest != '\0')) return false;
    at = *rest == ',' ? rest + 1 : rest;
  }
  return !options.rates.empty();
}

bool parse_device(std::string_view name, Options& options) {
  options.device = name == "loopback" ? wire::Device::kLoopback : wire::Device::kVeth;
  return name == "loopback" || name == "veth";
}

bool parse_option(const char* name, const char* value, Options& options) {
  if (std::strcmp(name, "--cpus") == 0) return parse_cpus(value, options);
  if (std::strcmp(name, "--device") == 0) return parse_device(value, options);
  if (std::strcmp(name, "--rates") == 0) return parse_rates(value, options);
  if (std::strcmp(name, "--traffic") != 0) return false;
  const std::optional<Traffic> traffic = parse_traffic(value);
  if (traffic) options.traffic.push_back(*traffic);
  return traffic.has_value();
}

}  // namespace

const char* const kUsage =
    "usage: lab-netload [--probe | --self-test | --loads [--rates R,R,R]] [--device veth|loopback] [--cpus G,D] "
    "[--traffic LOOP:NAME=VALUE,…]…\n"
    "                   -- program...\n"
    "LOOP is closed, window or open; NAMEs are bytes, outstanding, rate, arrivals, burst, path.\n";

std::optional<Traffic> parse_traffic(const std::string& text) {
  Traffic traffic;
  const std::size_t colon = text.find(':');
  if (!parse_loop(text.substr(0, colon), traffic)) return std::nullopt;
  for (std::size_t at = colon; at != std::string::npos;) {
    const std::size_t next = text.find(',', at + 1);
    const std::string setting = text.substr(at + 1, next - at - 1);
    const std::size_t equals = setting.find('=');
    if (equals == std::string::npos) return std::nullopt;
    if (!parse_setting(setting.substr(0, equals), setting.substr(equals + 1), traffic)) return std::nullopt;
    at = next;
  }
  const bool possible = traffic.bytes >= kLeastMessage && traffic.bytes <= kMostMessage && traffic.outstanding >= 1 &&
                        traffic.per_second >= 0 && traffic.burst > 0;
  return possible ? std::optional(traffic) : std::nullopt;
}

std::optional<Options> parse_options(int argc, char** argv) {
  Options options;
  int i = 1;
  for (; i < argc && std::strcmp(argv[i], "--") != 0; ++i) {
    if (std::strcmp(argv[i], "--probe") == 0) {
      options.mode = Options::Mode::kProbe;
    } else if (std::strcmp(argv[i], "--loads") == 0) {
      options.mode = Options::Mode::kLoads;
    } else if (std::strcmp(argv[i], "--self-test") == 0) {
      options.mode = Options::Mode::kSelfTest;
    } else if (i + 1 >= argc || !parse_option(argv[i], argv[i + 1], options)) {
      return std::nullopt;
    } else {
      ++i;
    }
  }
  for (++i; i < argc; ++i) options.command.emplace_back(argv[i]);
  const bool drives = options.mode == Options::Mode::kDrive || options.mode == Options::Mode::kLoads;
  if (drives && (options.command.empty() || options.traffic.empty())) return std::nullopt;
  return options;
}

}  // namespace lab
