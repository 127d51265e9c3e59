package dev.kiosk.simulator.hub;

import dev.kiosk.simulator.hub.access.Grant;
import dev.kiosk.simulator.hub.access.Pass;
import dev.kiosk.simulator.hub.fault.UpgradeFault;
import dev.kiosk.simulator.hub.metrics.Counters;
import dev.kiosk.simulator.hub.page.PageFeed;
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
  private final PageFeed feed;

  Doors(Core core, PageFeed feed) {
    this.core = core;
    this.feed = feed;
  }

  /** A session for an agent, or null when the request was answered with a refusal. */
  @Nullable Object agent(
      ServerUpgradeRequest request, ServerUpgradeResponse response, Callback callback) {
    Pass pass = core.access().pass(request);
    if (pass == null || !pass.grant().isAgent()) {
      core.counters().refused(Counters.Door.AGENT);
      return refuse(response, callback, pass == null ? core.access().refusal() : 403);
    }
    if (core.store().failure() != null) {
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
    return new AgentSession(core, pass, plain);
  }

  /** A session for an operator, or null when the request was answered with a refusal. */
  @Nullable Object operator(
      ServerUpgradeRequest request, ServerUpgradeResponse response, Callback callback) {
    return operator(request, response, callback, null);
  }

  /** The same for the operator page, which hears what is new from the feed instead. */
  @Nullable Object page(
      ServerUpgradeRequest request, ServerUpgradeResponse response, Callback callback) {
    return operator(request, response, callback, feed);
  }

  private @Nullable Object operator(
      ServerUpgradeRequest request,
      ServerUpgradeResponse response,
      Callback callback,
      @Nullable PageFeed itsFeed) {
    Pass pass = core.access().pass(request);
    if (pass == null || !pass.grant().isReader()) {
      core.counters().refused(Counters.Door.OPERATOR);
      return refuse(response, callback, pass == null ? core.access().refusal() : 403);
    }
    String asked = Request.extractQueryParameters(request).getValue("tenant");
    String tenant = asked != null ? asked : pass.grant().tenantId();
    if (!Fields.isName(tenant) || tenant.equals(Grant.ANY)) {
      return refuse(response, callback, 400);
    }
    if (!pass.grant().mayRead(tenant)) {
      core.counters().refused(Counters.Door.OPERATOR);
      return refuse(response, callback, 403);
    }
    return new OperatorSession(core, tenant, pass, itsFeed);
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
