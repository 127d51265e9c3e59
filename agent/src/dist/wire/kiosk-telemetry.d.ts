/**
 * The messages between a kiosk agent and its server.
 *
 * Level 1, the plain contract: CpuEvent, ErrorEvent, SetThreshold, ClearThreshold, Ack, Nack.
 * Level 2 adds the rest and is spoken when the server answers the subprotocol "kiosk.telemetry.v1".
 *
 * Each message is one WebSocket text frame. Ignore fields that are not listed here: more may come.
 * Types named Known... list what exists today; expect others.
 */

/** Milliseconds since the Unix epoch, UTC. */
export type Millis = number;
/** The place of an event in a lane of a spool: whole, from 0, never reused. */
export type Position = number;
/** The two streams of a spool. Alerts are sent first. */
export type Lane = "alerts" | "readings";
export type Severity = "info" | "warning" | "error" | "critical";
/** "unknown" is never to be read as ready. */
export type DeviceState = "ready" | "warning" | "error" | "offline" | "unknown";
/** Why nothing more will come for a range of positions. */
export type GapReason = "full" | "expired" | "damaged" | "restart" | "forgotten";
export type KnownMetricName = "memory" | "disk" | "temperature";
export type KnownLimitName = "cpu" | "memory" | "disk" | "temperature";
export type KnownUnit = "percent" | "celsius";
export type KnownDeviceKind = "printer" | "scanner" | "sensor";
/** The word before the colon of a Nack's reason. */
export type KnownNackWord =
  | "wrong-host"
  | "invalid-threshold"
  | "unknown-metric"
  | "unsupported-command"
  | "malformed"
  | "storage-failed";
/** Codes of things that happen and have no duration. */
export type MomentCode = "EVENTS_LOST" | "SPOOL_DAMAGED" | "CLOCK_STEP";
export type KnownConditionCode =
  | "DEVICE_OK"
  | "DEVICE_BUSY"
  | "DEVICE_STARTING"
  | "DEVICE_PAUSED"
  | "DEVICE_OFFLINE"
  | "DEVICE_ABSENT"
  | "LINK_DOWN"
  | "NOT_RESPONDING"
  | "LINK_UNSTABLE"
  | "PORT_IN_USE"
  | "PROTOCOL_MISMATCH"
  | "STATUS_UNKNOWN"
  | "MEDIA_LOW"
  | "MEDIA_OUT"
  | "MEDIA_JAM"
  | "MEDIA_FEED_FAULT"
  | "MEDIA_NOT_TAKEN"
  | "MEDIA_MISMATCH"
  | "INPUT_TRAY_MISSING"
  | "OUTPUT_NEAR_FULL"
  | "OUTPUT_FULL"
  | "OUTPUT_TRAY_MISSING"
  | "SUPPLY_LOW"
  | "SUPPLY_OUT"
  | "SUPPLY_MISSING"
  | "WASTE_FULL"
  | "COVER_OPEN"
  | "CUTTER_FAULT"
  | "PRINTHEAD_FAULT"
  | "OVER_TEMPERATURE"
  | "UNDER_TEMPERATURE"
  | "POWER_FAULT"
  | "RECOVERABLE_FAULT"
  | "HARDWARE_FAULT"
  | "CONFIG_FAULT"
  | "BUFFER_FULL"
  | "SERVICE_DUE"
  | "LIFE_END"
  | "BATTERY_LOW"
  | "ACTIVITY_STALE"
  | "ENCLOSURE_OPEN"
  | "THRESHOLD_EXCEEDED"
  | "SPOOL_WRITE_FAILED"
  | "CERT_EXPIRING"
  | "EVENTS_LOST"
  | "SPOOL_DAMAGED"
  | "CLOCK_STEP";
/** Any string, with completion for the known ones. */
export type OpenTo<Known extends string> = Known | (string & {});

// ---- Agent to server, level 1 ----

/** The load of all processors together. Lane: readings. */
export interface CpuEvent {
  type: "cpu";
  ts: Millis;
  tenantId: string;
  host: string;
  /** 0 to 100. */
  pct: number;
}

/** A condition began or ended, or a moment. Lane: alerts. */
export interface ErrorEvent {
  type: "error";
  ts: Millis;
  tenantId: string;
  host: string;
  code: OpenTo<KnownConditionCode>;
  /** One sentence for people. */
  message: string;
  /** Configured id of the device; absent when the agent speaks of itself. */
  device?: string;
  severity: Severity;
  /** true: it began; false: it ended; absent: a moment. */
  active?: boolean;
  /** The part concerned. */
  subject?: string;
  /** What the source said, for an engineer. */
  raw?: string;
  /** It comes and goes so often that single changes are held back. */
  flapping?: boolean;
  /** Somebody works on the kiosk: nobody is to be called. What still holds afterwards is told again without it. */
  service?: boolean;
}

/** A command was carried out. */
export interface Ack {
  kind: "ack";
  cid: string;
  /** The limit that was replaced, or null when there was none. */
  previous: number | null;
}

/** A command was not carried out. */
export interface Nack {
  kind: "nack";
  cid: string;
  /** A stable word (see KnownNackWord), a colon, a sentence. */
  reason: string;
}

// ---- Agent to server, level 2 ----

/** A measured value of the host other than CPU load. Lane: readings. */
export interface MetricEvent {
  type: "metric";
  ts: Millis;
  tenantId: string;
  host: string;
  name: OpenTo<KnownMetricName>;
  value: number;
  unit: OpenTo<KnownUnit>;
}

/** The whole state of one device, at every change and every 15 minutes. Lane: alerts. */
export interface DeviceEvent {
  type: "device";
  ts: Millis;
  tenantId: string;
  host: string;
  /** Configured id. */
  device: string;
  deviceKind: OpenTo<KnownDeviceKind>;
  state: DeviceState;
  conditions: OpenTo<KnownConditionCode>[];
  /** Message code of IATA CUSS 2 for the state. */
  cuss: string;
  /** When the device was last heard; absent when it never was. */
  observedAt?: Millis;
  model?: string;
  serial?: string;
  /** true when sent outside a batch, after a welcome; such an event has no position. */
  live?: boolean;
}

/** Nothing more will come for the positions first to first+count-1 of a lane. Lane: alerts. */
export interface GapEvent {
  type: "gap";
  ts: Millis;
  tenantId: string;
  host: string;
  /** Whose positions; the gap itself is an alert. */
  lane: Lane;
  first: Position;
  /** Positions, not losses; at least 1. */
  count: number;
  fromTs?: Millis;
  toTs?: Millis;
  reason: GapReason;
}

/** The agent is alive; every 30 s, live, without position. */
export interface Heartbeat {
  type: "heartbeat";
  ts: Millis;
  tenantId: string;
  host: string;
  uptimeMs: number;
  /** 0 below 50 % of the spool full, 1 from 50 %, 2 from 75 %, 3 from 90 %. */
  pressure: 0 | 1 | 2 | 3;
  buffered: Buffered;
  /** Events lost since the agent started. */
  dropped: number;
}

/** Events not yet receipted. */
export interface Buffered {
  alerts: number;
  readings: number;
}

/** The first frame of a session. */
export interface Hello {
  kind: "hello";
  tenantId: string;
  host: string;
  /** Version of the agent. */
  agent: string;
  /** UUID of the spool; positions are unique within it and a lane. */
  spool: string;
  ts: Millis;
  lanes: HelloLanes;
}

export interface HelloLanes {
  alerts: LanePosition;
  readings: LanePosition;
}

export interface LanePosition {
  /** The position that the next event of the lane will get. */
  next: Position;
}

/** Alerts; events[i] stands at position first+i. */
export interface AlertsBatch {
  kind: "batch";
  lane: "alerts";
  first: Position;
  events: AlertsEvent[];
}

/** Readings; events[i] stands at position first+i. */
export interface ReadingsBatch {
  kind: "batch";
  lane: "readings";
  first: Position;
  events: ReadingsEvent[];
}

export type AlertsEvent = ErrorEvent | DeviceEvent | GapEvent;
export type ReadingsEvent = CpuEvent | MetricEvent;

/** Any text frame that an agent sends. */
export type AgentFrame =
  | CpuEvent
  | ErrorEvent
  | Ack
  | Nack
  | Hello
  | AlertsBatch
  | ReadingsBatch
  | Heartbeat
  | (DeviceEvent & { live: true });

// ---- Server to agent, level 1 ----

/** Put a limit in place of the one that holds. Answered with Ack or Nack. */
export interface SetThreshold {
  kind: "set-threshold";
  host: string;
  /** "cpu" when absent. */
  metric?: OpenTo<KnownLimitName>;
  /** The limit: 0 to 100, for temperature degrees Celsius. */
  pct: number;
  /** 1 to 128 characters, unique for each command; a repeated one gets the same answer. */
  cid: string;
}

/** Go back to the configured limit. Answered with Ack or Nack. */
export interface ClearThreshold {
  kind: "clear-threshold";
  host: string;
  /** "cpu" when absent. */
  metric?: OpenTo<KnownLimitName>;
  cid: string;
}

// ---- Server to agent, level 2 ----

/** Answers the hello, once. */
export interface Welcome {
  kind: "welcome";
  lanes: WelcomeLanes;
}

/** A lane that is left out counts as next 0. */
export interface WelcomeLanes {
  alerts?: LaneWanted;
  readings?: LaneWanted;
}

export interface LaneWanted {
  /** The first position neither held nor named by a gap. */
  next: Position;
}

/** All positions of the lane before next are stored for good, or named by a gap. */
export interface Receipt {
  kind: "receipt";
  lane: Lane;
  next: Position;
}

/** Any text frame that a server may send. */
export type ServerFrame = SetThreshold | ClearThreshold | Welcome | Receipt;
