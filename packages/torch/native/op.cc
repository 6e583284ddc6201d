// Operators: op(name) looks a schema up once and returns a function that calls it; describe(name) and schemas(prefix)
// tell what there is. Every ATen operator, and every operator registered by any library, is reachable this way.
#include <ATen/core/dispatch/Dispatcher.h>

#include <memory>

#include "convert.h"
#include "modules.h"
#include "values.h"

namespace ganymede {

namespace {

struct OperatorPlan {
  c10::OperatorHandle handle;
  std::vector<ArgumentPlan> arguments;
  // For each result: the argument that it is (written alias), or -1.
  std::vector<int> aliasOf;
  // The tensor argument whose dtype decides how whole numbers are read, or -1.
  int dtypeArgument = -1;
};

c10::OperatorHandle findOperator(const std::string& name) {
  const size_t namespaceEnd = name.find("::");
  const size_t dot = namespaceEnd == std::string::npos ? name.find('.') : name.find('.', namespaceEnd);
  const std::string base = name.substr(0, dot);
  const std::string overload = dot == std::string::npos ? "" : name.substr(dot + 1);
  auto handle = c10::Dispatcher::singleton().findSchema({base, overload});
  if (!handle) throw ArgumentError("libtorch has no operator " + name);
  return *handle;
}

std::vector<int> writtenAliases(const c10::FunctionSchema& schema) {
  std::vector<int> aliases;
  for (const c10::Argument& result : schema.returns()) {
    int found = -1;
    const c10::AliasInfo* info = result.alias_info();
    if (info != nullptr && info->isWrite()) {
      for (size_t i = 0; i < schema.arguments().size(); ++i) {
        const c10::AliasInfo* other = schema.arguments()[i].alias_info();
        if (other != nullptr && other->isWrite() && other->beforeSets() == info->beforeSets()) {
          found = static_cast<int>(i);
          break;
        }
      }
    }
    aliases.push_back(found);
  }
  return aliases;
}

std::unique_ptr<OperatorPlan> makePlan(const std::string& name) {
  auto plan = std::make_unique<OperatorPlan>(OperatorPlan{findOperator(name), {}, {}, -1});
  const c10::FunctionSchema& schema = plan->handle.schema();
  plan->arguments = planArguments(schema.arguments());
  plan->aliasOf = writtenAliases(schema);
  for (size_t i = 0; i < plan->arguments.size(); ++i) {
    const Kind kind = plan->arguments[i].kind;
    // where(condition, 1, 0): a mask says nothing about the numbers beside it.
    if ((kind == Kind::kTensor || kind == Kind::kTensorList) &&
        plan->arguments[i].name != "condition") {
      plan->dtypeArgument = static_cast<int>(i);
      break;
    }
  }
  return plan;
}

bool isIntegralArgument(napi_env env, const OperatorPlan& plan, const Arguments& args) {
  if (plan.dtypeArgument < 0) return false;
  napi_value value = args[plan.dtypeArgument];
  if (plan.arguments[plan.dtypeArgument].kind == Kind::kTensorList) {
    bool isArray = false;
    NODE_OK(napi_is_array(env, value, &isArray));
    uint32_t length = 0;
    if (isArray) NODE_OK(napi_get_array_length(env, value, &length));
    if (length == 0) return false;
    NODE_OK(napi_get_element(env, value, 0, &value));
  }
  if (typeOf(env, value) != napi_number) return false;
  return c10::isIntegralType(toTensor(env, value).scalar_type(), /*includeBool=*/true);
}

napi_value call(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    const Arguments args(env, info);
    const auto& plan = *static_cast<const OperatorPlan*>(args.data());
    if (args.size() > plan.arguments.size()) {
      throw ArgumentError("takes at most " + std::to_string(plan.arguments.size()) +
                          " arguments, got " + std::to_string(args.size()));
    }
    torch::jit::Stack stack;
    stack.reserve(plan.arguments.size());
    int integral = -1;
    for (size_t i = 0; i < plan.arguments.size(); ++i) {
      const ArgumentPlan& argument = plan.arguments[i];
      if (i >= args.size() && argument.hasDefault) {
        stack.push_back(argument.defaultValue);
        continue;
      }
      if ((argument.kind == Kind::kScalar || argument.kind == Kind::kScalarList) && integral < 0) {
        integral = isIntegralArgument(env, plan, args) ? 1 : 0;
      }
      try {
        stack.push_back(toIValue(env, args[i], argument, integral == 1));
      } catch (const ArgumentError& error) {
        throw ArgumentError("argument \"" + argument.name + "\" (position " + std::to_string(i + 1) +
                            ", " + argument.typeName + ") " + error.what());
      }
    }
    plan.handle.callBoxed(stack);
    const auto result = [&](size_t i) -> napi_value {
      const int alias = plan.aliasOf[i];
      // A written alias is the argument itself: its slot, not a second one.
      if (alias >= 0 && plan.arguments[alias].kind == Kind::kTensor) return args[alias];
      return fromIValue(env, stack[i], false);
    };
    if (stack.empty()) return undefinedValue(env);
    if (stack.size() == 1) return result(0);
    napi_value results;
    NODE_OK(napi_create_array_with_length(env, stack.size(), &results));
    for (size_t i = 0; i < stack.size(); ++i) {
      NODE_OK(napi_set_element(env, results, static_cast<uint32_t>(i), result(i)));
    }
    return results;
  });
}

napi_value op(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    const Arguments args(env, info);
    const std::string name = toString(env, args[0]);
    auto plan = makePlan(name);
    napi_value function;
    NODE_OK(napi_create_function(env, name.c_str(), name.size(), call, plan.get(), &function));
    NODE_OK(napi_add_finalizer(
        env, function, plan.get(),
        [](napi_env, void* data, void*) { delete static_cast<OperatorPlan*>(data); }, nullptr,
        nullptr));
    plan.release();
    return function;
  });
}

void setString(napi_env env, napi_value object, const char* key, const std::string& text) {
  NODE_OK(napi_set_named_property(env, object, key, fromString(env, text)));
}

// { schema, arguments: [{ name, type, length }], returns: [{ type, alias }] }
napi_value describeOperator(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    const Arguments args(env, info);
    const auto plan = makePlan(toString(env, args[0]));
    const c10::FunctionSchema& schema = plan->handle.schema();
    napi_value object, arguments, returns;
    NODE_OK(napi_create_object(env, &object));
    setString(env, object, "schema", c10::toString(schema));
    NODE_OK(napi_create_array(env, &arguments));
    for (size_t i = 0; i < plan->arguments.size(); ++i) {
      napi_value item;
      NODE_OK(napi_create_object(env, &item));
      setString(env, item, "name", plan->arguments[i].name);
      setString(env, item, "type", plan->arguments[i].typeName);
      NODE_OK(napi_set_element(env, arguments, static_cast<uint32_t>(i), item));
    }
    NODE_OK(napi_create_array(env, &returns));
    for (size_t i = 0; i < schema.returns().size(); ++i) {
      napi_value item;
      NODE_OK(napi_create_object(env, &item));
      setString(env, item, "type", schema.returns()[i].real_type()->repr_str());
      NODE_OK(napi_set_named_property(env, item, "alias", fromDouble(env, plan->aliasOf[i])));
      NODE_OK(napi_set_element(env, returns, static_cast<uint32_t>(i), item));
    }
    NODE_OK(napi_set_named_property(env, object, "arguments", arguments));
    NODE_OK(napi_set_named_property(env, object, "returns", returns));
    return object;
  });
}

// All schemas whose operator name begins with the prefix.
napi_value schemas(napi_env env, napi_callback_info info) {
  return guarded(env, [&]() -> napi_value {
    const Arguments args(env, info);
    const std::string prefix = toString(env, args[0]);
    napi_value list;
    NODE_OK(napi_create_array(env, &list));
    uint32_t count = 0;
    auto& dispatcher = c10::Dispatcher::singleton();
    for (const c10::OperatorName& name : dispatcher.getAllOpNames()) {
      if (name.name.compare(0, prefix.size(), prefix) != 0) continue;
      auto handle = dispatcher.findSchema(name);
      if (!handle) continue;
      NODE_OK(napi_set_element(env, list, count++,
                               fromString(env, c10::toString(handle->schema()))));
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
