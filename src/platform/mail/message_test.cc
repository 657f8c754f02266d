#include "platform/mail/message.h"

#include <gtest/gtest.h>

namespace coffer::mail {
namespace {

Message message() {
  return {.id = "0190b3a0-0000-7000-8000-000000000001",
          .from = "coffer@example.com",
          .to = "alice@example.org",
          .subject = "Your code",
          .text = "Your code is 123456.\n",
          .date = from_micros(1'800'000'000'000'000)};
}

TEST(MailMessage, is_written_as_rfc_5322_wants_it) {
  EXPECT_EQ(*rfc5322(message()),
            "From: coffer@example.com\r\n"
            "To: alice@example.org\r\n"
            "Subject: Your code\r\n"
            "Date: Fri, 15 Jan 2027 08:00:00 +0000\r\n"
            "Message-ID: <0190b3a0-0000-7000-8000-000000000001@example.com>\r\n"
            "Auto-Submitted: auto-generated\r\n"
            "MIME-Version: 1.0\r\n"
            "Content-Type: text/plain; charset=utf-8\r\n"
            "Content-Transfer-Encoding: 7bit\r\n"
            "\r\n"
            "Your code is 123456.\r\n");
}

TEST(MailMessage, a_text_beyond_short_ascii_lines_is_base64) {
  Message umlaut = message();
  umlaut.text = "Grüße\n";
  EXPECT_TRUE(rfc5322(umlaut)->ends_with("Content-Transfer-Encoding: base64\r\n\r\nR3LDvMOfZQ0K\r\n"));
  Message endless = message();
  endless.text = std::string(2'000, 'x');
  std::size_t line = 0;
  for (const char c : *rfc5322(endless)) {
    line = c == '\n' ? 0 : line + 1;
    ASSERT_LE(line, 99U);
  }
}

TEST(MailMessage, a_subject_beyond_ascii_is_encoded_words_that_cut_no_character) {
  Message umlauts = message();
  for (int i = 0; i < 50; ++i) umlauts.subject += "ü";
  const std::string text = *rfc5322(umlauts);
  const std::size_t start = text.find("Subject: ");
  EXPECT_EQ(text.substr(start, 21), "Subject: =?utf-8?B?WW");
  // "Your code" and 18 umlauts are 45 bytes, the most that one word holds.
  EXPECT_NE(text.find("?=\r\n =?utf-8?B?w7zDvMO8"), std::string::npos);
}

TEST(MailMessage, nobody_adds_a_header) {
  for (const char* subject : {"x\r\nBcc: eve@example.net", "x\nBcc: eve@example.net", "x\ry", "x\x7f"}) {
    Message injected = message();
    injected.subject = subject;
    ASSERT_FALSE(rfc5322(injected)) << subject;
    EXPECT_EQ(rfc5322(injected).error().details.at("field"), "subject");
  }
  Message injected = message();
  injected.to = "alice@example.org\r\nBcc: eve@example.net";
  EXPECT_EQ(rfc5322(injected).error().details.at("field"), "to");
  injected = message();
  injected.from = "coffer@example.com> BODY=8BITMIME";
  EXPECT_EQ(rfc5322(injected).error().details.at("field"), "from");
}

TEST(MailMessage, knows_an_address_that_needs_no_quoting) {
  for (const char* good : {"a@b", "first.last+tag@mail.example.com", "o'neil@example.com"})
    EXPECT_TRUE(is_address(good)) << good;
  for (const char* bad : {"", "a", "@b", "a@", "a@@b", "a@b@c", "a b@c", "a@b,c@d", "<a@b>", "\"a\"@b", ".a@b",
                          "a..b@c", "ä@example.com", "a@b\r\n"})
    EXPECT_FALSE(is_address(bad)) << bad;
}

}  // namespace
}  // namespace coffer::mail
