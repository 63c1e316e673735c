// Work on a thread of libuv's whose result, or failure, settles a promise.
#pragma once

#include <napi.h>

#include <functional>
#include <string>
#include <system_error>
#include <utility>

#include "core/error.hpp"

namespace lab::addon {

inline Napi::Error coded_error(Napi::Env env, const std::string& code, const std::string& message) {
  Napi::Error error = Napi::Error::New(env, message);
  error.Set("code", Napi::String::New(env, code));
  return error;
}

template <typename Result>
class PromiseWorker : public Napi::AsyncWorker {
 public:
  PromiseWorker(Napi::Env env, std::function<Result()> work,
                std::function<Napi::Value(Napi::Env, const Result&)> convert)
      : Napi::AsyncWorker(env), deferred_(env), work_(std::move(work)), convert_(std::move(convert)) {}

  static Napi::Promise start(Napi::Env env, std::function<Result()> work,
                             std::function<Napi::Value(Napi::Env, const Result&)> convert) {
    auto* worker = new PromiseWorker(env, std::move(work), std::move(convert));  // deletes itself when it has settled
    const Napi::Promise promise = worker->deferred_.Promise();
    worker->Queue();
    return promise;
  }

 private:
  void Execute() override {
    try {
      result_ = work_();
    } catch (const CancelledError&) {
      code_ = "CANCELLED";
      SetError("cancelled");
    } catch (const std::system_error& error) {
      code_ = "SYSTEM";
      SetError(error.what());
    }
  }
  void OnOK() override { deferred_.Resolve(convert_(Env(), result_)); }
  void OnError(const Napi::Error& error) override {
    deferred_.Reject(coded_error(Env(), code_.empty() ? "NATIVE" : code_, error.Message()).Value());
  }

  Napi::Promise::Deferred deferred_;
  std::function<Result()> work_;
  std::function<Napi::Value(Napi::Env, const Result&)> convert_;
  Result result_{};
  std::string code_;
};

}  // namespace lab::addon
