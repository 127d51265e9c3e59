package dev.kiosk.agent.link;

import dev.kiosk.agent.spool.Spool;

/** Whose events a session sends: where they wait, and what is told live beside them. */
public interface Origin {

  /** Where the events wait. */
  Spool spool();

  /** What is told live. */
  LiveEvents live();
}
