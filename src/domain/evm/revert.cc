#include "domain/evm/revert.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <vector>

namespace coffer::evm {
namespace {

using nlohmann::json;

/// The compiler's own meaning of a panic code (Solidity documentation, "Panic via assert and error via require").
std::string panic_meaning(std::string_view code) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 10> kCodes = {
      {{"0", "a panic that the compiler inserted"},
       {"1", "an assertion failed"},
       {"17", "an arithmetic operation overflowed or underflowed"},
       {"18", "division or modulo by zero"},
       {"33", "a value outside of its enumeration"},
       {"34", "a storage byte array is wrongly encoded"},
       {"49", "pop of an empty array"},
       {"50", "an array index out of bounds"},
       {"65", "out of memory, or an array that is too large"},
       {"81", "a call of an uninitialised function"}}};
  const auto found = std::ranges::find(kCodes, code, &std::pair<std::string_view, std::string_view>::first);
  if (found == kCodes.end()) return "panic with code " + std::string(code);
  return std::string(found->second);
}

/// The two errors that every compiler knows, those of the token standards (ERC-6093), which most tokens use without
/// publishing an ABI, of permits and vaults, of ERC-4337's entry points and of Permit2.
constexpr std::array kWellKnown = {
    std::string_view("error Error(string message)"),
    std::string_view("error Panic(uint256 code)"),
    std::string_view("error ERC20InsufficientBalance(address sender,uint256 balance,uint256 needed)"),
    std::string_view("error ERC20InvalidSender(address sender)"),
    std::string_view("error ERC20InvalidReceiver(address receiver)"),
    std::string_view("error ERC20InsufficientAllowance(address spender,uint256 allowance,uint256 needed)"),
    std::string_view("error ERC20InvalidApprover(address approver)"),
    std::string_view("error ERC20InvalidSpender(address spender)"),
    std::string_view("error ERC721InvalidOwner(address owner)"),
    std::string_view("error ERC721NonexistentToken(uint256 tokenId)"),
    std::string_view("error ERC721IncorrectOwner(address sender,uint256 tokenId,address owner)"),
    std::string_view("error ERC721InvalidSender(address sender)"),
    std::string_view("error ERC721InvalidReceiver(address receiver)"),
    std::string_view("error ERC721InsufficientApproval(address operator,uint256 tokenId)"),
    std::string_view("error ERC721InvalidApprover(address approver)"),
    std::string_view("error ERC721InvalidOperator(address operator)"),
    std::string_view("error ERC1155InsufficientBalance(address sender,uint256 balance,uint256 needed,uint256 tokenId)"),
    std::string_view("error ERC1155InvalidSender(address sender)"),
    std::string_view("error ERC1155InvalidReceiver(address receiver)"),
    std::string_view("error ERC1155InvalidApprover(address approver)"),
    std::string_view("error ERC1155InvalidOperator(address operator)"),
    std::string_view("error ERC1155MissingApprovalForAll(address operator,address owner)"),
    std::string_view("error ERC1155InvalidArrayLength(uint256 idsLength,uint256 valuesLength)"),
    std::string_view("error ERC2612ExpiredSignature(uint256 deadline)"),
    std::string_view("error ERC2612InvalidSigner(address signer,address owner)"),
    std::string_view("error ERC4626ExceededMaxDeposit(address receiver,uint256 assets,uint256 max)"),
    std::string_view("error ERC4626ExceededMaxMint(address receiver,uint256 shares,uint256 max)"),
    std::string_view("error ERC4626ExceededMaxWithdraw(address owner,uint256 assets,uint256 max)"),
    std::string_view("error ERC4626ExceededMaxRedeem(address owner,uint256 shares,uint256 max)"),
    std::string_view("error FailedOp(uint256 opIndex,string reason)"),
    std::string_view("error FailedOpWithRevert(uint256 opIndex,string reason,bytes inner)"),
    std::string_view("error AllowanceExpired(uint256 deadline)"),
    std::string_view("error InsufficientAllowance(uint256 amount)"),
    std::string_view("error SignatureExpired(uint256 signatureDeadline)"),
    std::string_view("error SafeERC20FailedOperation(address token)"),
    std::string_view("error OwnableUnauthorizedAccount(address account)"),
};

/// A known error and the selector that names it, read once: reading a signature costs more than decoding its data.
struct KnownError {
  abi::Selector selector;
  abi::Item item;
};

std::vector<KnownError> read_well_known() {
  std::vector<KnownError> out;
  for (const std::string_view signature : kWellKnown) {
    abi::Item item = abi::parse_signature(signature).value();
    out.push_back({.selector = item.selector(), .item = std::move(item)});
  }
  return out;
}

const abi::Item* well_known(const abi::Selector& selector) {
  static const std::vector<KnownError> kErrors = read_well_known();
  const auto found = std::ranges::find(kErrors, selector, &KnownError::selector);
  return found == kErrors.end() ? nullptr : &found->item;
}

/// `ERC20InsufficientBalance` → `ERC20 insufficient balance`.
std::string words_of(std::string_view name) {
  const auto upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  const auto lower = [](char c) { return c >= 'a' && c <= 'z'; };
  std::string out;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool begins = i > 0 && upper(name[i]) && (i + 1 == name.size() ? lower(name[i - 1]) : lower(name[i + 1]));
    if (begins && out.back() != ' ') out += ' ';
    const bool acronym = !begins || i + 1 == name.size();
    out += begins && !acronym ? static_cast<char>(name[i] - 'A' + 'a') : name[i] == '_' ? ' ' : name[i];
  }
  return out;
}

std::string plain(const json& value) { return value.is_string() ? value.get<std::string>() : value.dump(); }

std::string text_of(const abi::Item& item, const json& args) {
  if (item.signature() == "Error(string)") return args[0].get<std::string>();
  if (item.signature() == "Panic(uint256)") return panic_meaning(args[0].get<std::string>());
  std::string out = words_of(item.name);
  for (std::size_t i = 0; i < args.size(); ++i) {
    const std::string& name = item.inputs[i].name;
    out += (i == 0 ? ": " : ", ") + (name.empty() ? "" : name + " ") + plain(args[i]);
  }
  return out;
}

Revert unreadable(BytesView data) {
  if (data.empty()) return {.name = "", .args = json::array(), .text = "reverted without a reason"};
  constexpr std::size_t kShown = 64;
  const std::string shown = hex0x(data.first(std::min(data.size(), kShown))) + (data.size() > kShown ? "…" : "");
  return {.name = "", .args = json::array(), .text = "reverted with data that no known error explains: " + shown};
}

}  // namespace

Revert decode_revert(BytesView data, const abi::Interface* contract) {
  if (data.size() < 4) return unreadable(data);
  const abi::Selector selector = {data[0], data[1], data[2], data[3]};
  const abi::Item* item = contract == nullptr ? nullptr : contract->error_by_selector(selector);
  if (item == nullptr) item = well_known(selector);
  if (item == nullptr) return unreadable(data);
  auto args = abi::decode_call(*item, data, abi::Strictness::kLenient);
  if (!args) return unreadable(data);
  std::string text = text_of(*item, *args);
  return {.name = item->name, .args = *std::move(args), .text = std::move(text)};
}

}  // namespace coffer::evm
