package io.slurmgen.cli;

import java.util.List;
import java.util.Random;

/** Words that no command expects, some well known and some random. */
final class HostileWords {
  private static final List<String> KNOWN =
      List.of(
          "",
          " ",
          "-",
          "--",
          "---",
          "-x",
          "--=",
          "=",
          "--no-such=1",
          "-n",
          "-n=",
          "--help=x",
          "-1",
          "0",
          "2147483647",
          "2147483648",
          "1125899906842625",
          "9223372036854775807",
          "9223372036854775808",
          "-9223372036854775808",
          "1e3",
          "1_000",
          "0x10",
          "5.0",
          " 5",
          "5\n",
          "\u0661\u0660",
          "\u22125",
          "NaN",
          "..",
          "../../etc/passwd",
          "/etc/passwd",
          "a/b",
          ".hidden",
          "raw",
          "train",
          "tra\u0000in",
          "train\n",
          "\u001b[31mred\u001b[0m",
          "\u009b31m",
          "\u202egnirts",
          "\u2028",
          "\ud800",
          "\udc00\ud800",
          "'; drop table sample_range; --",
          "\" || rm -rf / #",
          "$(touch owned)",
          "`touch owned`",
          "%s%n%d",
          "{}",
          "{",
          "@",
          "@/",
          "@/dev/null",
          "@no\u0000such",
          "{'left': NaN}",
          "{'left': 1e999999999}",
          "{'left': -1e-999999999}",
          "{\"left\": 1, \"left\": 2}",
          "{'left\\u0000': 1}",
          "{'left': '\\ud800'}",
          "{'left': [[[[1]]]]}",
          "{'left': {'left': {}}}",
          "{'left': true}",
          "{'left': \u0661}",
          "0:00",
          "99999999-99",
          "9999999-999999999:999999999:999999999",
          "infinite",
          "1G",
          "x".repeat(100_000),
          "9".repeat(100_000),
          "[".repeat(100_000),
          "{'a':".repeat(100_000),
          "((".repeat(50_000),
          "-".repeat(100_000),
          "\n".repeat(10_000),
          "\ud83d\ude00".repeat(10_000));

  private static final String ALPHABET =
      "abzAZ019 -_=./\\'\"{}[](),:;@#$%&*!?~^|<>\n\r\t\u0000\u0007\u001b\u007f\u0085\u009b"
          + "\u00e9\u0130\u0661\u200f\u202e\u2066\u2028\ufeff\ud800\udc00\uffff";

  private final Random random;

  HostileWords(Random random) {
    this.random = random;
  }

  static List<String> known() {
    return KNOWN;
  }

  String next() {
    return switch (random.nextInt(4)) {
      case 0 -> characters();
      case 1 -> changed(KNOWN.get(random.nextInt(KNOWN.size())));
      default -> KNOWN.get(random.nextInt(KNOWN.size()));
    };
  }

  private String characters() {
    StringBuilder word = new StringBuilder();
    for (int i = random.nextInt(20); i >= 0; i--) {
      word.append(character());
    }
    return word.toString();
  }

  private char character() {
    return ALPHABET.charAt(random.nextInt(ALPHABET.length()));
  }

  private String changed(String word) {
    int at = random.nextInt(word.length() + 1);
    int end = Math.min(word.length(), at + random.nextInt(3));
    return word.substring(0, at) + character() + word.substring(end);
  }
}
