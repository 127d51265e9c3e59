/**
 * What the configuration of simulated devices may say, one small class for each driver. A new
 * driver is a new class and one line in {@link dev.kiosk.simulator.app.driver.Drivers}.
 */
@NullMarked
package dev.kiosk.simulator.app.driver;

import org.jspecify.annotations.NullMarked;
