package com.example.shop;

/// What handlers at the hook point ORDER see.
public record Order(String article, int pieces) { }
