#include "platform/telemetry/file_sink.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <thread>

namespace coffer::telemetry {
namespace {

struct Pipe {
  Pipe() { EXPECT_EQ(::pipe(ends.data()), 0); }
  ~Pipe() {
    ::close(ends[0]);
    ::close(ends[1]);
  }
  std::string read_some() const {
    std::string text(65536, '\0');
    const auto size = ::read(ends[0], text.data(), text.size());
    text.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
    return text;
  }
  std::array<int, 2> ends{};
};

TEST(FileSink, writes_lines_in_order) {
  const Pipe pipe;
  FileSink sink(pipe.ends[1]);
  sink.write("one");
  sink.write("two");
  sink.flush();
  EXPECT_EQ(pipe.read_some(), "one\ntwo\n");
}

TEST(FileSink, writes_what_is_left_when_it_ends) {
  const Pipe pipe;
  {
    FileSink(pipe.ends[1]).write("last");
  }
  EXPECT_EQ(pipe.read_some(), "last\n");
}

TEST(FileSink, drops_and_counts_what_does_not_fit) {
  const Pipe pipe;
  FileSink sink(pipe.ends[1], 8);
  sink.write("longer than eight bytes");
  EXPECT_EQ(sink.dropped(), 1U);
  sink.write("short");
  sink.flush();
  const std::string text = pipe.read_some();
  EXPECT_TRUE(text.starts_with("short\n"));
  EXPECT_NE(text.find(R"("count":1)"), std::string::npos);
}

TEST(FileSink, keeps_lines_of_several_threads_whole) {
  const Pipe pipe;
  FileSink sink(pipe.ends[1]);
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i)
      threads.emplace_back([&sink] {
        for (int j = 0; j < 100; ++j) sink.write("0123456789");
      });
  }
  sink.flush();
  std::string expected;
  for (int i = 0; i < 400; ++i) expected += "0123456789\n";
  EXPECT_EQ(pipe.read_some(), expected);
}

}  // namespace
}  // namespace coffer::telemetry
