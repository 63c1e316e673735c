// From JavaScript's values to ours: what is missing or of another type is a TypeError that names it.
#pragma once

#include <napi.h>

#include <string>
#include <vector>

namespace lab::addon {

// A field of an object: a misspelt one must not become a zero.
inline Napi::Value field(const Napi::Object& object, const char* name) {
  const Napi::Value value = object.Get(name);
  if (value.IsUndefined()) throw Napi::TypeError::New(object.Env(), std::string("missing field: ") + name);
  return value;
}

inline double number(const Napi::Object& object, const char* name) {
  const Napi::Value value = field(object, name);
  if (!value.IsNumber()) throw Napi::TypeError::New(object.Env(), std::string("not a number: ") + name);
  return value.As<Napi::Number>().DoubleValue();
}

inline std::string text(const Napi::Object& object, const char* name) {
  const Napi::Value value = field(object, name);
  if (!value.IsString()) throw Napi::TypeError::New(object.Env(), std::string("not a string: ") + name);
  return value.As<Napi::String>();
}

inline Napi::Array array(const Napi::Object& object, const char* name) {
  const Napi::Value value = field(object, name);
  if (!value.IsArray()) throw Napi::TypeError::New(object.Env(), std::string("not an array: ") + name);
  return value.As<Napi::Array>();
}

inline std::vector<int> cpu_list(const Napi::Array& list) {
  std::vector<int> cpus;
  for (std::uint32_t i = 0; i < list.Length(); ++i) cpus.push_back(list.Get(i).As<Napi::Number>().Int32Value());
  if (cpus.empty()) throw Napi::TypeError::New(list.Env(), "cpus is empty");
  return cpus;
}

// An array of what `convert` makes of each.
template <typename Items, typename Convert>
Napi::Array list_of(Napi::Env env, const Items& items, Convert convert) {
  Napi::Array list = Napi::Array::New(env, items.size());
  for (std::uint32_t i = 0; i < items.size(); ++i) list.Set(i, convert(env, items[i]));
  return list;
}

}  // namespace lab::addon
