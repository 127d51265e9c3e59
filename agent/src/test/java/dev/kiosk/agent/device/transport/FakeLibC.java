package dev.kiosk.agent.device.transport;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.NativeLong;
import com.sun.jna.ptr.IntByReference;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A C library whose one device a test plays. All calls succeed at once unless it says otherwise.
 */
final class FakeLibC {

  static final int FD = 7;
  static final String DEVICE_ID = "MFG:EPSON;MDL:TM-T88V;";

  /** What the device does while it is asked a question by ioctl. */
  interface Ioctl {

    /**
     * The answer, which is written where the caller wants it if it is an int; else that gets {@link
     * #DEVICE_ID}.
     *
     * @throws LastErrorException to refuse
     */
    int answer(long request);
  }

  private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
  private Ioctl ioctl = request -> 0;
  private Runnable closing = () -> {};

  /** Sets what the device answers to questions. */
  FakeLibC answering(Ioctl device) {
    this.ioctl = device;
    return this;
  }

  /** Sets what the kernel does while the device is being closed. */
  FakeLibC closing(Runnable kernel) {
    this.closing = kernel;
    return this;
  }

  /** The names of the calls so far; an ioctl with its request in hexadecimal. */
  List<String> calls() {
    return List.copyOf(calls);
  }

  /** A node that this device is at. */
  OpenNode node() {
    return new OpenNode("serial:/dev/ttyS7", OpenNode.EmptyRead.IS_THE_END, libc(), FD);
  }

  private LibC libc() {
    return (LibC)
        Proxy.newProxyInstance(
            LibC.class.getClassLoader(),
            new Class<?>[] {LibC.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("ioctl")) {
                return ask((NativeLong) arguments[1], (Object[]) arguments[2]);
              }
              calls.add(method.getName());
              if (method.getName().equals("close")) {
                closing.run();
              }
              Class<?> result = method.getReturnType();
              return result == NativeLong.class
                  ? new NativeLong(0)
                  : result == int.class ? 0 : null;
            });
  }

  private int ask(NativeLong request, Object... argument) {
    calls.add("ioctl " + Long.toHexString(request.longValue()));
    int answer = ioctl.answer(request.longValue());
    if (argument[0] instanceof IntByReference number) {
      number.setValue(answer);
    } else if (argument[0] instanceof Memory text) {
      byte[] id = DEVICE_ID.getBytes(StandardCharsets.ISO_8859_1);
      text.setByte(1, (byte) (id.length + 2));
      text.write(2, id, 0, id.length);
    }
    return 0;
  }
}
