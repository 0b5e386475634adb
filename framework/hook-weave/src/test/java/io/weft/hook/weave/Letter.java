package io.weft.hook.weave;

record Letter(String to) { }
