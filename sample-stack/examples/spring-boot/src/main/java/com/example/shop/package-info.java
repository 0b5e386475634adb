/// An example: a bean with a hook point, and the stack, in a Spring Boot application. Entrance: {@link com.example.shop.Application}.
@NullMarked
package com.example.shop;

import org.jspecify.annotations.NullMarked;
