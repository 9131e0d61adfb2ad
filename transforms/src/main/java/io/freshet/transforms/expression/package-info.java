/** Expressions over a record, in CEL: compiled and checked once, evaluated by record. They see the record as it is, without a copy. */
package io.freshet.transforms.expression;
