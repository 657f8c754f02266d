#pragma once

#include <iosfwd>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/secret.h"

namespace coffer::cli {

enum class Colour { kRed, kGreen, kYellow, kCyan, kBold, kFaint };

/// Where a command reads and writes. Results go to `out`, everything else to `err`, so that results can be
/// piped; colours and a moving progress line only where a person looks.
class Terminal {
 public:
  struct Ends {
    int in = 0;
    std::ostream& out;
    std::ostream& err;
    bool in_is_terminal = false;
    bool out_is_terminal = false;
    bool err_is_terminal = false;
    bool colours = false;  // wanted where there is a terminal
  };
  explicit Terminal(Ends ends) : ends_(ends) {}
  /// Standard input and outputs; no colours where NO_COLOR is set or TERM is dumb.
  static Ends process_ends();

  [[nodiscard]] std::ostream& out() const { return ends_.out; }
  [[nodiscard]] std::ostream& err() const { return ends_.err; }
  [[nodiscard]] bool is_interactive() const { return ends_.in_is_terminal && ends_.err_is_terminal; }

  /// The text in colour for `out`, or as it is.
  [[nodiscard]] std::string paint(Colour colour, std::string_view text) const;
  /// The same for `err`.
  [[nodiscard]] std::string paint_err(Colour colour, std::string_view text) const;

  /// Says something that is no result.
  void note(std::string_view line);
  /// Replaces the line that moves while something is waited for; nothing where nobody looks.
  void progress(std::string_view line);
  void end_progress();

  /// A line of input, at most 4096 bytes; the prompt is shown to people only. VALIDATION_ERROR at the end of input.
  Result<std::string> read_line(std::string_view prompt);
  /// The same without echo.
  Result<SecretBytes> read_secret(std::string_view prompt);
  /// Whether a person answers yes. Enter alone is no.
  Result<bool> confirm(std::string_view question);

 private:
  Result<SecretBytes> read_bytes();

  Ends ends_;
  bool progress_shown_ = false;
};

}  // namespace coffer::cli
