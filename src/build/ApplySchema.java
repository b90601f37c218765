import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;

/** Makes a fresh SQLite file with the given schema; the build runs it before jOOQ's generator. */
class ApplySchema {
  public static void main(String[] args) throws Exception {
    Path database = Path.of(args[1]);
    Files.createDirectories(database.getParent());
    Files.deleteIfExists(database);
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        var statement = connection.createStatement()) {
      // executeUpdate runs the whole script; execute would stop after its first statement.
      statement.executeUpdate(Files.readString(Path.of(args[0])));
    }
  }
}
