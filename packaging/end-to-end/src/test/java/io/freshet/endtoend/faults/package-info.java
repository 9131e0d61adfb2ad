/** What goes wrong in a worker, on purpose: classes that a test puts into a plugin's folder. */
package io.freshet.endtoend.faults;
