package dev.kiosk.simulator.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** The other end of {@link Child}: answers lines until there are no more. */
final class Lines {

  private Lines() {}

  /** What is asked. */
  interface Answerer {

    /** The answer to one line. */
    String answer(String[] words) throws IOException, InterruptedException;
  }

  /** Answers each line of standard input by one of standard output. */
  static void answer(Answerer answerer) throws IOException, InterruptedException {
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      System.out.println(answerer.answer(line.split(" ")));
    }
  }
}
