package io.slurmgen.cli.args;

import java.lang.reflect.AnnotatedElement;
import org.kohsuke.args4j.CmdLineParser;
import org.kohsuke.args4j.OptionDef;
import org.kohsuke.args4j.spi.FieldSetter;
import org.kohsuke.args4j.spi.OptionHandler;
import org.kohsuke.args4j.spi.Setter;

/**
 * One option or argument of the command line, and the value that was typed for it. {@link
 * InputForm} makes it, {@link Options} has args4j read it.
 *
 * <p>In place of annotated fields: for the values of annotations the JVM makes proxy classes at
 * each start, which no archive of classes holds, and which took a seventh of the time of {@code
 * list}.
 */
public abstract class Input<T> implements Setter<T> {
  private final InputForm form;
  private final Class<T> type;
  private T value;

  Input(InputForm form, Class<T> type) {
    this.form = form;
    this.type = type;
  }

  /** The reader of the value. */
  abstract OptionHandler<?> reader(CmdLineParser parser, OptionDef definition);

  /** Gives it a value for when none is typed. */
  public Input<T> otherwise(T standard) {
    value = standard;
    return this;
  }

  /** Returns the value that was typed, else the standard one, else null. */
  public T value() {
    return value;
  }

  public boolean hasValue() {
    return value != null;
  }

  void addTo(CmdLineParser parser) {
    form.addTo(parser, this);
  }

  @Override
  public void addValue(T typed) {
    value = typed;
  }

  @Override
  public Class<T> getType() {
    return type;
  }

  @Override
  public boolean isMultiValued() {
    return false;
  }

  @Override
  public FieldSetter asFieldSetter() {
    return null;
  }

  @Override
  public AnnotatedElement asAnnotatedElement() {
    return getClass();
  }
}
