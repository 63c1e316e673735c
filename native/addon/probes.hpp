// The probes as JavaScript sees them (native/native.ts).
#pragma once

#include <napi.h>

namespace lab::addon {

// Adds `ProbeRun` and `probeNames`.
void define_probes(Napi::Env env, Napi::Object exports);

}  // namespace lab::addon
