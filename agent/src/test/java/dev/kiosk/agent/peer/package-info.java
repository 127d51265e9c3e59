/** Programs that neither side of this project wrote, as judges of what it speaks. */
@NullMarked
package dev.kiosk.agent.peer;

import org.jspecify.annotations.NullMarked;
