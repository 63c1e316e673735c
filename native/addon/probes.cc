#include "addon/probes.hpp"

#include <memory>
#include <stdexcept>
#include <string>

#include "addon/convert.hpp"
#include "addon/promise_worker.hpp"
#include "core/probes/run.hpp"

namespace lab::addon {
namespace {

Napi::Object with_quartiles(Napi::Object object, const probes::Quartiles& value) {
  object.Set("low", value.low);
  object.Set("median", value.median);
  object.Set("high", value.high);
  return object;
}

Napi::Object figure_to_js(Napi::Env env, const probes::Figure& figure) {
  Napi::Object object = with_quartiles(Napi::Object::New(env), figure.value);
  object.Set("name", figure.name);
  object.Set("note", figure.note);
  return object;
}

Napi::Object absent_to_js(Napi::Env env, const probes::Absent& absent) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("name", absent.name);
  object.Set("code", absent.refusal.code);
  object.Set("detail", absent.refusal.detail);
  return object;
}

Napi::Object point_to_js(Napi::Env env, const probes::Point& point) {
  Napi::Object object = with_quartiles(Napi::Object::New(env), point.value);
  object.Set("x", point.x);
  return object;
}

Napi::Object series_to_js(Napi::Env env, const probes::Series& series) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("name", series.name);
  object.Set("points", list_of(env, series.points, point_to_js));
  return object;
}

Napi::Value result_to_js(Napi::Env env, const probes::ProbeResult& result) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("figures", list_of(env, result.figures, figure_to_js));
  object.Set("absent", list_of(env, result.absent, absent_to_js));
  object.Set("sweep", list_of(env, result.sweep, series_to_js));
  object.Set("seconds", result.seconds);
  object.Set("waited", result.waited);
  return object;
}

class ProbeRun : public Napi::ObjectWrap<ProbeRun> {
 public:
  static Napi::Function define(Napi::Env env) {
    return DefineClass(env, "ProbeRun",
                       {InstanceMethod("run", &ProbeRun::run), InstanceMethod("cancel", &ProbeRun::cancel)});
  }

  explicit ProbeRun(const Napi::CallbackInfo& info) : Napi::ObjectWrap<ProbeRun>(info) {
    const auto plan = info[0].As<Napi::Object>();
    try {
      run_ = std::make_shared<probes::ProbeRun>(probes::ProbePlan{text(plan, "name"), cpu_list(array(plan, "cpus")),
                                                                  number(plan, "seconds"), text(plan, "wireProgram")});
    } catch (const std::invalid_argument& wrong) {
      throw Napi::TypeError::New(info.Env(), wrong.what());
    }
  }

  ~ProbeRun() override {
    if (run_) run_->cancel();
  }

 private:
  Napi::Value run(const Napi::CallbackInfo& info) {
    return PromiseWorker<probes::ProbeResult>::start(
        info.Env(), [run = run_] { return run->run(); }, result_to_js);
  }

  void cancel(const Napi::CallbackInfo&) { run_->cancel(); }

  std::shared_ptr<probes::ProbeRun> run_;  // shared with a run that is still going on
};

Napi::Value probe_names(const Napi::CallbackInfo& info) {
  return list_of(info.Env(), probes::probe_names(),
                 [](Napi::Env env, const std::string& name) { return Napi::String::New(env, name); });
}

}  // namespace

void define_probes(Napi::Env env, Napi::Object exports) {
  exports.Set("ProbeRun", ProbeRun::define(env));
  exports.Set("probeNames", Napi::Function::New(env, probe_names));
}

}  // namespace lab::addon
