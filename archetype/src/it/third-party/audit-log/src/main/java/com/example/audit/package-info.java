/// Connections written down as lines of JSON. Entrance: {@link com.example.audit.AuditPlugin}.
@NullMarked
package com.example.audit;

import org.jspecify.annotations.NullMarked;
