// Operators: op(name) looks a schema up once and returns a function that calls it; describe(name)
// and schemas(prefix) tell what there is. Every ATen operator, and every operator registered by any
// library, is reachable this way.
#include <ATen/core/dispatch/Dispatcher.h>

#include <algorithm>
#include <memory>

#include "convert.h"
#include "metadata.h"
#include "modules.h"
#include "values.h"

namespace ganymede {

namespace {

struct OperatorPlan {
  Environment& environment;  // outlives the function: no call comes after the environment's end
  c10::OperatorHandle handle;
  std::vector<ArgumentPlan> arguments;
  // For each result: the argument that it is (written alias), or -1.
  std::vector<int> aliasOf;
  std::vector<int> written;  // positions of the arguments that the call writes
  // The tensor argument whose dtype decides how whole numbers are read, or -1.
  int dtypeArgument = -1;
};

std::string overloadsOf(const std::string& base) {
  std::vector<std::string> found;
  for (const c10::OperatorName& name : c10::Dispatcher::singleton().getAllOpNames()) {
    if (name.name == base) found.push_back(c10::toString(name));
  }
  std::sort(found.begin(), found.end());
  std::string text;
  for (const std::string& name : found) text += (text.empty() ? "; there is " : ", ") + name;
  return text;
}

c10::OperatorHandle findOperator(const std::string& name) {
  const size_t namespaceEnd = name.find("::");
  const size_t dot = name.find('.', namespaceEnd == std::string::npos ? 0 : namespaceEnd);
  const std::string base = name.substr(0, dot);
  const std::string overload = dot == std::string::npos ? "" : name.substr(dot + 1);
  auto handle = c10::Dispatcher::singleton().findSchema({base, overload});
  if (!handle) throw ArgumentError("libtorch has no operator " + name + overloadsOf(base));
  return *handle;
}

std::vector<int> writtenAliases(const c10::FunctionSchema& schema) {
  std::vector<int> aliases;
  for (const c10::Argument& result : schema.returns()) {
    int found = -1;
    const c10::AliasInfo* info = result.alias_info();
    for (size_t i = 0; info != nullptr && info->isWrite() && i < schema.arguments().size(); ++i) {
      const c10::AliasInfo* other = schema.arguments()[i].alias_info();
      if (other == nullptr || !other->isWrite() || other->beforeSets() != info->beforeSets())
        continue;
      found = static_cast<int>(i);
      break;
    }
    aliases.push_back(found);
  }
  return aliases;
}

std::vector<int> writtenArguments(const c10::FunctionSchema& schema) {
  std::vector<int> written;
  for (size_t i = 0; i < schema.arguments().size(); ++i) {
    const c10::AliasInfo* info = schema.arguments()[i].alias_info();
    if (info != nullptr && info->isWrite()) written.push_back(static_cast<int>(i));
  }
  return written;
}

void run(const OperatorPlan& plan, std::vector<c10::IValue>& stack) {
  if (plan.written.empty()) {
    plan.handle.callBoxed(stack);
    return;
  }
  const WrittenTensors watched(plan.environment, plan.written, stack);
  plan.handle.callBoxed(stack);
}

std::unique_ptr<OperatorPlan> makePlan(napi_env env, const std::string& name) {
  const c10::OperatorHandle handle = findOperator(name);
  const c10::FunctionSchema& schema = handle.schema();
  auto plan = std::make_unique<OperatorPlan>(OperatorPlan{
      environmentOf(env), handle, {}, writtenAliases(schema), writtenArguments(schema), -1});
  for (const c10::Argument& argument : schema.arguments()) {
    plan->arguments.push_back(planOf(argument));
    const ArgumentPlan& added = plan->arguments.back();
    // where(condition, 1, 0): a mask says nothing about the numbers beside it.
    if (plan->dtypeArgument < 0 && added.name != "condition" &&
        (added.kind == Kind::kTensor || added.kind == Kind::kTensorList)) {
      plan->dtypeArgument = static_cast<int>(plan->arguments.size()) - 1;
    }
  }
  return plan;
}

// Whether a whole number given as a Scalar meets an integer (or bool) tensor here.
bool meetsIntegers(const OperatorPlan& plan, const Arguments& args) {
  if (plan.dtypeArgument < 0) return false;
  const napi_env env = plan.environment.env;
  napi_value value = args[plan.dtypeArgument];
  if (plan.arguments[plan.dtypeArgument].kind == Kind::kTensorList) {
    bool isArray = false;
    NODE_OK(napi_is_array(env, value, &isArray));
    if (!isArray || arrayLength(env, value) == 0) return false;
    NODE_OK(napi_get_element(env, value, 0, &value));
  }
  const at::Tensor* tensor = findTensor(plan.environment, value);
  return tensor != nullptr && c10::isIntegralType(tensor->scalar_type(), /*includeBool=*/true);
}

// The argument stack of a call. Its memory is lent by the environment, so that a call allocates
// none; a call within a call (a warning reaches JavaScript, which calls an operator) finds it gone
// and gets its own.
class BorrowedStack {
 public:
  explicit BorrowedStack(Environment& environment)
      : values(std::move(environment.spareStack)), environment_(environment) {
    values.clear();
  }
  ~BorrowedStack() {
    values.clear();
    environment_.spareStack = std::move(values);
  }
  BorrowedStack(const BorrowedStack&) = delete;
  BorrowedStack& operator=(const BorrowedStack&) = delete;

  std::vector<c10::IValue> values;

 private:
  Environment& environment_;
};

void pushArgument(const OperatorPlan& plan, const Arguments& args, size_t i,
                  std::vector<c10::IValue>& stack) {
  const ArgumentPlan& argument = plan.arguments[i];
  if (i >= args.size() && argument.hasDefault) {
    stack.push_back(argument.defaultValue);
    return;
  }
  if (argument.kind == Kind::kTensor) {
    // The common case first.
    if (const at::Tensor* tensor = findTensor(plan.environment, args[i])) {
      stack.emplace_back(*tensor);
      return;
    }
  }
  const bool isScalar = argument.kind == Kind::kScalar || argument.kind == Kind::kScalarList;
  try {
    stack.push_back(
        toIValue(plan.environment, args[i], argument, isScalar && meetsIntegers(plan, args)));
  } catch (const ArgumentError& error) {
    throw ArgumentError(argumentProblem(argument, i, error));
  }
}

napi_value takeResult(const OperatorPlan& plan, const Arguments& args, size_t i,
                      c10::IValue& value) {
  // A written alias is the argument itself: its handle, not a second one.
  if (plan.aliasOf[i] >= 0) return args[plan.aliasOf[i]];
  if (value.isTensor()) return newTensor(plan.environment, std::move(value).toTensor());
  return fromIValue(plan.environment, value, /*tagged=*/false);
}

napi_value call(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    const Arguments args(env, info);
    const auto& plan = *static_cast<const OperatorPlan*>(args.data());
    const size_t count = plan.arguments.size();
    if (args.size() > count) {
      throw ArgumentError("takes at most " + std::to_string(count) + " arguments, got " +
                          std::to_string(args.size()));
    }
    BorrowedStack stack(plan.environment);
    stack.values.reserve(count);
    for (size_t i = 0; i < count; ++i) pushArgument(plan, args, i, stack.values);
    run(plan, stack.values);
    if (stack.values.empty()) return undefinedValue(env);
    if (stack.values.size() == 1) return takeResult(plan, args, 0, stack.values[0]);
    napi_value results;
    NODE_OK(napi_create_array_with_length(env, stack.values.size(), &results));
    for (size_t i = 0; i < stack.values.size(); ++i) {
      NODE_OK(napi_set_element(env, results, static_cast<uint32_t>(i),
                               takeResult(plan, args, i, stack.values[i])));
    }
    return results;
  });
}

napi_value op(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    const Arguments args(env, info);
    const std::string name = toString(env, args[0]);
    auto plan = makePlan(env, name);
    napi_value function;
    NODE_OK(napi_create_function(env, name.c_str(), name.size(), call, plan.get(), &function));
    const auto destroy = [](napi_env, void* data, void*) {
      delete static_cast<OperatorPlan*>(data);
    };
    NODE_OK(napi_add_finalizer(env, function, plan.get(), destroy, nullptr, nullptr));
    plan.release();
    return function;
  });
}

void set(napi_env env, napi_value object, const char* key, napi_value value) {
  NODE_OK(napi_set_named_property(env, object, key, value));
}

// { schema, arguments: [{ name, type }], returns: [{ type, alias }] }
napi_value describeOperator(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    const Arguments args(env, info);
    const auto plan = makePlan(env, toString(env, args[0]));
    const c10::FunctionSchema& schema = plan->handle.schema();
    napi_value object, arguments, returns;
    NODE_OK(napi_create_object(env, &object));
    set(env, object, "schema", fromString(env, c10::toString(schema)));
    NODE_OK(napi_create_array(env, &arguments));
    for (size_t i = 0; i < plan->arguments.size(); ++i) {
      napi_value item;
      NODE_OK(napi_create_object(env, &item));
      set(env, item, "name", fromString(env, plan->arguments[i].name));
      set(env, item, "type", fromString(env, plan->arguments[i].typeName));
      NODE_OK(napi_set_element(env, arguments, static_cast<uint32_t>(i), item));
    }
    NODE_OK(napi_create_array(env, &returns));
    for (size_t i = 0; i < schema.returns().size(); ++i) {
      napi_value item;
      NODE_OK(napi_create_object(env, &item));
      set(env, item, "type", fromString(env, schema.returns()[i].real_type()->repr_str()));
      set(env, item, "alias", fromDouble(env, plan->aliasOf[i]));
      NODE_OK(napi_set_element(env, returns, static_cast<uint32_t>(i), item));
    }
    set(env, object, "arguments", arguments);
    set(env, object, "returns", returns);
    return object;
  });
}

// All schemas whose operator name begins with the prefix, sorted.
napi_value schemas(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    const Arguments args(env, info);
    const std::string prefix = toString(env, args[0]);
    auto& dispatcher = c10::Dispatcher::singleton();
    std::vector<std::string> texts;
    for (const c10::OperatorName& name : dispatcher.getAllOpNames()) {
      if (name.name.compare(0, prefix.size(), prefix) != 0) continue;
      const auto handle = dispatcher.findSchema(name);
      if (handle) texts.push_back(c10::toString(handle->schema()));
    }
    std::sort(texts.begin(), texts.end());
    napi_value list;
    NODE_OK(napi_create_array_with_length(env, texts.size(), &list));
    for (size_t i = 0; i < texts.size(); ++i) {
      NODE_OK(napi_set_element(env, list, static_cast<uint32_t>(i), fromString(env, texts[i])));
    }
    return list;
  });
}

}  // namespace

void registerOperators(napi_env env, napi_value exports) {
  define(env, exports, "op", op);
  define(env, exports, "describe", describeOperator);
  define(env, exports, "schemas", schemas);
}

}  // namespace ganymede
