package dev.kiosk.simulator.hub.access;

/** A connection that was let in by a pass and stays open. */
public interface Guest {

  /** What the other side is told when it must end. */
  String REASON = "the token was taken away or changed";

  /** What let it in. */
  Pass pass();

  /** Its token is gone or allows something else now: it must end. Called from any thread. */
  void expelled();
}
