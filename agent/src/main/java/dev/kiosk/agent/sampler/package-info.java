/**
 * What is asked when, and how long. One worker for each endpoint, so that a device that hangs costs
 * one worker. Start at {@link dev.kiosk.agent.sampler.Sampler}.
 */
@NullMarked
package dev.kiosk.agent.sampler;

import org.jspecify.annotations.NullMarked;
