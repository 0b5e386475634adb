/// The match geoblock of iptables: packets by the country of their addresses. Entrance: {@link com.example.geo.GeoBlockPlugin}.
@NullMarked
package com.example.geo;

import org.jspecify.annotations.NullMarked;
