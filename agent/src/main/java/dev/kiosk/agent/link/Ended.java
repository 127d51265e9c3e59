package dev.kiosk.agent.link;

import dev.kiosk.agent.link.TransportEvent.Closed;
import java.util.OptionalLong;

/**
 * How a connection ended, and what that says about the next try.
 *
 * @param how what kind of end it was
 * @param why for people, one line
 * @param retryAfterSeconds the wait that the server asked for
 * @param unwelcome whether the server refused the very events of this session
 */
record Ended(How how, String why, OptionalLong retryAfterSeconds, boolean unwelcome) {

  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int TOO_MANY_REQUESTS = 429;

  /** RFC 6455 section 7.4.1; servers also use private codes that end like those of HTTP. */
  private static final int POLICY_VIOLATION = 1008;

  /** In the IANA registry of WebSocket close codes: try again later. */
  private static final int TRY_AGAIN_LATER = 1013;

  /** The kinds of ends. */
  enum How {
    /** In peace, by this side: another session is to begin. */
    IN_PEACE,
    /** The same, but before any event could flow, and the server is why: it may be so each time. */
    IN_VAIN,
    /** It failed, whoever is to blame. */
    FAILED,
    /** The server is there and wants less of us. */
    BUSY,
    /** The server does not let this agent in; only a person can change that. */
    REJECTED
  }

  static Ended inPeace(String why, boolean inVain) {
    return new Ended(inVain ? How.IN_VAIN : How.IN_PEACE, why, OptionalLong.empty(), false);
  }

  boolean isPeaceful() {
    return how == How.IN_PEACE || how == How.IN_VAIN;
  }

  static Ended failed(String why) {
    return new Ended(How.FAILED, why, OptionalLong.empty(), false);
  }

  /** What the end of a connection that this side did not end means. */
  static Ended of(Closed closed) {
    int status = closed.httpStatus().orElse(0);
    int code = closed.closeCode().orElse(0);
    OptionalLong after = closed.retryAfterSeconds();
    String why = closed.reason();
    if (after.isPresent()) {
      why += "; it asks to come back in " + after.getAsLong() + " s";
    }
    if (status == UNAUTHORIZED || status == FORBIDDEN) {
      String refused = "refused with HTTP %d; check the token and the tenant";
      return new Ended(How.REJECTED, refused.formatted(status), after, false);
    }
    if (status == TOO_MANY_REQUESTS || code == TRY_AGAIN_LATER || after.isPresent()) {
      return new Ended(How.BUSY, why, after, false);
    }
    boolean unwelcome = code == POLICY_VIOLATION || (code >= 4400 && code < 4500);
    return new Ended(How.FAILED, why, after, unwelcome);
  }
}
