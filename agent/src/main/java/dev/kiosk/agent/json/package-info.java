/** JSON as a tree, without what an object mapper costs. */
@NullMarked
package dev.kiosk.agent.json;

import org.jspecify.annotations.NullMarked;
