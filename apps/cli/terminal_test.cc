#include "apps/cli/terminal.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <sstream>

namespace coffer::cli {
namespace {

class TerminalTest : public testing::Test {
 protected:
  TerminalTest() { EXPECT_EQ(::pipe(pipe_.data()), 0); }
  ~TerminalTest() override {
    close_input();
    ::close(pipe_[0]);
  }

  void type(std::string_view text) {
    ASSERT_EQ(::write(pipe_[1], text.data(), text.size()), static_cast<ssize_t>(text.size()));
  }
  void close_input() {
    if (pipe_[1] >= 0) ::close(pipe_[1]);
    pipe_[1] = -1;
  }
  Terminal terminal(bool person, bool colours = true) {
    return Terminal({.in = pipe_[0],
                     .out = out_,
                     .err = err_,
                     .in_is_terminal = person,
                     .out_is_terminal = person,
                     .err_is_terminal = person,
                     .colours = colours});
  }

  std::array<int, 2> pipe_{-1, -1};
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(TerminalTest, paints_only_where_a_person_looks_and_wants_it) {
  EXPECT_EQ(terminal(true).paint(Colour::kRed, "x"), "\x1b[31mx\x1b[0m");
  EXPECT_EQ(terminal(false).paint(Colour::kRed, "x"), "x");
  EXPECT_EQ(terminal(true, false).paint(Colour::kRed, "x"), "x");
}

TEST_F(TerminalTest, moves_its_progress_line_only_where_a_person_looks) {
  terminal(false).progress("waiting");
  EXPECT_EQ(err_.str(), "");
  Terminal seen = terminal(true);
  seen.progress("waiting");
  seen.note("done");
  EXPECT_EQ(err_.str(), "\r\x1b[Kwaiting\r\x1b[Kdone\n");
}

TEST_F(TerminalTest, reads_line_by_line_and_prompts_only_people) {
  type("first\r\nsecond\n");
  Terminal piped = terminal(false);
  EXPECT_EQ(piped.read_line("Name: ").value(), "first");
  EXPECT_EQ(piped.read_secret("Secret: ").value().expose_text(), "second");
  EXPECT_EQ(err_.str(), "");
}

TEST_F(TerminalTest, takes_a_last_line_without_an_end_and_refuses_none_at_all) {
  type("last");
  close_input();
  Terminal piped = terminal(false);
  EXPECT_EQ(piped.read_line("").value(), "last");
  EXPECT_FALSE(piped.read_line(""));
}

TEST_F(TerminalTest, refuses_a_line_that_is_too_long) {
  type(std::string(5000, 'x') + "\n");
  EXPECT_FALSE(terminal(false).read_line(""));
}

TEST_F(TerminalTest, takes_only_a_clear_yes) {
  type("y\n\nno\n");
  Terminal person = terminal(true);
  EXPECT_TRUE(person.confirm("Send it?").value());
  EXPECT_FALSE(person.confirm("Send it?").value());
  EXPECT_FALSE(person.confirm("Send it?").value());
}

TEST_F(TerminalTest, asks_nobody_where_nobody_is) {
  type("y\n");
  EXPECT_NE(terminal(false).confirm("Send it?").error().message.find("--yes"), std::string::npos);
}

}  // namespace
}  // namespace coffer::cli
