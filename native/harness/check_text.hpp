// Text in a buffer of fixed size. It is also written while the process dies, in a signal handler or out of a sanitizer,
// so nothing here allocates, locks or formats with stdio. What does not fit is cut off.
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "lab/check.hpp"

namespace lab {

template <size_t kSize>
class Text {
 public:
  void clear() noexcept {
    size_ = 0;
    cut_ = false;
  }
  [[nodiscard]] const char* data() const noexcept { return bytes_; }
  [[nodiscard]] size_t size() const noexcept { return size_; }
  [[nodiscard]] size_t room() const noexcept { return kSize - size_; }
  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
  // True when something did not fit.
  [[nodiscard]] bool cut() const noexcept { return cut_; }

  Text& add(char byte) noexcept {
    if (size_ < kSize) {
      bytes_[size_++] = byte;
    } else {
      cut_ = true;
    }
    return *this;
  }
  Text& add(const char* text, size_t length) noexcept {
    for (size_t i = 0; i < length; ++i) add(text[i]);
    return *this;
  }
  Text& add(const char* text) noexcept { return add(text, strlen(text)); }
  template <size_t kOther>
  Text& add(const Text<kOther>& text) noexcept {
    return add(text.data(), text.size());
  }

  // Text of somebody else's making: what is not plain ASCII becomes a question mark, so that a line stays a line.
  Text& add_foreign(const char* text, size_t length) noexcept {
    for (size_t i = 0; i < length; ++i) add(text[i] >= ' ' && text[i] <= '~' ? text[i] : '?');
    return *this;
  }

  Text& add_number(uint64_t number) noexcept {
    char digits[20];  // 2^64 - 1 has twenty
    size_t used = 0;
    do {
      digits[used++] = static_cast<char>('0' + number % 10);
      number /= 10;
    } while (number != 0);
    while (used != 0) add(digits[--used]);
    return *this;
  }

  Text& add_address(uint64_t address) noexcept {
    add("0x");
    int shift = 60;
    while (shift > 0 && (address >> shift) == 0) shift -= 4;
    for (; shift >= 0; shift -= 4) add(kHex[(address >> shift) & 15]);
    return *this;
  }

  // 0.012 for 12 ms.
  Text& add_seconds(uint64_t milliseconds) noexcept {
    const uint64_t rest = milliseconds % 1000;
    return add_number(milliseconds / 1000).add(rest < 10 ? ".00" : rest < 100 ? ".0" : ".").add_number(rest);
  }

  // 1.42 for 142 per 100, to a millionth, without the zeros at the end.
  Text& add_ratio(uint64_t amount, uint64_t per) noexcept {
    add_number(amount / per);
    uint64_t rest = amount % per;
    if (rest == 0) return *this;
    add('.');
    for (int digits = 0; digits < 6 && rest != 0; ++digits) {
      rest *= 10;
      add(static_cast<char>('0' + rest / per));
      rest %= per;
    }
    return *this;
  }

  // A sentence with its `{}` and `{b}` filled in from values[0 …]. Returns how many were used.
  size_t add_sentence(const char* sentence, const uint64_t* values, size_t count) noexcept {
    size_t used = 0;
    for (const char* at = sentence; *at != '\0'; ++at) {
      const bool number = at[0] == '{' && at[1] == '}';
      const bool truth = at[0] == '{' && at[1] == 'b' && at[2] == '}';
      if ((!number && !truth) || used == count) {
        add(*at);
        continue;
      }
      if (truth) add(values[used] != 0 ? "true" : "false");
      if (number) add_number(values[used]);
      ++used;
      at += truth ? 2 : 1;
    }
    return used;
  }

  Text& add_sentence(const char* sentence, const Numbers& values) noexcept {
    add_sentence(sentence, values.values, values.count);
    return *this;
  }

  // As a JSON string, quotes included (RFC 8259, section 7). The bytes are taken for UTF-8.
  Text& add_json(const char* text, size_t length) noexcept {
    add('"');
    for (size_t i = 0; i < length; ++i) {
      const auto byte = static_cast<unsigned char>(text[i]);
      if (byte == '"' || byte == '\\') {
        add('\\').add(text[i]);
      } else if (byte < 0x20) {
        add("\\u00").add(kHex[byte >> 4]).add(kHex[byte & 15]);
      } else {
        add(text[i]);
      }
    }
    return add('"');
  }
  template <size_t kOther>
  Text& add_json(const Text<kOther>& text) noexcept {
    return add_json(text.data(), text.size());
  }

 private:
  static constexpr char kHex[] = "0123456789abcdef";

  size_t size_ = 0;
  bool cut_ = false;
  char bytes_[kSize]{};  // initialized, so that a static one needs no constructor before main
};

}  // namespace lab
