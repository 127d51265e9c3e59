package dev.kiosk.agent.app;

/** The version of this build. */
public final class Version {

  private Version() {}

  /** From the jar's manifest; {@code dev} when the classes do not come from a jar. */
  public static String current() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "dev" : version;
  }
}
