package dev.kiosk.agent.device.gpio;

import com.pi4j.Pi4J;
import com.pi4j.context.Context;
import com.pi4j.context.ContextBuilder;
import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.PullResistance;
import org.jspecify.annotations.Nullable;

/**
 * Lines through Pi4J 2 and the kernel's character device ({@code /dev/gpiochipN}, by libgpiod). It
 * works on the boards that Pi4J knows, which are Raspberry Pis.
 *
 * <p>A line stays open, and the library running: Pi4J gives a line back only together with its
 * chip, which is one for the whole process, so that would take the other lines away. The plugin for
 * tests is never looked for, since it would play a line that always reads low. For one thread at a
 * time.
 */
final class Pi4jPins implements Pins {

  private final ContextBuilder builder;
  private final String provider;
  private @Nullable Context started;

  /** The chip of this machine. Nothing is opened yet. */
  Pi4jPins() {
    // Its own hook at the end of the process would race with ours, and closes what closes anyway.
    this(Pi4J.newContextBuilder().autoDetect().disableShutdownHook(), "gpiod-digital-input");
  }

  Pi4jPins(ContextBuilder builder, String provider) {
    this.builder = builder;
    this.provider = provider;
  }

  @Override
  public Pin open(GpioEndpoint endpoint) throws GpioException {
    try {
      Context context = started;
      if (context == null) {
        context = builder.build();
        started = context;
      }
      return new Pi4jPin(endpoint.pin(), input(context, endpoint));
    } catch (RuntimeException | LinkageError refused) {
      // Pi4J has no common exception, and a missing native library shows as a linkage error.
      throw new GpioException(
          "GPIO line "
              + endpoint.pin()
              + " cannot be opened through Pi4J, which knows Raspberry Pi boards: "
              + reason(refused),
          refused);
    }
  }

  private DigitalInput input(Context context, GpioEndpoint endpoint) {
    return context.create(
        DigitalInput.newConfigBuilder(context)
            .id("gpio-" + endpoint.pin())
            .name("gpio-" + endpoint.pin())
            .address(endpoint.pin())
            .pull(pull(endpoint.pull()))
            .debounce(0L) // ours is used: see LevelFilter
            .provider(provider)
            .build());
  }

  private static PullResistance pull(GpioEndpoint.Pull pull) {
    return switch (pull) {
      case UP -> PullResistance.PULL_UP;
      case DOWN -> PullResistance.PULL_DOWN;
      case OFF -> PullResistance.OFF;
    };
  }

  /** The innermost message says what the kernel said. */
  private static String reason(Throwable failure) {
    Throwable inner = failure;
    while (inner.getCause() != null && inner.getCause() != inner) {
      inner = inner.getCause();
    }
    String message = inner.getMessage();
    return message == null ? inner.getClass().getSimpleName() : message.strip();
  }

  /** One input of Pi4J. */
  private record Pi4jPin(int number, DigitalInput input) implements Pin {

    @Override
    public boolean isHigh() throws GpioException {
      try {
        return input.state().isHigh();
      } catch (RuntimeException failed) {
        throw new GpioException(
            "GPIO line " + number + " cannot be read: " + reason(failed), failed);
      }
    }
  }
}
