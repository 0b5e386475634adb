package io.weft.hook.runtime;

record Letter(String to) { }
