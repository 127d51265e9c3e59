package dev.kiosk.agent.device.snmp;

import dev.kiosk.agent.device.transport.TransportException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snmp4j.PDU;
import org.snmp4j.smi.Null;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.Variable;
import org.snmp4j.smi.VariableBinding;

/**
 * Reads objects and tables, by whatever the version offers. What an agent does not have is left
 * out, whether it says so for one object (v2c: noSuchObject) or refuses the whole question for it
 * (v1: noSuchName with the place of the culprit). For one thread.
 */
final class Reader {

  /** Old agents have small buffers and refuse a question as a whole: they are asked for few. */
  private static final int FEW = 4;

  private static final int MANY = 12;
  private static final int ROWS_AT_ONCE = 8;

  /** A walk ends here, whatever the agent goes on telling. */
  private static final int MOST_QUESTIONS = 64;

  private static final int TOO_BIG = 1;
  private static final int NO_SUCH_NAME = 2;

  private final Dialogue dialogue;
  private final SnmpEngine engine;

  /** A reader that asks through this dialogue. */
  Reader(Dialogue dialogue, SnmpEngine engine) {
    this.dialogue = dialogue;
    this.engine = engine;
  }

  /**
   * The objects of these names, as far as there are any.
   *
   * @throws TransportException when an answer did not come
   * @throws SnmpException when an answer is not one to the question
   */
  Map<OID, Variable> get(List<OID> names) throws TransportException, SnmpException {
    Map<OID, Variable> values = new TreeMap<>();
    Deque<List<OID>> waiting = new ArrayDeque<>();
    int most = dialogue.version() == Version.V1 || !dialogue.heard() ? FEW : MANY;
    for (int i = 0; i < names.size(); i += most) {
      waiting.add(names.subList(i, Math.min(names.size(), i + most)));
    }
    for (List<OID> asked = waiting.poll(); asked != null; asked = waiting.poll()) {
      PDU answer = ask(PDU.GET, asked);
      if (answer.getErrorStatus() != 0) {
        waiting.addAll(without(asked, answer));
      } else {
        requireSame(asked, answer);
        answer.getVariableBindings().forEach(each -> keep(values, each));
      }
    }
    return values;
  }

  /**
   * What a walk brought.
   *
   * @param values the cells by their names
   * @param whole whether each column was read to its end; if not, what is missing may be anything
   */
  record Table(Map<OID, Variable> values, boolean whole) {}

  /**
   * The cells of these columns of a table, whoever's they are. A column that ends in an error, has
   * more rows than allowed or does not go forward is given as far as it came.
   *
   * @param mostRows the walk ends when a column has so many
   * @throws TransportException when an answer did not come
   * @throws SnmpException when an answer is not one to the question
   */
  Table walk(OID entry, int mostRows, int... columns) throws TransportException, SnmpException {
    var walk = new Walk(mostRows);
    for (int column : columns) {
      walk.add(Oids.column(entry, column));
    }
    boolean bulk = dialogue.version() != Version.V1;
    for (int i = 0; i < MOST_QUESTIONS && !walk.over(); i++) {
      List<OID> asked = walk.places(bulk ? MANY : FEW);
      PDU answer = ask(bulk ? PDU.GETBULK : PDU.GETNEXT, asked);
      if (answer.getErrorStatus() == 0) {
        walk.take(asked.size(), answer);
      } else if (bulk) {
        bulk = false; // some agents have it and fail in it
      } else if (answer.getErrorStatus() == TOO_BIG && asked.size() > 1) {
        throw new SnmpException("the agent cannot answer for " + asked.size() + " objects at once");
      } else {
        boolean isEnd = answer.getErrorStatus() == NO_SUCH_NAME;
        walk.end(answer.getErrorIndex() - 1, asked.size(), isEnd);
      }
    }
    return new Table(walk.values, walk.over() && !walk.cut);
  }

  private PDU ask(int type, List<OID> names) throws TransportException, SnmpException {
    return dialogue.ask(
        version -> {
          PDU pdu = engine.question(version, type);
          names.forEach(name -> pdu.add(new VariableBinding(name)));
          if (type == PDU.GETBULK) {
            pdu.setMaxRepetitions(ROWS_AT_ONCE);
          }
          return pdu;
        });
  }

  /** What to ask again after a refusal: without the culprit, or in two halves. */
  private static List<List<OID>> without(List<OID> asked, PDU answer) {
    if (asked.size() == 1) {
      return List.of();
    }
    int culprit = answer.getErrorIndex() - 1;
    if (answer.getErrorStatus() != TOO_BIG && culprit >= 0 && culprit < asked.size()) {
      List<OID> rest = new ArrayList<>(asked);
      rest.remove(culprit);
      return List.of(rest);
    }
    int half = asked.size() / 2;
    return List.of(asked.subList(0, half), asked.subList(half, asked.size()));
  }

  private static void requireSame(List<OID> asked, PDU answer) throws SnmpException {
    boolean same = answer.size() == asked.size();
    for (int i = 0; same && i < asked.size(); i++) {
      same = answer.get(i).getOid().equals(asked.get(i));
    }
    if (!same) {
      throw new SnmpException("the answer names other objects than were asked for");
    }
  }

  private static void keep(Map<OID, Variable> values, VariableBinding binding) {
    Variable value = binding.getVariable();
    if (value != null && !(value instanceof Null)) { // Null holds noSuchObject and its like, too
      values.put(binding.getOid(), value);
    }
  }

  /** Where each column stands. */
  private static final class Walk {

    private final int mostRows;
    private final List<Column> columns = new ArrayList<>();
    private List<Column> asked = List.of();
    private final Map<OID, Variable> values = new TreeMap<>();
    private boolean cut;

    private static final class Column {
      private final OID prefix;
      private OID at;
      private int rows;
      private boolean over;

      private Column(OID prefix) {
        this.prefix = prefix;
        this.at = prefix;
      }
    }

    private Walk(int mostRows) {
      this.mostRows = mostRows;
    }

    private void add(OID prefix) {
      columns.add(new Column(prefix));
    }

    private boolean over() {
      return columns.stream().allMatch(each -> each.over);
    }

    private List<OID> places(int most) {
      asked = columns.stream().filter(each -> !each.over).limit(most).toList();
      return asked.stream().map(each -> each.at).toList();
    }

    /** Takes rows of as many cells as were asked for; the last one may be cut. */
    private void take(int width, PDU answer) throws SnmpException {
      if (answer.size() == 0) {
        throw new SnmpException("the answer to a walk names no object");
      }
      for (int i = 0; i < answer.size(); i++) {
        take(asked.get(i % width), answer.get(i));
      }
      // An agent that cut its answer within the first row did not get to the last columns: they are
      // asked for again, and all that came goes forward.
    }

    private void take(Column column, VariableBinding binding) {
      if (column.over) {
        return;
      }
      OID name = binding.getOid();
      @Nullable Variable value = binding.getVariable();
      if (!name.startsWith(column.prefix) || value == null || value.isException()) {
        column.over = true; // the next column, or the end of all
        return;
      }
      if (name.compareTo(column.at) <= 0 || column.rows >= mostRows) {
        column.over = true; // an agent that walks in circles, or more than we read
        cut = true;
        return;
      }
      column.at = name;
      column.rows++;
      keep(values, binding);
    }

    /**
     * The column at that place has no more; all have, if it is not told which.
     *
     * @param isEnd whether v1 says so at the end of what there is; other errors hide the rest
     */
    private void end(int place, int width, boolean isEnd) {
      boolean told = place >= 0 && place < width;
      for (int i = 0; i < width; i++) {
        if (i == place || !told) {
          asked.get(i).over = true;
        }
      }
      cut |= !isEnd || (!told && width > 1);
    }
  }
}
