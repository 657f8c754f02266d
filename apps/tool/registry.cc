#include "apps/tool/registry.h"

#include <algorithm>
#include <exception>
#include <utility>

#include "apps/tool/input.h"

namespace coffer::tool {

Registry::Registry(std::vector<Operation> operations) : operations_(std::move(operations)) {
  std::ranges::sort(operations_, {}, &Operation::name);
  for (const Operation& operation : operations_) by_name_.emplace(operation.name, &operation);
}

const Operation* Registry::find(std::string_view name) const {
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? nullptr : found->second;
}

Result<nlohmann::json> Registry::call(const Toolbox& toolbox, std::string_view name,
                                      const nlohmann::json& fields) const {
  const Operation* operation = find(name);
  if (operation == nullptr) return fail(not_found("no operation " + std::string(name.substr(0, 64))));
  COFFER_CHECK(check_fields(*operation, fields));
  try {
    return operation->run(toolbox, Input(fields));
  } catch (const std::exception& bug) {
    return fail(internal(bug.what()));
  }
}

}  // namespace coffer::tool
