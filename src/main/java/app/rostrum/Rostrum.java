package app.rostrum;

/** The entry point: the desktop app without arguments, a command with them. */
public final class Rostrum {
  private Rostrum() {}

  public static void main(String[] args) {
    System.out.println("Rostrum");
  }
}
