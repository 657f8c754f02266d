#include "apps/tool/input.h"
#include "apps/tool/operations.h"
#include "domain/money/decimal.h"

namespace coffer::tool {
namespace {

using nlohmann::json;

Result<unsigned> decimals_of(const Input& input) {
  COFFER_TRY(const std::uint64_t decimals, input.number("decimals"));
  if (decimals > money::kMaxDecimals) return fail(invalid_field("decimals", "must be at most 77"));
  return static_cast<unsigned>(decimals);
}

Result<json> run_parse(const Toolbox& /*toolbox*/, const Input& input) {
  COFFER_TRY(const unsigned decimals, decimals_of(input));
  COFFER_TRY(const U256 amount,
             input.parsed("text", [&](std::string_view text) { return money::parse_amount(text, decimals); }));
  return json{{"amount", amount.decimal()}};
}

Result<json> run_format(const Toolbox& /*toolbox*/, const Input& input) {
  COFFER_TRY(const unsigned decimals, decimals_of(input));
  COFFER_TRY(const U256 amount, input.amount("amount"));
  COFFER_TRY(const std::string text, money::format_amount(amount, decimals));
  return json{{"text", text}};
}

}  // namespace

std::vector<Operation> money_operations() {
  return {
      {"money.parse",
       "An amount in smallest units, exactly",
       {{"text", Form::kText, "as 1.5"}, {"decimals", Form::kNumber}},
       run_parse},
      {"money.format",
       "The shortest exact text of an amount",
       {{"amount", Form::kDecimal, "smallest units"}, {"decimals", Form::kNumber}},
       run_format},
  };
}

}  // namespace coffer::tool
