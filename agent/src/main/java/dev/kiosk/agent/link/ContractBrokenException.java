package dev.kiosk.agent.link;

/**
 * The server did what the contract does not allow. The connection is closed with 1002, nothing is
 * deleted.
 */
final class ContractBrokenException extends Exception {

  private static final long serialVersionUID = 1L;

  ContractBrokenException(String what) {
    super(what);
  }
}
