package io.weft.hook.testkit.example;

/// Stands for the program whose plugin is tested.
final class Shop {

    record Order(String article, int pieces) { }

    private Shop() { }
}
