/**
 * USB devices as the kernel shows them in sysfs: present, re-enumerated, over current, blocked. No
 * device node is ever opened, so the kiosk application keeps its scanner. Start at {@link
 * dev.kiosk.agent.device.usb.UsbProbe}.
 */
@NullMarked
package dev.kiosk.agent.device.usb;

import org.jspecify.annotations.NullMarked;
