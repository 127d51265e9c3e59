package dev.kiosk.simulator.device;

/**
 * How a USB device stands on its bus at one moment.
 *
 * @param present whether it is enumerated
 * @param authorized whether the host's policy lets it be used
 * @param enumerations how often it was enumerated; a bus gives it another number each time
 * @param connectedMillis how long it has been enumerated, in milliseconds; 0 while it is not
 * @param otherMode whether it presents another interface than it should
 * @param overCurrents how often its port tripped for too much current; only grows
 */
public record UsbLink(
    boolean present,
    boolean authorized,
    int enumerations,
    long connectedMillis,
    boolean otherMode,
    int overCurrents) {}
