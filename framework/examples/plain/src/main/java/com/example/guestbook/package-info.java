/// An example: hook points in a plain Java program, woven by the Maven goal. Entrance: {@link com.example.guestbook.Main}.
@NullMarked
package com.example.guestbook;

import org.jspecify.annotations.NullMarked;
