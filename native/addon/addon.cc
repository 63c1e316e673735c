// The border between Node and the core: converts values, and turns exceptions into JavaScript errors. Nothing else.
// The shapes are those of native/native.ts.
#include <napi.h>

#include <cstdlib>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "addon/convert.hpp"
#include "addon/probes.hpp"
#include "addon/promise_worker.hpp"
#include "core/affinity.hpp"
#include "core/canary.hpp"
#include "core/clock.hpp"
#include "core/conductor.hpp"

namespace {

using lab::addon::array;
using lab::addon::cpu_list;
using lab::addon::field;
using lab::addon::number;
using lab::addon::PromiseWorker;
using lab::addon::text;

lab::BlockPlan block_plan(const Napi::Object& object) {
  lab::BlockPlan plan{};
  plan.index = static_cast<std::uint32_t>(number(object, "index"));
  plan.warm_ms = number(object, "warmMs");
  const Napi::Array arms = array(object, "arms");
  for (std::uint32_t i = 0; i < arms.Length(); ++i) {
    const auto arm = arms.Get(i).As<Napi::Object>();
    lab::ArmPlan& planned = plan.arms.emplace_back(lab::ArmPlan{text(arm, "role"), {}});
    const Napi::Array argv = array(arm, "argv");
    for (std::uint32_t j = 0; j < argv.Length(); ++j) planned.argv.push_back(argv.Get(j).As<Napi::String>());
    if (planned.argv.empty()) throw Napi::TypeError::New(object.Env(), "argv is empty");
  }
  if (plan.arms.size() < 2) throw Napi::TypeError::New(object.Env(), "a block needs a learner's and a reference arm");
  const Napi::Array workloads = array(object, "workloads");
  for (std::uint32_t i = 0; i < workloads.Length(); ++i) {
    const auto workload = workloads.Get(i).As<Napi::Object>();
    plan.workloads.push_back({text(workload, "metric"), static_cast<std::uint32_t>(number(workload, "workload")),
                              field(workload, "recordDistribution").ToBoolean(),
                              static_cast<std::uint32_t>(number(workload, "pairs")),
                              static_cast<std::uint32_t>(number(workload, "controlPairs")), number(workload, "sliceMs"),
                              number(workload, "leastItems"), number(workload, "load"), number(workload, "carried")});
  }
  return plan;
}

Napi::Object percentiles(Napi::Env env, const std::uint64_t (&ticks)[lab::kSeenPercentiles]) {
  const double ns_per_tick = 1e9 / lab::tsc_hz();
  Napi::Object object = Napi::Object::New(env);
  constexpr const char* kNames[lab::kSeenPercentiles] = {"p50", "p90", "p99", "p999", "max"};
  for (std::uint32_t i = 0; i < lab::kSeenPercentiles; ++i) {
    object.Set(kNames[i], static_cast<double>(ticks[i]) * ns_per_tick);
  }
  return object;
}

// What a driver saw; its ticks are those of this machine's one time-stamp counter.
Napi::Object to_js(Napi::Env env, const lab::Seen& seen) {
  const double ns_per_tick = 1e9 / lab::tsc_hz();
  Napi::Object object = Napi::Object::New(env);
  object.Set("elapsedNs", static_cast<double>(seen.elapsed_ticks) * ns_per_tick);
  object.Set("sent", static_cast<double>(seen.sent));
  object.Set("received", static_cast<double>(seen.received));
  object.Set("lost", static_cast<double>(seen.lost));
  object.Set("duplicated", static_cast<double>(seen.duplicated));
  object.Set("reordered", static_cast<double>(seen.reordered));
  object.Set("corrupted", static_cast<double>(seen.corrupted));
  object.Set("samples", static_cast<double>(seen.samples));
  object.Set("latencyNs", percentiles(env, seen.latency_ticks));
  Napi::Array stalls = Napi::Array::New(env, lab::kStallClasses);
  for (std::uint32_t i = 0; i < lab::kStallClasses; ++i) stalls.Set(i, static_cast<double>(seen.stalls[i]));
  object.Set("stalls", stalls);
  object.Set("lateNs", static_cast<double>(seen.late_ticks[lab::kP999]) * ns_per_tick);
  object.Set("latenessNs", percentiles(env, seen.late_ticks));
  object.Set("burst", static_cast<double>(seen.burst));
  object.Set("missed", static_cast<double>(seen.missed));
  return object;
}

Napi::Object to_js(Napi::Env env, const lab::Slice& slice) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("items", static_cast<double>(slice.items));
  object.Set("wallNs", static_cast<double>(slice.wall_ns));
  object.Set("tscNs", static_cast<double>(slice.tsc_ns));
  object.Set("cpuNs", static_cast<double>(slice.cpu_ns));
  object.Set("runDelayNs", static_cast<double>(slice.run_delay_ns));
  object.Set("idleCpuNs", static_cast<double>(slice.idle_cpu_ns));
  if (slice.steal_ns != 0) object.Set("stealNs", static_cast<double>(slice.steal_ns));
  if (slice.seen.sent != 0) object.Set("seen", to_js(env, slice.seen));
  return object;
}

Napi::Object to_js(Napi::Env env, const lab::PairRecord& pair) {
  Napi::Array roles = Napi::Array::New(env, 2);
  Napi::Array slices = Napi::Array::New(env, 2);
  Napi::Array canary = Napi::Array::New(env, 2);
  for (std::uint32_t i = 0; i < 2; ++i) {
    roles.Set(i, pair.roles[i]);
    slices.Set(i, to_js(env, pair.slices[i]));
    canary.Set(i, pair.canary[i]);
  }
  Napi::Object object = Napi::Object::New(env);
  object.Set("roles", roles);
  object.Set("slices", slices);
  object.Set("canary", canary);
  return object;
}

Napi::Object to_js(Napi::Env env, const lab::WorkloadRecord& workload) {
  Napi::Array pairs = Napi::Array::New(env, workload.pairs.size());
  for (std::uint32_t i = 0; i < workload.pairs.size(); ++i) pairs.Set(i, to_js(env, workload.pairs[i]));
  Napi::Object distributions = Napi::Object::New(env);
  const double ns_per_tick = 1e9 / lab::tsc_hz();
  for (const auto& [role, buckets] : workload.distributions) {
    Napi::Array list = Napi::Array::New(env, buckets.size());
    for (std::uint32_t i = 0; i < buckets.size(); ++i) {
      Napi::Array bucket = Napi::Array::New(env, 2);
      bucket.Set(0U, static_cast<double>(buckets[i].ticks) * ns_per_tick);
      bucket.Set(1U, static_cast<double>(buckets[i].count));
      list.Set(i, bucket);
    }
    distributions.Set(role, list);
  }
  Napi::Object object = Napi::Object::New(env);
  object.Set("metric", workload.metric);
  object.Set("pairs", pairs);
  object.Set("distributions", distributions);
  if (workload.per_second > 0) {
    object.Set("carried", workload.carried);
    object.Set("perSecond", workload.per_second);
  }
  return object;
}

Napi::Object to_js(Napi::Env env, const lab::NoiseRecord& noise) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("wallNs", static_cast<double>(noise.wall_ns));
  object.Set("stealNs", static_cast<double>(noise.steal_ns));
  object.Set("runDelayNs", static_cast<double>(noise.run_delay_ns));
  object.Set("interrupts", static_cast<double>(noise.interrupts));
  object.Set("softirqs", static_cast<double>(noise.softirqs));
  object.Set("involuntarySwitches", static_cast<double>(noise.involuntary_switches));
  object.Set("voluntarySwitches", static_cast<double>(noise.voluntary_switches));
  return object;
}

Napi::Object to_js(Napi::Env env, const lab::BlockRecord& record) {
  Napi::Object pads = Napi::Object::New(env);
  for (const auto& [role, pad] : record.pads) pads.Set(role, static_cast<double>(pad));
  Napi::Array workloads = Napi::Array::New(env, record.workloads.size());
  for (std::uint32_t i = 0; i < record.workloads.size(); ++i) workloads.Set(i, to_js(env, record.workloads[i]));
  Napi::Object object = Napi::Object::New(env);
  object.Set("index", record.index);
  object.Set("startedNs", static_cast<double>(record.started_ns));
  object.Set("pads", pads);
  object.Set("workloads", workloads);
  object.Set("noise", to_js(env, record.noise));
  if (record.fault) {
    Napi::Object fault = Napi::Object::New(env);
    fault.Set("role", record.fault->role);
    fault.Set("metric", record.fault->metric);
    fault.Set("kind", record.fault->kind);
    fault.Set("detail", record.fault->detail);
    object.Set("fault", fault);
  } else {
    object.Set("fault", env.Null());
  }
  return object;
}

class Conductor : public Napi::ObjectWrap<Conductor> {
 public:
  static Napi::Function define(Napi::Env env) {
    return DefineClass(
        env, "Conductor",
        {InstanceMethod("runBlock", &Conductor::run_block), InstanceMethod("cancel", &Conductor::cancel)});
  }

  explicit Conductor(const Napi::CallbackInfo& info) : Napi::ObjectWrap<Conductor>(info) {
    const auto config = info[0].As<Napi::Object>();
    const std::string seed = text(config, "seed");
    conductor_ = std::make_shared<lab::Conductor>(
        lab::ConductorConfig{std::strtoull(seed.c_str(), nullptr, 16), cpu_list(array(config, "cpus")),
                             static_cast<int>(number(config, "orderTimeoutMs")),
                             field(config, "driven").ToBoolean() ? lab::ArmKind::kDriver : lab::ArmKind::kDirect});
  }

  ~Conductor() override { conductor_->cancel(); }

 private:
  Napi::Value run_block(const Napi::CallbackInfo& info) {
    return PromiseWorker<lab::BlockRecord>::start(
        info.Env(),
        [conductor = conductor_, plan = block_plan(info[0].As<Napi::Object>())] { return conductor->run_block(plan); },
        [](Napi::Env env, const lab::BlockRecord& record) -> Napi::Value { return to_js(env, record); });
  }

  void cancel(const Napi::CallbackInfo&) { conductor_->cancel(); }

  std::shared_ptr<lab::Conductor> conductor_;  // shared with a block that is still running
};

Napi::Value clocks(const Napi::CallbackInfo& info) {
  Napi::Object object = Napi::Object::New(info.Env());
  object.Set("tscHz", lab::tsc_hz());
  object.Set("monotonicRawNs", static_cast<double>(lab::monotonic_raw_ns()));
  return object;
}

Napi::Value canary(const Napi::CallbackInfo& info) {
  using Speeds = std::vector<double>;
  return PromiseWorker<Speeds>::start(
      info.Env(),
      [cpus = cpu_list(info[0].As<Napi::Array>()), ms = info[1].As<Napi::Number>().DoubleValue()] {
        return lab::run_canary(cpus, ms);
      },
      [](Napi::Env env, const Speeds& speeds) -> Napi::Value {
        Napi::Array list = Napi::Array::New(env, speeds.size());
        for (std::uint32_t i = 0; i < speeds.size(); ++i) list.Set(i, speeds[i]);
        return list;
      });
}

Napi::Value allowed_cpus(const Napi::CallbackInfo& info) {
  const std::vector<int> cpus = lab::allowed_cpus();
  Napi::Array list = Napi::Array::New(info.Env(), cpus.size());
  for (std::uint32_t i = 0; i < cpus.size(); ++i) list.Set(i, cpus[i]);
  return list;
}

Napi::Object init(Napi::Env env, Napi::Object exports) {
  exports.Set("clocks", Napi::Function::New(env, clocks));
  exports.Set("canary", Napi::Function::New(env, canary));
  exports.Set("allowedCpus", Napi::Function::New(env, allowed_cpus));
  exports.Set("Conductor", Conductor::define(env));
  lab::addon::define_probes(env, exports);
  return exports;
}

}  // namespace

NODE_API_MODULE(lab, init)
