package io.freshet.connect.topic.bound;

/**
 * Where reading of one partition ends.
 *
 * @param offset the first record that is not read any more
 * @param setting the text of the setting that this was looked up for: as long as that stays, so does the offset
 */
public record End(long offset, String setting) {}
