/**
 * Prints the jars from which classes come: the launcher of an image starts it in place of the app.
 */
class CodeSource {
  public static void main(String[] classes) throws ClassNotFoundException {
    for (String name : classes) {
      Class<?> found = Class.forName(name, false, CodeSource.class.getClassLoader());
      System.out.println(found.getProtectionDomain().getCodeSource().getLocation());
    }
  }
}
