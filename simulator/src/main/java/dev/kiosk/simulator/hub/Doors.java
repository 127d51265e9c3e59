package dev.kiosk.simulator.hub;

import dev.kiosk.simulator.hub.fault.UpgradeFault;
import java.time.Duration;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.server.ServerUpgradeResponse;
import org.jspecify.annotations.Nullable;

/** Where WebSocket connections come in: checks who it is, and opens the conversation for it. */
final class Doors {

  private final Core core;
  private final Access access;

  Doors(Core core, Access access) {
    this.core = core;
    this.access = access;
  }

  /** A session for an agent, or null when the request was answered with a refusal. */
  @Nullable Object agent(
      ServerUpgradeRequest request, ServerUpgradeResponse response, Callback callback) {
    Grant grant = access.grant(request);
    if (grant == null || !grant.isAgent()) {
      return refuse(response, callback, grant == null ? access.refusal() : 403);
    }
    if (core.writer().failure() != null) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, 5);
      return refuse(response, callback, 503);
    }
    UpgradeFault fault = core.conduct().refusal();
    if (fault != null) {
      Duration retryAfter = fault.retryAfter();
      if (retryAfter != null) {
        response.getHeaders().put(HttpHeader.RETRY_AFTER, retryAfter.toSeconds());
      }
      return refuse(response, callback, fault.status());
    }
    boolean plain = !request.hasSubProtocol(HubServer.SUBPROTOCOL);
    if (!plain) {
      response.setAcceptedSubProtocol(HubServer.SUBPROTOCOL);
    }
    return new AgentSession(core, grant, plain);
  }

  /** A session for an operator, or null when the request was answered with a refusal. */
  @Nullable Object operator(
      ServerUpgradeRequest request, ServerUpgradeResponse response, Callback callback) {
    Grant grant = access.grant(request);
    if (grant == null) {
      return refuse(response, callback, access.refusal());
    }
    String asked = Request.extractQueryParameters(request).getValue("tenant");
    String tenant = asked != null ? asked : grant.tenantId();
    if (!Fields.isName(tenant) || tenant.equals(Grant.ANY)) {
      return refuse(response, callback, 400);
    }
    if (!grant.mayRead(tenant)) {
      return refuse(response, callback, 403);
    }
    return new OperatorSession(core, tenant, grant.mayCommand());
  }

  private static @Nullable Object refuse(
      ServerUpgradeResponse response, Callback callback, int status) {
    response.setStatus(status);
    if (status == 401) {
      response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Bearer");
    }
    callback.succeeded();
    return null;
  }
}
