/** What the start of a JVM takes. */
public class HelloWorld {

  /** Takes nothing. */
  public static void main(String[] args) {
    System.out.println("hello, world");
  }
}
