package dev.kiosk.simulator.hub;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Frames as an agent or operator writes them. */
final class Frames {

  static final String SPOOL = "0b7c8f1e-5d0e-4a53-9f5f-1f2f3a4b5c6d";

  private Frames() {}

  static String hello() {
    return hello("acme", "T1-K017", SPOOL);
  }

  /**
   * A hello.
   *
   * @param spool a UUID, or a short name for one
   */
  static String hello(String tenant, String host, String spool) {
    return """
    {"kind":"hello","tenantId":"%s","host":"%s","agent":"1.0.0","spool":"%s","ts":1732450000000,\
    "lanes":{"alerts":{"next":0},"readings":{"next":0}}}"""
        .formatted(tenant, host, spool(spool));
  }

  /** The UUID that a short name stands for. */
  static String spool(String name) {
    return name.length() == SPOOL.length()
        ? name
        : UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
  }

  static String welcome(long alerts, long readings) {
    return """
    {"kind":"welcome","lanes":{"alerts":{"next":%d},"readings":{"next":%d}}}"""
        .formatted(alerts, readings);
  }

  static String receipt(String lane, long next) {
    return """
    {"kind":"receipt","lane":"%s","next":%d}"""
        .formatted(lane, next);
  }

  static String batch(String lane, long first, String... events) {
    return """
    {"kind":"batch","lane":"%s","first":%d,"events":[%s]}"""
        .formatted(lane, first, String.join(",", events));
  }

  static String cpu(long ts) {
    return cpu("acme", "T1-K017", ts);
  }

  static String cpu(String tenant, String host, long ts) {
    return """
    {"type":"cpu","ts":%d,"tenantId":"%s","host":"%s","pct":37.5}"""
        .formatted(ts, tenant, host);
  }

  static String error(long ts, String code) {
    return """
    {"type":"error","ts":%d,"tenantId":"acme","host":"T1-K017","code":"%s","message":"Größe ☂",\
    "device":"bagtag","severity":"error","active":true}"""
        .formatted(ts, code);
  }

  static String gap(String lane, long first, long count) {
    return """
    {"type":"gap","ts":5,"tenantId":"acme","host":"T1-K017","lane":"%s","first":%d,"count":%d,\
    "reason":"full"}"""
        .formatted(lane, first, count);
  }

  static String device(String state, boolean live) {
    return """
    {"type":"device","ts":7,"tenantId":"acme","host":"T1-K017","device":"bagtag",\
    "deviceKind":"printer","state":"%s","conditions":[],"cuss":"OK"%s}"""
        .formatted(state, live ? ",\"live\":true" : "");
  }

  static String heartbeat() {
    return """
    {"type":"heartbeat","ts":7,"tenantId":"acme","host":"T1-K017","uptimeMs":1,"pressure":0,\
    "buffered":{"alerts":0,"readings":0},"dropped":0}""";
  }

  static String ack(String cid, String previous) {
    return """
    {"kind":"ack","cid":"%s","previous":%s}"""
        .formatted(cid, previous);
  }

  static String setThreshold(String host, double pct, String cid) {
    return """
    {"kind":"set-threshold","host":"%s","pct":%s,"cid":"%s"}"""
        .formatted(host, pct, cid);
  }
}
