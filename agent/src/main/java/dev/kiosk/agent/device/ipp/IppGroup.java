package dev.kiosk.agent.device.ipp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A group of attributes.
 *
 * @param tag its delimiter, for instance 4 for a printer
 * @param attributes the values by name, in the order they came
 */
public record IppGroup(int tag, Map<String, List<IppValue>> attributes) {

  /** The groups of that tag as one; the first attribute of a name counts. */
  static IppGroup together(int tag, List<IppGroup> groups) {
    var all = new LinkedHashMap<String, List<IppValue>>();
    for (IppGroup group : groups) {
      if (group.tag == tag) {
        group.attributes.forEach(all::putIfAbsent);
      }
    }
    return new IppGroup(tag, all);
  }

  /** The whole numbers of an attribute, in order; values of other kinds are left out. */
  List<Integer> integers(String name) {
    var numbers = new ArrayList<Integer>();
    for (IppValue value : values(name)) {
      if (value instanceof IppValue.Whole whole) {
        numbers.add(whole.value());
      }
    }
    return numbers;
  }

  /** The texts of an attribute, in order; values of other kinds are left out. */
  List<String> texts(String name) {
    var texts = new ArrayList<String>();
    for (IppValue value : values(name)) {
      if (value instanceof IppValue.Text text) {
        texts.add(text.value());
      }
    }
    return texts;
  }

  /** The first whole number of an attribute. */
  OptionalInt integer(String name) {
    return integers(name).stream().mapToInt(Integer::intValue).findFirst();
  }

  /** The first text of an attribute that is not blank. */
  Optional<String> text(String name) {
    return texts(name).stream().filter(each -> !each.isBlank()).findFirst();
  }

  private List<IppValue> values(String name) {
    return attributes.getOrDefault(name, List.of());
  }
}
