package dev.kiosk.simulator.surface.ssi;

import java.util.ArrayList;
import java.util.List;

/** Cuts what a host sends into requests. One for each connection; for one thread. */
final class SsiRequests {

  private static final int HEADER = 4;
  private static final int CHECKSUM = 2;
  private static final int HOST = 4;

  private final byte[] held = new byte[255 + CHECKSUM];
  private int count;

  /**
   * A request that has come whole.
   *
   * @param opcode what is asked; -1 when its checksum or its source is wrong
   */
  record Request(int opcode) {

    /** Not to be understood. */
    static final int HURT = -1;
  }

  /** Takes bytes; gives the requests that they complete. */
  List<Request> take(byte[] data, int length) {
    var requests = new ArrayList<Request>();
    for (int i = 0; i < length; i++) {
      if (count == 0 && (data[i] & 0xFF) < HEADER) {
        continue; // begins no request: noise between two of them
      }
      held[count++] = data[i];
      if (count == (held[0] & 0xFF) + CHECKSUM) {
        requests.add(request());
        count = 0;
      }
    }
    return requests;
  }

  private Request request() {
    int sum = 0;
    int length = count - CHECKSUM;
    for (int i = 0; i < length; i++) {
      sum += held[i] & 0xFF;
    }
    int sent = (held[length] & 0xFF) << 8 | (held[length + 1] & 0xFF);
    boolean good = sent == (-sum & 0xFFFF) && held[2] == HOST;
    return new Request(good ? held[1] & 0xFF : Request.HURT);
  }
}
