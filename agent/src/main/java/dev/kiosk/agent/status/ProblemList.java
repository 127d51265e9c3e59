package dev.kiosk.agent.status;

/** All problems, when there is more than the one that the banner tells. */
final class ProblemList {

  private ProblemList() {}

  static void draw(Html html, View view) {
    html.open("ol");
    for (Assessment.Trouble problem : view.assessment().problems()) {
      html.open("li class=\"" + problem.health().wireName() + "\"");
      html.element("span class=\"mark\" aria-hidden=\"true\"", View.mark(problem.health()));
      html.open("div").open("strong").text(View.capital(problem.what()));
      view.when(html, problem);
      html.text(".").close();
      if (problem.next() != null) {
        html.text(" " + problem.next());
      }
      html.close().close();
    }
    html.close();
  }
}
