// The border between C++ exceptions and Node: nothing may cross it as an exception.
// Errors reach JavaScript with a code (OP_FAILED, ARGUMENT_INVALID, OUT_OF_MEMORY) and libtorch's
// text.
#pragma once

#include <c10/util/Exception.h>
#include <node_api.h>

#include <exception>
#include <new>
#include <stdexcept>
#include <string>

namespace ganymede {

// A JS value that does not fit what the function or schema expects.
class ArgumentError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// The same for one value, in parts, so that an operator can say it in terms of its schema.
class ValueMismatch : public ArgumentError {
 public:
  // `choices`: the values that there are, when the schema's type does not tell.
  ValueMismatch(const std::string& expected, std::string got, std::string choices = "")
      : ArgumentError("expected " + expected + ", got " + got),
        got(std::move(got)),
        choices(std::move(choices)) {}
  std::string got;
  std::string choices;
};

// An argument without default that was not given.
class MissingArgument : public ArgumentError {
 public:
  MissingArgument() : ArgumentError("is missing") {}
};

inline void requireOk(napi_env env, napi_status status) {
  if (status == napi_ok) return;
  const napi_extended_error_info* info = nullptr;
  napi_get_last_error_info(env, &info);
  throw ArgumentError(info != nullptr && info->error_message != nullptr ? info->error_message
                                                                        : "Node-API call failed");
}

// Throws through requireOk on a failed Node-API status.
#define NODE_OK(call) ::ganymede::requireOk(env, (call))

// Runs a callback's body and turns every C++ exception into a pending JS exception.
template <typename Body>
napi_value guarded(napi_env env, Body&& body) {
  const char* code = "OP_FAILED";
  std::string message;
  try {
    return body();
  } catch (const ArgumentError& error) {
    code = "ARGUMENT_INVALID";
    message = error.what();
  } catch (const c10::OutOfMemoryError& error) {
    code = "OUT_OF_MEMORY";
    message = error.what_without_backtrace();
  } catch (const c10::Error& error) {
    message = error.what_without_backtrace();
    // The CPU allocator reports exhaustion as an ordinary error.
    if (message.find("DefaultCPUAllocator") != std::string::npos) code = "OUT_OF_MEMORY";
  } catch (const std::bad_alloc&) {
    code = "OUT_OF_MEMORY";
    message = "the process is out of memory";
  } catch (const std::exception& error) {
    message = error.what();
  } catch (...) {
    message = "unknown C++ exception";
  }
  bool pending = false;
  napi_is_exception_pending(env, &pending);
  if (!pending) napi_throw_error(env, code, message.c_str());
  return nullptr;
}

}  // namespace ganymede
