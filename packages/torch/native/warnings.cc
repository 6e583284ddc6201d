// Warnings of libtorch on this thread, handed to a JavaScript function: onWarning(callback).
#include <c10/util/Exception.h>

#include "modules.h"
#include "values.h"

namespace ganymede {

namespace {

class WarningForwarder : public c10::WarningHandler {
 public:
  // Runs inside an operator that JavaScript called, so JavaScript can be called here too.
  void process(const c10::Warning& warning) override {
    if (env_ == nullptr) return;
    napi_handle_scope scope;
    if (napi_open_handle_scope(env_, &scope) != napi_ok) return;
    napi_value callback, global, text;
    const std::string message = warning.msg();
    if (napi_get_reference_value(env_, reference_, &callback) == napi_ok &&
        napi_get_global(env_, &global) == napi_ok &&
        napi_create_string_utf8(env_, message.data(), message.size(), &text) == napi_ok &&
        napi_call_function(env_, global, callback, 1, &text, nullptr) == napi_pending_exception) {
      // A warning never makes the operator fail.
      napi_value thrown;
      napi_get_and_clear_last_exception(env_, &thrown);
    }
    napi_close_handle_scope(env_, scope);
  }
  void attach(napi_env env, napi_ref reference) {
    env_ = env;
    reference_ = reference;
  }

 private:
  napi_env env_ = nullptr;
  napi_ref reference_ = nullptr;
};

// The handler is thread-local in libtorch, as is this object; the thread's environment goes before
// the thread.
WarningForwarder& warningForwarder() {
  thread_local WarningForwarder forwarder;
  return forwarder;
}

napi_value onWarning(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    const Arguments args(env, info);
    if (typeOf(env, args[0]) != napi_function) {
      throw ValueMismatch("a function", describe(env, args[0]));
    }
    Environment& environment = environmentOf(env);
    napi_ref reference = nullptr;
    NODE_OK(napi_create_reference(env, args[0], 1, &reference));
    std::swap(environment.onWarning, reference);
    warningForwarder().attach(env, environment.onWarning);
    c10::WarningUtils::set_warning_handler(&warningForwarder());
    if (reference != nullptr) NODE_OK(napi_delete_reference(env, reference));
    return undefinedValue(env);
  });
}

}  // namespace

void detachWarnings() {
  warningForwarder().attach(nullptr, nullptr);
  c10::WarningUtils::set_warning_handler(nullptr);
}

void registerWarnings(napi_env env, napi_value exports) {
  define(env, exports, "onWarning", onWarning);
}

}  // namespace ganymede
