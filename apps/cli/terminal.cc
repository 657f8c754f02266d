#include "apps/cli/terminal.h"

#include <termios.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>

#include "base/bytes.h"

namespace coffer::cli {
namespace {

constexpr std::size_t kLongestLine = 4096;

std::string_view code_of(Colour colour) {
  switch (colour) {
    case Colour::kRed:
      return "\x1b[31m";
    case Colour::kGreen:
      return "\x1b[32m";
    case Colour::kYellow:
      return "\x1b[33m";
    case Colour::kCyan:
      return "\x1b[36m";
    case Colour::kBold:
      return "\x1b[1m";
    case Colour::kFaint:
      return "\x1b[2m";
  }
  return "";
}

std::string painted(Colour colour, std::string_view text) {
  return std::string(code_of(colour)).append(text).append("\x1b[0m");
}

/// Takes the echo from a terminal and gives it back.
class NoEcho {
 public:
  explicit NoEcho(int descriptor) : descriptor_(descriptor) {
    active_ = ::tcgetattr(descriptor_, &before_) == 0;
    termios silent = before_;
    silent.c_lflag &= static_cast<tcflag_t>(~ECHO);
    if (active_) ::tcsetattr(descriptor_, TCSAFLUSH, &silent);
  }
  ~NoEcho() {
    if (active_) ::tcsetattr(descriptor_, TCSAFLUSH, &before_);
  }
  NoEcho(const NoEcho&) = delete;
  NoEcho& operator=(const NoEcho&) = delete;

 private:
  int descriptor_;
  termios before_{};
  bool active_ = false;
};

}  // namespace

Terminal::Ends Terminal::process_ends() {
  const char* no_colour = std::getenv("NO_COLOR");
  const char* term = std::getenv("TERM");
  const bool plain =
      (no_colour != nullptr && *no_colour != '\0') || (term != nullptr && std::string_view(term) == "dumb");
  return {.in = STDIN_FILENO,
          .out = std::cout,
          .err = std::cerr,
          .in_is_terminal = ::isatty(STDIN_FILENO) == 1,
          .out_is_terminal = ::isatty(STDOUT_FILENO) == 1,
          .err_is_terminal = ::isatty(STDERR_FILENO) == 1,
          .colours = !plain};
}

std::string Terminal::paint(Colour colour, std::string_view text) const {
  return ends_.colours && ends_.out_is_terminal ? painted(colour, text) : std::string(text);
}

std::string Terminal::paint_err(Colour colour, std::string_view text) const {
  return ends_.colours && ends_.err_is_terminal ? painted(colour, text) : std::string(text);
}

void Terminal::note(std::string_view line) {
  end_progress();
  ends_.err << line << std::endl;
}

void Terminal::progress(std::string_view line) {
  if (!ends_.err_is_terminal) return;
  ends_.err << "\r\x1b[K" << line << std::flush;
  progress_shown_ = true;
}

void Terminal::end_progress() {
  if (progress_shown_) ends_.err << "\r\x1b[K" << std::flush;
  progress_shown_ = false;
}

Result<SecretBytes> Terminal::read_bytes() {
  SecretBytes line(kLongestLine);
  std::size_t used = 0;
  // Byte by byte: what stands behind the line belongs to whoever reads next.
  while (used < kLongestLine) {
    const ssize_t count = ::read(ends_.in, line.expose_mutable().data() + used, 1);
    if (count <= 0 && used == 0) return fail(invalid("the input ended before it was answered"));
    if (count <= 0 || line.expose()[used] == '\n') break;
    ++used;
  }
  if (used == kLongestLine) return fail(invalid("a line of input has at most 4096 bytes"));
  if (used > 0 && line.expose()[used - 1] == '\r') --used;
  return SecretBytes::copy_of(line.expose().first(used));
}

Result<std::string> Terminal::read_line(std::string_view prompt) {
  end_progress();
  if (is_interactive()) ends_.err << prompt << std::flush;
  COFFER_TRY(const SecretBytes line, read_bytes());
  return std::string(line.expose_text());
}

Result<SecretBytes> Terminal::read_secret(std::string_view prompt) {
  if (!ends_.in_is_terminal) return read_bytes();
  end_progress();
  ends_.err << prompt << std::flush;
  Result<SecretBytes> line = fail(invalid(""));
  {
    const NoEcho silent(ends_.in);
    line = read_bytes();
  }
  ends_.err << std::endl;
  return line;
}

Result<bool> Terminal::confirm(std::string_view question) {
  if (!is_interactive()) return fail(invalid("nobody is here to be asked; say --yes to go on without a question"));
  COFFER_TRY(const std::string answer, read_line(std::string(question) + " [y/N] "));
  return answer == "y" || answer == "Y" || answer == "yes";
}

}  // namespace coffer::cli
