/// What an embedder relies on: the BOM, the names of modules, and the README's POM.
@NullMarked
package io.weft.embedding;

import org.jspecify.annotations.NullMarked;
