package dev.kiosk.simulator.hub;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.kiosk.simulator.hub.access.Grant;
import java.io.IOException;
import java.io.OutputStream;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The body of {@code /api/page}, which the page asks before it connects: {@code
 * {"tenants":["acme"],"mayCommand":true}}. All tenants are named to those who may read all; with
 * {@code "unseen":true} other hubs, which may have more of them, cannot be asked now.
 */
final class PageGrant {

  private PageGrant() {}

  /** Writes what a grant comes to. */
  static void write(OutputStream out, Core core, Grant grant) throws IOException {
    SortedSet<String> tenants = new TreeSet<>();
    if (grant.tenantId().equals(Grant.ANY)) {
      HostList.hosts(core).forEach(host -> tenants.add(host.tenantId()));
    } else {
      tenants.add(grant.tenantId());
    }
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.writeStartObject();
      json.writeArrayFieldStart("tenants");
      for (String tenant : tenants) {
        json.writeString(tenant);
      }
      json.writeEndArray();
      json.writeBooleanField("mayCommand", grant.mayCommand());
      if (!core.peers().hears()) {
        json.writeBooleanField("unseen", true);
      }
      json.writeEndObject();
    }
  }
}
