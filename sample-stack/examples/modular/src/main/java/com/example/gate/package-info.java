/// A gate that lets through who is asked for, and the stack that asks it.
@NullMarked
package com.example.gate;

import org.jspecify.annotations.NullMarked;
