#pragma once

#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "apps/tool/operation.h"

namespace coffer::tool {

/// The operations of the tool, by name. Every group is named in `all_operations`.
class Registry {
 public:
  explicit Registry(std::vector<Operation> operations);

  [[nodiscard]] const Operation* find(std::string_view name) const;
  [[nodiscard]] std::span<const Operation> all() const { return operations_; }

  /// Checks the fields and runs the operation. An exception, which only a bug throws, becomes kInternal.
  [[nodiscard]] Result<nlohmann::json> call(const Toolbox& toolbox, std::string_view name,
                                            const nlohmann::json& fields) const;

 private:
  std::vector<Operation> operations_;
  std::unordered_map<std::string_view, const Operation*> by_name_;
};

}  // namespace coffer::tool
