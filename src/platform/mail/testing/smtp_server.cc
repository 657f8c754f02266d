#include "platform/mail/testing/smtp_server.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

namespace coffer::mail::testing {

SmtpServer::SmtpServer(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {"/usr/bin/python3", COFFER_SMTP_SERVER});
  std::vector<char*> pointers;
  for (std::string& argument : arguments) pointers.push_back(argument.data());
  pointers.push_back(nullptr);
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe for the mail server");
  pid_ = ::fork();
  // Debian's own Python, which sees the packages of the system.
  if (pid_ == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::dup2(ends[1], STDOUT_FILENO);
    ::execvp(pointers.front(), pointers.data());
    ::_exit(127);
  }
  ::close(ends[1]);
  output_ = ::fdopen(ends[0], "r");
  port_ = read_line();
  if (port_.empty()) throw std::runtime_error("the mail server has not started; is python3-aiosmtpd installed?");
}

SmtpServer::~SmtpServer() {
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
  std::fclose(output_);
}

std::string SmtpServer::read_line() {
  std::string out;
  for (int c = std::fgetc(output_); c != EOF && c != '\n'; c = std::fgetc(output_)) out += static_cast<char>(c);
  return out;
}

nlohmann::json SmtpServer::next_message() { return nlohmann::json::parse(read_line()); }

}  // namespace coffer::mail::testing
